"""A school's team page, from what the service saw to what the template shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.ids import time_ordered_id
from app.domain.language import _
from app.domain.ratings import Level, Meeting, levels_stamp
from app.domain.teams import Membership
from app.domain.vocabulary import Dimension, Position
from app.domain.words import spoken
from app.services.team_view import Held, TeamView
from app.services.visits import Visit
from app.store.teams import Proposal
from app.web.forms import Filled
from app.web.ilt_words import (
    continuity_words,
    days_words,
    departure_words,
    proposal_words,
    reach_words,
    role_words,
)
from app.web.render import Page
from app.web.wearing import SchoolWear, school_wear
from app.web.words import said


class Form(NamedTuple):
    """A form as it stands on a page: what is filled in, and what is wrong with it."""

    filled: Filled
    errors: Mapping[str, str]


class Member(NamedTuple):
    path: str
    name: str
    role: str
    on_ilt: bool
    days: str


class Waiting(NamedTuple):
    """A proposal; `wrong` is what stands against doing it as proposed, where that was tried.

    `namesake`: that somebody of this name is known already, which a tick beside it settles.
    """

    path: str
    what: str
    mine: bool
    wrong: str
    namesake: bool


class HeldRow(NamedTuple):
    """An area in work; `names` are of its holders, for who may know them."""

    name: str
    number: int
    names: tuple[str, ...]
    left: tuple[str, ...]


class MeetingRow(NamedTuple):
    """`levels` go by dimension; `stamp` is what a yes says yes to."""

    path: str
    day: str
    levels: tuple[str, ...]
    agreed: bool
    stamp: str
    may_remove: bool


class Undo(NamedTuple):
    """What was done just now, and where it is undone; `seen` goes with it."""

    words: str
    path: str
    seen: str = ""


class Tried(NamedTuple):
    """What was sent and could not be done: a form as it was filled in, or a proposal that was tapped."""

    form: str
    filled: Filled
    errors: Mapping[str, str]
    proposal_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class IltPage(Page):
    template: ClassVar[str] = "ilt/show.html"
    lasting: ClassVar[bool] = True

    id: UUID
    name: str
    wear: SchoolWear
    may_edit: bool
    may_propose: bool
    done: str
    undo: Undo | None
    wrong: str
    ilt: str
    reach: str
    continuity: str
    held: tuple[HeldRow, ...]
    waiting: tuple[Waiting, ...]
    team: tuple[Member, ...]
    coming: tuple[Member, ...]
    former: tuple[Member, ...]
    known: tuple[tuple[str, str], ...]
    positions: tuple[Position, ...]
    meetings: tuple[MeetingRow, ...]
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    today: date
    add: Form
    rate: Form


def ilt_page(
    visit: Visit, seen: TeamView, *, done: str = "", undo: Undo | None = None, tried: Tried | None = None
) -> IltPage:
    """What the page shows of a team as seen; `tried` stands where something was sent and could not be done."""
    school, today = seen.school, visit.today
    may_edit = visit.rights.may(Permission.EDIT_TEAM, school.id)
    current = sorted((member for member in seen.team if member.on(today)), key=lambda each: not each.on_ilt)
    former = sorted(_former(seen.team, today), key=lambda each: each.last_on or today, reverse=True)
    here = {member.person_id for member in current}
    ilt = len({member.person_id for member in current if member.on_ilt})
    return IltPage(
        id=school.id,
        name=school.name,
        wear=school_wear(school),
        may_edit=may_edit,
        may_propose=not may_edit and visit.rights.may(Permission.PROPOSE, school.id),
        done=done,
        undo=undo,
        wrong=tried.errors.get("undo", "") if tried else "",
        ilt=_("%(all)s on the team, %(ilt)s of them on the ILT", all=len(here), ilt=ilt)
        if here
        else _("Nobody is known here yet"),
        reach=reach_words(seen.reach),
        continuity=continuity_words(seen.held),
        held=tuple(_held_row(held) for held in seen.held),
        waiting=tuple(_waiting(visit, school.id, each, tried) for each in seen.proposals),
        team=_members(school.id, current, today),
        coming=_members(school.id, [each for each in seen.team if each.first_on > today], today),
        former=_members(school.id, former, today),
        known=tuple((str(person_id), name) for person_id, name in seen.known if person_id not in here),
        positions=tuple(Position),
        meetings=tuple(
            _meeting(school.id, each, today, mine=may_edit or each.rated_on in seen.own_days) for each in seen.meetings
        ),
        dimensions=tuple(Dimension),
        levels=tuple(Level),
        today=today,
        add=_form(tried, "add", {"id": [str(time_ordered_id(visit.now))], "first_on": [str(today)]}),
        rate=_form(tried, "rate", {"rated_on": [str(today)]}),
    )


def level_words(level: int) -> str:
    """Like "2 Emerging"."""
    return f"{int(level)} {said(Level(level))}"


def member_path(school_id: UUID, member: Membership) -> str:
    return f"/schools/{school_id}/team/{member.id}"


def _members(school_id: UUID, team: Sequence[Membership], today: date) -> tuple[Member, ...]:
    return tuple(
        Member(
            path=member_path(school_id, each),
            name=each.name,
            role=role_words(each.position, on_ilt=each.on_ilt),
            on_ilt=each.on_ilt,
            days=days_words(each, today),
        )
        for each in team
    )


def _former(team: Iterable[Membership], today: date) -> list[Membership]:
    return [each for each in team if each.last_on is not None and each.last_on < today]


def _held_row(held: Held) -> HeldRow:
    return HeldRow(
        name=held.area.name,
        number=held.holders,
        names=tuple(name for name, _ in held.left),
        left=departure_words(held.area.name, held.holders, held.left),
    )


def _waiting(visit: Visit, school_id: UUID, proposal: Proposal, tried: Tried | None) -> Waiting:
    wrong = tried.errors if tried and tried.proposal_id == proposal.id else {}
    return Waiting(
        path=f"/schools/{school_id}/proposals/{proposal.id}",
        what=proposal_words(proposal, visit.today),
        mine=proposal.proposed_by == visit.person_id,
        wrong=" ".join(wrong.values()),
        namesake="another" in wrong,
    )


def _meeting(school_id: UUID, meeting: Meeting, today: date, *, mine: bool) -> MeetingRow:
    said_of = meeting.levels
    return MeetingRow(
        path=f"/schools/{school_id}/ratings/{meeting.rated_on}",
        day=spoken(meeting.rated_on, today),
        levels=tuple(level_words(said_of[each]) if each in said_of else _("Not rated") for each in Dimension),
        agreed=meeting.agreed,
        stamp=levels_stamp(said_of),
        may_remove=mine,
    )


def _form(tried: Tried | None, name: str, start: Mapping[str, Sequence[str]]) -> Form:
    if tried is not None and tried.form == name:
        return Form(tried.filled, tried.errors)
    return Form(Filled(start), {})
