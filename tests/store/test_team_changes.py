"""A team as it is written down: joining, changing, leaving and coming back, on both databases."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.teams import Change, Membership, NewMember
from app.domain.vocabulary import Position
from app.services.team_proposals import (
    accept_proposal,
    decline_proposal,
    propose_change,
    propose_departure,
    propose_member,
)
from app.services.teams import ChangedError, add_member, change_member, correct_member, record_departure, undo_departure
from app.services.visits import Visit
from app.store.engine import Database
from app.store.teams import Proposal, list_known, list_memberships, list_proposals
from tests.support.acts import count, visit
from tests.support.cast import FIRST_DAY, Cast, Someone, make_cast, visit_of
from tests.support.filling import ANYBODY, NOW, TABLES

TODAY = date(2026, 11, 24)
FORM = UUID("30000000-0000-4000-8000-000000000003")


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def team(database: Database, cast: Cast, school: UUID | None = None) -> list[Membership]:
    with visit(database, cast.dora) as dora:
        return list_memberships(dora.connection, cast.bridge, school or cast.alder)


def stays(database: Database, cast: Cast, who: str) -> list[tuple[Position, bool, date, date | None]]:
    """Somebody's days at Alder, earliest first."""
    found = [each for each in team(database, cast) if each.name == who]
    return sorted((each.position, each.on_ilt, each.first_on, each.last_on) for each in found)


def of(database: Database, cast: Cast, who: str) -> Membership:
    return next(each for each in team(database, cast) if each.name == who)


def waiting(database: Database, cast: Cast) -> list[Proposal]:
    with visit(database, cast.jo) as jo:
        return list_proposals(jo.connection, cast.bridge, cast.alder)


def new(person: UUID | None = None, name: str = "", *, form: UUID = FORM, first_on: date = TODAY) -> NewMember:
    return NewMember(form, person, name, Position.COUNSELOR, on_ilt=True, first_on=first_on)


def as_(database: Database, who: Someone, act: Callable[[Visit], object]) -> None:
    with visit(database, who) as their:
        act(their)


def revision(database: Database, school: UUID) -> int:
    with database.reading() as connection:
        rows = sa.select(TABLES["school"].c.revision).where(TABLES["school"].c.id == school)
        return int(connection.execute(rows, execution_options=ANYBODY).scalar_one())


