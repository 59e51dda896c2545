"""The sessions behind a figure are exactly those that the figure counts."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.engine import Connection

from app.domain.flags import Only
from app.domain.periods import Window
from app.domain.vocabulary import Area, Lead, Mode, Origin, Position, Verdict
from app.store.analytics import sums_by_school
from app.store.engine import Database
from app.store.scope import scoped
from app.store.tables import Area as AreaTable
from app.store.tables import Membership
from app.store.tags import Behind, Sums, list_tagged, sum_tagged
from tests.support.acts import submit, void
from tests.support.cast import Cast, make_cast
from tests.support.reviewing import say
from tests.support.rows import change
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


def found_by(database: Database, cast: Cast, behind: Behind) -> set[UUID]:
    """The sessions of the list, which are as many as the sums say."""
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        found = {each.id for each in list_tagged(connection, cast.bridge, behind, 1_000)}
        assert sum_tagged(connection, cast.bridge, behind).sessions == len(found)
    return found


def log(database: Database, cast: Cast, **changes: object) -> UUID:
    """A session of ours at Alder this spring; with whom, if `changes` name somebody."""
    session_id = uuid4()
    make = side_by_side if changes.keys() & {"participant_ids", "positions"} else telling
    people: dict[str, object] = {"participant_ids": frozenset()} if "positions" in changes else {}
    submit(database, cast.jo, 0, make(cast, **({"held_on": SPRING} | people | changes)), session_id)
    return session_id


def test_planned_and_requested_are_told_apart(database: Database, cast: Cast) -> None:
    planned, requested = log(database, cast), log(database, cast, origin=Origin.REQUESTED)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, origin=Origin.PLANNED)) == {planned}
    assert found_by(database, cast, Behind(cast.alder, WINDOW, origin=Origin.REQUESTED)) == {requested}


def test_a_list_may_begin_within_a_week(database: Database, cast: Cast) -> None:
    before, on, after = (log(database, cast, held_on=SPRING - timedelta(days=days)) for days in (10, 9, 8))
    first = SPRING - timedelta(days=9)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, after=first)) == {on, after}
    assert found_by(database, cast, Behind(cast.alder, WINDOW)) == {before, on, after}


def test_observed_alone_are_those_without_a_principal_or_an_assistant_principal(database: Database, cast: Cast) -> None:
    observing = {"area_id": cast.areas[Area.OBSERVATION]}
    teacher, nobody = frozenset({cast.mei.person_id}), frozenset[UUID]()
    alone = {
        log(database, cast, **observing),
        log(database, cast, **observing, participant_ids=teacher),
        log(database, cast, **observing, positions=frozenset({Position.COUNSELOR})),
    }
    for people in ({cast.rosa.person_id}, {cast.dan.person_id}, {cast.mei.person_id, cast.rosa.person_id}):
        log(database, cast, **observing, participant_ids=frozenset(people), led_ids=nobody, lead=Lead.COACH)
    for position in (Position.PRINCIPAL, Position.ASSISTANT_PRINCIPAL):
        log(database, cast, **observing, positions=frozenset({position, Position.OTHER}))
    log(database, cast)
    log(database, cast, participant_ids=teacher)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.ALONE)) == alone
    ours = Behind(cast.alder, WINDOW, only=Only.ALONE, mode=Mode.FOR)
    assert len(found_by(database, cast, ours)) == 1


def test_in_a_confidential_area_no_list_tells_who_took_part(database: Database, cast: Cast) -> None:
    observing = cast.areas[Area.OBSERVATION]
    log(database, cast, area_id=observing, participant_ids=frozenset({cast.mei.person_id}))
    log(database, cast, area_id=observing)
    change(database, AreaTable, cast.bridge, {"id": observing}, confidential=True)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.ALONE)) == set()
    assert len(found_by(database, cast, Behind(cast.alder, WINDOW, area_id=observing))) == 2


def test_who_leads_a_school_is_judged_by_the_day_of_the_session(database: Database, cast: Cast) -> None:
    observing = {"area_id": cast.areas[Area.OBSERVATION], "participant_ids": frozenset({cast.rosa.person_id})}
    log(database, cast, **observing, held_on=SPRING - timedelta(days=8))
    after = log(database, cast, **observing, held_on=SPRING - timedelta(days=6))
    rosa = {"person_id": cast.rosa.person_id, "school_id": cast.alder}
    change(database, Membership, cast.bridge, rosa, last_on=SPRING - timedelta(days=7))
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.ALONE)) == {after}


def test_a_principal_of_another_school_leads_nothing_here(database: Database, cast: Cast) -> None:
    seen = log(database, cast, area_id=cast.areas[Area.OBSERVATION], participant_ids=frozenset({cast.dan.person_id}))
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.ALONE)) == set()
    change(database, Membership, cast.bridge, {"person_id": cast.dan.person_id}, school_id=cast.birch)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.ALONE)) == {seen}


def test_disputed_are_those_that_leaders_corrected_or_differ_on(database: Database, cast: Cast) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    said = {
        name: log(database, cast, participant_ids=both, led_ids=both)
        for name in ("nothing", "confirmed", "corrected", "differ", "differ on lead")
    }
    say(database, cast.rosa, Verdict.CONFIRMED, said["confirmed"])
    say(database, cast.rosa, Verdict.CORRECTED, said["corrected"])
    for name, dan in (("differ", Verdict.CORRECTED), ("differ on lead", Verdict.COACH_LED)):
        say(database, cast.rosa, Verdict.CONFIRMED, said[name])
        say(database, cast.dan, dan, said[name])
    disputed = {said["corrected"], said["differ"], said["differ on lead"]}
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.DISPUTED)) == disputed


def test_what_the_district_provides_is_told_apart_by_area(database: Database, cast: Cast) -> None:
    office = cast.areas[Area.FRONT_OFFICE]
    provided = log(database, cast, area_id=office)
    log(database, cast)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.DISTRICT)) == set()
    change(database, AreaTable, cast.bridge, {"id": office}, district_provides=True)
    assert found_by(database, cast, Behind(cast.alder, WINDOW, only=Only.DISTRICT)) == {provided}
    other = Behind(cast.alder, WINDOW, area_id=cast.areas[Area.BUDGET], only=Only.DISTRICT)
    assert found_by(database, cast, other) == set()
