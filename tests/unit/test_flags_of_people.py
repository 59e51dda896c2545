"""An area that the school takes over and that hangs on one person, or on nobody. Never by name."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.flags import AreaFacts
from app.domain.vocabulary import Rule, Stage
from tests.support.flagging import DATA, TODAY, WINDOW, area, flags_of, handoff, school, the_flag, work

DAY = timedelta(days=1)
LEFT = date(2026, 4, 1)


def held_by(holders: int, stage: Stage = Stage.RELEASING, **facts: Any) -> AreaFacts:
    return area(DATA, work(ours=1, school=8), stage=stage, holders=holders, **facts)


LED = "led it on two days, one of them with the school in the lead"


@pytest.mark.parametrize(
    ("facts", "sentence", "clears"),
    [
        (
            held_by(1),
            "One person has led data inquiry so far; who is next?",
            f"Clears when one more person has {LED}.",
        ),
        (
            held_by(0),
            "Nobody holds data inquiry yet; who is first?",
            f"Clears when two people have each {LED}.",
        ),
        (
            held_by(1, Stage.SUSTAINING, handoff=handoff()),
            "Since the handoff on February 3, one person holds data inquiry; who is next?",
            f"Clears when one more person has {LED}, or ran it when the handoff is checked.",
        ),
        (
            held_by(0, Stage.SUSTAINING, handoff=handoff(date(2025, 11, 3))),
            "Since the handoff on November 3, 2025, nobody holds data inquiry; who is next?",
            f"Clears when two people have each {LED}, or ran it when the handoff is checked.",
        ),
        (
            held_by(2, left_on=LEFT),
            "Somebody who held data inquiry left on April 1: 2 others hold it now.",
            "Clears on June 22.",
        ),
        (
            held_by(1, left_on=LEFT),
            "Somebody who held data inquiry left on April 1: one person holds it now; who is next?",
            f"Clears when one more person has {LED}, and not before June 22.",
        ),
        (
            held_by(0, left_on=LEFT),
            "Somebody who held data inquiry left on April 1: nobody holds it now; who is next?",
            f"Clears when two people have each {LED}, and not before June 22.",
        ),
    ],
)
def test_a_fragile_area_is_said_without_names(facts: AreaFacts, sentence: str, clears: str) -> None:
    flag = the_flag(Rule.FRAGILE, school(areas=[facts]))
    assert (flag.sentence, flag.clears) == (sentence, clears)
    assert flag.since == facts.left_on


def test_the_sessions_behind_it_are_those_of_the_area() -> None:
    flag = the_flag(Rule.FRAGILE, school(areas=[held_by(1)]))
    assert (flag.area_id, flag.first, flag.last, flag.mode, flag.sessions) == (DATA, WINDOW.first, TODAY, None, 9)
    assert not flag.good


@pytest.mark.parametrize("stage", Stage)
def test_only_an_area_at_releasing_or_beyond_is_fragile(stage: Stage) -> None:
    up = flags_of(Rule.FRAGILE, school(areas=[held_by(1, stage)]))
    assert bool(up) is (stage in {Stage.RELEASING, Stage.SUSTAINING})


def test_two_holders_clear_it() -> None:
    assert flags_of(Rule.FRAGILE, school(areas=[held_by(2)])) == []


def test_a_leaving_is_looked_at_until_the_day_that_is_said() -> None:
    last = date(2026, 6, 21)
    left = held_by(2, left_on=LEFT)
    assert flags_of(Rule.FRAGILE, school(areas=[left], today=last))
    assert flags_of(Rule.FRAGILE, school(areas=[left], today=last + DAY)) == []


def test_of_a_confidential_area_not_even_how_many_is_said() -> None:
    assert flags_of(Rule.FRAGILE, school(areas=[held_by(0, confidential=True, left_on=LEFT)])) == []


def test_an_area_handed_over_is_fragile_however_few_visits_it_has() -> None:
    facts = area(DATA, stage=Stage.SUSTAINING, holders=1, handoff=handoff())
    assert the_flag(Rule.FRAGILE, school(areas=[facts])).sessions == 0
