"""Words to look at once more: which can stand on a list, and which of them are looked for alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.nudges import DEFAULTS, INSTEAD, MOST, WORDS, nudge_problems, said_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("these kids", "These  Kids"),
        ("can't", "can\N{RIGHT SINGLE QUOTATION MARK}t"),
        ("can't", " CAN\N{LEFT SINGLE QUOTATION MARK}T "),
        ("at-risk", "At-Risk"),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"),
    ],
)
def test_case_spaces_and_the_kind_of_apostrophe_make_no_other_words(one: str, other: str) -> None:
    assert said_alike(one) == said_alike(other)
    assert set(nudge_problems(one, "instead", [other])) == {"words"}


@given(st.text(max_size=20))
def test_folding_words_twice_is_folding_them_once(words: str) -> None:
    assert said_alike(said_alike(words)) == said_alike(words)


def test_what_we_begin_with_could_all_be_typed() -> None:
    words = [each for each, _ in DEFAULTS]
    for each, instead in DEFAULTS:
        assert nudge_problems(each, instead, [other for other in words if other != each]) == {}
    assert len({said_alike(each) for each in words}) == len(words)


@pytest.mark.parametrize(
    ("words", "instead", "wrong"),
    [
        ("", "our students", {"words"}),
        ("  ...  ", "our students", {"words"}),
        ("low kids", " ", {"instead"}),
        ("", "", {"words", "instead"}),
        ("x" * (WORDS + 1), "our students", {"words"}),
        ("low kids", "x" * (INSTEAD + 1), {"instead"}),
        ("x" * WORDS, "x" * INSTEAD, set()),
    ],
)
def test_words_need_another_way_to_say_them_and_both_are_short(words: str, instead: str, wrong: set[str]) -> None:
    assert set(nudge_problems(words, instead, [])) == wrong


def test_a_list_ends_somewhere() -> None:
    others = [f"words {number}" for number in range(MOST)]
    assert nudge_problems("low kids", "our students", others)["words"].startswith(f"A list of {MOST}")
    assert nudge_problems("low kids", "our students", others[1:]) == {}
