"""The sessions behind a figure are exactly those that the figure counts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.domain.vocabulary import Area, Lead, Mode
from app.store.analytics import sums_by_school
from app.store.engine import Database
from app.store.scope import scoped
from app.store.tags import Behind, Sums, list_tagged, sum_tagged
from tests.support.acts import submit, void
from tests.support.cast import Cast, make_cast
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, keep, weeks

WINDOW = Window.ending(SPRING)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@pytest.fixture
def connection(database: Database, cast: Cast) -> Iterator[Connection]:
    """A year of work at Alder, one session of it voided, some at Birch, and some of the other network."""
    keep(database, cast.jo, weeks(cast, SPRING - timedelta(weeks=50), SPRING, "FWW W"))
    keep(database, cast.jo, weeks(cast, SPRING - timedelta(weeks=3), SPRING, "F", area_id=cast.areas[Area.CULTURE]))
    keep(database, cast.jo, [telling(cast, school_id=cast.birch, held_on=SPRING)])
    submit(database, cast.jo, 0, side_by_side(cast, held_on=SPRING - timedelta(days=1)))
    void(database, cast.jo, 1)
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        yield connection


def test_the_sums_of_the_list_are_those_of_the_rollup(connection: Connection, cast: Cast) -> None:
    tally = sums_by_school(connection, cast.bridge, WINDOW)[cast.alder]
    assert sum_tagged(connection, cast.bridge, Behind(cast.alder, WINDOW)) == Sums(
        tally.sessions, tally.minutes, tally.for_sessions, tally.for_minutes
    )


def test_the_list_holds_what_the_sums_count_newest_first(connection: Connection, cast: Cast) -> None:
    behind = Behind(cast.alder, WINDOW)
    sums, found = sum_tagged(connection, cast.bridge, behind), list_tagged(connection, cast.bridge, behind, 1_000)
    assert len(found) == sums.sessions
    assert sum(each.minutes for each in found) == sums.minutes
    assert [each.held_on for each in found] == sorted((each.held_on for each in found), reverse=True)


def test_pages_of_the_list_make_the_whole_list(connection: Connection, cast: Cast) -> None:
    behind = Behind(cast.alder, WINDOW)
    whole = list_tagged(connection, cast.bridge, behind, 1_000)
    parts = [list_tagged(connection, cast.bridge, behind, 7, offset) for offset in range(0, len(whole), 7)]
    assert [each for part in parts for each in part] == whole


def test_each_filter_leaves_what_fits_it(connection: Connection, cast: Cast) -> None:
    area = cast.areas[Area.CULTURE]
    whole = sum_tagged(connection, cast.bridge, Behind(cast.alder, WINDOW))
    ours = sum_tagged(connection, cast.bridge, Behind(cast.alder, WINDOW, mode=Mode.FOR))
    beside = sum_tagged(connection, cast.bridge, Behind(cast.alder, WINDOW, mode=Mode.WITH))
    led = sum_tagged(connection, cast.bridge, Behind(cast.alder, WINDOW, lead=Lead.SCHOOL))
    here = list_tagged(connection, cast.bridge, Behind(cast.alder, WINDOW, area_id=area), 1_000)
    assert ours.sessions == whole.for_sessions > 0
    assert ours.sessions + beside.sessions == whole.sessions
    assert led == beside
    assert {each.area_id for each in here} == {area}


def test_nothing_found_sums_to_nothing(connection: Connection, cast: Cast) -> None:
    assert sum_tagged(connection, cast.bridge, Behind(cast.dogwood, WINDOW)) == Sums(0, 0, 0, 0)
