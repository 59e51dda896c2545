from datetime import date, timedelta
from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.change import CAP, LIMIT, Baseline, Watch, Week, split, steps, verdict, watch
from app.domain.vocabulary import Direction

UNHURRIED = settings(deadline=None)
WEEK = timedelta(weeks=1)
ANCHOR = date(2025, 8, 11)
TODAY = date(2026, 5, 6)
THIS_WEEK = date(2026, 5, 4)
USUAL: list[Week] = [(1, 3), (1, 3), (1, 4)] * 4
"""12 weeks, 40 sessions, 12 of them for the school: p0 = 13 / 42, raw .30, and calmer than chance."""

a_week = st.integers(0, 6).flatmap(lambda held: st.tuples(st.integers(0, held), st.just(held)))
weeks = st.lists(a_week, max_size=60)
baselines = st.lists(a_week, min_size=12, max_size=52).filter(lambda drawn: Baseline.of(drawn).lacks() is None)


def by_the_book(baseline: list[Week], watched: list[Week]) -> tuple[float, float, int, int, float]:
    """The formulas of measure 10, word by word and slowly: both C, both since, and h."""
    done, held = sum(week[0] for week in baseline), sum(week[1] for week in baseline)
    p0 = (done + 1) / (held + 2)
    busy = [week for week in baseline if week[1]]
    phi = sum((f - n * p0) ** 2 / (n * p0 * (1 - p0)) for f, n in busy) / (len(busy) - 1)
    h = 4.5 * min(3, max(1, phi))
    sides = ((2.5, 1 / 2.5), (1 / 2.5, 2.5))
    c, last_0 = {2.5: 0.0, 1 / 2.5: 0.0}, {2.5: -1, 1 / 2.5: -1}
    for number, (f, n) in enumerate(watched):
        for r, _ in sides:
            p1 = r * p0 / (1 - p0 + r * p0)
            c[r] = min(1.5 * h, max(0, c[r] + f * log(p1 / p0) + (n - f) * log((1 - p1) / (1 - p0))))
        for r, other in sides:
            if c[r] >= h:
                c[other] = 0.0
        last_0 |= {r: number for r in c if c[r] == 0}
    return c[2.5], c[1 / 2.5], last_0[2.5] + 1, last_0[1 / 2.5] + 1, h


def test_the_worked_steps_at_three_in_ten() -> None:
    for_session, with_session = steps(0.3, 2.5)
    assert 0.3 * exp(for_session) == pytest.approx(0.517241, abs=5e-7)
    assert for_session == pytest.approx(0.544727, abs=5e-7)
    assert with_session == pytest.approx(-0.371564, abs=5e-7)


def test_the_usual_is_smoothed_and_a_calm_baseline_does_not_lower_the_limit() -> None:
    found = watch(USUAL, [])
    assert found == Watch(None, None, 13 / 42, 1.0, 0.0, 0.0, 4.5)


def test_sessions_of_a_week_that_hang_together_raise_the_limit_to_three_times_at_most() -> None:
    clustered: list[Week] = [(0, 3), (3, 3)] * 6
    assert watch(clustered, []).dispersion == 3.0
    assert watch(clustered, []).threshold == 3 * LIMIT


def test_a_share_that_jumps_is_rising_since_the_week_it_left_zero() -> None:
    found = watch(USUAL, [(1, 3), (0, 3), (0, 0), (3, 3), (3, 3), (0, 0), (3, 3)])
    assert found.direction is Direction.RISING
    assert found.since == 3
    assert (found.for_sessions, found.sessions) == (9, 9)
    assert found.statistic_up == pytest.approx(9 * steps(13 / 42, 2.5)[0])
    assert found.statistic_down == 0.0


def test_one_session_less_is_no_verdict_yet() -> None:
    found = watch(USUAL, [(3, 3), (3, 3), (2, 2)])
    assert (found.direction, found.since) == (None, None)
    assert 0 < found.statistic_up < found.threshold