def trail(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as connection:
        event = TABLES["audit_event"].c
        rows = sa.select(event.subject, event.act, event.fields)
        return sorted((row.subject, row.act, row.fields) for row in connection.execute(rows, execution_options=ANYBODY))


@pytest.mark.parametrize("who", ["rosa", "dora", "ada"])
def test_a_leader_a_director_and_an_admin_add_somebody_new(database: Database, cast: Cast, who: str) -> None:
    as_(database, getattr(cast, who), lambda their: add_member(their, cast.alder, new(name="  Lee   Kim ")))
    assert stays(database, cast, "Lee Kim") == [(Position.COUNSELOR, True, TODAY, None)]
    assert trail(database) == [("membership", "create", ""), ("person", "create", "name")]
    assert (revision(database, cast.alder), revision(database, cast.birch)) == (1, 0)


def test_the_same_form_twice_adds_one(database: Database, cast: Cast) -> None:
    for _ in range(2):
        as_(database, cast.rosa, lambda rosa: add_member(rosa, cast.alder, new(name="Lee Kim")))
    assert len(stays(database, cast, "Lee Kim")) == 1
    assert revision(database, cast.alder) == 1
    with visit(database, cast.rosa) as rosa, pytest.raises(ChangedError):
        add_member(rosa, cast.alder, new(name="Lou Kim"))


def test_a_former_member_comes_back_as_the_same_person(database: Database, cast: Cast) -> None:
    before = count(database, "person")
    as_(database, cast.rosa, lambda rosa: add_member(rosa, cast.alder, new(cast.ivy)))
    assert count(database, "person") == before
    assert stays(database, cast, "Ivy Moss") == [
        (Position.COUNSELOR, False, FIRST_DAY, cast.ivy_left_on),
        (Position.COUNSELOR, True, TODAY, None),
    ]


def test_nobody_is_on_a_team_twice_at_once(database: Database, cast: Cast) -> None:
    too_early = new(cast.ivy, first_on=cast.ivy_left_on)
    for member in (new(cast.mei.person_id), too_early):
        with visit(database, cast.rosa) as rosa, pytest.raises(InvalidError) as refused:
            add_member(rosa, cast.alder, member)
        assert list(refused.value.errors) == ["person_id"]
    assert len(team(database, cast)) == 4


def test_only_who_is_known_at_the_school_can_be_chosen(database: Database, cast: Cast) -> None:
    with visit(database, cast.rosa) as rosa:
        known = [name for _, name in list_known(rosa.connection, cast.bridge, cast.alder)]
    assert known == ["Dan Okafor", "Ivy Moss", "Mei Chen", "Rosa Alvarez"]
    for stranger in (cast.jo.person_id, cast.sam.person_id, cast.oona.person_id, uuid4()):
        with visit(database, cast.rosa) as rosa, pytest.raises(NotFoundError):
            add_member(rosa, cast.alder, new(stranger))


def test_a_form_whose_id_is_another_schools_is_not_there(database: Database, cast: Cast) -> None:
    as_(database, cast.dora, lambda dora: add_member(dora, cast.birch, new(name="Bo Lin")))
    with visit(database, cast.rosa) as rosa, pytest.raises(NotFoundError):
        add_member(rosa, cast.alder, new(name="Lee Kim"))


def test_a_change_from_a_day_on_leaves_the_days_before_as_they_were(database: Database, cast: Cast) -> None:
    mei = of(database, cast, "Mei Chen")
    change = Change(Position.COORDINATOR, on_ilt=False, from_on=date(2026, 11, 2))
    for _ in range(2):  # the same form twice is the same answer twice
        as_(database, cast.rosa, lambda rosa: change_member(rosa, cast.alder, mei.id, mei.stamp, change))
    assert stays(database, cast, "Mei Chen") == [
        (Position.COORDINATOR, False, date(2026, 11, 2), None),
        (Position.TEACHER_LEADER, True, FIRST_DAY, date(2026, 11, 1)),
    ]
    assert trail(database) == [("membership", "create", ""), ("membership", "edit", "last_on")]
    assert revision(database, cast.alder) == 1


def test_a_change_from_the_very_first_day_is_made_in_place(database: Database, cast: Cast) -> None:
    mei = of(database, cast, "Mei Chen")
    change = Change(Position.COORDINATOR, on_ilt=True, from_on=FIRST_DAY)
    for _ in range(2):
        as_(database, cast.rosa, lambda rosa: change_member(rosa, cast.alder, mei.id, mei.stamp, change))
    assert stays(database, cast, "Mei Chen") == [(Position.COORDINATOR, True, FIRST_DAY, None)]


def test_a_change_of_who_leaves_ends_when_they_leave(database: Database, cast: Cast) -> None:
    ivy = of(database, cast, "Ivy Moss")
    change = Change(Position.OTHER, on_ilt=False, from_on=cast.ivy_left_on)
    as_(database, cast.rosa, lambda rosa: change_member(rosa, cast.alder, ivy.id, ivy.stamp, change))
    assert (Position.OTHER, False, cast.ivy_left_on, cast.ivy_left_on) in stays(database, cast, "Ivy Moss")


def test_a_form_made_before_somebody_elses_change_changes_nothing(database: Database, cast: Cast) -> None:
    mei = of(database, cast, "Mei Chen")
    later = Change(Position.COORDINATOR, on_ilt=True, from_on=TODAY)
    other = Change(Position.COUNSELOR, on_ilt=True, from_on=TODAY)
    as_(database, cast.dan, lambda dan: change_member(dan, cast.alder, mei.id, mei.stamp, later))
    after, rosa_now = team(database, cast), of(database, cast, "Rosa Alvarez")
    stale: list[Callable[[Visit], object]] = [
        lambda rosa: change_member(rosa, cast.alder, mei.id, mei.stamp, other),
        lambda rosa: record_departure(rosa, cast.alder, mei.id, mei.stamp, date(2026, 11, 20)),
        lambda rosa: undo_departure(rosa, cast.alder, mei.id, mei.stamp),
        lambda rosa: correct_member(rosa, cast.alder, mei.id, mei.stamp, rosa_now),
    ]
    for act in stale:
        with visit(database, cast.rosa) as rosa, pytest.raises(ChangedError):
            act(rosa)
    assert team(database, cast) == after


def test_a_departure_ends_this_membership_and_can_be_undone(database: Database, cast: Cast) -> None:
    mei = of(database, cast, "Mei Chen")
    for _ in range(2):
        as_(database, cast.rosa, lambda rosa: record_departure(rosa, cast.alder, mei.id, mei.stamp, TODAY))
    assert of(database, cast, "Mei Chen").last_on == TODAY
    assert [each.name for each in team(database, cast) if each.last_on is None] == ["Dan Okafor", "Rosa Alvarez"]
    left = of(database, cast, "Mei Chen").stamp
    for _ in range(2):
        as_(database, cast.dan, lambda dan: undo_departure(dan, cast.alder, mei.id, left))
    assert of(database, cast, "Mei Chen") == mei
    assert [act for _, act, _ in trail(database)] == ["depart", "return"]
    assert revision(database, cast.alder) == 2


def test_a_departure_cannot_be_undone_once_somebody_came_back(database: Database, cast: Cast) -> None:
    ivy = of(database, cast, "Ivy Moss")
    as_(database, cast.rosa, lambda rosa: add_member(rosa, cast.alder, new(cast.ivy)))
    with visit(database, cast.rosa) as rosa, pytest.raises(InvalidError) as refused:
        undo_departure(rosa, cast.alder, ivy.id, ivy.stamp)
    assert list(refused.value.errors) == ["undo"]


def test_a_slip_is_corrected_where_it_stands(database: Database, cast: Cast) -> None:
    mei = of(database, cast, "Mei Chen")
    right = Membership(mei.id, mei.person_id, mei.name, Position.COUNSELOR, True, date(2024, 8, 12), TODAY)  # noqa: FBT003 - a seat
    for _ in range(2):
        as_(database, cast.rosa, lambda rosa: correct_member(rosa, cast.alder, mei.id, mei.stamp, right))
    assert of(database, cast, "Mei Chen") == right
    assert trail(database) == [("membership", "edit", "position,first_on,last_on")]


def test_what_a_coach_proposes_changes_nothing_until_a_leader_accepts_it(database: Database, cast: Cast) -> None:
    mei, before = of(database, cast, "Mei Chen"), team(database, cast)
    change = Change(Position.COORDINATOR, on_ilt=True, from_on=date(2026, 11, 2))
    dan = of(database, cast, "Dan Okafor")
    for _ in range(2):
        as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(name="Lee Kim")))
        as_(database, cast.jo, lambda jo: propose_change(jo, cast.alder, mei.id, mei.stamp, change))
        as_(database, cast.jo, lambda jo: propose_departure(jo, cast.alder, dan.id, dan.stamp, TODAY))
    proposals = waiting(database, cast)
    assert len(proposals) == 3
    assert team(database, cast) == before
    for each in proposals:
        for leader in (cast.rosa, cast.dora):  # who taps second finds it done
            as_(database, leader, lambda their, each=each: accept_proposal(their, cast.alder, each.id))  # type: ignore[misc]
    assert waiting(database, cast) == []
    assert stays(database, cast, "Lee Kim") == [(Position.COUNSELOR, True, TODAY, None)]
    assert len(stays(database, cast, "Mei Chen")) == 2
    assert of(database, cast, "Dan Okafor").last_on == TODAY


