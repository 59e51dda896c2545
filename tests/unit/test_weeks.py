"""A coach's week: its empty days, and the mark of what it holds."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.domain.school_weeks import SchoolCalendar
from app.domain.weeks import Gap, gap_of, mark_of
from app.services.week import week_of

CALENDAR = SchoolCalendar("08-12", "06-12", ((date(2026, 12, 21), date(2027, 1, 1)),))
TODAY = date(2026, 12, 22)


@pytest.mark.parametrize(
    ("day", "gap"),
    [
        ("2026-12-18", Gap.NOTHING),
        ("2026-12-19", Gap.BREAK),
        ("2026-12-20", Gap.BREAK),
        ("2026-12-21", Gap.BREAK),
        ("2026-12-22", Gap.BREAK),
        ("2026-12-23", Gap.TO_COME),
        ("2026-07-15", Gap.BREAK),
        ("2026-06-12", Gap.NOTHING),
    ],
)
def test_an_empty_day_is_missing_where_there_was_school_and_it_has_come(day: str, gap: Gap) -> None:
    assert gap_of(date.fromisoformat(day), TODAY, CALENDAR) is gap


def test_today_is_missing_until_something_is_logged() -> None:
    assert gap_of(date(2026, 11, 24), date(2026, 11, 24), CALENDAR) is Gap.NOTHING


def test_a_mark_is_of_the_hours_and_of_nothing_else() -> None:
    a, b = (UUID(int=1), TODAY, 45), (UUID(int=2), TODAY, 30)
    assert mark_of([a, b]) == mark_of([b, a])
    others = [[], [a], [a, (b[0], b[1], 31)], [a, (b[0], b[1] - timedelta(days=1), 30)], [a, (UUID(int=3), *b[1:])]]
    assert mark_of([a, b]) not in {mark_of(other) for other in others}
    assert len(mark_of([])) == 64


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-12-22", "2026-12-21"),
        ("2026-12-21", "2026-12-21"),
        ("2026-12-20", "2026-12-14"),
        ("9999-12-31", "2026-12-21"),
        ("0001-01-01", "2000-01-03"),
        ("2000-01-05", "2000-01-03"),
    ],
)
def test_weeks_begin_on_monday_and_there_are_none_before_logs_or_after_this_one(day: str, first: str) -> None:
    assert week_of(date.fromisoformat(day), TODAY) == date.fromisoformat(first)
