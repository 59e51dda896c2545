from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.words import counted, hours, hours_of, percent, spoken

UNHURRIED = settings(deadline=None)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (1, "100%"), (27 / 38, "71%"), (0.285, "29%"), (0.005, "1%"), (0.545, "55%"), (0.995, "over 99%")],
)
def test_a_share_is_said_in_whole_percent_with_half_rounded_up(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_share_strictly_between_never_reads_as_none_or_all() -> None:
    assert percent(1 / 10_000) == "under 1%"
    assert percent(9_999 / 10_000) == "over 99%"


@given(st.floats(0, 1))
@UNHURRIED
def test_only_none_is_0_percent_and_only_all_is_100(share: float) -> None:
    assert (percent(share) == "0%") == (share == 0)
    assert (percent(share) == "100%") == (share == 1)


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), float("inf")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        percent(share)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(38 * 60, "38 h"), (90, "1.5 h"), (60, "1 h"), (5, "0.1 h"), (0, "0 h"), (599, "10 h"), (630, "11 h")],
)
def test_hours_take_a_decimal_only_where_it_matters(minutes: int, words: str) -> None:
    assert hours(minutes) == words


def test_a_part_is_as_exact_as_its_whole() -> None:
    assert hours_of(27 * 60, 38 * 60) == "27 of 38 h"
    assert hours_of(30, 90) == "0.5 of 1.5 h"
    assert hours_of(90, 38 * 60) == "2 of 38 h"


def test_something_never_reads_as_nothing() -> None:
    assert hours_of(20, 2280) == "0.3 of 38 h"
    assert hours_of(20, 17 * 60) == "0.3 of 17 h"
    assert hours_of(90, 17 * 60) == "2 of 17 h"
    assert hours_of(0, 2280) == "0 of 38 h"


def test_two_amounts_that_differ_never_read_as_the_same() -> None:
    assert hours_of(598, 602) == "9.97 of 10.03 h"
    assert hours_of(2279, 2280) == "37.98 of 38 h"
    assert hours_of(2280, 2280) == "38 of 38 h"


@given(st.integers(0, 100_000), st.integers(0, 100_000))
@UNHURRIED
def test_a_part_and_its_whole_read_as_equal_only_if_they_are(part: int, whole: int) -> None:
    said_part, _, said_whole = hours_of(part, whole).removesuffix(" h").partition(" of ")
    assert (said_part == said_whole) == (part == whole)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
@UNHURRIED
def test_a_part_and_its_whole_read_in_their_own_order(part: int, whole: int) -> None:
    def figure(words: str) -> Decimal:
        return Decimal(words.replace(",", ""))

    said_part, _, said_whole = hours_of(part, whole).removesuffix(" h").partition(" of ")
    read = figure(said_part), figure(said_whole)
    assert (read[0] < read[1], read[0] > read[1]) == (part < whole, part > whole)
    assert [amount == 0 for amount in read] == [minutes == 0 for minutes in (part, whole)]
    assert all(abs(amount * 60 - minutes) <= 30 for amount, minutes in zip(read, (part, whole), strict=True))


def test_negative_minutes_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        hours(-1)


def test_one_session_takes_no_s() -> None:
    assert [counted(number, "session") for number in (0, 1, 31)] == ["0 sessions", "1 session", "31 sessions"]


def test_a_day_is_said_with_its_year_only_when_that_is_another() -> None:
    assert spoken(date(2026, 2, 3), today=date(2026, 5, 1)) == "February 3"
    assert spoken(date(2025, 11, 24), today=date(2026, 5, 1)) == "November 24, 2025"