def test_a_proposal_is_decided_once(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(name="Lee Kim")))
    as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(name="Lou Kim")))
    first, second = waiting(database, cast)
    as_(database, cast.rosa, lambda rosa: accept_proposal(rosa, cast.alder, first.id))
    as_(database, cast.dan, lambda dan: decline_proposal(dan, cast.alder, second.id))
    with visit(database, cast.dan) as dan, pytest.raises(ChangedError):
        decline_proposal(dan, cast.alder, first.id)
    with visit(database, cast.rosa) as rosa, pytest.raises(ChangedError):
        accept_proposal(rosa, cast.alder, second.id)
    as_(database, cast.rosa, lambda rosa: decline_proposal(rosa, cast.alder, second.id))
    assert sorted(each.name for each in team(database, cast) if " Kim" in each.name) == [first.name]


def test_a_proposal_that_the_team_has_outrun_says_so_and_waits(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(cast.ivy)))
    as_(database, cast.rosa, lambda rosa: add_member(rosa, cast.alder, new(cast.ivy)))
    (proposal,) = waiting(database, cast)
    with visit(database, cast.rosa) as rosa, pytest.raises(InvalidError) as refused:
        accept_proposal(rosa, cast.alder, proposal.id)
    assert refused.value.errors["proposal"].startswith(
        "This cannot be done as it was proposed. Ivy Moss is on this team"
    )
    assert waiting(database, cast) == [proposal]


