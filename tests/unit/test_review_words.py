"""What pages say of a leader's word: what it does, and what changed since."""

from datetime import date
from uuid import UUID

import pytest

from app.domain.reviews import Effective
from app.domain.sessions import Telling
from app.domain.vocabulary import Heard, Lead, Mode, Origin, Position, Verdict
from app.services.review_reading import Lapse
from app.web.review_words import FIT_WORDS, HEARD, OF_A_LEADER, SHORT, changed_in_words, consequence

NOW = Telling(
    school_id=UUID(int=10),
    area_id=UUID(int=11),
    held_on=date(2026, 11, 24),
    minutes=90,
    mode=Mode.WITH,
    lead=Lead.SHARED,
    origin=Origin.PLANNED,
)


def test_every_word_has_a_saying() -> None:
    assert set(SHORT) == set(Verdict)
    assert set(OF_A_LEADER) == set(Verdict) - {Verdict.WITHDRAWN}
    assert set(HEARD) == set(Heard)
    assert sorted(FIT_WORDS) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ({"minutes": 45}, "45 → 90 minutes"),
        ({"held_on": date(2026, 11, 23)}, "Mon, Nov 23 → Tue, Nov 24"),
        ({"lead": Lead.SCHOOL}, "school led → shared lead"),
        ({"lead": None}, "not said → shared lead"),
        ({"mode": Mode.FOR, "lead": None}, "for the school → with the school, not said → shared lead"),
        ({"positions": frozenset({Position.OTHER})}, "someone else"),
        ({"area_id": UUID(int=12), "minutes": 60}, "area, 60 → 90 minutes"),
    ],
)
def test_what_changed_is_said_with_what_it_was(before: dict[str, object], words: str) -> None:
    lapse = Lapse(tuple(before), before)
    assert changed_in_words(Verdict.CONFIRMED, lapse, NOW) == f"Changed since you said yes, side by side: {words}"


def test_where_what_it_was_is_not_kept_the_field_is_named() -> None:
    lapse = Lapse(("minutes", "participant_ids"), {})
    words = changed_in_words(Verdict.COACH_LED, lapse, NOW)
    assert words == "Changed since you said side by side, but the coach led: minutes, who took part"
    assert changed_in_words(Verdict.CONFIRMED, Lapse((), {}), NOW) == "Changed since you said yes, side by side"


@pytest.mark.parametrize(
    ("verdict", "counts", "words"),
    [
        (Verdict.CONFIRMED, Effective(Mode.WITH, Lead.SCHOOL, Heard.CONFIRMED), "It counts as side by side."),
        (Verdict.COACH_LED, Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED), "side by side, led by the coach"),
        (Verdict.CORRECTED, Effective(Mode.FOR, None, Heard.CORRECTED), "work that we did for the school"),
        (Verdict.NOT_THERE, Effective(Mode.FOR, None, Heard.CORRECTED), "work that we did for the school"),
        (Verdict.NOT_THERE, Effective(Mode.WITH, Lead.SCHOOL), "Whoever was there can say"),
        (Verdict.NOT_THERE, Effective(Mode.WITH, Lead.SCHOOL, Heard.DIFFERING), "Whoever was there can say"),
        (Verdict.CORRECTED, Effective(Mode.WITH, Lead.SCHOOL, Heard.DIFFERING), "see this differently, so it counts"),
        (Verdict.CONFIRMED, Effective(Mode.WITH, Lead.SCHOOL, Heard.DIFFERING_ON_LEAD), "differently on who led"),
    ],
)
def test_what_a_word_does_is_said(verdict: Verdict, counts: Effective, words: str) -> None:
    found = consequence(verdict, counts, "Alder High")
    assert words in found
    assert ("another leader of Alder High" in found) == ("differently" in words)


def test_no_words_scold() -> None:
    said = " ".join([*SHORT.values(), *OF_A_LEADER.values(), *HEARD.values()]).lower()
    for word in ("wrong", "fault", "false", "fail", "must"):
        assert word not in said
