"""Words that a coach is asked to look at once more while typing what others will read, and another way to say it.

A nudge belongs to whoever types: it is shown beside the field on their own screen, and never stored, counted or sent.
Each network keeps its own list; these are what it starts with.
"""

from collections.abc import Collection

from app.domain.language import _
from app.domain.sessions import settled

WORDS, INSTEAD = 60, 160
"""Characters of the words that are looked for, and of the other way to say it."""

MOST = 100
"""Phrases of a network: all of them travel with every form, and on every tablet."""

DEFAULTS = (
    ("low kids", "students who are still building this skill"),
    ("low students", "students who are still building this skill"),
    ("bad kids", "students who are having a hard time"),
    ("these kids", "our students"),
    ("those kids", "our students"),
    ("can't", "not yet; what would help?"),
    ("lazy", "not drawn in yet; what has been tried?"),
    ("unmotivated", "not drawn in yet; what do they care about?"),
    ("at-risk", "students who need more from us right now"),
    ("bad parents", "families we have not reached yet"),
    ("parents don't care", "we have not found the way to these families yet"),
    ("broken home", "a family with a lot to carry"),
    ("failing school", "a school that is rebuilding"),
    ("weak teachers", "teachers who are growing in this"),
    ("resistant", "not convinced yet; what would they need to see?"),
    ("hopeless", "not solved yet"),
)
"""Asset-based words for what is often said in haste, as coaches of schools put them to each other."""

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"))


def said_alike(words: str) -> str:
    """What two phrases have in common that are looked for alike: case, spaces and the kind of apostrophe don't count.

    Example: "These  Kids" and "these kids", and "can't" with either apostrophe.
    """
    return " ".join(settled(words).translate(_APOSTROPHES).casefold().split())


def nudge_problems(words: str, instead: str, others: Collection[str]) -> dict[str, str]:
    """What stands against keeping a phrase, by field; empty when all is well.

    Args:
        words: what is looked for, as it was typed.
        instead: another way to say it.
        others: the words of the network's other phrases.
    """
    found: dict[str, str] = {}
    if not any(letter.isalpha() for letter in words):
        found["words"] = _("Write the words to look for, as people type them.")
    elif len(settled(words)) > WORDS:
        found["words"] = _("Keep it to %(most)s characters: a few words are found, a sentence never is.", most=WORDS)
    elif said_alike(words) in {said_alike(each) for each in others}:
        found["words"] = _("These words are on the list already.")
    elif len(others) >= MOST:
        found["words"] = _("A list of %(most)s is as long as it gets. Remove some first.", most=MOST)
    if not settled(instead):
        found["instead"] = _("Say how it could be put instead: that is what helps.")
    elif len(settled(instead)) > INSTEAD:
        found["instead"] = _("Keep it to %(most)s characters: it is read while typing.", most=INSTEAD)
    return found