def test_a_share_that_falls_is_easing() -> None:
    found = watch(USUAL, [(3, 3), *[(0, 4)] * 8])
    assert found.direction is Direction.EASING
    assert (found.since, found.for_sessions, found.sessions) == (1, 0, 32)


def test_a_side_that_reaches_the_limit_sets_the_other_to_zero() -> None:
    found = watch(USUAL, [(0, 4)] * 5 + [(12, 12)])
    assert found.direction is Direction.RISING
    assert found.since == 5
    assert found.statistic_down == 0.0


def test_a_long_bad_year_is_not_held_against_a_good_spring() -> None:
    bad = watch(USUAL, [(3, 3)] * 40)
    assert bad.statistic_up == CAP * bad.threshold
    assert watch(USUAL, [(3, 3)] * 40 + [(0, bad.clears_after)]).direction is None


def test_a_school_where_we_always_did_all_is_not_rising_and_one_where_we_never_did_is_not_easing() -> None:
    assert watch([(3, 3)] * 12, [(3, 3)] * 200).direction is None
    assert watch([(0, 3)] * 12, [(0, 3)] * 200).direction is None


def test_a_direction_needs_the_raw_share_on_its_side() -> None:
    """With a low limit, C can stand at it while the raw share since is not above the usual's."""
    found = watch([(0, 3)] * 12, [(0, 3)] * 400, limit=0.01)
    assert found.statistic_down >= found.threshold
    assert (found.direction, found.since) == (None, None)


@pytest.mark.parametrize(
    ("baseline", "words"),
    [
        ([(1, 2)] * 8 + [(1, 1)] + [(0, 0)] * 3, "17 of 24 sessions"),
        ([(1, 3)] * 11, "11 of 12 weeks"),
        ([(1, 6)] * 7 + [(0, 0)] * 5, "7 of 8 weeks with sessions"),
        ([], "0 of 24 sessions, 0 of 8 weeks with sessions, 0 of 12 weeks"),
    ],
)
def test_a_baseline_that_is_too_small_says_what_it_lacks(baseline: list[Week], words: str) -> None:
    with pytest.raises(ValueError, match=rf": {words}\.$"):
        watch(baseline, [])


def test_the_smallest_baseline_is_enough() -> None:
    assert watch([(1, 3)] * 8 + [(0, 0)] * 4, []).usual == 9 / 26


@pytest.mark.parametrize("week", [(-1, 3), (4, 3), (0, -1), (1, 0)])
def test_counts_that_cannot_be_are_refused(week: Week) -> None:
    with pytest.raises(ValueError, match="A week cannot have"):
        watch([*USUAL, week], [])
    with pytest.raises(ValueError, match="A week cannot have"):
        watch(USUAL, [week])


@pytest.mark.parametrize(("odds", "limit"), [(1, 4.5), (0.4, 4.5), (2.5, 0), (float("nan"), 4.5)])
def test_odds_and_limits_that_look_for_nothing_are_refused(odds: float, limit: float) -> None:
    with pytest.raises(ValueError, match="above 1"):
        watch(USUAL, [], odds=odds, limit=limit)


@given(baselines, weeks)
@UNHURRIED
def test_the_test_does_what_the_book_says(baseline: list[Week], watched: list[Week]) -> None:
    up, down, up_since, down_since, h = by_the_book(baseline, watched)
    found = watch(baseline, watched)
    assert (found.statistic_up, found.statistic_down) == pytest.approx((up, down), abs=1e-9)
    assert found.threshold == pytest.approx(h)
    assert 1 <= found.dispersion <= 3
    if found.direction is Direction.RISING:
        assert found.since == up_since
    if found.direction is Direction.EASING:
        assert found.since == down_since


@given(baselines, weeks)
@UNHURRIED
def test_a_verdict_is_backed_by_its_own_counts(baseline: list[Week], watched: list[Week]) -> None:
    found = watch(baseline, watched)
    usual = Baseline.of(baseline)
    assert 0 <= found.statistic_up <= CAP * found.threshold
    assert 0 <= found.statistic_down <= CAP * found.threshold
    assert min(found.statistic_up, found.statistic_down) < found.threshold
    assert (found.direction is None) == (found.since is None) == (found.sessions == 0) == (found.clears_after == 0)
    if found.since is not None:
        assert found.for_sessions == sum(week[0] for week in watched[found.since :])
        share = found.for_sessions / found.sessions
        raw = usual.for_sessions / usual.sessions
        assert share > raw if found.direction is Direction.RISING else share < raw


