"""The life of a handoff on both databases: one transition a tap, a trail without prose, a higher revision."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.vocabulary import Area, Outcome
from app.services.agreeing import ChangedError, Result
from app.services.agreements import agree_to_service, propose_service
from app.services.handoffs import (
    Answer,
    Proposal,
    agree_to_handoff,
    answer_check,
    decline_handoff,
    end_handoff,
    propose_handoff,
)
from app.services.visits import Visit
from app.store.audit import list_traces
from app.store.engine import Database
from app.store.handoffs import list_handoffs
from tests.support.acts import count, visit
from tests.support.cast import TODAY, Cast, Someone, make_cast
from tests.support.filling import NOW
from tests.support.handing import HANDED, SINCE, do, handed_over, kept_agreement, kept_handoff, proposal, service

HELD, NOT_HELD = Outcome.HELD, Outcome.NOT_HELD
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def propose(database: Database, who: Someone, said: Proposal, cast: Cast) -> Result:
    return do(database, who, lambda theirs: propose_handoff(theirs, cast.alder, said))


def check(database: Database, who: Someone, said: Answer, now: object = NOW) -> Result:
    return do(database, who, lambda theirs: answer_check(theirs, HANDED, said), now)  # type: ignore[arg-type]


def errors(job: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidError) as refused:
        job()
    return refused.value.errors


def test_a_coach_proposes_and_a_leader_agrees(database: Database, cast: Cast) -> None:
    assert propose(database, cast.jo, proposal(cast, now_runs="  They draft it.\r\n"), cast) is Result.DONE
    kept = kept_handoff(database, cast)
    assert kept.proposed_by == cast.jo.person_id
    assert kept.handoff.is_proposal
    assert not kept.handoff.stands(TODAY)
    assert kept.handoff.now_runs == "They draft it."
    assert do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, HANDED)) is Result.DONE
    agreed = kept_handoff(database, cast).handoff
    assert agreed.stands(TODAY)
    assert agreed.agreed_on == TODAY
    assert agreed.holders == {cast.rosa.person_id, cast.mei.person_id}


def test_agreed_on_is_the_networks_own_date(database: Database, cast: Cast) -> None:
    propose(database, cast.jo, proposal(cast), cast)
    late = NOW.replace(day=25, hour=6)  # 10 PM of the 24th in Los Angeles
    do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, HANDED), late)
    assert kept_handoff(database, cast).handoff.agreed_on == TODAY


def test_a_directors_own_proposal_is_agreed_to_at_once(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, proposal(cast), cast)
    assert kept_handoff(database, cast).handoff.stands(TODAY)


def test_everything_twice_is_done_once(database: Database, cast: Cast) -> None:
    said = proposal(cast)
    assert [propose(database, cast.jo, said, cast) for _ in range(2)] == [Result.DONE, Result.ALREADY]
    for who in (cast.rosa, cast.dan):
        do(database, who, lambda theirs: agree_to_handoff(theirs, HANDED))
    for who, outcome in ((cast.rosa, Result.DONE), (cast.dora, Result.ALREADY)):
        assert do(database, who, lambda theirs: end_handoff(theirs, HANDED, "Two people left")) is outcome
    with visit(database, cast.jo) as jo:
        acts = sorted(trace.act for trace in list_traces(jo.connection, cast.bridge, HANDED))
    assert acts == ["agree", "end", "propose"]
    assert kept_handoff(database, cast).end_reason == "Two people left"
    assert count(database, "handoff_holder") == 2


def test_of_an_area_one_handoff_is_open_at_a_time(database: Database, cast: Cast) -> None:
    propose(database, cast.jo, proposal(cast), cast)
    other = proposal(cast, id=cast.alder)
    assert errors(lambda: propose(database, cast.dora, other, cast)).keys() == {"area_id"}
    do(database, cast.jo, lambda jo: decline_handoff(jo, HANDED, "Too early"))
    assert propose(database, cast.dora, other, cast) is Result.DONE


def test_a_race_for_one_area_leaves_one_handoff_and_words_for_the_other(database: Database, cast: Cast) -> None:
    told: list[object] = []
    ready = threading.Barrier(2)

    def run(who: Someone, said: Proposal) -> None:
        ready.wait()
        try:
            told.append(propose(database, who, said, cast))
        except InvalidError as error:
            told.append(tuple(error.errors))

    threads = [
        threading.Thread(target=run, args=(who, proposal(cast, id=form)))
        for who, form in ((cast.jo, HANDED), (cast.dora, cast.birch))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told, key=str) == [("area_id",), Result.DONE]
    assert count(database, "handoff") == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"now_runs": "  "}, "now_runs"),
        ({"now_runs": "x" * 301}, "now_runs"),
        ({"handed_over_on": TODAY.replace(year=2028)}, "handed_over_on"),
        ({"holder_ids": frozenset()}, "holder_ids"),
    ],
)
def test_a_proposal_says_what_is_wrong_with_it(
    database: Database, cast: Cast, changes: dict[str, object], field: str
) -> None:
    assert errors(lambda: propose(database, cast.jo, proposal(cast, **changes), cast)).keys() == {field}
    assert count(database, "handoff") == 0


def test_holders_are_on_the_schools_team_today(database: Database, cast: Cast) -> None:
    for person in (cast.ivy, cast.oona.person_id, cast.dora.person_id):
        said = proposal(cast, holder_ids=frozenset({cast.rosa.person_id, person}))
        assert errors(lambda said=said: propose(database, cast.jo, said, cast)).keys() == {"holder_ids"}  # type: ignore[misc]


def test_a_confidential_area_is_never_handed_over(database: Database, cast: Cast) -> None:
    said = proposal(cast, area_id=cast.areas[Area.LEADERSHIP])
    assert errors(lambda: propose(database, cast.jo, said, cast)).keys() == {"area_id"}


def test_another_networks_area_and_another_persons_form_do_not_exist(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        propose(database, cast.jo, proposal(cast, area_id=cast.other_areas[Area.BUDGET]), cast)
    propose(database, cast.jo, proposal(cast), cast)
    with pytest.raises(NotFoundError):
        propose(database, cast.dora, proposal(cast), cast)


def test_whoever_proposed_withdraws_and_leaders_and_directors_decline(database: Database, cast: Cast) -> None:
    for who, form in ((cast.jo, HANDED), (cast.rosa, cast.birch), (cast.dora, cast.cedar)):
        propose(database, cast.jo, proposal(cast, id=form), cast)
        assert do(database, who, lambda theirs, form=form: decline_handoff(theirs, form, "Too early")) is Result.DONE  # type: ignore[misc]
        assert kept_handoff(database, cast, form).handoff.ended_on == TODAY
    with visit(database, cast.jo) as jo:
        acts = [
            {trace.act for trace in list_traces(jo.connection, cast.bridge, form)}
            for form in (HANDED, cast.birch, cast.cedar)
        ]
    assert acts == [{"propose", "withdraw"}, {"propose", "decline"}, {"propose", "decline"}]


def test_a_coach_who_did_not_propose_it_cannot_decline(database: Database, cast: Cast) -> None:
    other = proposal(cast)
    propose(database, cast.jo, other, cast)
    do(database, cast.jo, lambda jo: decline_handoff(jo, HANDED, "Too early"))
    propose(database, cast.dora, proposal(cast, id=cast.birch), cast)
    with pytest.raises(NotAllowedError):
        do(database, cast.jo, lambda jo: end_handoff(jo, cast.birch, "Too early"))
    with pytest.raises(NotAllowedError):
        do(database, cast.jo, lambda jo: decline_handoff(jo, cast.birch, "Too early"))


def test_what_has_changed_meanwhile_is_said_and_not_done(database: Database, cast: Cast) -> None:
    propose(database, cast.jo, proposal(cast), cast)
    with pytest.raises(ChangedError, match="It can be declined"):
        do(database, cast.rosa, lambda rosa: end_handoff(rosa, HANDED, "Too early"))
    do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, HANDED))
    with pytest.raises(ChangedError, match="It can be ended"):
        do(database, cast.jo, lambda jo: decline_handoff(jo, HANDED, "Too early"))
    do(database, cast.rosa, lambda rosa: end_handoff(rosa, HANDED, "Two people left"))
    with pytest.raises(ChangedError, match="over"):
        do(database, cast.dora, lambda dora: agree_to_handoff(dora, HANDED))


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_declining_and_ending_need_a_reason(database: Database, cast: Cast, reason: str) -> None:
    propose(database, cast.jo, proposal(cast), cast)
    assert errors(lambda: do(database, cast.rosa, lambda rosa: decline_handoff(rosa, HANDED, reason))).keys() == {
        "reason"
    }
    do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, HANDED))
    assert errors(lambda: do(database, cast.rosa, lambda rosa: end_handoff(rosa, HANDED, reason))).keys() == {"reason"}
    assert kept_handoff(database, cast).handoff.stands(TODAY)


def test_a_leader_answers_the_check_that_is_open(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    assert check(database, cast.rosa, Answer(1, HELD, cast.mei.person_id)) is Result.DONE
    (answer,) = kept_handoff(database, cast).handoff.checks
    assert (answer.number, answer.due_on, answer.outcome) == (1, date(2026, 10, 23), HELD)
    assert (answer.ran_by, answer.answered_on) == (cast.mei.person_id, TODAY)


def test_of_two_leaders_the_second_is_told_that_it_is_answered(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    check(database, cast.rosa, Answer(1, HELD, None))
    assert check(database, cast.dan, Answer(1, HELD, None)) is Result.ALREADY
    with pytest.raises(ChangedError, match="answered already: held"):
        check(database, cast.dan, Answer(1, NOT_HELD, None))
    assert kept_handoff(database, cast).handoff.stands(TODAY)
    assert count(database, "handoff_check") == 1


def test_not_held_ends_it_that_day_and_a_slip_is_mended_the_same_day(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    check(database, cast.rosa, Answer(1, NOT_HELD, None))
    assert kept_handoff(database, cast).handoff.ended_on == TODAY
    assert check(database, cast.rosa, Answer(1, HELD, None, instead_of=NOT_HELD)) is Result.DONE
    back = kept_handoff(database, cast)
    assert back.handoff.stands(TODAY)
    assert (back.ended_by, back.end_reason) == (None, "")
    check(database, cast.rosa, Answer(1, NOT_HELD, None, instead_of=HELD))
    with pytest.raises(ChangedError):
        check(database, cast.rosa, Answer(1, HELD, None, instead_of=NOT_HELD), TOMORROW)
    assert kept_handoff(database, cast).handoff.ended_on == TODAY


def test_a_handoff_is_not_brought_back_beside_a_new_one(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    check(database, cast.rosa, Answer(1, NOT_HELD, None))
    propose(database, cast.jo, proposal(cast, id=cast.birch), cast)
    with pytest.raises(ChangedError, match="Another handoff"):
        check(database, cast.rosa, Answer(1, HELD, None, instead_of=NOT_HELD))
    assert kept_handoff(database, cast).handoff.checks[0].outcome is NOT_HELD


def test_a_check_that_is_not_open_cannot_be_answered(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    for number in (0, 2, 3):
        with pytest.raises(ChangedError, match="nothing to answer"):
            check(database, cast.rosa, Answer(number, HELD, None))
    assert count(database, "handoff_check") == 0


def test_nobody_but_a_leader_of_the_school_answers(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    for who in (cast.jo, cast.dora, cast.ada):
        with pytest.raises(NotAllowedError):
            check(database, who, Answer(1, HELD, None))
    for who in (cast.sam, cast.oona):
        with pytest.raises(NotFoundError):
            check(database, who, Answer(1, HELD, None))


def test_whoever_ran_it_is_on_the_team_today(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    for person in (cast.ivy, cast.oona.person_id):
        said = Answer(1, HELD, person)
        assert errors(lambda said=said: check(database, cast.rosa, said)).keys() == {"ran_by"}  # type: ignore[misc]


def test_handing_over_ends_the_direct_service_that_was_agreed_there(database: Database, cast: Cast) -> None:
    said = service(cast)
    do(database, cast.dora, lambda dora: propose_service(dora, cast.alder, said))
    do(database, cast.rosa, lambda rosa: agree_to_service(rosa, said.id))
    handed_over(database, cast, area_id=said.area_id)
    assert kept_agreement(database, cast).service.ended_on == TODAY


def test_every_act_raises_the_revision_and_leaves_no_prose(database: Database, cast: Cast) -> None:
    acts: list[tuple[Someone, Callable[[Visit], object]]] = [
        (cast.jo, lambda jo: propose_handoff(jo, cast.alder, proposal(cast))),
        (cast.rosa, lambda rosa: agree_to_handoff(rosa, HANDED)),
        (cast.rosa, lambda rosa: answer_check(rosa, HANDED, Answer(1, HELD, None))),
        (cast.dora, lambda dora: end_handoff(dora, HANDED, "Two people left")),
    ]
    revisions = []
    for who, act in acts:
        do(database, who, act)
        revisions.append(do(database, cast.jo, lambda jo: jo.network.revision))
    assert revisions == sorted(set(revisions))
    with visit(database, cast.jo) as jo:
        traces = list_traces(jo.connection, cast.bridge, HANDED)
    assert {(trace.actor_id, trace.act) for trace in traces} == {
        (cast.jo.person_id, "propose"),
        (cast.rosa.person_id, "agree"),
        (cast.rosa.person_id, "check"),
        (cast.dora.person_id, "end"),
    }
    assert "Two people" not in str(traces)
    assert "drafts" not in str(traces)


def test_handoffs_are_read_in_bulk_by_school_and_never_another_networks(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    check(database, cast.rosa, Answer(1, HELD, None))
    theirs = proposal(
        cast,
        id=cast.elder,
        area_id=cast.other_areas[Area.BUDGET],
        holder_ids=frozenset({cast.oona.person_id}),
    )
    do(database, cast.olga, lambda olga: propose_handoff(olga, cast.elder, theirs))
    with visit(database, cast.jo) as jo:
        everything = list_handoffs(jo.connection, cast.bridge, None)
        some = list_handoffs(jo.connection, cast.bridge, [cast.alder, cast.birch])
        none = list_handoffs(jo.connection, cast.bridge, [cast.birch])
    assert everything == some
    assert list(everything) == [cast.alder]
    assert none == {}
    (found,) = everything[cast.alder]
    assert (found.handed_over_on, len(found.holders), len(found.checks)) == (SINCE, 2, 1)
