"""Reviews on both databases: what a session counts as after them and after edits, and how much of it is verified."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.reviews import Effective
from app.domain.vocabulary import Area, Heard, Lead, Mode, Position, Source, Verdict
from app.services.rollup_check import check_rollups
from app.store import sessions
from app.store.analytics import sums_by_school
from app.store.bulk import BulkReview, BulkRow, insert_tellings
from app.store.engine import Database
from app.store.reviews import Reviewing, reviewing_by_school
from app.store.reviews import review as reviews
from app.store.rollups import area_lead
from app.store.scope import scoped
from app.store.tags import Behind, list_tagged
from tests.support.acts import kept, restore, submit, visit, void
from tests.support.cast import ZONE, Cast, make_cast
from tests.support.filling import ANYBODY, NOW
from tests.support.reviewing import say
from tests.support.tellings import side_by_side, telling

TODAY = date(2026, 11, 24)
WINDOW = Window.ending(TODAY)
DUE_DAYS = 14
TOLD = Effective(Mode.WITH, Lead.SCHOOL)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def sums(database: Database, cast: Cast, school_id: UUID | None = None) -> Tally:
    """A school's sums, of Alder if none is named, once every sum was found to be what the sessions say."""
    with visit(database, cast.jo) as jo:
        assert check_rollups(jo.connection, cast.bridge) == []
        return sums_by_school(jo.connection, cast.bridge, WINDOW).get(school_id or cast.alder, Tally())


def leading(database: Database) -> set[UUID]:
    """Areas in which somebody led."""
    with database.reading() as connection:
        statement = sa.select(area_lead.c.area_id).where(area_lead.c.sessions > 0)
        return set(connection.execute(statement, execution_options=ANYBODY).scalars())


def standing(database: Database) -> list[Verdict]:
    """Verdicts that have not lapsed, in the order in which they were said."""
    with database.reading() as connection:
        statement = sa.select(reviews.c.verdict).where(reviews.c.lapsed_at.is_(None)).order_by(reviews.c.said_at)
        return list(connection.execute(statement, execution_options=ANYBODY).scalars())


def with_both(cast: Cast, **changes: Any) -> Any:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    return side_by_side(cast, participant_ids=both, led_ids=frozenset({cast.rosa.person_id}), **changes)


def test_a_session_of_a_form_has_been_heard_of_by_nobody(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    assert kept(database, cast).effective == TOLD
    assert sums(database, cast).reviewed_sessions == 0


def test_what_leaders_correct_counts_as_ours_and_makes_nobody_lead(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, minutes=40))
    assert leading(database) == {cast.areas[Area.BUDGET]}
    say(database, cast.rosa, Verdict.CORRECTED)
    found = kept(database, cast)
    assert found.effective == Effective(Mode.FOR, None, Heard.CORRECTED)
    assert (found.telling.mode, found.telling.lead) == (Mode.WITH, Lead.SCHOOL)
    assert sums(database, cast) == Tally(
        for_minutes=40, for_squared=1600, for_sessions=1, reviewed_sessions=1, corrected_sessions=1
    )
    assert leading(database) == set()
    with visit(database, cast.jo) as jo:
        (tagged,) = list_tagged(jo.connection, cast.bridge, Behind(cast.alder, WINDOW), 10)
    assert (tagged.mode, tagged.lead) == (Mode.FOR, None)


def test_a_withdrawn_correction_leaves_everything_as_it_was(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    before = sums(database, cast), leading(database)
    say(database, cast.rosa, Verdict.CORRECTED)
    say(database, cast.rosa, Verdict.WITHDRAWN)
    assert (sums(database, cast), leading(database)) == before
    assert kept(database, cast).effective == TOLD


def test_a_session_that_the_coach_led_counts_as_led_by_the_coach(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, minutes=40))
    say(database, cast.rosa, Verdict.COACH_LED)
    found = sums(database, cast)
    assert (found.coach_minutes, found.school_minutes, found.confirmed_sessions) == (40, 0, 1)
    assert leading(database) == set()


def test_where_leaders_differ_the_coachs_word_counts(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, with_both(cast, minutes=40))
    say(database, cast.rosa, Verdict.CORRECTED)
    say(database, cast.dan, Verdict.CONFIRMED)
    found = sums(database, cast)
    assert (found.school_minutes, found.reviewed_sessions, found.differing_sessions) == (40, 1, 1)
    assert (found.corrected_sessions, found.confirmed_sessions) == (0, 0)
    say(database, cast.rosa, Verdict.COACH_LED)
    found = sums(database, cast)
    assert (found.confirmed_sessions, found.differing_sessions) == (1, 1)


def test_a_voided_session_takes_what_was_said_of_it_along_and_brings_it_back(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.CORRECTED)
    before = sums(database, cast)
    void(database, cast.jo, 1)
    assert sums(database, cast) == Tally()
    restore(database, cast.jo, 2)
    assert sums(database, cast) == before
    assert kept(database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)


