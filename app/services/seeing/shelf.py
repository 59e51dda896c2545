"""Answers kept in this process, for as long as the school they are about has not changed.

A school's `revision` is raised by every change that a page could show, last before the commit. So what was worked out
for one revision holds until the next, whoever asks: a write makes one school's answers be worked out again, and all
others stand.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from app.store.schools import SchoolFact

A = TypeVar("A")

MOST = 6_000
"""Answers kept at once: about 15 MB. Room for 500 schools under a dozen sets of filters."""


class Shelf(Generic[A]):
    """Answers by question and school. The question least lately asked goes first when there are too many.

    Readers must have read the schools before they work out an answer: then what they keep is at least as new as the
    revision that it is kept under.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, dict[UUID, tuple[SchoolFact, A]]] = OrderedDict()
        self._lock = Lock()

    def take(
        self, question: Hashable, schools: Sequence[SchoolFact], answer: Callable[[list[SchoolFact]], Iterable[A]]
    ) -> list[A]:
        """The answer for each school, in their order; `answer` is asked once, for all that are missing or stale."""
        with self._lock:
            kept = dict(self._kept.get(question, {}))
        missing = [school for school in schools if (found := kept.get(school.id)) is None or found[0] != school]
        if missing:
            new = {school.id: (school, made) for school, made in zip(missing, answer(missing), strict=True)}
            kept |= new
            self._put(question, new)
        elif schools:
            self._put(question, {})
        return [kept[school.id][1] for school in schools]

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))

    def _put(self, question: Hashable, new: dict[UUID, tuple[SchoolFact, A]]) -> None:
        with self._lock:
            self._kept.setdefault(question, {}).update(new)
            self._kept.move_to_end(question)
            while len(self) > self._most and len(self._kept) > 1:
                self._kept.popitem(last=False)


class Latest(Generic[A]):
    """Answers to the questions that were asked last.

    A question says the revision of what it is about, so no answer is stale; those of revisions gone by go first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, A] = OrderedDict()
        self._lock = Lock()

    def take(self, question: Hashable, answer: Callable[[], A]) -> A:
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
        made = answer()
        with self._lock:
            self._kept[question] = made
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
