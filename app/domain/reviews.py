"""What leaders say of a session, and what it then counts as: its effective mode and lead.

A coach's word stands unless every leader who speaks of the session says otherwise. No review is ever changed: each
reviewer's latest stands, until it is withdrawn or an edit changes what it spoke of.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from app.domain.sessions import Telling, plain
from app.domain.vocabulary import Heard, Lead, Mode, Verdict

_SPOKEN_OF = frozenset(
    {"mode", "lead", "minutes", "area_id", "school_id", "held_on", "participant_ids", "led_ids", "positions"}
)
"""Fields of a telling that a leader who confirmed it has confirmed; its notes, its aim and the like are not theirs."""


@dataclass(frozen=True, slots=True)
class Review:
    """One leader's word on a session; `number` counts a reviewer's reviews of it from 1.

    `lapsed`: an edit changed what was spoken of, so that it stands no more.
    """

    reviewer_id: UUID
    verdict: Verdict
    number: int = 1
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Effective:
    """What a session counts as, and what its reviewers say taken together: None where nobody has spoken of it."""

    mode: Mode
    lead: Lead | None
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A session as measures count it: its telling has the effective mode, lead and leading people."""

    telling: Telling
    heard: Heard | None = None


def standing(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews of one session that stand: each reviewer's latest, unless it takes back the others or has lapsed.

    What a later review replaced never comes back, whatever becomes of that one. In the order of the reviewers.
    """
    latest: dict[UUID, Review] = {}
    for review in sorted(reviews, key=lambda each: (each.reviewer_id, each.number)):
        latest[review.reviewer_id] = review
    return tuple(each for each in latest.values() if not each.lapsed and each.verdict is not Verdict.WITHDRAWN)


def effective(mode: Mode, lead: Lead | None, named: Collection[UUID], reviews: Iterable[Review]) -> Effective:
    """What a session counts as: the coach's word, unless every standing review that speaks of it says otherwise.

    A session that Jo calls side by side, led by the school, with Rosa and Dan: Rosa says "it was done for us", and it
    counts as `for`, CORRECTED. Dan confirms it: leaders differ, so Jo's word stands, and it reads DIFFERING. Rosa now
    says "side by side, but the coach led": DIFFERING_ON_LEAD, and Jo's word stands. Dan says the same: CONFIRMED, with
    lead `coach`. A leader who was not there speaks of nothing; if all who are named were not, nobody did it with us.

    Args:
        mode: the coach's word. Of a session told as `for` reviews count for nothing: where a coach made it so, there is
            no disagreement left.
        lead: who led, by the coach; "the coach led" then is no other word than "as told".
        named: the people named as taking part.
        reviews: all reviews of the session, in any order.
    """
    if mode is Mode.FOR:
        return Effective(Mode.FOR, None)
    stand = standing(reviews)
    said = {review.verdict for review in stand} - {Verdict.NOT_THERE}
    absent = {review.reviewer_id for review in stand if review.verdict is Verdict.NOT_THERE}
    nobody = not said and bool(named) and absent.issuperset(named)
    if nobody or said == {Verdict.CORRECTED}:
        return Effective(Mode.FOR, None, Heard.CORRECTED)
    if not said:
        return Effective(mode, lead)
    if Verdict.CORRECTED in said:
        return Effective(mode, lead, Heard.DIFFERING)
    if said == {Verdict.COACH_LED}:
        return Effective(mode, Lead.COACH, Heard.CONFIRMED)
    differ = Verdict.COACH_LED in said and lead is not Lead.COACH
    return Effective(mode, lead, Heard.DIFFERING_ON_LEAD if differ else Heard.CONFIRMED)


def as_told(telling: Telling) -> Effective:
    """What a session counts as that nobody has reviewed."""
    return Effective(telling.mode, telling.lead)


def as_counted(telling: Telling, found: Effective) -> Counted:
    """The session as measures count it; nobody of the school led what counts as ours or as led by the coach alone."""
    if (found.mode, found.lead) == (telling.mode, telling.lead):
        return Counted(telling, found.heard)
    led = telling.led_ids if found.lead in {Lead.SHARED, Lead.SCHOOL} else frozenset()
    return Counted(replace(telling, mode=found.mode, lead=found.lead, led_ids=led), found.heard)


def lapses(changed_fields: Collection[str], after: Mode) -> frozenset[Verdict]:
    """The verdicts that stand no more after an edit of a session.

    Who confirmed 45 minutes has not confirmed 90. Who said that it was done for the school, or that they were not
    there, goes on saying so, until they speak again or the coach says that it was done for the school.

    Args:
        changed_fields: names of the fields of its telling that the edit changed.
        after: the coach's word after the edit.
    """
    if _SPOKEN_OF.isdisjoint(changed_fields):
        return frozenset()
    if after is Mode.FOR:
        return frozenset(Verdict) - {Verdict.WITHDRAWN}
    return frozenset({Verdict.CONFIRMED, Verdict.COACH_LED})


CORRECTS = frozenset({Verdict.CORRECTED, Verdict.NOT_THERE})
"""Words that say otherwise than the coach did who says `with`; their coach may answer them."""


def spoken_mark(telling: Telling) -> str:
    """A mark of what a leader speaks of in a session: another one once any of that has changed, and only then.

    A form carries it, so that nobody confirms 90 minutes who was shown 45, and an edit of a note turns nobody back.
    """
    said = "\x1f".join(plain(getattr(telling, name)) for name in sorted(_SPOKEN_OF))
    return sha256(said.encode()).hexdigest()[:16]


def is_spoken_of(field: str) -> bool:
    """Whether leaders speak of this field of a telling."""
    return field in _SPOKEN_OF
