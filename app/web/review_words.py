"""How pages say what leaders said, what it does to a session, and what changed since."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain.language import _, later, told
from app.domain.reviews import Effective
from app.domain.sessions import DIFFERING, Telling
from app.domain.vocabulary import Heard, Lead, Verdict
from app.services.review_reading import Lapse
from app.web.words import FIELD_NAMES, day, said

SHORT: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: later("yes, side by side"),
    Verdict.COACH_LED: later("side by side, but the coach led"),
    Verdict.CORRECTED: later("it was done for us"),
    Verdict.NOT_THERE: later("I wasn't there"),
    Verdict.WITHDRAWN: later("taken back"),
}

OF_A_LEADER: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: later("says yes, side by side"),
    Verdict.COACH_LED: later("says it was side by side, but you led"),
    Verdict.CORRECTED: later("says it was done for them"),
    Verdict.NOT_THERE: later("says they weren't there"),
}
"""What a coach reads beside a leader's name."""

HEARD: Mapping[Heard, str] = {
    Heard.CONFIRMED: later("confirmed"),
    Heard.CORRECTED: later("corrected"),
    Heard.DIFFERING: later("leaders differ"),
    Heard.DIFFERING_ON_LEAD: later("leaders differ on who led"),
}

FIT_WORDS: Mapping[int, str] = {1: later("Not yet"), 2: later("A little"), 3: later("Mostly"), 4: later("Fully")}
"""How far "it met what I needed to learn"."""


def said_in_words(verdict: Verdict) -> str:
    """Like "You said: yes, side by side"."""
    return _("You said: %(words)s", words=told(SHORT[verdict]))


def consequence(verdict: Verdict, counts: Effective, school: str) -> str:
    """What a session counts as now that a leader has said `verdict` of it."""
    if verdict is not Verdict.NOT_THERE and counts.heard in DIFFERING:
        if counts.heard is Heard.DIFFERING_ON_LEAD:
            return _(
                "You and another leader of %(school)s see this differently on who led, "
                "so it counts as the coach told it.",
                school=school,
            )
        return _(
            "You and another leader of %(school)s see this differently, so it counts as the coach told it.",
            school=school,
        )
    if counts.heard is Heard.CORRECTED:
        return _("It counts as work that we did for the school.")
    if verdict is Verdict.NOT_THERE:
        return _("Whoever was there can say how it was. Until then it counts as the coach told it.")
    if counts.lead is Lead.COACH:
        return _("It counts as side by side, led by the coach.")
    return _("It counts as side by side.")


def changed_in_words(verdict: Verdict, lapse: Lapse, now: Telling) -> str:
    """Like "Changed since you said yes, side by side: 45 → 90 minutes"."""
    words, parts = told(SHORT[verdict]), list(_changes(lapse, now))
    if not parts:
        return _("Changed since you said %(words)s", words=words)
    return _("Changed since you said %(words)s: %(changes)s", words=words, changes=", ".join(parts))


def _changes(lapse: Lapse, now: Telling) -> Iterator[str]:
    """Each change with what it was, where that is kept and short enough to say."""
    for name in lapse.fields:
        was, new = lapse.before.get(name), getattr(now, name)
        if name not in lapse.before or name not in _BRIEF:
            yield told(FIELD_NAMES[name]).lower()
        elif name == "minutes":
            yield _("%(was)s → %(new)s minutes", was=was, new=new)
        else:
            yield " → ".join(_BRIEF[name](each) if each else _("not said") for each in (was, new))


_BRIEF: Mapping[str, Callable[[Any], str]] = {"minutes": str, "held_on": day, "mode": said, "lead": said}
