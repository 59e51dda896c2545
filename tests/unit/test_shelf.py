from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

from app.domain.vocabulary import Phase
from app.services.seeing.shelf import Latest, Shelf
from app.store.schools import SchoolFact

ALDER, BIRCH, CEDAR = (SchoolFact(UUID(int=n), name, name, Phase.TRANSFORMING, 1) for n, name in enumerate("abc"))


class Work:
    """Answers with the school's name and revision, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, schools: list[SchoolFact]) -> Iterable[str]:
        self.asked.append([school.name for school in schools])
        return [f"{school.name}{school.revision}" for school in schools]


def test_what_was_answered_once_is_not_worked_out_again() -> None:
    shelf, work = Shelf[str](), Work()
    assert shelf.take("?", [ALDER, BIRCH], work) == ["a1", "b1"]
    assert shelf.take("?", [BIRCH, ALDER], work) == ["b1", "a1"]
    assert work.asked == [["a", "b"]]


def test_a_change_at_one_school_has_only_that_school_worked_out_again() -> None:
    shelf, work = Shelf[str](), Work()
    shelf.take("?", [ALDER, BIRCH, CEDAR], work)
    changed = replace(BIRCH, revision=2)
    assert shelf.take("?", [ALDER, changed, CEDAR], work) == ["a1", "b2", "c1"]
    assert work.asked[1:] == [["b"]]


def test_a_school_that_only_changed_its_name_is_worked_out_again() -> None:
    shelf, work = Shelf[str](), Work()
    shelf.take("?", [ALDER], work)
    assert shelf.take("?", [replace(ALDER, name="x")], work) == ["x1"]


def test_another_question_has_its_own_answers() -> None:
    shelf, work = Shelf[str](), Work()
    shelf.take("12 weeks", [ALDER], work)
    shelf.take("4 weeks", [ALDER], work)
    assert len(work.asked) == 2


def test_the_question_least_lately_asked_goes_first() -> None:
    shelf, work = Shelf[str](most=4), Work()
    for question in ("one", "two", "one", "three"):
        shelf.take(question, [ALDER, BIRCH], work)
    assert len(shelf) == 4
    before = len(work.asked)
    shelf.take("one", [ALDER, BIRCH], work)
    assert len(work.asked) == before
    shelf.take("two", [ALDER, BIRCH], work)
    assert len(work.asked) == before + 1


def test_a_question_of_more_schools_than_there_is_room_for_is_answered_all_the_same() -> None:
    shelf, work = Shelf[str](most=1), Work()
    assert shelf.take("?", [ALDER, BIRCH, CEDAR], work) == ["a1", "b1", "c1"]


def test_no_schools_are_no_work() -> None:
    shelf, work = Shelf[str](), Work()
    assert shelf.take("?", [], work) == []
    assert work.asked == []


def test_readers_at_once_all_get_their_answers() -> None:
    shelf, work = Shelf[str](most=3), Work()
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(shelf.take, number % 5, [ALDER, BIRCH], work) for number in range(400)]
    assert all(each.result() == ["a1", "b1"] for each in asked)


def test_the_latest_answers_are_kept_by_their_question_and_the_rest_is_asked_again() -> None:
    latest, asked = Latest[str](most=2), list[str]()

    def answer(question: str) -> str:
        def work() -> str:
            asked.append(question)
            return question.upper()

        return latest.take(question, work)

    assert [answer(each) for each in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert asked == ["a", "b", "c", "b"], "b was the one least lately asked for when c came"
