"""What the pages read is what the sessions add up to, on both databases, whichever way it is read."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy.engine import Connection

from app.domain.continuity import memory
from app.domain.measures import Tally
from app.domain.periods import DAY, WEEK, Window, monday
from app.domain.sessions import Telling, tally
from app.domain.vocabulary import Area, Lead
from app.store import analytics
from app.store.engine import Database
from app.store.scope import scoped
from app.store.tables import SchoolBreak
from app.store.tables.rollups import COUNTERS
from tests.support.acts import submit, void
from tests.support.cast import Cast, make_cast
from tests.support.rows import add
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, keep

WINDOW = Window.ending(SPRING)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@pytest.fixture
def told(cast: Cast, database: Database) -> list[Telling]:
    """A year of sessions of Bridge Partners at two schools in two areas, and the same of the other network."""
    days = [SPRING - timedelta(days=3 * number) for number in range(120)]
    areas = cast.areas[Area.BUDGET], cast.areas[Area.ILT_MEETINGS]
    ours = [
        make(cast, held_on=day, school_id=school, area_id=areas[number % 2], minutes=15 + number)
        for number, (day, (school, make)) in enumerate(
            zip(days, 30 * list(product((cast.alder, cast.birch), (telling, _alone))), strict=True)
        )
    ]
    keep(database, cast.jo, ours)
    theirs = [telling(cast, held_on=day, school_id=cast.elder, area_id=cast.other_areas[Area.BUDGET]) for day in days]
    keep(database, cast.otto, theirs)
    return ours


def _alone(cast: Cast, **changes: object) -> Telling:
    """Side by side with Rosa, who is on no team but Alder's."""
    return side_by_side(cast, lead=Lead.COACH, **changes)


@pytest.fixture
def connection(database: Database, cast: Cast, told: list[Telling]) -> Iterator[Connection]:  # noqa: ARG001 - there to be read
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        yield connection


def total(told: list[Telling], window: Window = WINDOW, **same: object) -> Tally:
    chosen = [each for each in told if monday(each.held_on) >= window.first and each.held_on <= window.last]
    return Tally.total(tally(each) for each in chosen if all(getattr(each, name) == same[name] for name in same))


@pytest.mark.parametrize("named", [True, False])
def test_a_schools_sums_are_those_of_its_sessions(
    connection: Connection, cast: Cast, told: list[Telling], *, named: bool
) -> None:
    schools = [cast.alder, cast.birch, cast.cedar] if named else None
    found = analytics.sums_by_school(connection, cast.bridge, WINDOW, schools)
    assert found == {school: total(told, school_id=school) for school in (cast.alder, cast.birch)}


@pytest.mark.parametrize("named", [True, False])
def test_an_areas_sums_are_those_of_its_sessions(
    connection: Connection, cast: Cast, told: list[Telling], *, named: bool
) -> None:
    area = cast.areas[Area.BUDGET]
    found = analytics.sums_by_school(connection, cast.bridge, WINDOW, [cast.alder] if named else None, [area])
    assert found[cast.alder] == total(told, school_id=cast.alder, area_id=area)
    assert (cast.birch in found) is not named


@pytest.mark.parametrize("named", [True, False])
def test_weeks_in_minutes_and_in_sessions_add_up_to_the_sums(
    connection: Connection, cast: Cast, told: list[Telling], *, named: bool
) -> None:
    schools = [cast.alder] if named else None
    whole = total(told, school_id=cast.alder)
    for counters, expected in (
        (analytics.MINUTES, (whole.for_minutes, whole.minutes)),
        (analytics.SESSIONS, (whole.for_sessions, whole.sessions)),
    ):
        weeks = analytics.weeks_by_school(connection, cast.bridge, WINDOW, counters, schools)[cast.alder]
        assert set(weeks) <= set(WINDOW.weeks)
        assert tuple(map(sum, zip(*weeks.values(), strict=True))) == expected


def test_weeks_of_one_area_leave_out_the_others(connection: Connection, cast: Cast, told: list[Telling]) -> None:
    area = cast.areas[Area.ILT_MEETINGS]
    weeks = analytics.weeks_by_school(connection, cast.bridge, WINDOW, analytics.MINUTES, None, [area])[cast.birch]
    held = sum(held for _, held in weeks.values())
    assert held == total(told, school_id=cast.birch, area_id=area).minutes