@pytest.mark.parametrize(
    "changes",
    [
        {"lead": Lead.SHARED},
        {"minutes": 90},
        {"held_on": TODAY - timedelta(days=8)},
        {"positions": frozenset({Position.OTHER})},
        {"school": "birch"},
        {"area": Area.CULTURE},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_edit_of_what_was_confirmed_is_confirmed_by_nobody(
    database: Database, cast: Cast, changes: dict[str, Any]
) -> None:
    said = with_both(cast)
    submit(database, cast.jo, 0, said)
    say(database, cast.rosa, Verdict.CONFIRMED)
    say(database, cast.dan, Verdict.COACH_LED, at=NOW + timedelta(minutes=1))
    assert kept(database, cast).effective.heard is Heard.DIFFERING_ON_LEAD
    edited = replace(said, **{name: value for name, value in changes.items() if name not in {"school", "area"}})
    if "school" in changes:
        position = frozenset({Position.OTHER})
        edited = replace(
            edited, school_id=cast.birch, participant_ids=frozenset(), led_ids=frozenset(), positions=position
        )
    if "area" in changes:
        edited = replace(edited, area_id=cast.areas[changes["area"]])
    submit(database, cast.jo, 1, edited)
    assert kept(database, cast).effective == Effective(Mode.WITH, edited.lead)
    assert standing(database) == []
    found = sums(database, cast, edited.school_id)
    assert (found.sessions, found.reviewed_sessions) == (1, 0)


def test_an_edit_of_a_note_leaves_what_was_confirmed(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.COACH_LED)
    before = sums(database, cast)
    submit(database, cast.jo, 1, side_by_side(cast, strength="Rosa asked the questions herself"))
    assert standing(database) == [Verdict.COACH_LED]
    assert kept(database, cast).effective == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)
    assert sums(database, cast) == before


def test_a_correction_stands_through_edits_until_the_coach_makes_it_for(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.CORRECTED)
    submit(database, cast.jo, 1, side_by_side(cast, minutes=90))
    assert kept(database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)
    assert sums(database, cast).for_minutes == 90
    submit(database, cast.jo, 2, telling(cast, minutes=90))
    assert kept(database, cast).effective == Effective(Mode.FOR, None)
    found = sums(database, cast)
    assert (found.for_minutes, found.reviewed_sessions) == (90, 0)
    submit(database, cast.jo, 3, side_by_side(cast, minutes=90))
    assert kept(database, cast).effective == TOLD


def test_a_word_that_a_confirmation_replaced_does_not_come_back_with_its_lapse(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.CORRECTED)
    say(database, cast.rosa, Verdict.CONFIRMED, at=NOW + timedelta(minutes=1))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=90))
    assert kept(database, cast).effective == TOLD
    assert sums(database, cast).school_minutes == 90


