"""A language that is none: each sentence that is marked says itself within ⟦ and ⟧, so what is not marked shows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from app.services import languages
from tests.support import sentences
from tests.support.pages import Element

CODE = "es"
"""In whose place it stands: of the languages that people may choose."""

OPENS, CLOSES = "⟦", "⟧"

SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-label", "data-offline", "label")
"""Attributes that are read out or shown."""

UNSEEN = frozenset({"script", "style"})


@contextmanager
def speaking_pseudo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever reads Spanish reads the pseudo-language from here on; its catalog is written into `folder`."""
    (folder / f"{CODE}.po").write_bytes(_catalog())
    monkeypatch.setattr(languages, "CATALOGS", folder)
    languages.language.cache_clear()
    try:
        yield
    finally:
        languages.language.cache_clear()


@cache
def sayings() -> frozenset[str]:
    """Every sentence that is marked, and what it is for several."""
    ids = [each.id if isinstance(each.id, tuple | list) else (each.id,) for each in sentences.marked() if each.id]
    return frozenset(one for each in ids for one in each)


@cache
def _catalog() -> bytes:
    made = Catalog(locale=CODE, fuzzy=False)
    for message in sentences.marked():
        if message.id:
            several = isinstance(message.id, tuple | list)
            said = tuple(f"{OPENS}{each}{CLOSES}" for each in (message.id if several else (message.id,)))
            made.add(message.id, said if several else said[0])
    return sentences.written(CODE, made)


def unmarked(page: Element, known: Iterable[str]) -> list[str]:
    """What a page says in letters that no marked sentence says, apart from what is known to be somebody's own words."""
    words = [text for text in _outside(_texts(page)) if text.strip()]
    for each in page:
        words += [text for name in SPOKEN for text in _outside([each.get(name)]) if text.strip()]
        if each.get("name") == "description":
            words += _outside([each["content"]])
    return [text.strip() for text in words if any(letter.isalpha() for letter in _without(text, known))]


def _texts(page: Element) -> Iterator[str]:
    """Every text of the page, in its order."""
    for child in page.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in UNSEEN:
            yield from _texts(child)


def _outside(texts: Iterable[str]) -> list[str]:
    """What stands outside of the marks; a sentence with a link in it goes over several texts.

    Raises:
        AssertionError: a mark that nothing opens or closes.
    """
    depth, found = 0, []
    for text in texts:
        kept = ""
        for letter in text:
            depth += (letter == OPENS) - (letter == CLOSES)
            assert depth >= 0, text
            kept += letter if not depth and letter != CLOSES else ""
        found.append(kept)
    assert depth == 0, found
    return found


def _without(text: str, known: Iterable[str]) -> str:
    left = " ".join(text.split()).lower()
    for each in sorted(known, key=len, reverse=True):
        left = left.replace(each.lower(), "")
    return left
