"""What the one page opens and ends with, and how it is called as a file."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.measures import Tally
from app.domain.next_handoffs import NextHandoff
from app.domain.one_page import Ground, question, strengths_from
from app.domain.vocabulary import Stage
from app.web.one_page import LONGEST_WORDS, paper_of, short
from app.web.pdf import file_header

ID = UUID(int=1)


def area(name: str, stage: Stage = Stage.SIDE_BY_SIDE, holders: int = 0, ours: int = 0, beside: int = 0) -> Ground:
    """`ours` sessions of an hour done for the school, and `beside` that the coach led."""
    tally = Tally(for_minutes=60 * ours, for_sessions=ours, coach_minutes=60 * beside, coach_sessions=beside)
    return Ground(name, stage, holders, tally)


def handed_over(name: str) -> Ground:
    return Ground(name, Stage.SUSTAINING, 2, Tally.zero(), handed_over=True)


BUDGET = area("Budget development", Stage.DIRECT_SERVICE, ours=5, beside=1)
MEETINGS = area("ILT meetings", beside=6)


def test_the_surest_strengths_come_first() -> None:
    found = strengths_from(
        [area("ILT meetings", holders=1), area("Data inquiry", holders=3), handed_over("Front office")]
    )
    assert found == (
        "The school runs front office itself.",
        "Three people of the school lead data inquiry by now.",
        "Somebody of the school leads ILT meetings by now.",
    )
    assert strengths_from([BUDGET]) == ()


@pytest.mark.parametrize(
    ("areas", "asked"),
    [
        ([MEETINGS, BUDGET], "Which part of budget development could the school lead next time, with us beside it?"),
        (
            [BUDGET, area("Data inquiry", Stage.RELEASING, 1)],
            "One person leads data inquiry so far. Who could be the second?",
        ),
        ([MEETINGS], "In ILT meetings, what could we leave to the team from now on?"),
        (
            [handed_over("Data inquiry")],
            "How is data inquiry going since the school runs it? What would keep it going?",
        ),
        (
            [area("Budget development", ours=2)],
            "Where would working side by side help the most in the weeks to come?",
        ),
        ([], "Where would working side by side help the most in the weeks to come?"),
    ],
)
def test_the_question_is_about_what_is_nearest_to_being_the_schools_own(areas: list[Ground], asked: str) -> None:
    assert question(areas, (), 0.5) == asked
    assert question(areas, (NextHandoff(ID, "Front office", ready=False, reason=""),), 0.5) == asked
    ready = NextHandoff(ID, "Front office", ready=True, reason="")
    assert (
        question(areas, (ready,), 0.5)
        == "What does the team still need from us before it runs front office without us?"
    )


@given(st.text(max_size=400))
def test_words_are_whole_or_cut_and_never_too_long_for_their_lines(words: str) -> None:
    cut = short(words)
    assert len(cut) <= LONGEST_WORDS + 1
    if len(" ".join(words.split())) <= LONGEST_WORDS:
        assert cut == " ".join(words.split())
    else:
        assert cut.endswith("…")
        assert " ".join(words.split()).startswith(cut[:-1])


def test_words_are_cut_between_two_of_them() -> None:
    assert short("word " * 100) == f"{'word ' * 23}word…"


@pytest.mark.parametrize(
    ("locale", "paper"), [("en_US", "letter"), ("es_US", "letter"), ("en_GB", "a4"), ("de_DE", "a4"), ("", "a4")]
)
def test_paper_is_what_printers_hold_there(locale: str, paper: str) -> None:
    assert paper_of(locale) == paper


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("Peña Elementary", "pena-elementary", "Pe%C3%B1a%20Elementary"),
        ('A "quoted" / school; x', "a-quoted-school-x", "A%20%22quoted%22%20%2F%20school%3B%20x"),
        ("第一中学", "page", "%E7%AC%AC%E4%B8%80%E4%B8%AD%E5%AD%A6"),
        ("line\r\nSet-Cookie: x", "line-set-cookie-x", "line%0D%0ASet-Cookie%3A%20x"),
    ],
)
def test_a_file_is_named_in_ascii_and_in_full(name: str, plain: str, whole: str) -> None:
    assert file_header(name) == f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{whole}.pdf"