def test_somebody_else_of_a_known_name_is_proposed_and_accepted_as_such(database: Database, cast: Cast) -> None:
    other = replace(new(name="mei chen"), another=True)
    for _ in range(2):  # the same twice is one proposal
        as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, other))
    (proposal,) = waiting(database, cast)
    assert proposal.another
    as_(database, cast.rosa, lambda rosa: accept_proposal(rosa, cast.alder, proposal.id))
    assert stays(database, cast, "mei chen") == [(Position.COUNSELOR, True, TODAY, None)]
    assert len(stays(database, cast, "Mei Chen")) == 1


def test_a_proposal_whose_name_is_known_by_now_asks_whether_this_is_another(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(name="Lee Kim")))
    as_(database, cast.rosa, lambda rosa: add_member(rosa, cast.alder, new(name="Lee Kim")))
    (proposal,) = waiting(database, cast)
    with visit(database, cast.rosa) as rosa, pytest.raises(InvalidError) as refused:
        accept_proposal(rosa, cast.alder, proposal.id)
    assert list(refused.value.errors) == ["another"]
    as_(database, cast.rosa, lambda rosa: accept_proposal(rosa, cast.alder, proposal.id, another=True))
    assert len(stays(database, cast, "Lee Kim")) == 2


def test_a_coach_takes_back_what_they_proposed_and_edits_nothing(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(name="Lee Kim")))
    (proposal,) = waiting(database, cast)
    rosa = of(database, cast, "Rosa Alvarez")
    change = Change(Position.PRINCIPAL, on_ilt=True, from_on=TODAY)
    edits: list[Callable[[Visit], object]] = [
        lambda jo: add_member(jo, cast.alder, new(name="Lee Kim")),
        lambda jo: change_member(jo, cast.alder, rosa.id, rosa.stamp, change),
        lambda jo: correct_member(jo, cast.alder, rosa.id, rosa.stamp, rosa),
        lambda jo: record_departure(jo, cast.alder, rosa.id, rosa.stamp, TODAY),
        lambda jo: undo_departure(jo, cast.alder, rosa.id, rosa.stamp),
        lambda jo: accept_proposal(jo, cast.alder, proposal.id),
    ]
    for edit in edits:
        with visit(database, cast.jo) as jo, pytest.raises(NotAllowedError):
            edit(jo)
    with visit(database, cast.sam) as sam, pytest.raises(NotAllowedError):
        decline_proposal(sam, cast.alder, proposal.id)
    as_(database, cast.jo, lambda jo: decline_proposal(jo, cast.alder, proposal.id))
    assert waiting(database, cast) == []


def test_memberships_and_proposals_of_another_school_are_not_there(database: Database, cast: Cast) -> None:
    rosa = of(database, cast, "Rosa Alvarez")
    as_(database, cast.jo, lambda jo: propose_member(jo, cast.alder, new(name="Lee Kim")))
    (proposal,) = waiting(database, cast)
    acts: list[Callable[[Visit], object]] = [
        lambda dora: record_departure(dora, cast.birch, rosa.id, rosa.stamp, TODAY),
        lambda dora: accept_proposal(dora, cast.birch, proposal.id),
        lambda dora: decline_proposal(dora, cast.birch, proposal.id),
    ]
    for act in acts:
        with visit(database, cast.dora) as dora, pytest.raises(NotFoundError):
            act(dora)


def test_two_leaders_who_add_the_same_person_at_once_add_one(database: Database, cast: Cast) -> None:
    def adding(who: Someone, form: int) -> Callable[[sa.Connection], None]:
        return lambda connection: add_member(
            visit_of(connection, who, NOW), cast.alder, new(cast.ivy, form=UUID(int=form))
        )

    async def both() -> list[BaseException | None]:
        jobs = [adding(cast.rosa, 1), adding(cast.dan, 2)]
        return await asyncio.gather(*(database.write(job) for job in jobs), return_exceptions=True)

    outcomes = asyncio.run(both())
    assert [type(each) for each in outcomes if each is not None] == [InvalidError]
    assert len([each for each in team(database, cast) if each.name == "Ivy Moss" and each.on(TODAY)]) == 1


def test_a_day_in_next_fall_is_on_the_team_then_and_not_yet(database: Database, cast: Cast) -> None:
    day = TODAY + timedelta(days=200)
    as_(database, cast.rosa, lambda rosa: add_member(rosa, cast.alder, new(name="Lee Kim", first_on=day)))
    lee = of(database, cast, "Lee Kim")
    assert [lee.on(TODAY), lee.on(day)] == [False, True]
