"""What the mails of `sidebyside digest` say to whom: to a leader, to a coach, to a director."""

import re
from datetime import date, timedelta
from uuid import uuid4

from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Verdict
from app.services.agreements import agree_to_service, propose_service
from app.services.handoffs import propose_handoff
from app.services.review_answers import answer_review
from app.services.sessions import submit_session
from app.services.week import say_complete
from app.store import tables
from app.store.engine import Database
from tests.cli.conftest import Clock, Lines
from tests.support.acts import FORM, submit
from tests.support.cast import Cast, Someone
from tests.support.filling import NOW
from tests.support.handing import HANDED, SERVED, do, handed_over, proposal, service
from tests.support.mailing import Mailbox, parts
from tests.support.reviewing import say
from tests.support.rows import add, change
from tests.support.team_rows import propose_everything
from tests.support.tellings import side_by_side, telling

ROSA, DAN, JO, DORA = (f"{name}@bridge.example" for name in ("rosa", "dan", "jo", "dora"))

EMPTY = "Your last week: Nothing is logged on"
HELD = "Alder High: Did the handoff of budget development hold?"
PROPOSED = "Alder High: A handoff is proposed: the school runs budget development from Aug 24 on."


def log(database: Database, who: Someone, said: Telling) -> None:
    do(database, who, lambda visit: submit_session(visit, uuid4(), 0, said))


def test_a_leader_reads_what_is_due_first(lines: Lines, cast: Cast, database: Database, clock: Clock) -> None:
    for days in (1, 12, 5):
        log(database, cast.jo, side_by_side(cast, held_on=cast.today - timedelta(days=days), minutes=days * 5))
    change(database, tables.CoachingSession, cast.bridge, {"minutes": 60}, received_at=NOW - timedelta(days=12))
    change(database, tables.CoachingSession, cast.bridge, {"minutes": 25}, received_at=NOW - timedelta(days=5))
    said = [re.sub(r" Say yes.*", "", line) for line in lines(ROSA)]
    assert said == [
        "3 sessions to say yes or no to",
        "Alder High: Budget development, Nov 12, 60 minutes. Due by Nov 26.",
        "Alder High: Budget development, Nov 19, 25 minutes. Due by Dec 3.",
        "Alder High: Budget development, Nov 23, 5 minutes. Due by Dec 8.",
    ]
    clock.later(days=3)
    assert "Nov 12, 60 minutes. Was due Nov 26." in lines(ROSA)[1], "which is news"


def test_a_mail_speaks_the_language_of_who_reads_it(
    lines: Lines, mailbox: Mailbox, cast: Cast, database: Database
) -> None:
    log(database, cast.jo, side_by_side(cast, held_on=cast.today - timedelta(days=1), minutes=45))
    change(database, tables.Account, cast.bridge, {"email": ROSA}, locale="es")
    said = lines(ROSA)
    assert said[0] == "1 sesión a la que decir sí o no"
    assert "45 minutos. Para el 8 de dic." in said[1]
    assert "a lo sumo una vez al día" in parts(mailbox.of(ROSA))[0]


def test_a_leader_is_not_asked_of_what_is_not_theirs_to_say(lines: Lines, cast: Cast, database: Database) -> None:
    log(database, cast.jo, telling(cast))
    log(database, cast.jo, side_by_side(cast, participant_ids=frozenset({cast.mei.person_id})))
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.CONFIRMED)
    assert lines(ROSA) == []


def test_a_confidential_session_says_no_area(lines: Lines, cast: Cast, database: Database, mailbox: Mailbox) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, area_id=cast.areas[Area.LEADERSHIP]))
    (_, line) = lines(ROSA)
    assert line.startswith("Alder High: A session on Nov 24, 45 minutes. Due by Dec 8.")
    assert "eadership" not in str(mailbox.of(ROSA))


def test_a_leader_reads_what_is_proposed_and_which_check_is_due(lines: Lines, cast: Cast, database: Database) -> None:
    handed_over(database, cast)
    do(database, cast.jo, lambda jo: propose_service(jo, cast.alder, service(cast)))
    propose_everything(database, cast.alder, cast.jo, cast.today)
    at = f"/handoffs?school={cast.alder}"
    assert lines(DAN) == [
        "1 handoff to check, and 4 more things",
        f"{HELD} The check was due October 23. Answer {at}#handoff-{HANDED}",
        f"Alder High: It is proposed that we do front office until Feb 26, 2027. Say yes or no {at}#agreement-{SERVED}",
        f"Alder High: A change to the team is proposed. Accept or decline /schools/{cast.alder}/ilt#waiting",
        f"Alder High: A self-rating of the ILT is proposed. Accept or decline /schools/{cast.alder}/ilt#ratings",
        f"Alder High: A date on the chart is proposed. Accept or decline /schools/{cast.alder}/annotations",
    ]


