from datetime import date, timedelta

import pytest

from app.domain.change import Change
from app.domain.measures import Tally
from app.domain.story import in_sentence, next_move, verdict_in_words
from app.domain.vocabulary import Direction, Stage

RISING = Change(
    direction=Direction.RISING,
    since=date(2026, 2, 2),
    through=date(2026, 5, 3),
    usual=0.3,
    baseline_from=date(2024, 8, 12),
    watched_from=date(2025, 8, 11),
    baseline_for=30,
    baseline_sessions=100,
    for_sessions=22,
    sessions=31,
    clears_after=7,
)
STEADY = Change(None, None, date(2026, 5, 3), 0.3, date(2024, 8, 12), date(2025, 8, 11), 30, 100)


def work(ours: int, beside: int) -> Tally:
    return Tally(for_sessions=ours, for_minutes=45 * ours, coach_sessions=beside, coach_minutes=45 * beside)


def test_a_rise_is_told_with_its_counts_its_area_and_last_years() -> None:
    areas = {"Budget development": work(14, 2), "ILT meetings": work(8, 7)}
    assert verdict_in_words(RISING, areas, (8, 30)) == (
        "22 of 31 sessions since February 2 were done for the school; our usual there is 9 in 31. "
        "Most of it is budget development. In the same weeks last year it was 8 of 30."
    )


def test_an_area_that_is_not_most_of_it_is_the_largest_part() -> None:
    areas = {"Budget development": work(8, 0), "Front office": work(7, 0), "ILT meetings": work(7, 9)}
    assert "The largest part of it is budget development." in verdict_in_words(RISING, areas, (0, 0))


def test_no_sessions_last_year_are_not_told_as_none_done_for_the_school() -> None:
    assert "last year" not in verdict_in_words(RISING, {"ILT meetings": work(22, 9)}, (0, 0))


def test_an_ease_names_the_area_that_is_done_side_by_side() -> None:
    easing = Change(
        Direction.EASING, date(2026, 2, 2), date(2026, 5, 3), 0.6, date(2024, 8, 12), date(2025, 8, 11), 60, 100, 5, 31
    )
    told = verdict_in_words(easing, {"ILT meetings": work(1, 20), "Front office": work(4, 6)}, (20, 30))
    assert told == (
        "5 of 31 sessions since February 2 were done for the school; our usual there is 19 in 31. "
        "Most of what we do side by side is ILT meetings. In the same weeks last year it was 20 of 30."
    )


def test_no_change_is_told_with_the_counts_since_watching_began() -> None:
    told = verdict_in_words(STEADY, {"Front office": work(12, 28)}, (0, 0))
    assert told == (
        "No more change than chance would bring: since August 11, 2025, 12 of 40 sessions were done for the school; "
        "our usual there is 12 in 40."
    )


def test_no_sessions_since_watching_began_are_said() -> None:
    assert verdict_in_words(STEADY, {}, (0, 0)) == "No sessions since August 11, 2025, so nothing to see a change by."


def test_too_little_to_judge_by_says_what_is_missing() -> None:
    short = Change(
        None, None, date(2026, 5, 3), None, date(2026, 1, 5), date(2026, 5, 4), 5, 17, reason="17 of 24 sessions"
    )
    assert verdict_in_words(short, {"Front office": work(5, 12)}, (0, 0)) == (
        "Not enough yet to say what is usual here, and so whether it is changing: 17 of 24 sessions."
    )


def test_the_year_is_said_when_it_is_not_this_one() -> None:
    through = RISING.through - timedelta(weeks=52)
    earlier = Change(
        Direction.RISING, date(2024, 12, 2), through, 0.3, date(2023, 8, 14), date(2024, 8, 12), 30, 100, 22, 31
    )
    assert "since December 2, 2024" in verdict_in_words(earlier, {}, (0, 0))


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Budget development", "budget development"),
        ("ILT meetings", "ILT meetings"),
        ("School brand and enrollment", "school brand and enrollment"),
        ("", ""),
    ],
)
def test_an_areas_name_within_a_sentence(name: str, within: str) -> None:
    assert in_sentence(name) == within


@pytest.mark.parametrize(
    ("tally", "stage", "holders", "name", "words"),
    [
        (work(0, 6), Stage.RELEASING, 2, "", "Two people have led it: hand over?"),
        (work(0, 6), Stage.SUSTAINING, 12, "", "12 people have led it: hand over?"),
        (work(3, 3), Stage.SIDE_BY_SIDE, 3, "", "Three people have led it: leave them more of it"),
        (work(3, 3), Stage.SIDE_BY_SIDE, 1, "", "One person has led it so far; who is next?"),
        (work(3, 3), Stage.SIDE_BY_SIDE, 1, "R. Alvarez", "R. Alvarez has led it so far; who is next?"),
        (work(1, 0), Stage.FEW_VISITS, 0, "", "Too few visits to say"),
        (work(9, 1), Stage.DIRECT_SERVICE, 0, "", "Start side by side"),
        (work(2, 6), Stage.SIDE_BY_SIDE, 0, "", "Let the school lead a part"),
        (
            work(2, 6) + Tally(shared_minutes=45, shared_sessions=1),
            Stage.SIDE_BY_SIDE,
            0,
            "",
            "Who of the school leads it next?",
        ),
    ],
)
def test_what_could_be_next(tally: Tally, stage: Stage, holders: int, name: str, words: str) -> None:
    assert next_move(tally, stage, holders, name) == words


@pytest.mark.parametrize(
    ("holders", "name", "words"),
    [
        (3, "", "Handed over: the school runs it"),
        (1, "", "Handed over, and one person holds it: who is next?"),
        (1, "R. Alvarez", "Handed over, and R. Alvarez holds it: who is next?"),
        (0, "", "Handed over, and nobody holds it: who is next?"),
    ],
)
def test_what_could_be_next_in_an_area_that_was_handed_over(holders: int, name: str, words: str) -> None:
    assert next_move(work(1, 2), Stage.SUSTAINING, holders, name, handed_over=True) == words
