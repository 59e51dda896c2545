"""The language in which sentences are said, as the standard library's gettext knows it.

Code says `_("Nothing is due.")`, `_("By %(day)s", day=...)` and `ngettext("%(num)d day", "%(num)d days", n)`; the
English sentence is the key. Whose page or mail is being made settles the language: see `speak`. Like gettext's own
functions these read what is around them, and no argument; what is worked out once and kept for several people is kept
by language, or holds no sentences.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code ("es"), and what it has for each English sentence."""

    code: str
    sayings: NullTranslations


ENGLISH = Language("en", NullTranslations())

_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken_language() -> str:
    """The code of the language that is spoken: part of the question under which sentences are kept."""
    return _spoken.get().code


def _(message: str, **values: object) -> str:
    """The sentence in the language that is spoken, with its values put in; a percent sign of its own is "%%"."""
    return _spoken.get().sayings.gettext(message) % values


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """The same for a number, which stands in the sentence as `%(num)d` (or `%(num)s`)."""
    return _spoken.get().sayings.ngettext(one, many, number) % {"num": number, **values}


def later(message: str) -> str:
    """Marks a sentence of a constant, which is read before anybody speaks: `told` says it when it is shown."""
    return message


def plurals(one: str, many: str) -> tuple[str, str]:
    """The same for a number: `told_plural` says it."""
    return one, many


def told(message: str) -> str:
    """A sentence as it is, without values: one marked with `later`; what is in the language already stays as it is."""
    return _spoken.get().sayings.gettext(message) if message else message


def told_plural(one: str, many: str, number: int) -> str:
    """The same for a number, for templates, which put the values in."""
    return _spoken.get().sayings.ngettext(one, many, number)


def speak(language: Language) -> None:
    """Say everything in this language from here to the end of what is being answered (the context, to be exact)."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything within in this language, and what follows as before."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)
