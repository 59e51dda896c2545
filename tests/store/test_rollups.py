"""The sums by week are, after whatever was done in whatever order, those of the sessions that stand."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from app.domain.errors import DomainError
from app.domain.periods import monday
from app.domain.reviews import Counted, as_counted, effective
from app.domain.sessions import Telling, tally
from app.domain.vocabulary import Aim, Area, Lead, Mode, Origin, Position, Verdict
from app.services.reviews import Saying, review_session
from app.services.sessions import restore_session, submit_session, void_session
from app.store.engine import Database
from app.store.reviews import list_reviews
from app.store.rollups import move
from app.store.sessions import STANDING, list_kept
from app.store.tables.rollups import COUNTERS
from tests.support.acts import restore, submit, visit, void
from tests.support.cast import Cast, make_cast, visit_of
from tests.support.filling import ANYBODY, NOW, TABLES
from tests.support.tellings import side_by_side, telling

TODAY = date(2026, 11, 24)

Sums = dict[str, dict[tuple[Any, ...], tuple[int, ...]]]
KEYS = {
    "school_week": ("school_id", "week"),
    "school_area_week": ("school_id", "week", "area_id"),
    "area_lead": ("school_id", "area_id", "person_id", "led_on"),
}


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def kept_sums(connection: Connection, network_id: UUID) -> Sums:
    """What the rollups say, without the rows that have come down to nothing."""
    sums: Sums = {}
    for name, keys in KEYS.items():
        table = TABLES[name]
        counters = ("sessions", "school_led") if name == "area_lead" else COUNTERS
        rows = connection.execute(
            sa.select(table).where(table.c.network_id == network_id), execution_options=ANYBODY
        ).mappings()
        values = {tuple(row[key] for key in keys): tuple(row[each] for each in counters) for row in rows}
        sums[name] = {key: value for key, value in values.items() if any(value)}
    return sums


def true_sums(connection: Connection, network_id: UUID) -> Sums:
    """The same, added up from the sessions and what was said of them."""
    weeks, areas, leads = (dict[tuple[Any, ...], Counter[str]]() for _ in KEYS)
    for kept in list_kept(connection, network_id, STANDING):
        said = list_reviews(connection, network_id, kept.id)
        found = effective(kept.telling.mode, kept.telling.lead, kept.telling.participant_ids, said)
        told = as_counted(kept.telling, found).telling
        week = monday(told.held_on)
        counts = dict(zip(COUNTERS, tally(told, found.heard), strict=True))
        _add(weeks, (told.school_id, week), counts)
        _add(areas, (told.school_id, week, told.area_id), counts)
        for person_id in told.led_ids:
            led = {"sessions": 1, "school_led": int(told.lead is Lead.SCHOOL)}
            _add(leads, (told.school_id, told.area_id, person_id, told.held_on), led)
    return {
        name: {key: tuple(counts[each] for each in counts) for key, counts in found.items()}
        for name, found in zip(KEYS, (weeks, areas, leads), strict=True)
    }


def _add(sums: dict[tuple[Any, ...], Counter[str]], key: tuple[Any, ...], counts: Mapping[str, int]) -> None:
    sums.setdefault(key, Counter(dict.fromkeys(counts, 0))).update(counts)


def assert_sums_are_true(database: Database, cast: Cast) -> Sums:
    with visit(database, cast.jo) as jo:
        found = kept_sums(jo.connection, cast.bridge)
        assert found == true_sums(jo.connection, cast.bridge)
    return found


def test_a_session_is_in_the_sums_of_its_week(database: Database, cast: Cast) -> None:
    said = side_by_side(cast, held_on=date(2026, 11, 22), minutes=40, origin=Origin.REQUESTED, aim=Aim.SYSTEM)
    submit(database, cast.jo, 0, said)
    sums = assert_sums_are_true(database, cast)
    (row,) = sums["school_week"].values()
    told = {name: value for name, value in zip(COUNTERS, row, strict=True) if value}
    assert told == {
        "school_minutes": 40,
        "school_squared": 1600,
        "school_sessions": 1,
        "requested_minutes": 40,
        "system_minutes": 40,
    }
    assert list(sums["school_week"]) == [(cast.alder, date(2026, 11, 16))]
    budget = cast.areas[Area.BUDGET]
    assert sums["area_lead"] == {(cast.alder, budget, cast.rosa.person_id, date(2026, 11, 22)): (1, 1)}


def test_the_same_form_again_is_counted_once(database: Database, cast: Cast) -> None:
    for _ in range(3):
        submit(database, cast.jo, 0, telling(cast, minutes=45))
    sums = assert_sums_are_true(database, cast)
    assert [row[COUNTERS.index("for_minutes")] for row in sums["school_week"].values()] == [45]


def test_an_edit_moves_a_session_from_week_to_week_and_school_to_school(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, telling(cast, school_id=cast.birch, held_on=TODAY - timedelta(days=7)))
    sums = assert_sums_are_true(database, cast)
    assert list(sums["school_week"]) == [(cast.birch, date(2026, 11, 16))]
    assert sums["area_lead"] == {}


def test_a_voided_session_is_in_no_sum_until_it_is_restored(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    before = assert_sums_are_true(database, cast)
    void(database, cast.jo, 1)
    assert assert_sums_are_true(database, cast) == {name: {} for name in KEYS}
    restore(database, cast.jo, 2)
    assert assert_sums_are_true(database, cast) == before


def test_the_sums_of_one_network_are_not_moved_by_another(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    before = assert_sums_are_true(database, cast)
    elder = telling(cast, school_id=cast.elder, area_id=cast.other_areas[Area.BUDGET])
    submit(database, cast.otto, 0, elder, uuid4())
    assert assert_sums_are_true(database, cast) == before


@st.composite
def tellings(draw: st.DrawFn, cast: Cast) -> Telling:
    """Anything that Jo may say of the last two weeks at Alder or Birch."""
    at_alder = draw(st.booleans())
    team = [cast.rosa.person_id, cast.dan.person_id, cast.mei.person_id] if at_alder else []
    mode = draw(st.sampled_from(Mode))
    people = draw(st.frozensets(st.sampled_from(team))) if team and mode is Mode.WITH else frozenset()
    return Telling(
        school_id=cast.alder if at_alder else cast.birch,
        area_id=cast.areas[draw(st.sampled_from([Area.BUDGET, Area.FRONT_OFFICE]))],
        held_on=TODAY - timedelta(days=draw(st.integers(0, 14))),
        minutes=draw(st.sampled_from([5, 45, 600])),
        mode=mode,
        lead=draw(st.sampled_from(Lead)) if mode is Mode.WITH else None,
        origin=draw(st.sampled_from(Origin)),
        aim=draw(st.none() | st.sampled_from(Aim)),
        participant_ids=people,
        led_ids=draw(st.frozensets(st.sampled_from(sorted(people)))) if people else frozenset(),
        positions=frozenset({Position.OTHER}) if mode is Mode.WITH else frozenset(),
    )


FORMS = st.integers(0, 2)
SEEN = st.integers(-1, 1)
"""How far a form's version is from the one that is kept: stale, right or from nowhere."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_the_sums_are_those_of_the_sessions(
    database: Database, cast: Cast, data: st.DataObject
) -> None:
    forms = [uuid4() for _ in range(3)]
    versions = Counter[UUID]()
    for _ in range(data.draw(st.integers(1, 8))):
        form = forms[data.draw(FORMS)]
        act = data.draw(st.sampled_from(["submit", "submit", "review", "review", "void", "restore"]))
        seen = versions[form] + data.draw(SEEN)
        said = data.draw(tellings(cast))
        try:
            with database.writing() as connection:
                jo = visit_of(connection, cast.jo, NOW)
                if act == "submit":
                    versions[form] = max(versions[form], submit_session(jo, form, seen, said).version)
                elif act == "review" and versions[form]:
                    leader = data.draw(st.sampled_from([cast.rosa, cast.dan]))
                    verdict = data.draw(st.sampled_from(Verdict))
                    review_session(visit_of(connection, leader, NOW), form, Saying(verdict))
                elif act == "void":
                    versions[form] = void_session(jo, form, seen, "Logged twice").version
                else:
                    versions[form] = restore_session(jo, form, seen).version
        except DomainError:
            continue
    assert_sums_are_true(database, cast)


def test_sessions_that_cross_from_school_to_school_at_once_are_all_moved(database: Database, cast: Cast) -> None:
    """Two writers that lock the same rows lock them in the same order, else PostgreSQL would have to stop one."""
    forms = {uuid4(): school for school in (cast.alder, cast.birch) * 4}
    for form, school in forms.items():
        submit(database, cast.jo, 0, telling(cast, school_id=school), form)
    start = Barrier(len(forms))

    def cross(form: UUID) -> None:
        start.wait()
        for seen in range(1, 6):
            there = cast.alder if (forms[form] == cast.birch) == bool(seen % 2) else cast.birch
            submit(database, cast.jo, seen, telling(cast, school_id=there), form)

    with ThreadPoolExecutor(len(forms)) as pool:
        list(pool.map(cross, forms))
    assert_sums_are_true(database, cast)


def test_a_session_cannot_be_taken_out_twice(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    void(database, cast.jo, 1)
    with pytest.raises(IntegrityError, match="not_negative"), visit(database, cast.jo) as jo:
        move(jo.connection, cast.bridge, Counted(telling(cast)), None)
    assert_sums_are_true(database, cast)
