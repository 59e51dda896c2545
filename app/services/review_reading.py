"""What a leader reads before they speak: the sessions that name them, what they said, and what changed since."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.periods import Window
from app.domain.reviews import is_spoken_of
from app.domain.versions import read_counting
from app.services.reviews import reviewable
from app.services.visits import Visit
from app.store.review_lists import (
    Change,
    Reviewer,
    Shelf,
    count_shelves,
    list_changes,
    list_naming,
    list_shelf,
    list_unanswered,
)
from app.store.review_log import Word, list_words
from app.store.sessions import Kept, list_kept, session

NONE_WAIT: Mapping[Shelf, int] = dict.fromkeys(Shelf, 0)


@dataclass(frozen=True, slots=True)
class Lapse:
    """What edits changed of what a leader spoke of: names of fields, and their values before, if those are kept."""

    fields: tuple[str, ...]
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A session that names a leader, with their own words on it in order; `lapse` where their latest one lapsed."""

    kept: Kept
    mine: tuple[Word, ...]
    lapse: Lapse | None

    @property
    def standing(self) -> Word | None:
        """The leader's word as it stands; None while they have none."""
        return self.mine[-1] if self.mine and self.mine[-1].stands else None


def reviewer_of(visit: Visit) -> Reviewer:
    """The visitor as a reviewer: asked about the sessions of the usual weeks, which are those that pages sum up."""
    since = Window.ending(visit.today).first
    return Reviewer(visit.network_id, visit.person_id, visit.rights.schools(Permission.REVIEW), since)


def count_reviews(visit: Visit) -> Mapping[Shelf, int]:
    """How many sessions wait for the visitor's word, and how many have it; for who leads no school, without asking."""
    if not visit.rights.may(Permission.REVIEW):
        return NONE_WAIT
    return count_shelves(visit.connection, reviewer_of(visit))


def read_shelf(visit: Visit, shelf: Shelf, limit: int, offset: int = 0) -> list[UUID]:
    """The ids of the sessions there, in the order in which the page shows them."""
    return list_shelf(visit.connection, reviewer_of(visit), shelf, limit, offset)


def read_mine(visit: Visit, session_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these sessions that the visitor may review, in this order.

    A single one is theirs also where they are named no more but have spoken, and where it was voided.
    """
    found = set(list_naming(visit.connection, reviewer_of(visit), session_ids)) if session_ids else set()
    if len(session_ids) == 1 and not found:
        with suppress(NotFoundError, NotAllowedError):
            found = {reviewable(visit, session_ids[0]).id}
    return [of for of in dict.fromkeys(session_ids) if of in found]


def read_items(visit: Visit, session_ids: Sequence[UUID]) -> list[Item]:
    """These sessions in this order, in a handful of queries however many; whoever asks has seen to the right."""
    connection, network_id = visit.connection, visit.network_id
    if not session_ids:
        return []
    kept = {each.id: each for each in list_kept(connection, network_id, session.c.id.in_(session_ids))}
    words = list_words(connection, network_id, session_ids, visit.person_id)
    lapsed = [of for of, mine in words.items() if mine[-1].lapsed_at is not None]
    changes, told = list_changes(connection, network_id, lapsed) if lapsed else ({}, {})
    return [
        Item(kept[of], tuple(words.get(of, ())), _lapse(kept[of], words[of][-1], changes.get(of, []), told))
        if of in lapsed
        else Item(kept[of], tuple(words.get(of, ())), None)
        for of in session_ids
        if of in kept
    ]


def _lapse(kept: Kept, word: Word, changes: Sequence[Change], told: Mapping[tuple[UUID, int], str]) -> Lapse:
    """What became of a session between the version that a leader had spoken of and now."""
    assert word.lapsed_at is not None  # noqa: S101 - whoever asks has looked
    seen = max((change.version for change in changes if change.at < word.lapsed_at), default=1)
    if (was := told.get((kept.id, seen))) is not None:
        before = read_counting(was)
        differs = (name for name in before if is_spoken_of(name) and before[name] != getattr(kept.telling, name))
        return Lapse(tuple(differs), before)
    since = (name for change in changes if change.version > seen for name in change.fields if is_spoken_of(name))
    return Lapse(tuple(dict.fromkeys(since)), {})


@dataclass(frozen=True, slots=True)
class Heard:
    """A coach's own session with each leader's latest word on it, lapsed ones and those taken back left out."""

    kept: Kept
    words: tuple[Word, ...]


def read_heard(visit: Visit, sessions: Sequence[Kept]) -> list[Heard]:
    """What leaders say of sessions of the visitor's own, in one query."""
    found = list_words(visit.connection, visit.network_id, [kept.id for kept in sessions])
    heard = []
    for kept in sessions:
        latest = {word.reviewer_id: word for word in found.get(kept.id, ())}
        heard.append(Heard(kept, tuple(word for word in latest.values() if word.stands)))
    return heard


def read_unanswered(visit: Visit, limit: int) -> tuple[int, list[Kept]]:
    """How many corrections of the visitor's own sessions of the usual weeks await a look, and of which sessions."""
    since = Window.ending(visit.today).first
    ids = list_unanswered(visit.connection, visit.network_id, visit.person_id, since)
    wanted = list(dict.fromkeys(ids))[:limit]
    kept = list_kept(visit.connection, visit.network_id, session.c.id.in_(wanted)) if wanted else []
    return len(ids), kept