@given(baselines, st.lists(a_week, min_size=1, max_size=60), st.data())
@UNHURRIED
def test_a_session_done_for_the_school_instead_never_lowers_the_rising_side(
    baseline: list[Week], watched: list[Week], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(watched) - 1))
    done, held = watched[number]
    more = [*watched[:number], (min(done + 1, held), held), *watched[number + 1 :]]
    before, after = watch(baseline, watched), watch(baseline, more)
    assert after.statistic_up >= before.statistic_up - 1e-9
    assert after.statistic_down <= before.statistic_down + 1e-9


@given(baselines, weeks, st.integers(0, 9))
@UNHURRIED
def test_weeks_without_sessions_change_no_verdict(baseline: list[Week], watched: list[Week], empty: int) -> None:
    found = watch(baseline, watched)
    assert watch(baseline, watched + [(0, 0)] * empty) == found
    later = watch(baseline, [(0, 0)] * empty + watched)
    assert later.since == (None if found.since is None else found.since + empty)
    assert (later.direction, later.statistic_up) == (found.direction, found.statistic_up)


@given(st.lists(a_week, min_size=12, max_size=52), st.randoms())
@UNHURRIED
def test_the_order_of_the_weeks_of_a_baseline_does_not_matter(drawn: list[Week], chance: object) -> None:
    shuffled = list(drawn)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = Baseline.of(drawn), Baseline.of(shuffled)
    assert (one.lacks(), one.usual, one.sessions) == (two.lacks(), two.usual, two.sessions)
    assert one.dispersion == pytest.approx(two.dispersion)


@given(baselines, weeks)
@UNHURRIED
def test_as_many_sessions_as_it_says_end_a_verdict(baseline: list[Week], watched: list[Week]) -> None:
    found = watch(baseline, watched)
    if found.direction is Direction.RISING:
        assert watch(baseline, [*watched, (0, found.clears_after + 1)]).direction is not Direction.RISING
        assert watch(baseline, [*watched, (0, found.clears_after - 1)]).statistic_up > found.threshold - 1e-9
    if found.direction is Direction.EASING:
        more = found.clears_after + 1
        assert watch(baseline, [*watched, (more, more)]).direction is not Direction.EASING


