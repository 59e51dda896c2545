"""The language in which sentences are said, as the standard library's gettext knows it.

Code says `_("Nothing is due.")`, `_("By %(day)s", day=...)` and `ngettext("%(num)d day", "%(num)d days", n)`; the English
sentence is the key. Whose page or mail is being made settles the language: see `speaking`. Like gettext's own
functions these read what is around them, and no argument; what is worked out once and kept for several people is kept
by language, or holds no sentences.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_spoken: ContextVar[NullTranslations] = ContextVar("language", default=NullTranslations())  # noqa: B039 - it never changes


def _(message: str, **values: object) -> str:
    """The sentence in the language that is spoken, with its values put in; a percent sign of its own is "%%"."""
    return _spoken.get().gettext(message) % values


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """The same for a number, which stands in the sentence as `%(num)d` (or `%(num)s`)."""
    return _spoken.get().ngettext(one, many, number) % {"num": number, **values}


def raw(message: str) -> str:
    """The sentence without its values, for templates, which put them in and escape them."""
    return _spoken.get().gettext(message)


def raw_plural(one: str, many: str, number: int) -> str:
    return _spoken.get().ngettext(one, many, number)


@contextmanager
def speaking(language: NullTranslations) -> Iterator[None]:
    """Say everything within in this language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)
