"""What a team's page says, sentence by sentence."""

from collections.abc import Sequence
from datetime import date

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.periods import WINDOW_WEEKS
from app.domain.reach import Reach
from app.domain.story import in_sentence
from app.domain.teams import Membership
from app.domain.vocabulary import Position
from app.domain.words import spoken
from app.services.team_view import Held
from app.store.teams import Proposal
from app.web.words import plural, said

NUMBERS = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def reach_words(reach: Reach) -> str:
    """Like "5 of 7 ILT members took part side by side in 12 weeks."; never a zero where there is nobody to reach."""
    if not reach.members:
        return "Nobody is on the ILT yet, so there is nobody to work beside."
    members = plural(reach.members, "ILT member")
    return f"{reach.reached} of {members} took part side by side in {WINDOW_WEEKS} weeks."


def continuity_words(held: Sequence[Held]) -> str:
    """How many areas would outlast any one departure, and how many would not."""
    if not held:
        return "No area is in work, so there is nothing to hold yet."
    safe = sum(each.holders >= ENOUGH_HOLDERS for each in held)
    one = sum(each.holders == 1 for each in held)
    none = len(held) - safe - one
    parts = [
        f"{safe} of {plural(len(held), 'area')} in work would outlast any one departure",
        f"{one} {'rests' if one == 1 else 'rest'} on one person" if one else "",
        f"{none} {_is(none)} held by nobody yet" if none else "",
    ]
    return f"{'; '.join(part for part in parts if part)}."


def departure_words(area: str, holders: int, left: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """What would be left of an area if each of its holders left.

    Args:
        area: its name.
        holders: how many hold it.
        left: each holder's name with the names of the others; empty for who may know their number only.

    Examples: ("If R. Alvarez left, nobody would hold data inquiry.",); by number only ("If either left, one would
    remain.",).
    """
    if not holders:
        return ("Nobody holds it yet.",)
    if left:
        named = in_sentence(area)
        return tuple(f"If {name} left, {_names(rest) if rest else 'nobody'} would hold {named}." for name, rest in left)
    if holders == 1:
        return ("If that person left, nobody would remain.",)
    who = "either" if holders == ENOUGH_HOLDERS else "any one"
    return (f"If {who} left, {_number(holders - 1)} would remain.",)


def days_words(member: Membership, today: date) -> str:
    """When somebody's days on a team began and end, as far as that is worth saying."""
    first = spoken(member.first_on, today)
    if member.first_on > today:
        return f"from {first}"
    if member.last_on is None:
        return f"since {first}"
    if member.last_on >= today:
        return f"since {first}, last day {spoken(member.last_on, today)}"
    return f"{first} to {spoken(member.last_on, today)}"


def proposal_words(proposal: Proposal, today: date) -> str:
    """What a coach proposes, in one line."""
    if proposal.last_on is not None:
        return f"{proposal.name} leaves the team; the last day is {spoken(proposal.last_on, today)}."
    seat = "on the ILT" if proposal.on_ilt else "not on the ILT"
    joins = "joins the team" if proposal.membership_id is None else "changes"
    what = f"{said(proposal.position)}, {seat}"
    return f"{proposal.name} {joins}: {what}, from {spoken(proposal.first_on, today)}."


def role_words(position: Position, *, on_ilt: bool) -> str:
    return f"{said(position)}, on the ILT" if on_ilt else said(position)


def _names(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
