"""What is kept of each version, and what undoing a change brings back."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.sessions import FIELDS, TEXTS, Telling, settle
from app.domain.versions import COUNTING, read_counting, without_change, write_counting
from app.domain.vocabulary import Aim, Lead, Mode, Modelled, Origin, Position
from tests.unit.test_sessions import DAN, ROSA, SAM, TOLD

tellings = st.builds(
    Telling,
    school_id=st.uuids(),
    area_id=st.uuids(),
    held_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    minutes=st.integers(5, 600),
    mode=st.sampled_from(Mode),
    lead=st.none() | st.sampled_from(Lead),
    origin=st.sampled_from(Origin),
    aim=st.none() | st.sampled_from(Aim),
    participant_ids=st.frozensets(st.uuids(), max_size=3),
    led_ids=st.frozensets(st.uuids(), max_size=3),
    positions=st.frozensets(st.sampled_from(Position)),
    teachers=st.integers(0, 200),
    started_at=st.none() | st.times(),
    co_coach_id=st.none() | st.uuids(),
    partner_id=st.none() | st.uuids(),
    funding_id=st.none() | st.uuids(),
    modelled=st.none() | st.sampled_from(Modelled),
    strength=st.text(max_size=5),
    next_step_text=st.text(max_size=5),
    next_step_owner_id=st.none() | st.uuids(),
)


@given(tellings)
def test_what_counts_is_kept_whole_and_read_back(telling: Telling) -> None:
    assert read_counting(write_counting(telling)) == {name: getattr(telling, name) for name in COUNTING}


def test_no_prose_is_kept() -> None:
    said: dict[str, Any] = {name: f"zebra {name}" for name in TEXTS}
    kept = write_counting(replace(TOLD, **said))
    assert "zebra" not in kept
    assert "Café" not in kept
    assert set(FIELDS) - set(COUNTING) == {*TEXTS, "next_step_owner_id", "next_step_due_on"}
    assert json.loads(kept)["minutes"] == 45


@given(tellings, tellings)
def test_the_latest_change_undone_is_what_it_was_before_with_the_prose_of_now(first: Telling, second: Telling) -> None:
    first, second = settle(first), settle(second)
    undone = without_change(second, write_counting(first), write_counting(second))
    for name in FIELDS:
        assert getattr(undone, name) == getattr(settle(first) if name in COUNTING else second, name), name


def test_an_earlier_change_undone_leaves_the_later_ones() -> None:
    shorter = replace(TOLD, minutes=30)
    now = replace(shorter, origin=Origin.REQUESTED, strength="asked first", started_at=time(9, 30), co_coach_id=SAM)
    assert without_change(now, write_counting(TOLD), write_counting(shorter)) == replace(now, minutes=45)


def test_what_follows_from_what_is_undone_follows_again() -> None:
    """Rosa alone took part before, so she led; undone, nobody else did."""
    alone = settle(replace(TOLD, positions=frozenset(), participant_ids=frozenset({ROSA}), led_ids=frozenset()))
    dan = replace(alone, participant_ids=frozenset({DAN}), led_ids=frozenset({DAN}))
    assert without_change(dan, write_counting(alone), write_counting(dan)).led_ids == {ROSA}


def test_a_change_of_prose_alone_brings_nothing_back() -> None:
    now = replace(TOLD, strength="asked first", next_step_owner_id=UUID(int=9))
    assert without_change(now, write_counting(TOLD), write_counting(now)) == now
