"""When a month is closed, to the day."""

from datetime import date, timedelta

import pytest

from app.domain.locks import OPENED_FOR, is_late, is_locked, last_open_day


@pytest.mark.parametrize(
    ("held_on", "days", "last"),
    [
        ("2026-10-14", 10, "2026-11-10"),
        ("2026-10-31", 10, "2026-11-10"),
        ("2026-11-01", 10, "2026-12-10"),
        ("2026-10-01", 0, "2026-10-31"),
        ("2026-12-31", 5, "2027-01-05"),
        ("2028-02-29", 1, "2028-03-01"),
        ("2026-01-31", 31, "2026-03-03"),
    ],
)
def test_a_month_closes_so_many_days_after_its_end(held_on: str, days: int, last: str) -> None:
    day, until = date.fromisoformat(held_on), date.fromisoformat(last)
    assert last_open_day(day, days) == until
    assert not is_locked(day, until, days)
    assert is_locked(day, until + timedelta(days=1), days)


def test_where_nothing_was_set_nothing_closes() -> None:
    assert last_open_day(date(2000, 1, 1), None) is None
    assert not is_locked(date(2000, 1, 1), date(2099, 12, 31), None)


def test_what_a_director_opened_is_open_through_its_last_day() -> None:
    held_on, opened_on = date(2026, 10, 14), date(2026, 11, 24)
    until = opened_on + OPENED_FOR
    assert until == date(2026, 12, 1)
    assert not is_locked(held_on, opened_on, 10, until)
    assert not is_locked(held_on, until, 10, until)
    assert is_locked(held_on, until + timedelta(days=1), 10, until)


def test_what_came_in_after_that_is_late() -> None:
    assert not is_late(date(2026, 10, 14), date(2026, 11, 10), 10)
    assert is_late(date(2026, 10, 14), date(2026, 11, 11), 10)
    assert not is_late(date(2026, 10, 14), date(2027, 11, 11), None)
