"""Barriers and reflections as both databases keep them, and what every change of them leaves."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.barriers import Saying
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.periods import Window
from app.domain.recurring import Asked
from app.domain.vocabulary import Area, BarrierStatus, Origin
from app.services.agreeing import ChangedError, Result
from app.services.barriers import (
    Opening,
    link_session,
    move_barrier,
    open_barrier,
    remove_barrier,
    restore_barrier,
    say_barrier,
    tick_sessions,
)
from app.services.reflections import Reflecting, reflect, remove_reflection, restore_reflection, to_reflect
from app.services.visits import Visit
from app.store import barriers, reflections
from app.store.engine import Database
from app.store.scope import tie
from app.store.tables import AuditEvent, Network
from app.store.tables.base import table_of
from tests.support.acts import FORM, submit, visit, void
from tests.support.barring import OCTOBER, look_back, name_barrier
from tests.support.cast import Cast
from tests.support.filling import ANYBODY, NOW
from tests.support.tellings import telling
from tests.support.years import keep

ID = UUID(int=77)
network, audit = table_of(Network), table_of(AuditEvent)


@pytest.fixture
def reading(database: Database, cast: Cast) -> Iterator[Connection]:
    with database.reading() as connection:
        tie(connection, cast.bridge)
        yield connection


def revision(database: Database, cast: Cast) -> int:
    with database.reading() as connection:
        found = sa.select(network.c.revision).where(network.c.id == cast.bridge)
        return int(connection.execute(found, execution_options=ANYBODY).scalar_one())


def acts(database: Database, subject: str) -> list[str]:
    with database.reading() as connection:
        found = sa.select(audit.c.act).where(audit.c.subject == subject).order_by(audit.c.at, audit.c.id)
        return sorted(connection.execute(found, execution_options=ANYBODY).scalars())


def test_every_change_raises_the_revision_and_is_on_record(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    steps: tuple[Callable[[Visit], object], ...] = (
        lambda jo: open_barrier(jo, cast.alder, Opening(ID, Saying("No time"))),
        lambda jo: say_barrier(jo, ID, 1, Saying("No time for teams")),
        lambda jo: move_barrier(jo, ID, 2, BarrierStatus.SOLVED, cast.today),
        lambda jo: link_session(jo, ID, FORM),
        lambda jo: remove_barrier(jo, ID, 3),
        lambda jo: restore_barrier(jo, ID),
        lambda jo: reflect(jo, cast.alder, Reflecting(OCTOBER, 1, 2)),
        lambda jo: remove_reflection(jo, cast.alder, OCTOBER),
        lambda jo: restore_reflection(jo, cast.alder, OCTOBER),
    )
    for number, step in enumerate(steps):
        before = revision(database, cast)
        with visit(database, cast.jo) as jo:
            step(jo)
        assert revision(database, cast) > before, number
    assert acts(database, "barrier") == sorted(["create", "edit", "move", "link", "remove", "restore"])
    assert acts(database, "reflection") == sorted(["create", "remove", "restore"])


def test_what_changes_nothing_raises_nothing(database: Database, cast: Cast) -> None:
    new = Opening(ID, Saying("No time"))
    with visit(database, cast.jo) as jo:
        assert open_barrier(jo, cast.alder, new) is Result.DONE
        reflect(jo, cast.alder, Reflecting(OCTOBER, 1, 2))
    before = revision(database, cast)
    with visit(database, cast.jo) as jo:
        assert open_barrier(jo, cast.alder, new) is Result.ALREADY
        assert say_barrier(jo, ID, 7, Saying(" No time ")) is Result.ALREADY
        assert move_barrier(jo, ID, 7, BarrierStatus.OPEN, None) is Result.ALREADY
        assert restore_barrier(jo, ID) is Result.ALREADY
        assert tick_sessions(jo, ID, (), frozenset()) is Result.ALREADY
        reflect(jo, cast.alder, Reflecting(OCTOBER, 1, 2))
        restore_reflection(jo, cast.alder, OCTOBER)
    assert revision(database, cast) == before


def test_a_stale_version_changes_nothing(database: Database, cast: Cast) -> None:
    barrier = name_barrier(database, cast.jo, cast.alder)
    with visit(database, cast.rosa) as rosa:
        say_barrier(rosa, barrier, 1, Saying("Two calendars"))
    for version in (1, 3, 0, -1):
        with visit(database, cast.jo) as jo, pytest.raises(ChangedError):
            say_barrier(jo, barrier, version, Saying("Bells"))
        with visit(database, cast.jo) as jo, pytest.raises(ChangedError):
            remove_barrier(jo, barrier, version)


def test_lists_hold_the_schools_that_are_asked_for_and_the_networks_own(
    database: Database, cast: Cast, reading: Connection
) -> None:
    soon = cast.today + timedelta(days=7)
    first, due = (
        name_barrier(database, cast.jo, cast.alder),
        name_barrier(database, cast.jo, cast.alder, next_act="Ask", next_on=soon),
    )
    wide, at_cedar = name_barrier(database, cast.dora, None), name_barrier(database, cast.sam, cast.cedar)
    name_barrier(database, cast.otto, cast.elder)
    everything = barriers.list_barriers(reading, cast.bridge, None)
    assert {each.id for each in everything} == {first, due, wide, at_cedar}
    assert everything[0].id == due, "what is due comes first"
    assert {each.id for each in barriers.list_barriers(reading, cast.bridge, [cast.alder])} == {first, due, wide}
    own = barriers.list_barriers(reading, cast.bridge, [cast.alder], network_wide=False)
    assert {each.id for each in own} == {first, due}
    assert wide not in {each.id for each in barriers.list_barriers(reading, cast.bridge, None, network_wide=False)}
    assert {each.id for each in barriers.list_barriers(reading, cast.bridge, [])} == {wide}


def test_behind_a_barrier_voided_sessions_and_those_of_other_schools_are_not_counted(
    database: Database, cast: Cast, reading: Connection
) -> None:
    submit(database, cast.jo, 0, telling(cast))
    at_birch, asked = uuid4(), uuid4()
    submit(database, cast.jo, 0, telling(cast, school_id=cast.birch), at_birch)
    submit(database, cast.jo, 0, telling(cast, origin=Origin.REQUESTED), asked)
    wide = name_barrier(database, cast.dora, None, sessions=(FORM, at_birch, asked))
    void(database, cast.jo, 1)
    assert barriers.count_behind(reading, cast.bridge, None) == {wide: barriers.Behind(2, 1)}
    assert barriers.count_behind(reading, cast.bridge, [cast.alder], [wide]) == {wide: barriers.Behind(1, 1)}
    assert barriers.count_behind(reading, cast.bridge, [cast.cedar]) == {}
    assert {each.id for _, each in barriers.list_behind(reading, cast.bridge, wide, None)} == {at_birch, asked}
    assert [each.id for each in barriers.list_behind_session(reading, cast.bridge, asked)] == [wide]


def test_requests_are_counted_by_school_area_and_day(database: Database, cast: Cast, reading: Connection) -> None:
    asked = {"origin": Origin.REQUESTED}
    keep(database, cast.jo, [telling(cast, **asked)] * 2)
    keep(database, cast.jo, [telling(cast), telling(cast, school_id=cast.birch, **asked)])
    keep(database, cast.jo, [telling(cast, held_on=cast.today - timedelta(weeks=20), **asked)])
    budget, window = cast.areas[Area.BUDGET], Window.ending(cast.today)
    assert barriers.list_asked(reading, cast.bridge, None, window) == {
        cast.alder: [Asked(budget, cast.today, 2)],
        cast.birch: [Asked(budget, cast.today, 1)],
    }
    assert barriers.list_asked(reading, cast.bridge, [cast.birch], window).keys() == {cast.birch}


def test_who_may_not_is_refused_by_the_service_too(database: Database, cast: Cast) -> None:
    new = Opening(ID, Saying("No time"))
    for who, school, error in (
        (cast.ada, cast.alder, NotAllowedError),
        (cast.sam, cast.alder, NotAllowedError),
        (cast.jo, None, NotAllowedError),
        (cast.rosa, None, NotAllowedError),
    ):
        with visit(database, who) as theirs, pytest.raises(error):
            open_barrier(theirs, school, new)
    barrier = name_barrier(database, cast.jo, cast.alder)
    for outsider in (cast.sam, cast.mei, cast.otto):
        with visit(database, outsider) as theirs, pytest.raises(NotFoundError):
            remove_barrier(theirs, barrier, 1)
    for who in (cast.dora, cast.ada):
        with visit(database, who) as theirs, pytest.raises(NotAllowedError):
            reflect(theirs, cast.alder, Reflecting(OCTOBER, 1, 2))


def test_a_month_that_is_none_cannot_be_reflected_on(database: Database, cast: Cast) -> None:
    for month in (date(2026, 12, 1), date(2026, 10, 2), date(2025, 10, 1)):
        with visit(database, cast.jo) as jo, pytest.raises(InvalidError):
            reflect(jo, cast.alder, Reflecting(month, 1, 2))


def test_reflections_are_kept_one_a_person_school_and_month(
    database: Database, cast: Cast, reading: Connection
) -> None:
    for needs in (1, 4):
        look_back(database, cast.jo, cast.alder, needs=needs)
    look_back(database, cast.rosa, cast.alder, date(2026, 11, 1))
    look_back(database, cast.jo, cast.birch)
    look_back(database, cast.otto, cast.elder)
    found = reflections.list_reflections(reading, cast.bridge, cast.alder, OCTOBER)
    assert [(each.author, each.month, each.needs) for each in found] == [
        ("Rosa Alvarez", date(2026, 11, 1), 2),
        ("Jo Park", OCTOBER, 4),
    ]
    assert reflections.list_levels(reading, cast.bridge, None, OCTOBER) == {
        (cast.alder, date(2026, 11, 1)): [(2, 3)],
        (cast.alder, OCTOBER): [(4, 3)],
        (cast.birch, OCTOBER): [(2, 3)],
    }
    assert reflections.list_levels(reading, cast.bridge, [cast.birch], OCTOBER).keys() == {(cast.birch, OCTOBER)}


def test_the_schools_to_look_back_on_are_ones_own_that_are_not_done(database: Database, cast: Cast) -> None:
    december = NOW + timedelta(days=10)
    with visit(database, cast.jo, december) as jo:
        assert [school.name for school in to_reflect(jo)] == ["Alder High", "Birch Middle"]
    look_back(database, cast.jo, cast.alder, date(2026, 11, 1))
    with visit(database, cast.jo, december) as jo:
        assert [school.name for school in to_reflect(jo)] == ["Birch Middle"]
    for who in (cast.dora, cast.ada, cast.mei):
        with visit(database, who, december) as theirs:
            assert to_reflect(theirs) == ()
    with visit(database, cast.jo) as jo:
        assert to_reflect(jo) == (), "November 24 is no day to ask"
