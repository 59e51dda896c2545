"""Every rule's flag goes up from real rows, alike on every page, and leads to exactly the sessions that it counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from app.domain.equity import equity
from app.domain.flags import Flag
from app.domain.periods import Window
from app.domain.vocabulary import Phase, Rule
from app.services.seeing.ground import ground_of
from app.services.seeing.overview import Overview, see_network
from app.services.seeing.school import see_school
from app.services.seeing.standing import Asked
from app.services.seeing.standings import Kept, flagged
from app.services.visits import Visit
from app.store.engine import Database
from app.store.equity import list_support
from app.store.schools import get_school, list_areas, list_schools
from app.store.tables import Assignment, School
from app.store.tags import Behind, sum_tagged
from tests.support.acts import submit
from tests.support.cast import Cast, make_cast, visit_of
from tests.support.raising import RAISING
from tests.support.rows import change
from tests.support.tellings import telling
from tests.support.years import SPRING, counting

UNDER = Rule.UNDER_SERVED
NOON = datetime.combine(SPRING, time(19), UTC)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@contextmanager
def dora(database: Database, cast: Cast) -> Iterator[Visit]:
    with database.reading() as connection:
        yield visit_of(connection, cast.dora, NOON)


def at_alder(visit: Visit, cast: Cast, kept: Kept) -> tuple[Flag, ...]:
    school = get_school(visit.connection, cast.bridge, cast.alder)
    assert school is not None
    return flagged(visit, kept, [school])[0].flags


def network(visit: Visit, kept: Kept, window: Window | None = None) -> Overview:
    areas = tuple(list_areas(visit.connection, visit.network_id, visit.today))
    return see_network(visit, kept, Asked(window or Window.ending(visit.today), areas))


@pytest.mark.parametrize("rule", list(RAISING))
def test_a_flag_goes_up_on_every_page_and_leads_to_exactly_its_sessions(
    cast: Cast, database: Database, rule: Rule
) -> None:
    RAISING[rule](database, cast)
    with dora(database, cast) as visit:
        flags = at_alder(visit, cast, Kept())
        (flag,) = [each for each in flags if each.rule is rule]
        behind = Behind(
            flag.school_id,
            Window(flag.first, flag.last),
            flag.area_id,
            flag.mode,
            flag.lead,
            flag.origin,
            flag.only,
            flag.after,
        )
        assert sum_tagged(visit.connection, cast.bridge, behind).sessions == flag.sessions
        school = get_school(visit.connection, cast.bridge, cast.alder)
        assert school is not None
        areas = list_areas(visit.connection, cast.bridge, visit.today)
        for window in (Window.ending(visit.today), Window.ending(visit.today, 2)):
            (there,) = [each for each in network(visit, Kept(), window).standings if each.school.id == cast.alder]
            assert there.flags == see_school(visit, Kept(), school, areas, window).standing.flags == flags


def test_nothing_is_raised_where_nothing_happened(cast: Cast, database: Database) -> None:
    with dora(database, cast) as visit:
        raised = {flag.rule for each in network(visit, Kept()).standings for flag in each.flags}
    assert raised == {Rule.SILENT}, "somebody was to come"


def test_equity_is_the_same_from_the_database_and_from_what_is_kept(cast: Cast, database: Database) -> None:
    RAISING[Rule.UNDER_SERVED](database, cast)
    change(database, School, cast.bridge, {"id": cast.dogwood}, last_on=SPRING - timedelta(days=1))
    change(database, School, cast.bridge, {"id": cast.cedar}, need_weight=2.5)
    change(database, Assignment, cast.bridge, {"person_id": cast.sam.person_id}, school_id=None)
    with dora(database, cast) as visit:
        ground = ground_of(visit)
        asked = equity(list_support(visit.connection, cast.bridge, ground.window, visit.today))
        kept = network(visit, Kept()).equity
    assert asked == kept
    assert set(asked.shares) == {cast.alder, cast.birch, cast.cedar}, "Dogwood has closed"


def test_time_at_one_school_can_raise_another_schools_flag(cast: Cast, database: Database) -> None:
    """What is kept of Alder holds while Alder does not change; equity is looked at anew."""
    RAISING[Rule.UNDER_SERVED](database, cast)
    change(database, School, cast.bridge, {"id": cast.alder}, phase=Phase.SUSTAINING)
    kept = Kept()
    with dora(database, cast) as visit:
        assert network(visit, kept).raised[Rule.UNDER_SERVED] == 0
    for number in range(12):
        said = telling(cast, school_id=cast.birch, minutes=600, held_on=SPRING - timedelta(days=number))
        submit(database, cast.jo, 0, said, uuid4())
    with dora(database, cast) as visit:
        raised = {
            each.school.name for each in network(visit, kept).standings for flag in each.flags if flag.rule is UNDER
        }
        assert raised == {"Cedar Elementary", "Dogwood High"}
        alone = flagged(visit, kept, list_schools(visit.connection, cast.bridge, frozenset({cast.cedar}), None))
        assert UNDER in {flag.rule for flag in alone[0].flags}


def test_without_weights_of_a_director_equity_is_not_even_asked(cast: Cast, database: Database) -> None:
    with dora(database, cast) as visit:
        (school,) = list_schools(visit.connection, cast.bridge, frozenset({cast.alder}), None)
        flagged(visit, Kept(), [school])
        with counting(database) as asked:
            flagged(visit, Kept(), [school])
    assert not any("need_weight" in each for each in asked)


def test_flags_that_are_kept_take_two_queries_and_the_school_alone_is_judged_again(
    cast: Cast, database: Database
) -> None:
    kept = Kept()
    with dora(database, cast) as visit:
        schools = list_schools(visit.connection, cast.bridge, None, None)
        before = flagged(visit, kept, schools)
    with dora(database, cast) as visit:
        with counting(database) as asked:
            again = flagged(visit, kept, schools)
        assert len(asked) == 2, asked
        assert all(one is other for one, other in zip(before, again, strict=True))
    submit(database, cast.jo, 0, telling(cast, held_on=SPRING))
    with dora(database, cast) as visit:
        schools = list_schools(visit.connection, cast.bridge, None, None)
        after = flagged(visit, kept, schools)
    assert [one.school.name for one, other in zip(after, before, strict=True) if one is not other] == ["Alder High"]