def test_naming_somebody_else_makes_it_a_session_again_though_one_was_not_there(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    say(database, cast.rosa, Verdict.NOT_THERE)
    assert kept(database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)
    dan = frozenset({cast.dan.person_id})
    submit(database, cast.jo, 1, side_by_side(cast, participant_ids=dan, led_ids=dan))
    assert kept(database, cast).effective == TOLD
    assert sums(database, cast).school_minutes == 45
    rosa = frozenset({cast.rosa.person_id})
    submit(database, cast.jo, 2, side_by_side(cast, participant_ids=rosa, led_ids=rosa))
    assert kept(database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)


@pytest.mark.parametrize("act", ["edit", "void"])
def test_a_review_that_comes_just_before_a_change_is_written_counts_in_it(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """On PostgreSQL, where many write at once: what a session counted as is read when it is this writer's alone."""
    cast = make_cast(postgresql_database, TODAY)
    submit(postgresql_database, cast.jo, 0, side_by_side(cast))
    raise_version = sessions.raise_version

    def after_a_review(*asked: Any) -> Effective | None:
        say(postgresql_database, cast.rosa, Verdict.CORRECTED)
        return raise_version(*asked)

    monkeypatch.setattr(sessions, "raise_version", after_a_review)
    if act == "edit":
        submit(postgresql_database, cast.jo, 1, side_by_side(cast, minutes=90))
    else:
        void(postgresql_database, cast.jo, 1)
    assert kept(postgresql_database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)
    assert sums(postgresql_database, cast).for_minutes == (90 if act == "edit" else 0)


def verdicts(*said: tuple[UUID, Verdict]) -> tuple[BulkReview, ...]:
    return tuple(BulkReview(who, verdict, NOW) for who, verdict in said)


def insert(database: Database, cast: Cast, *rows: BulkRow) -> None:
    with database.writing() as connection:
        scoped(connection, cast.bridge).close()
        insert_tellings(connection, cast.bridge, rows)


def row(cast: Cast, said: tuple[BulkReview, ...] = (), **changes: Any) -> BulkRow:
    """A session with Rosa that Jo logged on the evening of the day it was held, six weeks ago."""
    told = side_by_side(cast, **({"held_on": TODAY - timedelta(weeks=6)} | changes))
    evening = datetime(told.held_on.year, told.held_on.month, told.held_on.day, 18, tzinfo=UTC)
    return BulkRow(uuid4(), cast.jo.person_id, Source.FORM, evening, told, said)


def reviewing(database: Database, cast: Cast, **asked: Any) -> Mapping[UUID, Reviewing]:
    with visit(database, cast.jo) as jo:
        return reviewing_by_school(jo.connection, cast.bridge, WINDOW, TODAY, DUE_DAYS, **asked, zone=ZONE)


def test_verified_are_those_due_that_stand_as_side_by_side(database: Database, cast: Cast) -> None:
    rosa, dan = cast.rosa.person_id, cast.dan.person_id
    both = frozenset({rosa, dan})
    insert(
        database,
        cast,
        row(cast),
        row(cast, verdicts((rosa, Verdict.CONFIRMED))),
        row(cast, verdicts((rosa, Verdict.COACH_LED))),
        row(cast, verdicts((rosa, Verdict.CORRECTED))),
        row(cast, verdicts((rosa, Verdict.CORRECTED), (rosa, Verdict.CONFIRMED))),
        row(cast, verdicts((rosa, Verdict.CONFIRMED), (rosa, Verdict.WITHDRAWN))),
        row(cast, verdicts((rosa, Verdict.CONFIRMED), (dan, Verdict.CORRECTED)), participant_ids=both),
        row(cast, verdicts((rosa, Verdict.CONFIRMED), (dan, Verdict.COACH_LED)), participant_ids=both),
        row(cast, verdicts((rosa, Verdict.CONFIRMED)), held_on=TODAY),
        row(cast, held_on=TODAY),
    )
    assert reviewing(database, cast) == {cast.alder: Reviewing(due=8, verified=4, waiting=3)}
    assert sums(database, cast).reviewed_sessions == 7


def test_only_what_a_coach_tagged_with_on_the_form_and_somebody_can_review_is_asked_for(
    database: Database, cast: Cast
) -> None:
    counts = row(cast)
    insert(
        database,
        cast,
        counts,
        replace(row(cast), source=Source.IMPORT),
        row(cast, participant_ids=frozenset({cast.ivy}), led_ids=frozenset()),
        row(cast, participant_ids=frozenset(), led_ids=frozenset(), positions=frozenset({Position.PRINCIPAL})),
        row(cast, mode=Mode.FOR, lead=None, participant_ids=frozenset(), led_ids=frozenset()),
        row(cast, held_on=WINDOW.first - timedelta(days=1)),
    )
    submit(database, cast.jo, 0, side_by_side(cast, held_on=TODAY - timedelta(weeks=6)))
    void(database, cast.jo, 1)
    assert reviewing(database, cast) == {cast.alder: Reviewing(due=1, verified=0, waiting=1)}


@pytest.mark.parametrize(
    ("held_on", "received_at", "due"),
    [
        (date(2026, 11, 9), datetime(2026, 11, 9, 20, tzinfo=UTC), 1),
        (date(2026, 11, 10), datetime(2026, 11, 10, 20, tzinfo=UTC), 0),
        (date(2026, 11, 1), datetime(2026, 11, 10, 7, 59, tzinfo=UTC), 1),
        (date(2026, 11, 1), datetime(2026, 11, 10, 8, 0, tzinfo=UTC), 0),
    ],
)
def test_a_session_is_due_15_days_after_it_was_held_and_came_in_by_the_networks_calendar(
    database: Database, cast: Cast, held_on: date, received_at: datetime, due: int
) -> None:
    """Midnight in Los Angeles is eight in the morning in UTC, and before it is still November 9."""
    insert(database, cast, replace(row(cast, held_on=held_on), received_at=received_at))
    assert reviewing(database, cast)[cast.alder] == Reviewing(due=due, verified=0, waiting=1)


def test_schools_and_areas_are_told_apart(database: Database, cast: Cast) -> None:
    rosa, inquiry = cast.rosa.person_id, cast.areas[Area.DATA_INQUIRY]
    insert(
        database,
        cast,
        row(cast),
        row(cast, verdicts((rosa, Verdict.CONFIRMED)), area_id=inquiry),
        row(cast, school_id=cast.birch),
    )
    one = Reviewing(due=1, verified=0, waiting=1)
    alder = Reviewing(due=2, verified=1, waiting=1)
    assert reviewing(database, cast) == {cast.alder: alder, cast.birch: one}
    assert reviewing(database, cast, schools=[cast.alder, cast.cedar]) == {cast.alder: alder}
    assert reviewing(database, cast, schools=[]) == {}


def test_another_networks_sessions_are_not_counted(database: Database, cast: Cast) -> None:
    insert(database, cast, row(cast))
    with visit(database, cast.otto) as otto:
        assert reviewing_by_school(otto.connection, cast.other, WINDOW, TODAY, DUE_DAYS, zone=ZONE) == {}
