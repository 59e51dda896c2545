"""How pages say what leaders said, what it does to a session, and what changed since."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain.reviews import Effective
from app.domain.sessions import DIFFERING, Telling
from app.domain.vocabulary import Heard, Lead, Verdict
from app.services.review_reading import Lapse
from app.web.words import FIELD_NAMES, day, said

SHORT: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: "yes, side by side",
    Verdict.COACH_LED: "side by side, but the coach led",
    Verdict.CORRECTED: "it was done for us",
    Verdict.NOT_THERE: "I wasn't there",
    Verdict.WITHDRAWN: "taken back",
}

OF_A_LEADER: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: "says yes, side by side",
    Verdict.COACH_LED: "says it was side by side, but you led",
    Verdict.CORRECTED: "says it was done for them",
    Verdict.NOT_THERE: "says they weren't there",
}
"""What a coach reads beside a leader's name."""

HEARD: Mapping[Heard, str] = {
    Heard.CONFIRMED: "confirmed",
    Heard.CORRECTED: "corrected",
    Heard.DIFFERING: "leaders differ",
    Heard.DIFFERING_ON_LEAD: "leaders differ on who led",
}

FIT_WORDS: Mapping[int, str] = {1: "Not yet", 2: "A little", 3: "Mostly", 4: "Fully"}
"""How far "it met what I needed to learn"."""


def said_in_words(verdict: Verdict) -> str:
    """Like "You said: yes, side by side"."""
    return f"You said: {SHORT[verdict]}"


def consequence(verdict: Verdict, counts: Effective, school: str) -> str:
    """What a session counts as now that a leader has said `verdict` of it."""
    if verdict is not Verdict.NOT_THERE and counts.heard in DIFFERING:
        about = " on who led" if counts.heard is Heard.DIFFERING_ON_LEAD else ""
        return f"You and another leader of {school} see this differently{about}, so it counts as the coach told it."
    if counts.heard is Heard.CORRECTED:
        return "It counts as work that we did for the school."
    if verdict is Verdict.NOT_THERE:
        return "Whoever was there can say how it was. Until then it counts as the coach told it."
    if counts.lead is Lead.COACH:
        return "It counts as side by side, led by the coach."
    return "It counts as side by side."


def changed_in_words(verdict: Verdict, lapse: Lapse, now: Telling) -> str:
    """Like "Changed since you said yes, side by side: 45 → 90 minutes"."""
    parts = list(_changes(lapse, now))
    return f"Changed since you said {SHORT[verdict]}" + (f": {', '.join(parts)}" if parts else "")


def _changes(lapse: Lapse, now: Telling) -> Iterator[str]:
    """Each change with what it was, where that is kept and short enough to say."""
    for name in lapse.fields:
        was, new = lapse.before.get(name), getattr(now, name)
        if name not in lapse.before or name not in _BRIEF:
            yield FIELD_NAMES[name].lower()
        elif name == "minutes":
            yield f"{was} → {new} minutes"
        else:
            yield " → ".join(_BRIEF[name](each) if each else "not said" for each in (was, new))


_BRIEF: Mapping[str, Callable[[Any], str]] = {"minutes": str, "held_on": day, "mode": said, "lead": said}
