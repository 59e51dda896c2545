"""What a school's page says in words: the one verdict under its chart, and what could be next in an area."""

from collections.abc import Mapping
from math import floor

from app.domain.change import Change
from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.measures import Tally
from app.domain.periods import DAY
from app.domain.vocabulary import Direction, Stage
from app.domain.words import counted, spoken

_NUMBERS = ("No one", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


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
        return f"Not enough yet to say what is usual here, and so whether it is changing: {change.reason}."
    today = change.through + DAY
    if change.direction is None or change.since is None:
        held = sum((tally.sessions for tally in areas.values()), 0)
        since = spoken(change.watched_from, today)
        if not held:
            return f"No sessions since {since}, so nothing to see a change by."
        done = sum(tally.for_sessions for tally in areas.values())
        return (
            f"No more change than chance would bring: since {since}, {done} of {counted(held, 'session')} "
            f"{'was' if held == 1 else 'were'} done for the school; our usual there is {_usual(change.usual, held)}."
        )
    rising = change.direction is Direction.RISING
    counts = (
        f"{change.for_sessions} of {counted(change.sessions, 'session')} since {spoken(change.since, today)} "
        f"{'was' if change.sessions == 1 else 'were'} done for the school; "
        f"our usual there is {_usual(change.usual, change.sessions)}."
    )
    then = f"In the same weeks last year it was {last_year[0]} of {last_year[1]}." if last_year[1] else ""
    return " ".join(part for part in (counts, _area_behind(areas, rising=rising), then) if part)


def _usual(share: float, sessions: int) -> str:
    return f"{floor(share * sessions + 0.5)} in {sessions}"


def _area_behind(areas: Mapping[str, Tally], *, rising: bool) -> str:
    """The area with the most sessions of the kind that the change is made of; nothing where none stands out."""
    counts = {name: tally.for_sessions if rising else tally.with_sessions for name, tally in areas.items()}
    if len(counts) < 2 or not sum(counts.values()):  # noqa: PLR2004 - one area alone stands beside no other
        return ""
    most = max(counts, key=lambda name: (counts[name], name))
    part = "Most" if 2 * counts[most] > sum(counts.values()) else "The largest part"
    what = "of it" if rising else "of what we do side by side"
    return f"{part} {what} is {in_sentence(most)}."


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
        them = f"{_NUMBERS[holders] if holders < len(_NUMBERS) else holders} people have led it"
        return (
            f"{them}: hand over?" if stage in {Stage.RELEASING, Stage.SUSTAINING} else f"{them}: leave them more of it"
        )
    if holders == 1:
        return f"{name or 'One person'} has led it so far; who is next?"
    if stage is Stage.FEW_VISITS:
        return "Too few visits to say"
    if stage is Stage.DIRECT_SERVICE:
        return "Start side by side"
    led = tally.shared_minutes + tally.school_minutes
    return "Who of the school leads it next?" if led else "Let the school lead a part"


def _after_the_handoff(holders: int, name: str) -> str:
    if holders >= ENOUGH_HOLDERS:
        return "Handed over: the school runs it"
    return f"Handed over, and {name or ('one person' if holders else 'nobody')} holds it: who is next?"
