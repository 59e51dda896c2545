"""What a reminder by mail says: chosen so that whoever gets one finds something in it that the last one did not say.

Each thing has keys, and each mail keeps the keys of what it told. A mail is due when there is something with a key that
was not told, or when what waits for a word was told a week ago and still waits. What has gone is forgotten, so that a
flag which clears and comes back is news again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum

from app.domain.language import ngettext, plurals, told_plural

AGAIN = timedelta(days=7)
"""After a week what still waits is told again. Every day would be nagging, and teach people not to read on."""

MOST = 20
"""Things of one kind in a mail: a screen or two on a phone. The page behind it has all of them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A part of a mail: `heading` is it for one thing and for several, where `%(num)s` is the number.

    `path` is the page of all such things, where there is one. What `waits` for a word of whoever gets the mail is told
    again; all else is told once: `news` stands only in the mail that tells it, and other things as long as they are
    there.
    """

    heading: tuple[str, str]
    path: str = ""
    waits: bool = False
    news: bool = False


class Part(Enum):
    """The parts of a mail, in their order: what only this person can do comes first."""

    REVIEW = Kind(
        plurals("%(num)s session to say yes or no to", "%(num)s sessions to say yes or no to"), "/review", waits=True
    )
    CORRECTED = Kind(
        plurals("%(num)s session that a leader sees differently", "%(num)s sessions that leaders see differently"),
        "/sessions",
        waits=True,
    )
    CHECK = Kind(
        plurals("%(num)s handoff to check", "%(num)s handoffs to check"), "/handoffs?state=waiting", waits=True
    )
    AGREE = Kind(
        plurals("%(num)s proposal to answer", "%(num)s proposals to answer"), "/handoffs?state=waiting", waits=True
    )
    TEAM = Kind(plurals("%(num)s proposal about a team", "%(num)s proposals about a team"), waits=True)
    END = Kind(
        plurals("%(num)s agreement that ends", "%(num)s agreements that end"), "/handoffs?state=agreed", waits=True
    )
    FLAG = Kind(plurals("%(num)s new flag", "%(num)s new flags"), "/flags?state=waiting", news=True)
    GOOD = Kind(plurals("%(num)s piece of good news", "%(num)s pieces of good news"), "/flags?state=good", news=True)
    STEP = Kind(plurals("%(num)s next step that is due", "%(num)s next steps that are due"))
    WEEK = Kind(
        plurals("%(num)s day of last week with nothing logged", "%(num)s days of last week with nothing logged")
    )
    OPEN = Kind(
        plurals("%(num)s proposal of yours without an answer", "%(num)s proposals of yours without an answer"),
        "/handoffs?state=waiting",
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: where, what, what one does about it and on which page. `keys` say when it is news; `number` counts.

    What has no keys never brings a mail about, and stands in one that is sent anyhow.
    """

    school: str
    words: str
    act: str
    path: str
    keys: frozenset[str]
    number: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """One part with its heading; `more` things of it are left out, and all stand on `path`, unless that is empty."""

    heading: str
    items: tuple[Item, ...]
    more: int
    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """The last mail that a person got: when, and the keys of what it told, less what has gone since."""

    on: date | None = None
    keys: frozenset[str] = field(default_factory=frozenset)


NEVER = Told()


@dataclass(frozen=True, slots=True)
class Digest:
    """A mail's contents; `keys` are all that is known to whoever has read it."""

    subject: str
    sections: tuple[Section, ...]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """All there is for one person today, in the order in which it should stand within each part.

    `settled` are keys of what is there still and needs no word at present, like a flag that is answered: it is neither
    told nor forgotten.
    """

    items: tuple[tuple[Part, Item], ...]
    settled: frozenset[str] = frozenset()


def digest_of(found: Found, told: Told, today: date) -> Digest | None:
    """What to tell somebody today, or None where there is nothing to say.

    A leader with three sessions to speak of gets a mail today, none for six days, and the same again on the seventh,
    unless a fourth session comes in or the day of one has passed: then at once.

    Args:
        found: all there is for them.
        told: their last mail.
        today: the network's date.
    """
    keys = keys_of(found)
    waiting = any(part.value.waits for part, _ in found.items)
    again = waiting and told.on is not None and told.on + AGAIN <= today
    if not (again or keys - told.keys):
        return None
    shown = [(part, item) for part, item in found.items if not part.value.news or item.keys - told.keys]
    sections = [_section(part, items) for part in Part if (items := [item for kind, item in shown if kind is part])]
    subject = _subject(shown, sections[0].heading)
    return Digest(subject, tuple(sections), keys | (found.settled & told.keys))


def keys_of(found: Found) -> frozenset[str]:
    return frozenset(key for _, item in found.items for key in item.keys)


def still(told: Told, found: Found) -> Told:
    """The last mail without what has gone: should it come back, it is news."""
    return replace(told, keys=told.keys & (keys_of(found) | found.settled))


def _section(part: Part, items: Sequence[Item]) -> Section:
    kind, number = part.value, sum(item.number for item in items)
    heading = told_plural(*kind.heading, number) % {"num": f"{number:,}"}
    left_out = sum(item.number for item in items[MOST:])
    return Section(heading, tuple(items[:MOST]), left_out, kind.path)


def _subject(shown: Sequence[tuple[Part, Item]], first: str) -> str:
    """Like "3 sessions to say yes or no to, and 2 more things"."""
    lead = min((part for part, _item in shown), key=list(Part).index)
    others = sum(item.number for part, item in shown if part is not lead)
    if not others:
        return first
    return ngettext(
        "%(first)s, and %(others)s more thing",
        "%(first)s, and %(others)s more things",
        others,
        first=first,
        others=f"{others:,}",
    )


def keys_in_words(keys: Iterable[str]) -> str:
    """Keys as they are kept; never empty, not even of no keys."""
    return json.dumps(sorted(keys), separators=(",", ":"))


def keys_read(kept: str) -> frozenset[str]:
    """The same, read again."""
    return frozenset(json.loads(kept))
