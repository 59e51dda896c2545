"""What holds of all flags, whatever the facts."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.change import Change
from app.domain.flags import Agreement, AreaFacts, Flag, SchoolFacts, order, rank
from app.domain.flags.clearing import listed, steps_below
from app.domain.handoffs import Handoff
from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.vocabulary import GOOD_NEWS, Direction, Outcome, Phase, Rule, Stage
from tests.support.flagging import DATA, NAMES, NO_CHANGE, TODAY, handoff, raised, school, work

UNHURRIED = settings(deadline=None)

days = st.dates(date(2024, 1, 1), TODAY)
counts = st.integers(0, 12)
RISING = Change(
    Direction.RISING, date(2026, 2, 2), date(2026, 5, 3), 0.3, date(2024, 8, 12), date(2025, 8, 11), 30, 100, 22, 31, 7
)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    tally = work(draw(counts), draw(counts), draw(counts), draw(counts), minutes=draw(st.integers(5, 600)))
    corrected, differing, confirmed = draw(counts), draw(counts), draw(counts)
    return tally._replace(
        requested_minutes=draw(st.integers(0, tally.minutes)),
        reviewed_sessions=corrected + differing + confirmed,
        corrected_sessions=corrected,
        differing_sessions=differing,
        confirmed_sessions=confirmed,
    )


@st.composite
def handoffs(draw: st.DrawFn) -> Handoff:
    checks = draw(st.lists(st.tuples(days, st.sampled_from(Outcome)), max_size=3))
    return handoff(draw(days), *sorted(checks))


@st.composite
def areas(draw: st.DrawFn, area_id: UUID) -> AreaFacts:
    observed, slipped = draw(counts), draw(counts)
    return AreaFacts(
        area_id=area_id,
        name=NAMES[area_id],
        confidential=draw(st.booleans()),
        district_provides=draw(st.booleans()),
        tally=draw(tallies()),
        stage=draw(st.sampled_from(Stage)),
        holders=draw(st.integers(0, 4)),
        left_on=draw(st.none() | days),
        with_days=draw(st.none() | st.tuples(days, days)),
        observed=(draw(st.integers(0, observed)), observed),
        handoff=draw(st.none() | handoffs()),
        since_handoff=(slipped, slipped * draw(st.integers(5, 600))),
    )


agreements = st.lists(
    st.builds(
        lambda area_id, until_on: Agreement(area_id, NAMES[area_id], until_on, "Then the school does."),
        st.sampled_from(list(NAMES)),
        st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400)),
    ),
    max_size=3,
)


@st.composite
def schools(draw: st.DrawFn) -> SchoolFacts:
    """Any school, with what would be odd too: handoffs that hold and slip, stages that do not go with the work."""
    return school(
        areas=[each for area_id in NAMES if (each := draw(st.none() | areas(area_id))) is not None],
        window=Window.ending(TODAY, draw(st.integers(1, 30))),
        phase=draw(st.sampled_from(Phase)),
        change=draw(st.sampled_from([NO_CHANGE, RISING, replace(RISING, direction=Direction.EASING)])),
        stage=draw(st.sampled_from(Stage)),
        stage_before=draw(st.sampled_from(Stage)),
        agreements=tuple(draw(agreements)),
        coached=draw(st.booleans()),
        last_week=draw(st.none() | st.just(date(2026, 3, 2))),
        last_sessions=draw(counts),
        quiet=draw(counts),
        check_answered_on=draw(st.none() | days),
        equity=draw(st.none() | st.floats(0, 4)),
        requested=draw(counts),
    )


@given(schools(), st.floats(0.11, 0.5), st.floats(0.5, 0.99))
@UNHURRIED
def test_whatever_the_facts_flags_stand_in_order_and_each_is_complete(
    facts: SchoolFacts, watch: float, high: float
) -> None:
    found = raised(facts, watch, high)
    assert [rank(flag) for flag in found] == sorted(rank(flag) for flag in found)
    assert len({flag.about for flag in found}) == len(found)
    for flag in found:
        assert flag.school_id == facts.school_id
        assert flag.good is (flag.rule in GOOD_NEWS)
        assert flag.first <= flag.last
        assert flag.sessions >= 0
        assert re.fullmatch(r"[A-Z0-9].*[.?]", flag.sentence)
        assert re.fullmatch(r"(Clears|Ends) .*\.", flag.clears)
        assert "  " not in flag.sentence + flag.clears
        assert flag.after is None or flag.first <= flag.after <= flag.last
        assert flag.agreed == "" or flag.rule is Rule.DEPENDENT


@given(schools())
@UNHURRIED
def test_where_our_partnership_has_ended_nothing_is_flagged(facts: SchoolFacts) -> None:
    assert raised(replace(facts, ended=True)) == ()


@given(schools())
@UNHURRIED
def test_the_order_of_areas_and_agreements_does_not_matter(facts: SchoolFacts) -> None:
    turned = replace(
        facts,
        areas=dict(list(facts.areas.items())[::-1]),
        agreements=facts.agreements[::-1],
    )
    assert raised(turned) == raised(facts)


@given(schools())
@UNHURRIED
def test_no_sessions_are_never_said_to_be_0_percent(facts: SchoolFacts) -> None:
    idle = replace(
        facts,
        tally=Tally.zero(),
        areas={
            area_id: each._replace(tally=Tally.zero(), since_handoff=(0, 0)) for area_id, each in facts.areas.items()
        },
    )
    assert not [flag for flag in raised(idle) if re.search(r"\b0%|\b0 h|\b0 sessions", flag.sentence)]


@given(schools())
@UNHURRIED
def test_an_answer_to_each_flag_leaves_none_that_waits_and_sorts_the_school_behind_those_with_one(
    facts: SchoolFacts,
) -> None:
    found = raised(facts)
    answered = {flag.about for flag in found}
    assert order(found, answered)[0] == 0
    assert order(found) <= order(found, answered) <= order([])


WORDS = ["should", "fail", "fault", "blame", "behind", "poor", "must", "lack", "refus", "neglect", "bad", "wrong"]


@given(schools())
@UNHURRIED
def test_no_sentence_scolds(facts: SchoolFacts) -> None:
    said = " ".join(flag.sentence + flag.clears + flag.agreed for flag in raised(facts)).lower()
    assert [word for word in WORDS if word in said] == []


def test_every_rule_can_be_raised_and_is_among_those_of_the_vocabulary() -> None:
    """All but under-served and silence at one school that does everything at once, and easing at another."""
    everything = school(
        areas=[
            AreaFacts(
                area_id=DATA,
                name=NAMES[DATA],
                confidential=False,
                district_provides=True,
                tally=work(ours=20, coach=8, requested_minutes=1500, reviewed_sessions=6, corrected_sessions=3),
                stage=Stage.SUSTAINING,
                holders=1,
                with_days=(date(2026, 2, 18), TODAY),
                observed=(5, 8),
                handoff=handoff(date(2026, 2, 3), (date(2026, 4, 4), Outcome.HELD)),
                since_handoff=(3, 180),
            )
        ],
        change=RISING,
        stage=Stage.RELEASING,
        equity=0.5,
        coached=True,
        quiet=4,
        last_week=date(2026, 3, 2),
    )
    easing = school(change=replace(RISING, direction=Direction.EASING))
    up: list[Flag] = [*raised(everything), *raised(easing)]
    assert {flag.rule for flag in up} == set(Rule)


@given(
    st.integers(1, 5000), st.integers(0, 5000), st.sampled_from([0.25, 1 / 3, 0.5, 0.8, 0.3]) | st.floats(0.11, 0.99)
)
@UNHURRIED
def test_the_steps_that_are_promised_are_the_fewest_that_do(part: int, more: int, share: float) -> None:
    whole = part + more
    for reach in (False, True):
        steps = steps_below(part, whole, share, 60, reach=reach)
        quotients = [part / (whole + 60 * number) for number in (steps - 1, steps)]
        assert quotients[1] < share or (reach and quotients[1] == share)
        assert steps == 1 or quotients[0] > share or (not reach and quotients[0] == share)


def test_words_in_a_row() -> None:
    assert [listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
