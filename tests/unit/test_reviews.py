"""What a session counts as: its coach's word, unless every leader who speaks of it says otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reviews import (
    Counted,
    Effective,
    Review,
    as_counted,
    as_told,
    effective,
    is_spoken_of,
    lapses,
    spoken_mark,
    standing,
)
from app.domain.sessions import FIELDS, Telling, tally
from app.domain.vocabulary import Heard, Lead, Mode, Origin, Position, Verdict

ROSA, DAN, MEI = (UUID(int=number) for number in (1, 2, 3))
NAMED = frozenset({ROSA, DAN})

TOLD = Telling(
    school_id=UUID(int=10),
    area_id=UUID(int=11),
    held_on=date(2026, 11, 24),
    minutes=45,
    mode=Mode.WITH,
    lead=Lead.SCHOOL,
    origin=Origin.PLANNED,
    participant_ids=NAMED,
    led_ids=frozenset({ROSA}),
)


def heard(rosa: Verdict | None = None, dan: Verdict | None = None, lead: Lead | None = Lead.SCHOOL) -> Effective:
    """What a session with Rosa and Dan counts as, told as led by `lead`, after what they say."""
    said = [Review(who, verdict) for who, verdict in ((ROSA, rosa), (DAN, dan)) if verdict is not None]
    return effective(Mode.WITH, lead, NAMED, said)


verdicts = st.sampled_from(Verdict)
told_modes = st.one_of(st.just((Mode.FOR, None)), st.tuples(st.just(Mode.WITH), st.none() | st.sampled_from(Lead)))


@st.composite
def histories(draw: st.DrawFn) -> list[Review]:
    """All that three leaders ever said of a session, some of it lapsed."""
    found = []
    for who in (ROSA, DAN, MEI):
        for number, verdict in enumerate(draw(st.lists(verdicts, max_size=3)), start=1):
            found.append(Review(who, verdict, number, lapsed=draw(st.booleans())))
    return found


def test_the_worked_example_holds() -> None:
    told = Effective(Mode.WITH, Lead.SCHOOL)
    assert heard() == told
    assert heard(Verdict.CORRECTED) == Effective(Mode.FOR, None, Heard.CORRECTED)
    assert heard(Verdict.CORRECTED, Verdict.CONFIRMED) == replace(told, heard=Heard.DIFFERING)
    assert heard(Verdict.COACH_LED, Verdict.CONFIRMED) == replace(told, heard=Heard.DIFFERING_ON_LEAD)
    assert heard(Verdict.COACH_LED, Verdict.COACH_LED) == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)


@pytest.mark.parametrize(
    ("rosa", "dan", "mode", "lead", "expected"),
    [
        (Verdict.CONFIRMED, None, Mode.WITH, Lead.SCHOOL, Heard.CONFIRMED),
        (Verdict.CONFIRMED, Verdict.CONFIRMED, Mode.WITH, Lead.SCHOOL, Heard.CONFIRMED),
        (Verdict.COACH_LED, None, Mode.WITH, Lead.COACH, Heard.CONFIRMED),
        (Verdict.CORRECTED, Verdict.CORRECTED, Mode.FOR, None, Heard.CORRECTED),
        (Verdict.CORRECTED, Verdict.COACH_LED, Mode.WITH, Lead.SCHOOL, Heard.DIFFERING),
        (Verdict.NOT_THERE, None, Mode.WITH, Lead.SCHOOL, None),
        (Verdict.NOT_THERE, Verdict.NOT_THERE, Mode.FOR, None, Heard.CORRECTED),
        (Verdict.NOT_THERE, Verdict.CONFIRMED, Mode.WITH, Lead.SCHOOL, Heard.CONFIRMED),
        (Verdict.NOT_THERE, Verdict.COACH_LED, Mode.WITH, Lead.COACH, Heard.CONFIRMED),
        (Verdict.NOT_THERE, Verdict.CORRECTED, Mode.FOR, None, Heard.CORRECTED),
        (Verdict.WITHDRAWN, None, Mode.WITH, Lead.SCHOOL, None),
        (Verdict.WITHDRAWN, Verdict.CORRECTED, Mode.FOR, None, Heard.CORRECTED),
        (Verdict.WITHDRAWN, Verdict.NOT_THERE, Mode.WITH, Lead.SCHOOL, None),
    ],
)
def test_what_two_leaders_say_is_weighed(
    rosa: Verdict, dan: Verdict | None, mode: Mode, lead: Lead | None, expected: Heard | None
) -> None:
    assert heard(rosa, dan) == Effective(mode, lead, expected)
    if dan is not None:
        assert heard(dan, rosa) == Effective(mode, lead, expected)


def test_leaders_do_not_differ_where_the_coach_said_that_the_coach_led() -> None:
    both = heard(Verdict.CONFIRMED, Verdict.COACH_LED, lead=Lead.COACH)
    assert both == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)


def test_an_import_that_did_not_say_who_led_is_led_by_whom_its_leaders_say() -> None:
    assert heard(Verdict.COACH_LED, lead=None) == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)
    assert heard(Verdict.CONFIRMED, lead=None) == Effective(Mode.WITH, None, Heard.CONFIRMED)


def test_where_nobody_is_named_nobody_can_have_been_away() -> None:
    told = Effective(Mode.WITH, Lead.SHARED)
    assert effective(Mode.WITH, Lead.SHARED, frozenset(), []) == told
    assert effective(Mode.WITH, Lead.SHARED, frozenset(), [Review(MEI, Verdict.NOT_THERE)]) == told


def test_each_reviewers_latest_stands_and_a_lapsed_one_brings_no_earlier_one_back() -> None:
    corrected, confirmed = Review(ROSA, Verdict.CORRECTED, 1), Review(ROSA, Verdict.CONFIRMED, 2)
    assert standing([corrected, confirmed]) == (confirmed,)
    assert standing([corrected, replace(confirmed, lapsed=True)]) == ()
    assert standing([corrected, Review(ROSA, Verdict.WITHDRAWN, 2)]) == ()
    assert standing([corrected, Review(ROSA, Verdict.WITHDRAWN, 2), Review(ROSA, Verdict.NOT_THERE, 3)]) == (
        Review(ROSA, Verdict.NOT_THERE, 3),
    )


@given(histories(), told_modes, st.frozensets(st.sampled_from([ROSA, DAN, MEI])), st.randoms())
def test_the_order_in_which_reviews_are_read_does_not_matter(
    said: list[Review], told: tuple[Mode, Lead | None], named: frozenset[UUID], chance: object
) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert effective(*told, named, shuffled) == effective(*told, named, said)


@given(histories(), told_modes, st.frozensets(st.sampled_from([ROSA, DAN, MEI])))
def test_what_is_replaced_withdrawn_or_lapsed_counts_for_nothing(
    said: list[Review], told: tuple[Mode, Lead | None], named: frozenset[UUID]
) -> None:
    assert effective(*told, named, standing(said)) == effective(*told, named, said)


@given(histories(), told_modes, st.frozensets(st.sampled_from([ROSA, DAN, MEI])))
def test_what_is_for_the_school_has_no_lead_and_reviews_never_make_a_for_session_with(
    said: list[Review], told: tuple[Mode, Lead | None], named: frozenset[UUID]
) -> None:
    found = effective(*told, named, said)
    assert (found.mode is Mode.FOR) == (told[0] is Mode.FOR or found.heard is Heard.CORRECTED)
    assert found.lead is None or found.mode is Mode.WITH
    if told[0] is Mode.FOR:
        assert found == Effective(Mode.FOR, None)
    if found.heard in {None, Heard.DIFFERING, Heard.DIFFERING_ON_LEAD}:
        assert (found.mode, found.lead) == told


@given(histories(), st.sampled_from(Lead))
def test_one_who_was_not_there_changes_nothing_that_others_say(said: list[Review], lead: Lead) -> None:
    others = [each for each in said if each.reviewer_id != MEI]
    before = effective(Mode.WITH, lead, {ROSA, DAN, MEI}, others)
    after = effective(Mode.WITH, lead, {ROSA, DAN, MEI}, [*others, Review(MEI, Verdict.NOT_THERE)])
    if before.heard is not None:
        assert after == before


@pytest.mark.parametrize(
    "field", ["mode", "lead", "minutes", "area_id", "school_id", "held_on", "participant_ids", "led_ids", "positions"]
)
def test_an_edit_of_what_was_confirmed_takes_the_word_of_those_who_confirmed(field: str) -> None:
    assert lapses([field], Mode.WITH) == {Verdict.CONFIRMED, Verdict.COACH_LED}


def test_an_edit_of_notes_or_of_what_came_next_takes_nobodys_word() -> None:
    others = ["origin", "aim", "teachers", "strength", "shared_note", "private_note", "next_step_text"]
    assert set(others) < set(FIELDS)
    assert lapses([*others, "next_step_owner_id", "next_step_due_on"], Mode.WITH) == frozenset()


def test_where_the_coach_makes_it_for_there_is_nothing_left_to_say() -> None:
    assert lapses(["mode", "lead"], Mode.FOR) == {
        Verdict.CONFIRMED,
        Verdict.COACH_LED,
        Verdict.CORRECTED,
        Verdict.NOT_THERE,
    }


def counted(found: Effective) -> Counted:
    return as_counted(TOLD, found)


def test_a_session_counts_as_it_was_told_until_somebody_speaks() -> None:
    assert counted(as_told(TOLD)) == Counted(TOLD)


@pytest.mark.parametrize(
    ("found", "led"),
    [
        (Effective(Mode.FOR, None, Heard.CORRECTED), frozenset()),
        (Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED), frozenset()),
        (Effective(Mode.WITH, Lead.SCHOOL, Heard.CONFIRMED), frozenset({ROSA})),
    ],
)
def test_nobody_of_the_school_led_what_counts_as_ours(found: Effective, led: frozenset[UUID]) -> None:
    assert counted(found).telling == replace(TOLD, mode=found.mode, lead=found.lead, led_ids=led)


@pytest.mark.parametrize(
    ("heard", "confirmed", "corrected", "differing"),
    [
        (Heard.CONFIRMED, 1, 0, 0),
        (Heard.CORRECTED, 0, 1, 0),
        (Heard.DIFFERING, 0, 0, 1),
        (Heard.DIFFERING_ON_LEAD, 1, 0, 1),
    ],
)
def test_a_tally_counts_what_leaders_said(heard: Heard, confirmed: int, corrected: int, differing: int) -> None:
    sums = tally(TOLD, heard)
    assert sums.reviewed_sessions == 1
    assert (sums.confirmed_sessions, sums.corrected_sessions, sums.differing_sessions) == (
        confirmed,
        corrected,
        differing,
    )
    assert tally(TOLD).reviewed_sessions == 0


SPOKEN_OF: dict[str, Any] = {
    "mode": Mode.FOR,
    "lead": Lead.COACH,
    "minutes": 90,
    "area_id": UUID(int=12),
    "school_id": UUID(int=13),
    "held_on": date(2026, 11, 23),
    "participant_ids": frozenset({ROSA}),
    "led_ids": frozenset({DAN}),
    "positions": frozenset({Position.OTHER}),
}


@pytest.mark.parametrize("field", SPOKEN_OF)
def test_a_mark_is_another_once_anything_that_leaders_speak_of_has_changed(field: str) -> None:
    assert is_spoken_of(field)
    assert spoken_mark(replace(TOLD, **{field: SPOKEN_OF[field]})) != spoken_mark(TOLD)


def test_a_mark_stays_the_same_whatever_else_is_changed() -> None:
    others = replace(TOLD, shared_note="We drafted it.", strength="Asked first", teachers=3, origin=Origin.REQUESTED)
    assert spoken_mark(others) == spoken_mark(TOLD)
    assert {field for field in FIELDS if is_spoken_of(field)} == set(SPOKEN_OF)
