"""Finding things by what people call them: without regard to case, spacing or a typographer's quotation marks."""

import unicodedata
from collections import defaultdict
from difflib import get_close_matches
from typing import Generic, TypeVar

T = TypeVar("T")

SUGGESTIONS = 200
"""Unknown words for which a likely one is looked up. A file with more of them is another network's."""

SAID_ALIKE = 4096
"""Cells whose meaning is remembered: a log says the same few things on most of its lines."""

_INVISIBLE: dict[int, str | None] = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_LOOK_ALIKES = _INVISIBLE | {ord("’"): "'", ord("‘"): "'", ord("–"): "-", ord("—"): "-", ord("&"): " and "}  # noqa: RUF001 - that is what is folded


class BadCellError(ValueError):
    """What a cell says cannot be taken in; the message says why, in words, and may stand in a sentence."""


def fold(text: str) -> str:
    """One form of a name for comparing: “Elm   Street” is “elm street”."""
    if text.isascii():  # nine cells of ten, in a third of the time
        return " ".join(text.replace("&", " and ").lower().split())
    plain = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    return " ".join(unicodedata.normalize("NFC", plain.casefold()).split())


def quote(text: str) -> str:
    """What a cell says, in quotation marks and on one line, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line[:59]}…”" if len(line) > 60 else f"“{line}”"  # noqa: PLR2004 - a cell and the words beside it fit a line


def sentence(reason: str) -> str:
    """A reason that stands alone."""
    return reason[:1].upper() + reason[1:]


class Lookup(Generic[T]):
    """Things by their names: `what` is the word for one of them, `instead` what to write when a name is not enough."""

    def __init__(self, what: str, instead: str) -> None:
        self._what = what
        self._instead = instead
        self._things: defaultdict[str, set[T]] = defaultdict(set)
        self._words: dict[str, str] = {}
        self._found: dict[str, T] = {}
        self._lacking: dict[str, str] = {}
        self._suggested = 0

    def add(self, word: str, thing: T) -> None:
        self._things[fold(word)].add(thing)
        self._words[fold(word)] = word

    def find(self, text: str) -> T:
        """The one thing of this name.

        Raises:
            BadCellError: there is none, or there are several; in words.
        """
        if text in self._found:
            return self._found[text]
        things = self._things.get(fold(text), set())
        if len(things) != 1:
            if text not in self._lacking:
                self._lacking[text] = self._reason(text, len(things))
            raise BadCellError(self._lacking[text])
        self._found[text] = next(iter(things))
        return self._found[text]

    def _reason(self, text: str, things: int) -> str:
        if not fold(text):
            return f"the {self._what} is missing."
        if things:
            return f"more than one {self._what} is called {quote(text)}: {self._instead}."
        return f"no {self._what} is called {quote(text)}.{self._suggestion(fold(text))}"

    def _suggestion(self, word: str) -> str:
        if self._suggested >= SUGGESTIONS:
            return ""
        self._suggested += 1
        close = get_close_matches(word, self._words, n=1) or [known for known in self._words if word in known]
        return f" Did you mean {quote(self._words[close[0]])}?" if len(close) == 1 else ""
