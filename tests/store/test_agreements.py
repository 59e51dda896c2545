"""Agreed direct service on both databases: two yes, a last day, and what takes its place."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.vocabulary import Area
from app.services.agreeing import ChangedError, Result
from app.services.agreements import ServiceProposal, agree_to_service, end_service, propose_service
from app.services.handoffs import end_handoff
from app.store.agreements import list_agreements
from app.store.audit import list_traces
from app.store.engine import Database
from app.store.tables import School
from tests.support.acts import count, visit
from tests.support.cast import TODAY, Cast, Someone, make_cast
from tests.support.filling import NOW
from tests.support.handing import HANDED, SERVED, do, handed_over, kept_agreement, service
from tests.support.rows import change


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def propose(database: Database, who: Someone, said: ServiceProposal, cast: Cast) -> Result:
    return do(database, who, lambda theirs: propose_service(theirs, cast.alder, said))


def agree(database: Database, who: Someone) -> Result:
    return do(database, who, lambda theirs: agree_to_service(theirs, SERVED))


def errors(job: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidError) as refused:
        job()
    return refused.value.errors


def test_it_is_in_force_when_a_director_and_a_leader_have_said_yes(database: Database, cast: Cast) -> None:
    assert propose(database, cast.jo, service(cast), cast) is Result.DONE
    assert kept_agreement(database, cast).service.is_proposal
    assert agree(database, cast.rosa) is Result.DONE
    assert kept_agreement(database, cast).service.is_proposal, "a director has not said yes yet"
    assert agree(database, cast.dan) is Result.ALREADY
    assert agree(database, cast.dora) is Result.DONE
    found = kept_agreement(database, cast).service
    assert found.in_force(TODAY)
    assert (found.first_on, found.director_on, found.leader_on) == (TODAY, TODAY, TODAY)


def test_a_directors_proposal_carries_the_directors_yes(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast), cast)
    assert kept_agreement(database, cast).service.director_on == TODAY
    agree(database, cast.dan)
    assert kept_agreement(database, cast).service.in_force(TODAY)


def test_it_is_in_force_from_the_day_of_the_second_yes(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast), cast)
    do(database, cast.rosa, lambda rosa: agree_to_service(rosa, SERVED), NOW + timedelta(days=2))
    assert kept_agreement(database, cast).service.first_on == TODAY + timedelta(days=2)


def test_a_yes_after_its_last_day_is_told_so(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast, until_on=TODAY), cast)
    with pytest.raises(ChangedError, match="has passed"):
        do(database, cast.rosa, lambda rosa: agree_to_service(rosa, SERVED), NOW + timedelta(days=1))
    assert kept_agreement(database, cast).service.is_proposal


def test_a_form_twice_is_one_proposal(database: Database, cast: Cast) -> None:
    said = service(cast)
    assert [propose(database, cast.jo, said, cast) for _ in range(2)] == [Result.DONE, Result.ALREADY]
    with pytest.raises(NotFoundError):
        propose(database, cast.dora, said, cast)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"next_up": " "}, "next_up"),
        ({"next_up": "x" * 301}, "next_up"),
        ({"until_on": date(2026, 11, 23)}, "until_on"),
        ({"until_on": date(2027, 11, 25)}, "until_on"),
    ],
)
def test_a_proposal_says_what_is_wrong_with_it(
    database: Database, cast: Cast, changes: dict[str, object], field: str
) -> None:
    assert errors(lambda: propose(database, cast.jo, service(cast, **changes), cast)).keys() == {field}
    assert count(database, "agreed_service") == 0


def test_an_area_that_the_school_runs_is_not_ours_to_do(database: Database, cast: Cast) -> None:
    handed_over(database, cast)
    said = service(cast, area_id=cast.areas[Area.BUDGET])
    assert "runs this area itself" in errors(lambda: propose(database, cast.jo, said, cast))["area_id"]


def test_of_an_area_one_is_open_at_a_time(database: Database, cast: Cast) -> None:
    propose(database, cast.jo, service(cast), cast)
    again = service(cast, id=cast.birch)
    assert "proposed already" in errors(lambda: propose(database, cast.dora, again, cast))["area_id"]
    agree(database, cast.rosa)
    agree(database, cast.dora)
    assert "agreed already" in errors(lambda: propose(database, cast.dora, again, cast))["area_id"]
    do(database, cast.rosa, lambda rosa: end_service(rosa, SERVED))
    assert propose(database, cast.dora, again, cast) is Result.DONE


SOON = timedelta(days=7)


def in_force_until_taken(database: Database, cast: Cast) -> None:
    """We do the budget until February, and the school takes it in a week."""
    propose(database, cast.dora, service(cast, area_id=cast.areas[Area.BUDGET]), cast)
    agree(database, cast.rosa)
    handed_over(database, cast, handed_over_on=TODAY + SOON)


def test_it_is_over_on_the_day_of_a_handoff_that_was_planned_ahead(database: Database, cast: Cast) -> None:
    in_force_until_taken(database, cast)
    the_day_before = kept_agreement(database, cast, now=NOW + SOON - timedelta(days=1)).service
    assert the_day_before.in_force(TODAY + SOON - timedelta(days=1))
    assert the_day_before.ended_on is None
    found = kept_agreement(database, cast, now=NOW + SOON).service
    assert found.ended_on == TODAY + SOON
    assert found.in_force(TODAY + SOON - timedelta(days=1)), "what was, stays"
    assert not found.in_force(TODAY + SOON)
    assert do(database, cast.rosa, lambda rosa: end_service(rosa, SERVED), NOW + SOON) is Result.ALREADY


def test_it_goes_on_where_the_planned_handoff_was_called_off_in_time(database: Database, cast: Cast) -> None:
    in_force_until_taken(database, cast)
    do(database, cast.rosa, lambda rosa: end_handoff(rosa, HANDED, "The new manager comes in March."))
    assert kept_agreement(database, cast, now=NOW + SOON).service.in_force(TODAY + SOON)


def test_it_stays_over_where_the_handoff_did_not_last(database: Database, cast: Cast) -> None:
    in_force_until_taken(database, cast)
    later = NOW + SOON + timedelta(days=3)
    do(database, cast.rosa, lambda rosa: end_handoff(rosa, HANDED, "The manager has left."), later)
    assert kept_agreement(database, cast, now=later).service.ended_on == TODAY + SOON
    again = service(cast, id=cast.birch, area_id=cast.areas[Area.BUDGET])
    do(database, cast.dora, lambda dora: propose_service(dora, cast.alder, again), later)
    do(database, cast.rosa, lambda rosa: agree_to_service(rosa, cast.birch), later)
    found = kept_agreement(database, cast, cast.birch, now=later).service
    assert found.in_force(TODAY + SOON + timedelta(days=3)), "a new one is another matter"


def test_a_proposal_is_over_too_once_the_school_has_taken_the_area(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast, area_id=cast.areas[Area.BUDGET]), cast)
    handed_over(database, cast, handed_over_on=TODAY + SOON)
    assert kept_agreement(database, cast).service.is_proposal
    with pytest.raises(ChangedError, match="over"):
        do(database, cast.rosa, lambda rosa: agree_to_service(rosa, SERVED), NOW + SOON)


def over(database: Database, cast: Cast) -> None:
    """Our partnership with Alder ended yesterday."""
    change(database, School, cast.bridge, {"id": cast.alder}, last_on=TODAY - timedelta(days=1))


def test_nothing_new_is_agreed_on_with_a_school_whose_partnership_has_ended(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast), cast)
    over(database, cast)
    other = service(cast, id=cast.birch, area_id=cast.areas[Area.CULTURE])
    said = errors(lambda: propose(database, cast.dora, other, cast))
    assert said["area_id"].startswith("Our partnership with this school ended on November 23")
    with pytest.raises(ChangedError, match="Our partnership with this school ended"):
        agree(database, cast.rosa)
    assert do(database, cast.rosa, lambda rosa: end_service(rosa, SERVED)) is Result.DONE


def test_in_its_last_month_it_is_renewed_and_the_new_one_takes_its_place(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast, until_on=TODAY + timedelta(days=30)), cast)
    agree(database, cast.rosa)
    renewed = service(cast, id=cast.birch)
    assert propose(database, cast.dora, renewed, cast) is Result.DONE
    assert kept_agreement(database, cast).service.in_force(TODAY), "until the new one is agreed"
    do(database, cast.rosa, lambda rosa: agree_to_service(rosa, cast.birch))
    assert kept_agreement(database, cast).service.ended_on == TODAY
    assert kept_agreement(database, cast, cast.birch).service.in_force(TODAY)


def test_a_proposal_is_withdrawn_by_its_coach_and_in_force_it_is_not(database: Database, cast: Cast) -> None:
    propose(database, cast.jo, service(cast), cast)
    assert do(database, cast.jo, lambda jo: end_service(jo, SERVED)) is Result.DONE
    assert do(database, cast.rosa, lambda rosa: end_service(rosa, SERVED)) is Result.ALREADY
    with pytest.raises(ChangedError, match="over"):
        agree(database, cast.dora)
    other = service(cast, id=cast.birch)
    propose(database, cast.jo, other, cast)
    for who in (cast.rosa, cast.dora):
        do(database, who, lambda theirs: agree_to_service(theirs, cast.birch))
    with pytest.raises(NotAllowedError):
        do(database, cast.jo, lambda jo: end_service(jo, cast.birch))


def test_whoever_may_not_agree_is_told_so_and_outsiders_find_nothing(database: Database, cast: Cast) -> None:
    propose(database, cast.dora, service(cast), cast)
    for who in (cast.jo, cast.ada):
        with pytest.raises(NotAllowedError):
            agree(database, who)
    with pytest.raises(NotAllowedError):
        do(database, cast.jo, lambda jo: end_service(jo, SERVED))
    for who in (cast.sam, cast.mei, cast.oona, cast.olga):
        with pytest.raises(NotFoundError):
            agree(database, who)


def test_each_act_leaves_its_trace_and_a_higher_revision(database: Database, cast: Cast) -> None:
    before = do(database, cast.jo, lambda jo: jo.network.revision)
    propose(database, cast.jo, service(cast), cast)
    agree(database, cast.rosa)
    do(database, cast.dora, lambda dora: end_service(dora, SERVED))
    assert do(database, cast.jo, lambda jo: jo.network.revision) == before + 3
    with visit(database, cast.jo) as jo:
        traces = list_traces(jo.connection, cast.bridge, SERVED)
    assert sorted(trace.act for trace in traces) == ["agree", "decline", "propose"]
    assert "phones" not in str(traces)


def test_agreements_are_read_in_bulk_by_school(database: Database, cast: Cast) -> None:
    propose(database, cast.jo, service(cast), cast)
    with visit(database, cast.jo) as jo:
        everything = list_agreements(jo.connection, cast.bridge, jo.today, None)
        none = list_agreements(jo.connection, cast.bridge, jo.today, [cast.birch])
    assert [found.id for found in everything[cast.alder]] == [SERVED]
    assert none == {}
