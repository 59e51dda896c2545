"""What a school's page says in words: the one verdict under its chart, and what could be next in an area."""

from collections.abc import Mapping
from datetime import date
from math import floor

from app.domain.change import Change
from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.language import _, later, ngettext, told
from app.domain.measures import Tally
from app.domain.periods import DAY
from app.domain.vocabulary import Direction, Stage
from app.domain.words import counted, spoken

_HAVE_LED = (
    later("Two people have led it"),
    later("Three people have led it"),
    later("Four people have led it"),
    later("Five people have led it"),
    later("Six people have led it"),
    later("Seven people have led it"),
    later("Eight people have led it"),
    later("Nine people have led it"),
)


def verdict_in_words(change: Change, areas: Mapping[str, Tally], last_year: tuple[int, int]) -> str:
    """Measure 10 as sentences.

    "22 of 31 sessions since February 3 were done for the school; our usual there is 9 in 31. Most of it is budget
    development. In the same weeks last year it was 8 of 30."

    Args:
        change: the school's; see `change.verdict`.
        areas: by an area's name, its work since the change began; without one, since watching began.
        last_year: (for, all) sessions of the same weeks a year before.
    """
    if change.reason is not None or change.usual is None:
        return _(
            "Not enough yet to say what is usual here, and so whether it is changing: %(reason)s.", reason=change.reason
        )
    today = change.through + DAY
    if change.direction is None or change.since is None:
        held = sum((tally.sessions for tally in areas.values()), 0)
        since = spoken(change.watched_from, today)
        if not held:
            return _("No sessions since %(day)s, so nothing to see a change by.", day=since)
        done = sum(tally.for_sessions for tally in areas.values())
        return ngettext(
            "No more change than chance would bring: since %(day)s, %(done)s of %(sessions)s was done for the school; "
            "our usual there is %(usual)s.",
            "No more change than chance would bring: since %(day)s, %(done)s of %(sessions)s were done for the school; "
            "our usual there is %(usual)s.",
            held,
            day=since,
            done=done,
            sessions=counted(held, "session"),
            usual=_usual(change.usual, held),
        )
    rising = change.direction is Direction.RISING
    counts = ngettext(
        "%(done)s of %(sessions)s since %(day)s was done for the school; our usual there is %(usual)s.",
        "%(done)s of %(sessions)s since %(day)s were done for the school; our usual there is %(usual)s.",
        change.sessions,
        done=change.for_sessions,
        sessions=counted(change.sessions, "session"),
        day=spoken(change.since, today),
        usual=_usual(change.usual, change.sessions),
    )
    then = ""
    if last_year[1]:
        then = _("In the same weeks last year it was %(done)s of %(all)s.", done=last_year[0], all=last_year[1])
    return " ".join(part for part in (counts, _area_behind(areas, rising=rising), then) if part)


def ended_in_words(last_on: date, today: date) -> str:
    """What a page of a school says in place of a verdict once our partnership with it is over."""
    return _(
        "Our partnership with this school ended on %(day)s. What stands here is from before, and nothing is flagged.",
        day=spoken(last_on, today),
    )


def _usual(share: float, sessions: int) -> str:
    return _("%(part)s in %(number)s", part=floor(share * sessions + 0.5), number=sessions)


def _area_behind(areas: Mapping[str, Tally], *, rising: bool) -> str:
    """The area with the most sessions of the kind that the change is made of; nothing where none stands out."""
    counts = {name: tally.for_sessions if rising else tally.with_sessions for name, tally in areas.items()}
    if len(counts) < 2 or not sum(counts.values()):  # noqa: PLR2004 - one area alone stands beside no other
        return ""
    most = max(counts, key=lambda name: (counts[name], name))
    name = in_sentence(most)
    if 2 * counts[most] > sum(counts.values()):
        return (
            _("Most of it is %(area)s.", area=name)
            if rising
            else _("Most of what we do side by side is %(area)s.", area=name)
        )
    if rising:
        return _("The largest part of it is %(area)s.", area=name)
    return _("The largest part of what we do side by side is %(area)s.", area=name)


def in_sentence(name: str) -> str:
    """An area's name within a sentence: "budget development", but "ILT meetings"."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def next_move(tally: Tally, stage: Stage, holders: int, name: str = "", *, handed_over: bool = False) -> str:
    """What could be next in an area, in a few words.

    Args:
        tally: the area's work in the window.
        stage: the area's.
        holders: how many people hold it.
        name: of its one holder, for a page whose reader may know it.
        handed_over: whether a handoff of the area stands: then the school runs it, and we only ask who could step in.
    """
    if handed_over:
        return _after_the_handoff(holders, name)
    if holders >= ENOUGH_HOLDERS:
        return _several(stage, holders)
    if holders == 1:
        return _("%(name)s has led it so far; who is next?", name=name or _("One person"))
    if stage is Stage.FEW_VISITS:
        return _("Too few visits to say")
    if stage is Stage.DIRECT_SERVICE:
        return _("Start side by side")
    led = tally.shared_minutes + tally.school_minutes
    return _("Who of the school leads it next?") if led else _("Let the school lead a part")


def _several(stage: Stage, holders: int) -> str:
    if holders - ENOUGH_HOLDERS < len(_HAVE_LED):
        them = told(_HAVE_LED[holders - ENOUGH_HOLDERS])
    else:
        them = _("%(number)s people have led it", number=holders)
    if stage in {Stage.RELEASING, Stage.SUSTAINING}:
        return _("%(people)s: hand over?", people=them)
    return _("%(people)s: leave them more of it", people=them)


def _after_the_handoff(holders: int, name: str) -> str:
    if holders >= ENOUGH_HOLDERS:
        return _("Handed over: the school runs it")
    who = name or (_("one person") if holders else _("nobody"))
    return _("Handed over, and %(name)s holds it: who is next?", name=who)