def test_a_coach_reads_what_was_corrected_until_it_is_answered(
    lines: Lines, cast: Cast, database: Database, clock: Clock
) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.CORRECTED)
    assert lines(JO) == [
        "1 session that a leader sees differently",
        f"Alder High: Budget development, Nov 24: a leader sees it differently. Read it /sessions/{FORM}#heard",
    ]
    clock.later(days=8)
    do(database, cast.jo, lambda jo: answer_review(jo, FORM, cast.rosa.person_id, 1, "She was called away."))
    assert lines(JO) == []


def test_a_coach_reads_what_is_due(lines: Lines, cast: Cast, database: Database, clock: Clock) -> None:
    step = {"next_step_text": "Rosa drafts the budget", "next_step_due_on": cast.today + timedelta(days=9)}
    submit(database, cast.jo, 0, telling(cast, **step))
    soon = service(cast, until_on=cast.today + timedelta(days=20))
    do(database, cast.jo, lambda jo: propose_service(jo, cast.alder, soon))
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, proposal(cast)))
    assert lines(JO) == [], "two days before the step is near, and nobody has had a week to answer"
    for who in (cast.rosa, cast.dora):
        do(database, who, lambda visit: agree_to_service(visit, SERVED))
    clock.later(days=7)
    renew = f"/schools/{cast.alder}/agreements/new?area={cast.areas[Area.FRONT_OFFICE]}"
    assert lines(JO) == [
        "1 agreement that ends, and 6 more things",
        f"Alder High: We agreed to do front office until Dec 14. Propose to renew it {renew}",
        f"Alder High: Budget development, Nov 24: its next step is due Dec 3. See it /sessions/{FORM}",
        f"{EMPTY} Nov 23, Nov 25, Nov 26 and Nov 27. Log it, or say it is complete /week?of=2026-11-23",
        (
            "Alder High: The school runs budget development from Aug 24 on: you proposed it on Nov 24, "
            f"and nobody has answered yet. See it /handoffs?school={cast.alder}#handoff-{HANDED}"
        ),
    ]


def test_a_coach_reads_which_days_of_last_week_hold_nothing_where_there_is_more_to_say(
    lines: Lines, cast: Cast, database: Database, clock: Clock
) -> None:
    """The Wednesday was no day of school."""
    off = date(2026, 11, 18)
    add(
        database,
        cast.bridge,
        tables.SchoolBreak(network_id=cast.bridge, id=uuid4(), name="A day off", first_on=off, last_on=off),
    )
    log(database, cast.jo, telling(cast, held_on=date(2026, 11, 17)))
    assert lines(JO) == []
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    submit(database, cast.jo, 0, side_by_side(cast, participant_ids=both))
    say(database, cast.rosa, Verdict.CORRECTED)
    subject, _, line = lines(JO)
    assert subject == "1 session that a leader sees differently, and 3 more things"
    assert line == f"{EMPTY} Nov 16, Nov 19 and Nov 20. Log it, or say it is complete /week?of=2026-11-16"
    do(database, cast.jo, lambda jo: say_complete(jo, date(2026, 11, 16)))
    say(database, cast.dan, Verdict.CORRECTED)
    clock.later(days=1)
    assert lines(JO)[0].endswith("differently")


def test_a_director_reads_each_flag_once_until_it_has_cleared(
    lines: Lines, cast: Cast, database: Database, clock: Clock
) -> None:
    lines(DORA)
    office = {"area_id": cast.areas[Area.FRONT_OFFICE]}
    for days in (1, 2, 8):
        log(database, cast.jo, telling(cast, held_on=cast.today - timedelta(days=days), **office))

    def district(*, provides: bool) -> None:
        change(database, tables.Area, cast.bridge, {"id": office["area_id"]}, district_provides=provides)

    district(provides=True)
    found = []
    for day in range(1, 8):
        clock.later(days=day)
        district(provides=day not in {3, 4})
        found.append(lines(DORA))
    flag = f"/flags?school={cast.alder}&rule=duplicate"
    assert [bool(said) for said in found] == [True, False, False, False, True, False, False]
    assert [said[0] for said in (found[0], found[4])] == ["1 new flag", "1 new flag"]
    assert found[0][1].startswith("Alder High: The district runs front office well: we did 2.3 h")
    assert found[0][1].endswith(f" Look and answer {flag}")


def test_a_director_reads_what_needs_their_yes_and_no_coachs_name(
    lines: Lines, cast: Cast, database: Database, mailbox: Mailbox
) -> None:
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, proposal(cast)))
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.CORRECTED)
    assert lines(DORA)[:2] == [
        "1 proposal to answer, and 2 more things",
        f"{PROPOSED} Say yes or no /handoffs?school={cast.alder}#handoff-{HANDED}",
    ]
    for word in ("Jo ", "Park", "Sam Reed", "Rosa", str(cast.jo.person_id)):
        assert word not in "".join(parts(mailbox.of(DORA)))