@pytest.mark.parametrize("named", [True, False])
def test_minutes_and_sessions_by_area_are_those_of_its_sessions(
    connection: Connection, cast: Cast, told: list[Telling], *, named: bool
) -> None:
    schools, areas = [cast.alder] if named else None, list(cast.areas.values())
    found = analytics.leads_by_area(connection, cast.bridge, WINDOW, areas, schools)
    whole = analytics.leads_by_school(connection, cast.bridge, WINDOW, schools)
    assert set(found) == set(whole) == ({cast.alder} if named else {cast.alder, cast.birch})
    for area in (cast.areas[Area.BUDGET], cast.areas[Area.ILT_MEETINGS]):
        expected = total(told, school_id=cast.alder, area_id=area)
        kept = {name: 0 for name in COUNTERS if name not in (*analytics.MINUTES, *analytics.SESSIONS)}
        assert found[cast.alder][area] == expected._replace(**kept)
    assert Tally.total(found[cast.alder].values()) == whole[cast.alder]


@pytest.mark.parametrize("named", [True, False])
def test_the_first_week_is_that_of_the_first_session(
    connection: Connection, cast: Cast, told: list[Telling], *, named: bool
) -> None:
    found = analytics.first_weeks(connection, cast.bridge, [cast.alder, cast.birch, cast.dogwood] if named else None)
    assert found == {
        school: min(monday(each.held_on) for each in told if each.school_id == school)
        for school in (cast.alder, cast.birch)
    }


@pytest.mark.parametrize("named", [True, False])
def test_an_area_with_a_session_in_these_weeks_is_in_work(
    connection: Connection, cast: Cast, told: list[Telling], *, named: bool
) -> None:
    for window in (memory(SPRING), Window(monday(SPRING) - WEEK, monday(SPRING) - DAY)):
        found = analytics.areas_in_work(
            connection, cast.bridge, window, list(cast.areas.values()), [cast.alder] if named else None
        )
        assert found[cast.alder] == {
            each.area_id for each in told if each.school_id == cast.alder and window.holds(each.held_on)
        }


def test_a_schools_area_weeks_add_up_to_its_sums(connection: Connection, cast: Cast, told: list[Telling]) -> None:
    rows = analytics.list_area_weeks(connection, cast.bridge, cast.alder)
    assert [week for week, _, _ in rows] == sorted(week for week, _, _ in rows)
    whole = Window(date(2020, 1, 6), SPRING)
    assert Tally.total(sums for _, _, sums in rows) == total(told, whole, school_id=cast.alder)


def test_what_was_voided_is_no_week_of_work(cast: Cast, database: Database) -> None:
    submit(database, cast.jo, 0, telling(cast, held_on=SPRING - timedelta(days=1)))
    void(database, cast.jo, 1)
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        assert analytics.first_weeks(connection, cast.bridge) == {}
        assert analytics.list_area_weeks(connection, cast.bridge, cast.alder) == []
        assert analytics.areas_in_work(connection, cast.bridge, memory(SPRING), list(cast.areas.values())) == {}
        assert analytics.leads_by_area(connection, cast.bridge, WINDOW, list(cast.areas.values())) == {}


def test_breaks_that_touch_the_window_are_read_in_order(cast: Cast, database: Database) -> None:
    breaks = [
        ("Spring", date(2026, 4, 6), date(2026, 4, 10)),
        ("Winter", date(2025, 12, 22), date(2026, 2, 17)),
        ("Fall", date(2025, 11, 24), date(2025, 11, 28)),
    ]
    rows = [SchoolBreak(network_id=cast.bridge, name=n, first_on=first, last_on=last) for n, first, last in breaks]
    add(database, cast.bridge, *rows)
    add(
        database,
        cast.other,
        SchoolBreak(network_id=cast.other, name="Theirs", first_on=breaks[0][1], last_on=breaks[0][2]),
    )
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        found = analytics.list_breaks(connection, cast.bridge, WINDOW)
    assert [name for _, _, name in found] == ["Winter", "Spring"]