def filled(first: date, end: date, week: Week = (1, 3)) -> dict[date, Week]:
    return {first + number * WEEK: week for number in range((end - first) // WEEK)}


def test_the_baseline_is_the_52_weeks_before_the_anchor_and_the_current_week_is_left_out() -> None:
    series = filled(ANCHOR - 80 * WEEK, THIS_WEEK + WEEK)
    parts = split(series, ANCHOR - 80 * WEEK, ANCHOR, TODAY)
    assert parts.baseline == Baseline.of([(1, 3)] * 52)
    assert len(parts.weeks) == (THIS_WEEK - ANCHOR) // WEEK == 38
    assert (parts.baseline_from, parts.watched_from, parts.lacks) == (ANCHOR - 52 * WEEK, ANCHOR, None)


def test_weeks_without_a_row_had_no_sessions() -> None:
    series = filled(ANCHOR - 40 * WEEK, ANCHOR - 20 * WEEK)
    parts = split(series, ANCHOR - 40 * WEEK, ANCHOR, TODAY)
    assert (parts.baseline.weeks, parts.baseline.busy_weeks) == (40, 20)
    assert set(parts.weeks) == {(0, 0)}


def test_a_school_that_came_12_weeks_before_the_anchor_has_these_as_its_baseline() -> None:
    parts = split(filled(ANCHOR - 12 * WEEK, THIS_WEEK), ANCHOR - 12 * WEEK, ANCHOR, TODAY)
    assert (parts.baseline.weeks, parts.watched_from, parts.lacks) == (12, ANCHOR, None)


def test_a_new_school_keeps_its_first_24_weeks_and_is_watched_after_them() -> None:
    first = ANCHOR + 2 * WEEK
    parts = split(filled(first, THIS_WEEK), first + timedelta(days=3), ANCHOR, TODAY)
    assert (parts.baseline.weeks, parts.baseline_from, parts.watched_from) == (24, first, first + 24 * WEEK)
    assert len(parts.weeks) == 12
    assert parts.lacks is None


def test_a_school_that_came_in_the_summer_keeps_its_first_24_weeks_across_the_anchor() -> None:
    first = ANCHOR - 4 * WEEK
    parts = split(filled(first, THIS_WEEK), first, ANCHOR, TODAY)
    assert (parts.baseline_from, parts.watched_from) == (first, ANCHOR + 20 * WEEK)


def test_a_school_within_its_first_24_weeks_has_no_verdict_yet() -> None:
    first = THIS_WEEK - 18 * WEEK
    found = verdict(filled(first, THIS_WEEK), first, ANCHOR, TODAY)
    assert (found.direction, found.usual, found.reason) == (None, None, "18 of 24 weeks")


def test_a_school_that_came_this_week_has_no_verdict_yet() -> None:
    found = verdict({}, TODAY, ANCHOR, TODAY)
    assert found.reason == "0 of 24 sessions, 0 of 8 weeks with sessions, 0 of 24 weeks"
    assert found.baseline_from == found.watched_from == THIS_WEEK


def test_a_thin_first_half_year_says_what_it_lacks() -> None:
    first = ANCHOR - 4 * WEEK
    found = verdict(dict(list(filled(first, THIS_WEEK, (0, 1)).items())[:17]), first, ANCHOR, TODAY)
    assert found.reason == "17 of 24 sessions"


def test_a_school_back_after_a_thin_year_counts_as_new_from_the_anchor() -> None:
    series = {ANCHOR - 45 * WEEK: (1, 2)} | filled(ANCHOR, THIS_WEEK)
    parts = split(series, ANCHOR - 150 * WEEK, ANCHOR, TODAY)
    assert (parts.baseline_from, parts.watched_from, parts.lacks) == (ANCHOR, ANCHOR + 24 * WEEK, None)


def test_a_verdict_is_dated_by_its_monday_and_counts_what_was_held_since() -> None:
    series = filled(ANCHOR - 52 * WEEK, ANCHOR + 20 * WEEK) | filled(ANCHOR + 20 * WEEK, THIS_WEEK, (3, 3))
    found = verdict(series, ANCHOR - 52 * WEEK, ANCHOR, TODAY)
    assert found.direction is Direction.RISING
    assert found.since == ANCHOR + 20 * WEEK
    assert found.through == THIS_WEEK - timedelta(days=1)
    assert (found.for_sessions, found.sessions) == (54, 54)
    assert (found.baseline_for, found.baseline_sessions) == (52, 156)
    assert found.usual == 53 / 158
    assert found.reason is None


def test_the_current_week_moves_no_verdict() -> None:
    series = filled(ANCHOR - 52 * WEEK, THIS_WEEK)
    assert verdict(series | {THIS_WEEK: (9, 9)}, ANCHOR - 52 * WEEK, ANCHOR, TODAY) == verdict(
        series, ANCHOR - 52 * WEEK, ANCHOR, TODAY
    )


@given(st.dictionaries(st.integers(-60, 45), a_week), st.integers(-80, 45))
@UNHURRIED
def test_a_verdict_has_a_reason_or_a_usual_and_its_baseline_comes_before_what_is_watched(
    drawn: dict[int, Week], started: int
) -> None:
    first = ANCHOR + started * WEEK
    found = verdict({ANCHOR + number * WEEK: week for number, week in drawn.items()}, first, ANCHOR, TODAY)
    assert (found.reason is None) == (found.usual is not None)
    assert found.baseline_from <= found.watched_from <= THIS_WEEK
    if found.since is not None:
        assert found.watched_from <= found.since < THIS_WEEK
        assert found.since.weekday() == 0
