"""A director's answer stands while its flag is up, and lapses when that was down on two week-ends in a row."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from app.domain.answers import About, Answer
from app.domain.periods import DAY, WEEK, monday
from app.domain.vocabulary import Area, Rule
from app.services.seeing.standings import Kept, flagged
from app.services.visits import Visit
from app.store import answers
from app.store.answer_log import Place, Words, add_answer, restore_answer, withdraw_answers
from app.store.engine import Database
from app.store.rollups import touch
from app.store.schools import list_schools
from app.store.scope import scoped
from tests.support.cast import Cast, make_cast, visit_of
from tests.support.raising import RAISING
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, counting, keep

NOON = datetime.combine(SPRING, time(19), UTC)
MONDAY = monday(SPRING)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


def answer(
    database: Database,
    cast: Cast,
    on: date,
    rule: Rule = Rule.DEPENDENT,
    area_id: UUID | None = None,
    *,
    what: str = "Rosa drafts, we read",
    due_on: date = SPRING,
    school_id: UUID | None = None,
    at: datetime | None = None,
) -> Place:
    place = Place(school_id or cast.alder, rule, area_id)
    with database.writing() as connection:
        scoped(connection, cast.bridge).close()
        add_answer(
            connection,
            cast.bridge,
            place,
            Words(what, "Jo", due_on),
            answered_by=cast.dora.person_id,
            answered_on=on,
            at=at or datetime.combine(on, time(18), UTC),
        )
        touch(connection, cast.bridge, {place.school_id})
    return place


def standing(database: Database, cast: Cast, kept: Kept | None = None) -> dict[About, Answer]:
    """What stands at Alder today."""
    with database.reading() as connection:
        visit = visit_of(connection, cast.dora, NOON)
        return dict(_alder(visit, cast, kept or Kept()).answers)


def _alder(visit: Visit, cast: Cast, kept: Kept):  # type: ignore[no-untyped-def] # noqa: ANN202 - as flagged gives it
    schools = list_schools(visit.connection, cast.bridge, frozenset({cast.alder}), None)
    return flagged(visit, kept, schools)[0]


def did_for(cast: Cast, first: date, last: date) -> list:  # type: ignore[type-arg] # tellings
    """Three sessions a week done for the school."""
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [telling(cast, held_on=day) for day in days if day.weekday() in {0, 1, 2}]


def test_an_answer_stands_while_its_flag_is_up(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, did_for(cast, MONDAY - 20 * WEEK, SPRING))
    answer(database, cast, SPRING - 5 * WEEK)
    assert standing(database, cast) == {
        (Rule.DEPENDENT, None): Answer(Rule.DEPENDENT, None, "Rosa drafts, we read", "Jo", SPRING, SPRING - 5 * WEEK)
    }


def down_for(cast: Cast, database: Database, week_ends: int) -> None:
    """Alder leans on us at first, then works side by side so much that on the last week-ends but one the flag is down,
    and since this Monday leans on us again."""
    keep(database, cast.jo, did_for(cast, MONDAY - 30 * WEEK, MONDAY - DAY))
    down = [MONDAY - number * WEEK - DAY for number in range(week_ends)]
    first = min(down)
    keep(database, cast.jo, [side_by_side(cast, held_on=first, minutes=600) for _ in range(6)])
    keep(database, cast.jo, [telling(cast, held_on=MONDAY, minutes=600) for _ in range(12)])


def test_down_on_one_week_end_is_a_quiet_week_and_on_two_it_lapses(cast: Cast, database: Database) -> None:
    answer(database, cast, SPRING - 6 * WEEK)
    down_for(cast, database, 1)
    assert (Rule.DEPENDENT, None) in standing(database, cast)


def test_a_flag_that_was_down_on_two_week_ends_and_is_back_asks_anew(cast: Cast, database: Database) -> None:
    answer(database, cast, SPRING - 6 * WEEK)
    down_for(cast, database, 2)
    with database.reading() as connection:
        found = _alder(visit_of(connection, cast.dora, NOON), cast, Kept())
    assert Rule.DEPENDENT in {flag.rule for flag in found.flags}, "the flag is up again"
    assert found.answers == {}
    assert Rule.DEPENDENT in {flag.rule for flag in found.unanswered()}
    answer(database, cast, SPRING, what="And now for good")
    assert standing(database, cast)[Rule.DEPENDENT, None].what == "And now for good"


def test_an_answer_belongs_to_its_area_and_its_school(cast: Cast, database: Database) -> None:
    RAISING[Rule.STUCK](database, cast)
    stuck = cast.areas[Area.DATA_INQUIRY]
    answer(database, cast, SPRING - DAY, Rule.STUCK, cast.areas[Area.BUDGET])
    answer(database, cast, SPRING - DAY, Rule.STUCK, stuck, school_id=cast.birch)
    assert standing(database, cast) == {}
    answer(database, cast, SPRING - DAY, Rule.STUCK, stuck, what="Mei leads the next one")
    assert set(standing(database, cast)) == {(Rule.STUCK, stuck)}


def test_the_last_answer_stands_and_where_it_is_withdrawn_none(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, did_for(cast, MONDAY - 20 * WEEK, SPRING))
    answer(database, cast, SPRING - 2 * DAY, what="First")
    place = answer(database, cast, SPRING - DAY, what="Second")
    kept = Kept()
    assert standing(database, cast, kept)[Rule.DEPENDENT, None].what == "Second"
    with database.writing() as connection:
        scoped(connection, cast.bridge).close()
        withdraw_answers(connection, cast.bridge, place, NOON)
        touch(connection, cast.bridge, {cast.alder})
    assert standing(database, cast, kept) == {}
    with database.writing() as connection:
        scoped(connection, cast.bridge).close()
        restore_answer(connection, cast.bridge, place)
        touch(connection, cast.bridge, {cast.alder})
    assert standing(database, cast, kept)[Rule.DEPENDENT, None].what == "Second"


def test_an_answer_to_a_flag_that_is_down_is_kept_for_when_it_comes_back_soon(cast: Cast, database: Database) -> None:
    answer(database, cast, SPRING - DAY)
    kept = Kept()
    assert standing(database, cast, kept) == {}
    keep(database, cast.jo, did_for(cast, MONDAY - 11 * WEEK, SPRING))
    assert set(standing(database, cast, kept)) == {(Rule.DEPENDENT, None)}


def test_an_answer_to_under_served_stands_with_that_flag(cast: Cast, database: Database) -> None:
    RAISING[Rule.UNDER_SERVED](database, cast)
    answer(database, cast, SPRING - DAY, Rule.UNDER_SERVED, due_on=SPRING)
    assert (Rule.UNDER_SERVED, None) in standing(database, cast)
    answer(database, cast, SPRING - DAY, Rule.UNDER_SERVED, due_on=SPRING - 13 * WEEK, what="Long ago", at=NOON)
    assert (Rule.UNDER_SERVED, None) not in standing(database, cast)


def test_answers_of_another_network_are_not_read(cast: Cast, database: Database) -> None:
    answer(database, cast, SPRING - DAY)
    with database.reading() as connection:
        scoped(connection, cast.other).close()
        assert answers.list_answers(connection, cast.other) == {}


def test_a_flag_that_stayed_up_is_judged_again_on_every_second_week_end_alone(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, did_for(cast, MONDAY - 30 * WEEK, SPRING))
    with counting(database) as asked:
        standing(database, cast)
    without = len(asked)
    answer(database, cast, SPRING - 6 * WEEK)
    with counting(database) as asked:
        standing(database, cast)
    once = 8
    assert len(asked) - without == 3 * once, "six week-ends: three are looked at"
