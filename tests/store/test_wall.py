"""A strengths wall: what stands on it, who puts it there and takes it down, and what never does."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.vocabulary import Area
from app.services.wall import Tapped, WallTap, follow_tap, put_on_wall, take_off_wall
from app.store.audit import list_traces
from app.store.engine import Database
from app.store.schools import get_school
from app.store.wall import OnWall, count_by_area, get_put, list_wall
from tests.support.acts import FORM, restore, submit, visit, void
from tests.support.cast import Cast, Someone
from tests.support.tellings import side_by_side

BUDGET = "Budget development"


def put(database: Database, who: Someone, session_id: UUID = FORM) -> Tapped:
    with visit(database, who) as their:
        return put_on_wall(their, session_id)


def take(database: Database, who: Someone, session_id: UUID = FORM) -> Tapped:
    with visit(database, who) as their:
        return take_off_wall(their, session_id)


def tap(database: Database, cast: Cast, seen: str, *, up: bool) -> None:
    with visit(database, cast.jo) as jo:
        follow_tap(jo, FORM, WallTap(up=up, seen=seen))


def mark(database: Database, cast: Cast) -> str:
    with visit(database, cast.jo) as jo:
        found = get_put(jo.connection, cast.bridge, FORM)
    return found.mark if found else ""


def words(database: Database, cast: Cast, area: Area | None = None) -> list[str]:
    with visit(database, cast.jo) as jo:
        found = list_wall(jo.connection, cast.bridge, cast.alder, cast.areas[area] if area else None, 10)
    return [each.words for each in found]


def revision(database: Database, cast: Cast) -> int:
    with visit(database, cast.jo) as jo:
        school = get_school(jo.connection, cast.bridge, cast.alder)
    assert school is not None
    return school.revision


def test_it_goes_up_by_its_coachs_tap_once(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="Opened with its own data"))
    assert words(database, cast) == []
    before = revision(database, cast)
    assert [put(database, cast.jo) for _ in range(2)] == [Tapped.DONE, Tapped.ALREADY]
    assert revision(database, cast) == before + 1
    with visit(database, cast.jo) as jo:
        found = list_wall(jo.connection, cast.bridge, cast.alder, None, 10)
        acts = [trace.act for trace in list_traces(jo.connection, cast.bridge, FORM)]
        assert count_by_area(jo.connection, cast.bridge, cast.alder) == {cast.areas[Area.BUDGET]: 1}
    assert found == [
        OnWall(FORM, "Opened with its own data", cast.areas[Area.BUDGET], BUDGET, cast.today, cast.jo.person_id)
    ]
    assert acts == ["create", "put_on_wall"]


def test_the_latest_seen_comes_first_and_an_area_can_be_asked_for_alone(database: Database, cast: Cast) -> None:
    days = (3, 0, 9)
    for number in days:
        session_id = uuid4()
        said = side_by_side(cast, held_on=cast.today - timedelta(days=number), strength=f"{number} days ago")
        submit(database, cast.jo, 0, said, session_id)
        put(database, cast.jo, session_id)
    culture = uuid4()
    said = side_by_side(cast, area_id=cast.areas[Area.CULTURE], strength="A warm door")
    submit(database, cast.jo, 0, said, culture)
    put(database, cast.jo, culture)
    assert words(database, cast, Area.BUDGET) == ["0 days ago", "3 days ago", "9 days ago"]
    assert words(database, cast, Area.CULTURE) == ["A warm door"]
    assert len(words(database, cast)) == 4


@pytest.mark.parametrize("who", ["jo", "rosa", "dan"])
def test_its_coach_and_the_schools_leaders_take_it_down_and_bring_it_back(
    database: Database, cast: Cast, who: str
) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door"))
    put(database, cast.jo)
    them = getattr(cast, who)
    assert [take(database, them) for _ in range(2)] == [Tapped.DONE, Tapped.ALREADY]
    assert words(database, cast) == []
    assert [put(database, them) for _ in range(2)] == [Tapped.DONE, Tapped.ALREADY]
    assert words(database, cast) == ["A warm door"]


@pytest.mark.parametrize("who", ["sam", "mei", "dora", "ada"])
def test_nobody_else_does_either(database: Database, cast: Cast, who: str) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door", co_coach_id=cast.sam.person_id))
    put(database, cast.jo)
    for act in (put, take):
        with pytest.raises(NotAllowedError):
            act(database, getattr(cast, who))


def test_a_leader_puts_nothing_up_that_no_coach_did(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door"))
    with pytest.raises(NotAllowedError):
        put(database, cast.rosa)


def test_another_networks_session_does_not_exist(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door"))
    for act in (put, take):
        with pytest.raises(NotFoundError):
            act(database, cast.otto)


def test_a_voided_session_vanishes_and_comes_back_with_it(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door"))
    put(database, cast.jo)
    void(database, cast.jo, 1)
    assert words(database, cast) == []
    assert put(database, cast.jo) is Tapped.NOTHING
    restore(database, cast.jo, 2)
    assert words(database, cast) == ["A warm door"]


def test_what_is_said_in_a_confidential_area_never_stands_there(database: Database, cast: Cast) -> None:
    said = side_by_side(cast, strength="A brave talk")
    submit(database, cast.jo, 0, said)
    put(database, cast.jo)
    submit(database, cast.jo, 1, replace(said, area_id=cast.areas[Area.LEADERSHIP]))
    assert words(database, cast) == [], "though it was put up before it was confidential"
    with visit(database, cast.jo) as jo:
        assert count_by_area(jo.connection, cast.bridge, cast.alder) == {}
    other = uuid4()
    submit(database, cast.jo, 0, replace(said, area_id=cast.areas[Area.LEADERSHIP]), other)
    assert put(database, cast.jo, other) is Tapped.NOTHING


def test_its_words_are_its_sessions_and_without_any_it_is_not_there(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door"))
    put(database, cast.jo)
    submit(database, cast.jo, 1, side_by_side(cast, strength="A warm door, and a plan"))
    assert words(database, cast) == ["A warm door, and a plan"]
    submit(database, cast.jo, 2, side_by_side(cast))
    assert words(database, cast) == []
    assert put(database, cast.jo) is Tapped.NOTHING


def test_a_forms_tap_is_followed_and_the_same_form_twice_is_one_tap(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, strength="A warm door"))
    tap(database, cast, "", up=True)
    up = mark(database, cast)
    assert words(database, cast) == ["A warm door"]
    take(database, cast.rosa)
    tap(database, cast, "", up=True)
    assert words(database, cast) == [], "the form of before comes once more, and what Rosa did stands"
    tap(database, cast, up, up=True)
    tap(database, cast, up, up=False)
    assert words(database, cast) == []
    tap(database, cast, mark(database, cast), up=True)
    assert words(database, cast) == ["A warm door"]
    tap(database, cast, mark(database, cast), up=False)
    assert words(database, cast) == []
