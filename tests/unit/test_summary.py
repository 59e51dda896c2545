import pytest

from app.domain.summary import Counted, network_in_words
from app.domain.vocabulary import Mode, Phase


def said(**counts: int) -> str:
    return "".join(words for words, _ in network_in_words(Counted(**counts)))


def test_the_network_is_said_in_one_sentence() -> None:
    assert (
        said(schools=12, judged=10, dependent=3, rising=1, easing=2)
        == "3 of 12 schools depend on direct service; 1 is rising, 2 are easing."
    )


def test_one_school_and_one_change_take_their_own_verbs() -> None:
    assert (
        said(schools=12, judged=12, dependent=1, rising=2, easing=1)
        == "1 of 12 schools depends on direct service; 2 are rising, 1 is easing."
    )
    assert said(schools=2, judged=2, dependent=1, rising=0, easing=1).endswith("; 1 is easing.")
    assert said(schools=2, judged=2, dependent=2, rising=1, easing=0).endswith("; 1 is rising.")


def test_none_is_said_as_none() -> None:
    assert (
        said(schools=12, judged=12, dependent=0, rising=0, easing=0)
        == "None of 12 schools depends on direct service; none is rising or easing."
    )


@pytest.mark.parametrize(
    ("dependent", "rising", "easing", "sentence"),
    [
        (1, 0, 0, "Our one school depends on direct service; our share is not changing."),
        (0, 0, 1, "Our one school does not depend on direct service; our share is easing."),
        (1, 1, 0, "Our one school depends on direct service; our share is rising."),
    ],
)
def test_a_network_of_one_school_is_spoken_of_as_such(dependent: int, rising: int, easing: int, sentence: str) -> None:
    assert said(schools=1, judged=1, dependent=dependent, rising=rising, easing=easing) == sentence


def test_where_no_school_has_sessions_enough_nothing_is_said_of_any() -> None:
    assert said(schools=12, judged=0, dependent=0, rising=0, easing=0) == (
        "Too few sessions yet to say how our 12 schools stand."
    )
    assert said(schools=1, judged=0, dependent=0, rising=0, easing=0) == (
        "Too few sessions yet to say how our one school stands."
    )


def test_no_schools_are_not_spoken_of_as_one() -> None:
    assert said(schools=0, judged=0, dependent=0, rising=0, easing=0) == "No schools in these weeks."


def test_an_area_is_named_and_change_is_said_to_be_that_of_all_areas() -> None:
    parts = network_in_words(Counted(schools=12, judged=4, dependent=2, rising=0, easing=1), area="budget development")
    assert "".join(words for words, _ in parts) == (
        "In budget development, 2 of 12 schools depend on direct service. In all areas together, 1 is easing."
    )


def test_a_phase_is_named() -> None:
    parts = network_in_words(Counted(schools=3, judged=3, dependent=0, rising=0, easing=0), phase=Phase.REBUILDING)
    assert parts[0] == ("None of 3 rebuilding schools", None)


def test_colors_go_with_the_words_that_speak_of_for_and_with() -> None:
    colored = {
        mode: words for words, mode in network_in_words(Counted(schools=9, judged=9, dependent=2, rising=0, easing=1))
    }
    assert colored[Mode.FOR] == "2 of 9 schools"
    assert colored[Mode.WITH] == "1 is easing"


def test_dependence_that_is_agreed_is_said_so() -> None:
    counts = {"schools": 12, "judged": 12, "rising": 0, "easing": 0}
    start = "3 of 12 schools depend on direct service"
    assert said(**counts, dependent=3, agreed=1) == f"{start}, 1 of them as agreed; none is rising or easing."
    assert said(**counts, dependent=3, agreed=3).startswith(f"{start}, all as agreed;")
    assert said(**counts, dependent=1, agreed=1).startswith("1 of 12 schools depends on direct service, as agreed;")
    assert "agreed" not in said(**counts, dependent=0, agreed=0)


def test_of_weeks_gone_by_change_is_said_to_be_as_of_today() -> None:
    counts = {"schools": 12, "judged": 4, "dependent": 2, "rising": 0, "easing": 1}
    parts = network_in_words(Counted(**counts), past=True)
    assert "".join(words for words, _ in parts) == "2 of 12 schools depend on direct service; as of today, 1 is easing."
    parts = network_in_words(Counted(**counts), area="budget development", past=True)
    assert "".join(words for words, _ in parts).endswith(". As of today, in all areas together, 1 is easing.")
