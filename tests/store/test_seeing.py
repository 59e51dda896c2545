"""What the dashboard and a school's page say of the same school is the same, and what is kept is never stale."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.vocabulary import Area, Direction, Phase, Position, Rule, Stage
from app.services.seeing import gathering
from app.services.seeing.overview import Overview, see_network
from app.services.seeing.school import SchoolView, see_school
from app.services.seeing.standing import Asked, standing
from app.services.seeing.standings import Kept
from app.services.visits import Visit
from app.store.engine import Database
from app.store.schools import get_school, list_areas
from app.store.tables import Membership, School
from tests.support.acts import submit
from tests.support.cast import Cast, Someone, make_cast, visit_of
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.support.years import FEBRUARY, SPRING, YEARS, counting, keep, keep_rising, weeks

NOON = datetime(2026, 5, 6, 19, tzinfo=UTC)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@pytest.fixture
def rising(cast: Cast, database: Database) -> Cast:
    """Alder, where we did a third of the work for years, and most of it since February: its budget, above all."""
    keep_rising(database, cast)
    return cast


@contextmanager
def visiting(database: Database, who: Someone) -> Iterator[Visit]:
    with database.reading() as connection:
        yield visit_of(connection, who, NOON)


Look = Callable[..., Overview]


@pytest.fixture
def look(database: Database, cast: Cast) -> Look:
    """The dashboard as Dora's browser asks for it, with one process's memory."""
    kept = Kept()

    def see(window: Window | None = None, area: Area | None = None, phase: Phase | None = None) -> Overview:
        with visiting(database, cast.dora) as visit:
            areas = tuple(list_areas(visit.connection, visit.network_id, visit.today))
            asked = Asked(window or Window.ending(visit.today), areas, cast.areas[area] if area else None)
            return see_network(visit, kept, asked, phase)

    return see


def school_page(database: Database, who: Someone, school_id: object, window: Window | None = None) -> SchoolView:
    with visiting(database, who) as visit:
        school = get_school(visit.connection, visit.network_id, school_id)  # type: ignore[arg-type] # an id of the cast
        assert school is not None
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        return see_school(visit, Kept(), school, areas, window or Window.ending(visit.today))


def names(overview: Overview) -> list[str]:
    return [each.school.name for each in overview.standings]


def test_both_pages_say_the_same_of_a_school(rising: Cast, database: Database, look: Look) -> None:
    for window in (None, Window.ending(SPRING, 30), Window(date(2025, 9, 1), date(2025, 10, 5))):
        (there,) = [each for each in look(window).standings if each.school.id == rising.alder]
        here = school_page(database, rising.dora, rising.alder, window).standing
        for name in ("tally", "dependence", "release", "stage", "change", "continuity", "flags", "before", "line_all"):
            assert getattr(here, name) == getattr(there, name), (window, name)


def test_what_needs_a_look_comes_first_and_then_the_names(rising: Cast, database: Database, look: Look) -> None:
    keep(database, rising.sam, weeks(rising, YEARS, SPRING, "F", school_id=rising.cedar))
    seen = look()
    assert names(seen) == ["Alder High", "Cedar Elementary", "Birch Middle", "Dogwood High"]
    assert [(standing.school.name, flag.rule) for standing in seen.standings for flag in standing.flags] == [
        ("Alder High", Rule.DEPENDENT),
        ("Alder High", Rule.RISING),
        ("Cedar Elementary", Rule.DEPENDENT),
        ("Birch Middle", Rule.SILENT),
    ]
    assert seen.raised == {Rule.DEPENDENT: 2, Rule.RISING: 1, Rule.SILENT: 1}
    assert (seen.unanswered, seen.answered) == (4, 0)


def test_totals_are_the_sums_of_the_rows_and_a_schools_of_its_areas(
    rising: Cast, database: Database, look: Look
) -> None:
    keep(database, rising.jo, weeks(rising, FEBRUARY, SPRING, "W", area_id=rising.areas[Area.CULTURE]))
    keep(database, rising.sam, weeks(rising, FEBRUARY, SPRING, "FF", school_id=rising.cedar))
    seen = look()
    assert seen.tally == Tally.total(each.tally for each in seen.standings)
    assert seen.tally.sessions > 0
    page = school_page(database, rising.dora, rising.alder)
    assert Tally.total(area.tally for area in page.areas) == page.standing.tally
    by_area = [look(area=area) for area in (Area.BUDGET, Area.CULTURE)]
    assert by_area[0].tally + by_area[1].tally == seen.tally


def test_a_phase_leaves_only_its_schools_in_the_rows_and_in_the_totals(
    rising: Cast, database: Database, look: Look
) -> None:
    change(database, School, rising.bridge, {"id": rising.cedar}, phase=Phase.REBUILDING)
    keep(database, rising.sam, weeks(rising, FEBRUARY, SPRING, "FF", school_id=rising.cedar))
    seen = look(phase=Phase.REBUILDING)
    assert names(seen) == ["Cedar Elementary"]
    assert seen.tally == seen.standings[0].tally
    assert look(phase=Phase.SUSTAINING).standings == ()


def test_a_school_that_had_closed_before_the_window_is_not_in_it(rising: Cast, database: Database, look: Look) -> None:
    change(database, School, rising.bridge, {"id": rising.dogwood}, last_on=date(2025, 12, 31))
    assert "Dogwood High" not in names(look())
    assert "Dogwood High" in names(look(Window(date(2025, 12, 29), date(2026, 1, 4))))


def test_a_write_is_seen_at_once_and_has_one_school_worked_out_again(
    rising: Cast, database: Database, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def counted(ground, school, *rest):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN002, ANN202 - passed on
        judged.append(school.name)
        return standing(ground, school, *rest)

    monkeypatch.setattr("app.services.seeing.standings.standing", counted)
    before = look()
    assert sorted(judged) == ["Alder High", "Birch Middle", "Cedar Elementary", "Dogwood High"]
    judged.clear()
    look()
    assert judged == []
    submit(database, rising.jo, 0, telling(rising, held_on=SPRING, minutes=600))
    after = look()
    assert judged == ["Alder High"]
    assert after.tally.for_minutes == before.tally.for_minutes + 600


def test_a_look_that_finds_everything_kept_asks_for_areas_and_breaks_alone(
    rising: Cast, database: Database, look: Look
) -> None:
    del rising
    look()
    with counting(database) as asked:
        look()
    assert len(asked) == 3, "who is here, the areas and the breaks"


def test_the_first_look_of_a_day_takes_as_many_queries_for_many_schools_as_for_few(
    rising: Cast, database: Database, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    del rising
    with counting(database) as asked:
        look()
    assert len(asked) == 21, asked
    monkeypatch.setattr(gathering, "FEW", 0)
    with counting(database) as asked:
        look(Window.ending(SPRING, 4))
    assert len(asked) == 8, "another window has no flag judged again"


def test_another_window_has_the_flags_of_the_usual_one(rising: Cast, look: Look) -> None:
    del rising
    usual, lately = look(), look(Window.ending(SPRING, 2))
    assert lately.standings[0].tally.sessions < usual.standings[0].tally.sessions
    assert [each.flags for each in lately.standings] == [each.flags for each in usual.standings]
    flag = usual.standings[0].flags[0]
    assert (flag.rule, flag.first, flag.last) == (Rule.DEPENDENT, Window.ending(SPRING).first, SPRING)


def test_a_window_is_compared_with_the_one_before_and_with_the_same_weeks_last_year(
    rising: Cast, database: Database, look: Look
) -> None:
    window = Window.ending(SPRING, 6)
    seen, page = look(window), school_page(database, rising.dora, rising.alder, window)
    (there,) = [each for each in seen.standings if each.school.id == rising.alder]
    before = look(window.before()).tally
    last_year = look(Window(window.first - timedelta(weeks=52), window.last - timedelta(weeks=52))).tally
    assert seen.tally_before == there.tally_before == page.before == before
    assert seen.tally_last_year == there.tally_last_year == page.last_year == last_year
    assert 0 < last_year.for_minutes < before.for_minutes


def test_many_schools_stand_as_few_do(
    rising: Cast, look: Look, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    few = look()
    monkeypatch.setattr(gathering, "FEW", 0)
    with visiting(database, rising.dora) as visit:
        areas = tuple(list_areas(visit.connection, visit.network_id, visit.today))
        many = see_network(visit, Kept(), Asked(Window.ending(visit.today), areas))
    for one, other in zip(few.standings, many.standings, strict=True):
        for name in ("tally", "tally_before", "tally_last_year", "facts", "flags", "answers", "line_for"):
            assert getattr(one, name) == getattr(other, name), name
    assert (few.waiting, few.in_until) == (many.waiting, many.in_until)


def test_the_share_is_found_to_be_rising(rising: Cast, database: Database) -> None:
    page = school_page(database, rising.dora, rising.alder)
    found = page.standing.change
    assert found.direction is Direction.RISING
    assert found.since is not None
    assert abs(found.since - FEBRUARY) <= timedelta(weeks=2)
    assert page.standing.stage is Stage.DIRECT_SERVICE
    assert f"{found.for_sessions} of {found.sessions} sessions since" in page.story
    assert "In the same weeks last year it was" in page.story
    assert page.tests is not None


def test_no_sessions_are_no_figure(cast: Cast, database: Database, look: Look) -> None:
    seen = look()
    assert (seen.judged, seen.dependence, seen.release, seen.before) == (0, None, None, (0, 0))
    page = school_page(database, cast.dora, cast.dogwood)
    assert page.standing.dependence is None
    assert (page.areas, page.points, page.tests, page.latest) == ((), (), None, ())


def test_names_of_holders_are_for_those_who_may_know(cast: Cast, database: Database) -> None:
    told = [
        side_by_side(cast, held_on=SPRING - timedelta(days=ago), area_id=cast.areas[area])
        for ago in (2, 9)
        for area in (Area.ILT_MEETINGS, Area.LEADERSHIP)
    ]
    keep(database, cast.jo, told)
    for who, known in ((cast.jo, ("Rosa Alvarez",)), (cast.dan, ("Rosa Alvarez",)), (cast.dora, ()), (cast.ada, ())):
        areas = {view.area.key: view.holding for view in school_page(database, who, cast.alder).areas}
        held = areas["ilt_meetings"]
        assert held is not None
        assert (held.count, held.names) == (1, known), who.name
        assert areas["leadership_coaching"] is None, "nobody is told who takes part in leadership coaching"


def test_who_left_lately_is_remembered_as_having_left(cast: Cast, database: Database) -> None:
    left = SPRING - timedelta(days=10)
    keep(database, cast.jo, [side_by_side(cast, held_on=left - timedelta(days=ago)) for ago in (2, 9)])
    change(database, Membership, cast.bridge, {"person_id": cast.rosa.person_id, "school_id": cast.alder}, last_on=left)
    (area,) = school_page(database, cast.jo, cast.alder).areas
    assert area.holding is not None
    assert (area.holding.count, area.holding.names) == (0, ())
    assert area.holding.left == (("Rosa Alvarez", left),)
    (unnamed,) = school_page(database, cast.dora, cast.alder).areas
    assert unnamed.holding is not None
    assert unnamed.holding.left == ()


def test_a_principal_who_comes_is_marked_and_one_who_is_followed_at_once_is_not_twice(
    cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, weeks(cast, date(2025, 9, 1), SPRING, "FW"))
    left, came = date(2026, 1, 9), date(2026, 1, 20)
    of_dan = {"person_id": cast.dan.person_id, "school_id": cast.alder}
    change(database, Membership, cast.bridge, of_dan, last_on=left)
    assert (left, "principal left") in school_page(database, cast.dora, cast.alder).events
    new = Membership(
        network_id=cast.bridge,
        person_id=cast.mei.person_id,
        school_id=cast.alder,
        position=Position.PRINCIPAL,
        first_on=came,
    )
    add(database, cast.bridge, new)
    events = school_page(database, cast.dora, cast.alder).events
    assert (came, "new principal") in events
    assert not any(words == "principal left" for _, words in events)


def test_the_area_asked_for_has_its_own_stage_and_holders(cast: Cast, database: Database, look: Look) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING - timedelta(days=ago)) for ago in (1, 2, 3)])
    keep(database, cast.jo, weeks(cast, FEBRUARY, SPRING, "FF", area_id=cast.areas[Area.CULTURE]))
    budget = next(each for each in look(area=Area.BUDGET).standings if each.school.id == cast.alder)
    culture = next(each for each in look(area=Area.CULTURE).standings if each.school.id == cast.alder)
    assert (budget.stage, budget.holders) == (Stage.RELEASING, 1)
    assert (culture.stage, culture.holders) == (Stage.DIRECT_SERVICE, 0)
    assert culture.flags == look().standings[0].flags, "flags are the school's, whatever area is asked for"


def test_thresholds_that_change_are_not_answered_with_what_was_kept(rising: Cast, database: Database) -> None:
    kept = Kept()
    with visiting(database, rising.dora) as visit:
        areas = tuple(list_areas(visit.connection, visit.network_id, visit.today))
        asked = Asked(Window.ending(visit.today), areas)
        assert see_network(visit, kept, asked).raised[Rule.DEPENDENT] == 1
        strict = replace(visit, network=replace(visit.network, watch=0.9, high=0.95))
        assert Rule.DEPENDENT not in see_network(strict, kept, asked).raised
