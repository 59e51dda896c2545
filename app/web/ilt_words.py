"""What a team's page says, sentence by sentence."""

from collections.abc import Sequence
from datetime import date

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.flags.clearing import listed
from app.domain.language import _, later, ngettext, told
from app.domain.periods import WINDOW_WEEKS
from app.domain.reach import Reach
from app.domain.story import in_sentence
from app.domain.teams import Membership
from app.domain.vocabulary import Position
from app.domain.words import spoken
from app.services.team_view import Held
from app.store.teams import Proposal
from app.web.words import plural, said

NUMBERS = (
    later("nobody"),
    later("one"),
    later("two"),
    later("three"),
    later("four"),
    later("five"),
    later("six"),
    later("seven"),
    later("eight"),
    later("nine"),
)


def reach_words(reach: Reach) -> str:
    """Like "5 of 7 ILT members took part side by side in 12 weeks."; never a zero where there is nobody to reach."""
    if not reach.members:
        return _("Nobody is on the ILT yet, so there is nobody to work beside.")
    return _(
        "%(some)s of %(members)s took part side by side in %(weeks)s.",
        some=reach.reached,
        members=plural(reach.members, "ILT member"),
        weeks=plural(WINDOW_WEEKS, "week"),
    )


def continuity_words(held: Sequence[Held]) -> str:
    """How many areas would outlast any one departure, and how many would not."""
    if not held:
        return _("No area is in work, so there is nothing to hold yet.")
    safe = sum(each.holders >= ENOUGH_HOLDERS for each in held)
    one = sum(each.holders == 1 for each in held)
    none = len(held) - safe - one
    parts = [
        ngettext(
            "%(safe)s of %(num)d area in work would outlast any one departure",
            "%(safe)s of %(num)d areas in work would outlast any one departure",
            len(held),
            safe=safe,
        ),
        ngettext("%(num)d rests on one person", "%(num)d rest on one person", one) if one else "",
        ngettext("%(num)d is held by nobody yet", "%(num)d are held by nobody yet", none) if none else "",
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
        return (_("Nobody holds it yet."),)
    if left:
        named = in_sentence(area)
        return tuple(
            _("If %(name)s left, %(rest)s would hold %(area)s.", name=name, rest=listed(rest), area=named)
            if rest
            else _("If %(name)s left, nobody would hold %(area)s.", name=name, area=named)
            for name, rest in left
        )
    if holders == 1:
        return (_("If that person left, nobody would remain."),)
    rest = _number(holders - 1)
    if holders == ENOUGH_HOLDERS:
        return (_("If either left, %(rest)s would remain.", rest=rest),)
    return (_("If any one left, %(rest)s would remain.", rest=rest),)


def days_words(member: Membership, today: date) -> str:
    """When somebody's days on a team began and end, as far as that is worth saying."""
    first = spoken(member.first_on, today)
    if member.first_on > today:
        return _("from %(day)s", day=first)
    if member.last_on is None:
        return _("since %(day)s", day=first)
    if member.last_on >= today:
        return _("since %(day)s, last day %(last)s", day=first, last=spoken(member.last_on, today))
    return _("%(first)s to %(last)s", first=first, last=spoken(member.last_on, today))


def proposal_words(proposal: Proposal, today: date) -> str:
    """What a coach proposes, in one line."""
    if proposal.last_on is not None:
        last = spoken(proposal.last_on, today)
        return _("%(name)s leaves the team; the last day is %(day)s.", name=proposal.name, day=last)
    change = {
        "name": proposal.name,
        "role": role_words(proposal.position, on_ilt=proposal.on_ilt),
        "day": spoken(proposal.first_on, today),
    }
    if proposal.membership_id is not None:
        seat = _("%(name)s changes: %(role)s, from %(day)s.", **change)
        if not proposal.on_ilt:
            seat = _("%(name)s changes: %(role)s, not on the ILT, from %(day)s.", **change)
        return seat
    words = _("%(name)s joins the team: %(role)s, from %(day)s.", **change)
    if not proposal.on_ilt:
        words = _("%(name)s joins the team: %(role)s, not on the ILT, from %(day)s.", **change)
    if not proposal.another:
        return words
    return _("%(words)s This is another person than who has this name here already.", words=words)


def role_words(position: Position, *, on_ilt: bool) -> str:
    return _("%(position)s, on the ILT", position=said(position)) if on_ilt else said(position)


def _number(count: int) -> str:
    return told(NUMBERS[count]) if count < len(NUMBERS) else str(count)
