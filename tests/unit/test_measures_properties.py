"""What holds of the measures whatever was logged: bounds, no order, and a session split in two."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from random import Random
from uuid import UUID

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.change import verdict
from app.domain.equity import Support, equity
from app.domain.measures import Tally, dependence_of, disagreement, lasting, release, strategic
from app.domain.periods import WEEK
from app.domain.reach import reach
from app.domain.sessions import LONGEST, SHORTEST, Telling, settle, tally
from app.domain.vocabulary import Aim, Heard, Lead, Mode, Origin

UNHURRIED = settings(deadline=None)
SCHOOL, DAY = UUID(int=1), date(2026, 2, 4)
AREAS = [UUID(int=number) for number in (11, 12, 13)]
PEOPLE = [UUID(int=number) for number in range(21, 29)]

people = st.frozensets(st.sampled_from(PEOPLE))
shuffles = st.integers(0, 10_000).map(Random)


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """A session as the form or an import tells it; an import may not say who led."""
    mode = draw(st.sampled_from(Mode))
    there = draw(people)
    return settle(
        Telling(
            school_id=SCHOOL,
            area_id=draw(st.sampled_from(AREAS)),
            held_on=DAY,
            minutes=draw(st.integers(SHORTEST, LONGEST)),
            mode=mode,
            lead=draw(st.sampled_from([None, *Lead])) if mode is Mode.WITH else None,
            origin=draw(st.sampled_from(Origin)),
            aim=draw(st.sampled_from([None, *Aim])),
            participant_ids=there,
            led_ids=frozenset(sorted(there)[:1]),
        )
    )


@st.composite
def heard(draw: st.DrawFn) -> tuple[Telling, Heard | None]:
    """A session, and what its reviewers say; only of those side by side can they say anything."""
    telling = draw(tellings())
    if telling.mode is Mode.FOR:
        return telling, draw(st.sampled_from([None, Heard.CORRECTED]))
    return telling, draw(st.sampled_from([None, *(each for each in Heard if each is not Heard.CORRECTED)]))


weeks = st.dictionaries(
    st.integers(-52, 40), st.integers(0, 6).flatmap(lambda held: st.tuples(st.integers(0, held), st.just(held)))
)
supports = st.builds(
    Support,
    weight=st.sampled_from([1.0, 1.5, 2.0, 3.0]),
    by_director=st.booleans(),
    coached=st.booleans(),
    tally=st.builds(
        lambda ours, shared: Tally(for_minutes=ours, shared_minutes=shared), st.integers(0, 900), st.integers(0, 900)
    ),
)


def total(logged: Sequence[Telling]) -> Tally:
    return Tally.total(map(tally, logged))


def measured(sums: Tally) -> tuple[object, ...]:
    """All that is said in shares of minutes."""
    found = dependence_of(sums)
    return None if found is None else found.share, release(sums), strategic(sums), lasting(sums)


@given(st.lists(heard()))
@UNHURRIED
def test_every_share_lies_between_0_and_1_or_is_no_figure(logged: list[tuple[Telling, Heard | None]]) -> None:
    sums = Tally.total(tally(telling, said) for telling, said in logged)
    found, led = dependence_of(sums), release(sums)
    shares = [strategic(sums), lasting(sums), disagreement(sums)]
    shares += [found.low, found.share, found.high] if found else []
    shares += asdict(led).values() if led else []
    assert all(0 <= share <= 1 for share in shares if share is not None)
    assert (found is None) == (strategic(sums) is None) == (not logged)
    assert (disagreement(sums) is None) == all(said is None for _, said in logged)


@given(st.lists(heard()), shuffles)
@UNHURRIED
def test_the_order_of_sessions_changes_no_sum_and_so_no_measure(
    logged: list[tuple[Telling, Heard | None]], luck: Random
) -> None:
    shuffled = luck.sample(logged, len(logged))
    assert Tally.total(tally(*each) for each in shuffled) == Tally.total(tally(*each) for each in logged)


@given(st.lists(tellings(), min_size=1), st.data())
@UNHURRIED
def test_a_session_split_in_two_leaves_the_measures_of_minutes_unchanged(
    logged: list[Telling], data: st.DataObject
) -> None:
    whole, *others = logged
    assume(whole.minutes >= 2 * SHORTEST)
    cut = data.draw(st.integers(SHORTEST, whole.minutes - SHORTEST))
    halves = [replace(whole, minutes=cut), replace(whole, minutes=whole.minutes - cut)]
    assert measured(total([*halves, *others])) == measured(total(logged))
    assert total([*halves, *others]).sessions == total(logged).sessions + 1


@given(st.lists(tellings(), min_size=1), st.data())
@UNHURRIED
def test_a_session_split_in_two_leaves_a_schools_share_of_our_time_unchanged(
    logged: list[Telling], data: st.DataObject
) -> None:
    whole, *others = logged
    assume(whole.minutes >= 2 * SHORTEST)
    cut = data.draw(st.integers(SHORTEST, whole.minutes - SHORTEST))
    halves = [replace(whole, minutes=cut), replace(whole, minutes=whole.minutes - cut)]
    rest = Support(
        2.0, by_director=True, coached=True, tally=Tally(for_minutes=300, for_squared=90_000, for_sessions=1)
    )

    def ours(told: Sequence[Telling]) -> object:
        return equity({SCHOOL: Support(1.0, by_director=True, coached=True, tally=total(told)), AREAS[0]: rest})

    assert ours([*halves, *others]) == ours(logged)


@given(st.lists(tellings()), st.lists(tellings()))
@UNHURRIED
def test_the_share_of_two_spans_together_lies_between_theirs(first: list[Telling], second: list[Telling]) -> None:
    one, two, both = (dependence_of(total(each)) for each in (first, second, first + second))
    assume(one is not None and two is not None)
    assert one is not None
    assert two is not None
    assert both is not None
    assert min(one.share, two.share) <= both.share <= max(one.share, two.share)


@given(st.lists(tellings(), min_size=1))
@UNHURRIED
def test_a_session_corrected_to_for_never_lowers_dependence(logged: list[Telling]) -> None:
    told, *others = logged
    corrected = replace(told, mode=Mode.FOR, lead=None)
    before, after = dependence_of(total(logged)), dependence_of(total([corrected, *others]))
    assert before is not None
    assert after is not None
    assert after.share >= before.share


@given(weeks, shuffles)
@UNHURRIED
def test_the_order_of_rows_changes_no_verdict(series: dict[int, tuple[int, int]], luck: Random) -> None:
    anchor, today = date(2025, 8, 11), date(2026, 5, 6)
    rows = [(anchor + number * WEEK, week) for number, week in series.items()]
    shuffled = dict(luck.sample(rows, len(rows)))
    first = anchor - 52 * WEEK
    assert verdict(shuffled, first, anchor, today) == verdict(dict(rows), first, anchor, today)


@given(st.dictionaries(st.sampled_from(PEOPLE), supports), shuffles)
@UNHURRIED
def test_expected_shares_sum_to_1_and_ratios_weighted_by_them_too_in_any_order(
    schools: dict[UUID, Support], luck: Random
) -> None:
    found = equity(schools)
    shuffled = equity(dict(luck.sample(list(schools.items()), len(schools))))
    assert set(shuffled.shares) == set(found.shares)
    assert shuffled.provisional == found.provisional
    if found.shares:
        assert abs(sum(share.expected for share in found.shares.values()) - 1) < 1e-9
        ratios = [share.ratio * share.expected for share in found.shares.values() if share.ratio is not None]
        assert not ratios or abs(sum(ratios) - 1) < 1e-9
        assert all(ratio >= 0 for ratio in ratios)


@given(people, st.lists(st.sampled_from(PEOPLE)), shuffles)
@UNHURRIED
def test_reach_counts_a_member_once_in_any_order_and_lies_between_0_and_1(
    ilt: frozenset[UUID], took_part: list[UUID], luck: Random
) -> None:
    found = reach(ilt, took_part)
    assert reach(ilt, luck.sample(took_part * 2, 2 * len(took_part))) == found
    assert (found.share is None) == (not ilt)
    assert found.share is None or 0 <= found.share <= 1


@given(people, people, st.sampled_from(PEOPLE))
@UNHURRIED
def test_one_more_who_took_part_never_lowers_reach(
    ilt: frozenset[UUID], took_part: frozenset[UUID], newcomer: UUID
) -> None:
    assert reach(ilt, took_part | {newcomer}).reached >= reach(ilt, took_part).reached
