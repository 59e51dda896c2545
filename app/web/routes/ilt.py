"""A school's team and its ILT: the page, what coaches propose for it, and how the ILT sees itself."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.language import _, later, told
from app.domain.words import spoken
from app.services.ratings import agree_ratings, day_id, enter_ratings, remove_ratings, restore_ratings
from app.services.removals import brings_back
from app.services.team_proposals import accept_proposal, decline_proposal, propose_member
from app.services.team_view import see_team
from app.services.teams import add_member
from app.services.visits import Visit
from app.store.ratings import get_day
from app.store.schools import list_areas
from app.store.teams import get_membership
from app.web.forms import Fields, Filled, Sent
from app.web.guards import school_for
from app.web.house import house_of, reading
from app.web.ilt_page import IltPage, Tried, Undo, ilt_page, member_path
from app.web.render import layout_of, render
from app.web.team_forms import Mend, answer, read_new_member, read_ratings, writer_for

T = TypeVar("T")

router = APIRouter()

DONE = {
    "added": later("Added to the team."),
    "changed": later("Changed. What was before stays written."),
    "corrected": later("Corrected."),
    "returned": later("Undone: the membership goes on."),
    "proposed": later("Proposed. A leader of the school can accept it in one tap."),
    "accepted": later("Accepted."),
    "declined": later("Declined. The team stays as it is."),
    "rated": later("Written down."),
    "restored": later("Back again."),
}
"""What was done, as the page says it at its top."""


@router.get("/schools/{school_id}/ilt")
def show(request: Request, school_id: UUID) -> Response:
    """Who is on the team, who holds what, what one departure would leave, and how the ILT sees itself."""
    with reading(request) as visit:
        page = _page(request, visit, school_id)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/schools/{school_id}/team")
async def create(request: Request, school_id: UUID, form: Sent) -> Response:
    """Put somebody on the team, or propose it."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        _, edits = writer_for(visit, school_id)
        new = read_new_member(fields)
        (add_member if edits else propose_member)(visit, school_id, new)
        return f"{_path(school_id)}?done={'added' if edits else 'proposed'}"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id, "add", fields))


@router.post("/schools/{school_id}/proposals/{proposal_id}/accept")
async def accept(request: Request, school_id: UUID, proposal_id: UUID, form: Sent) -> Response:
    """Do what was proposed; a tick says of who joins that they only share the name of somebody known here."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        school_for(visit, school_id, Permission.EDIT_TEAM)
        accept_proposal(visit, school_id, proposal_id, another=bool(fields.raw("another")))
        return f"{_path(school_id)}?done=accepted"

    mend = _mend(request, school_id, "proposal", Fields({}), proposal_id)
    return await answer(request, school_id, _path(school_id), job, mend)


@router.post("/schools/{school_id}/proposals/{proposal_id}/decline")
async def decline(request: Request, school_id: UUID, proposal_id: UUID) -> Response:
    def job(visit: Visit) -> str:
        writer_for(visit, school_id)
        decline_proposal(visit, school_id, proposal_id)
        return f"{_path(school_id)}?done=declined"

    mend = _mend(request, school_id, "proposal", Fields({}), proposal_id)
    return await answer(request, school_id, _path(school_id), job, mend)


@router.post("/schools/{school_id}/ratings")
async def rate(request: Request, school_id: UUID, form: Sent) -> Response:
    """Write down how the ILT rated itself at a meeting; the same day again replaces it."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        _, edits = writer_for(visit, school_id)
        enter_ratings(visit, school_id, *read_ratings(fields))
        return f"{_path(school_id)}?done={'rated' if edits else 'proposed'}"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id, "rate", fields))


@router.post("/schools/{school_id}/ratings/{rated_on}/agree")
async def agree(request: Request, school_id: UUID, rated_on: date, form: Sent) -> Response:
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        school_for(visit, school_id, Permission.EDIT_TEAM)
        agree_ratings(visit, school_id, rated_on, fields.raw("seen"))
        return f"{_path(school_id)}?done=accepted"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id, "rate", fields))


@router.post("/schools/{school_id}/ratings/{rated_on}/remove")
async def remove(request: Request, school_id: UUID, rated_on: date) -> Response:
    def job(visit: Visit) -> str:
        writer_for(visit, school_id)
        remove_ratings(visit, school_id, rated_on)
        return f"{_path(school_id)}?removed={rated_on}"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id, "rate", Fields({})))


@router.post("/schools/{school_id}/ratings/{rated_on}/restore")
async def restore(request: Request, school_id: UUID, rated_on: date) -> Response:
    def job(visit: Visit) -> str:
        writer_for(visit, school_id)
        restore_ratings(visit, school_id, rated_on)
        return f"{_path(school_id)}?done=restored"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id, "rate", Fields({})))


def _path(school_id: UUID) -> str:
    return f"/schools/{school_id}/ilt"


def _page(request: Request, visit: Visit, school_id: UUID, tried: Tried | None = None) -> IltPage:
    school = school_for(visit, school_id)
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    done = told(DONE.get(request.query_params.get("done", ""), ""))
    undo = None if tried else _undo(request, visit, school_id)
    return ilt_page(visit, see_team(visit, house_of(request).kept, school, areas), done=done, undo=undo, tried=tried)


def _mend(request: Request, school_id: UUID, form: str, fields: Fields, proposal_id: UUID | None = None) -> Mend:
    """Shows the page again, with what is wrong by its field, and all that was typed."""

    def mend(errors: Mapping[str, str]) -> Response:
        with reading(request) as visit:
            page = _page(request, visit, school_id, Tried(form, Filled(fields.sent), errors, proposal_id))
            layout = layout_of(visit)
        return render(request, page, layout, status=422)

    return mend


def _undo(request: Request, visit: Visit, school_id: UUID) -> Undo | None:
    """What was taken away just now, as the address says it and as long as that is so."""
    asked, connection = request.query_params, visit.connection
    if removed := _read(date.fromisoformat, asked.get("removed", "")):
        there = get_day(connection, visit.network_id, school_id, removed)
        own = there is not None and there.entered_by == visit.person_id and not there.agreed
        theirs = own or visit.rights.may(Permission.EDIT_TEAM, school_id)
        if there is not None and there.removed and theirs and brings_back(visit, school_id, day_id(school_id, removed)):
            words = _("The ratings of %(day)s are removed.", day=spoken(removed, visit.today))
            return Undo(words, f"/schools/{school_id}/ratings/{removed}/restore")
    if left := _read(UUID, asked.get("left", "")):
        member = get_membership(connection, visit.network_id, school_id, left)
        if member is not None and member.last_on is not None and visit.rights.may(Permission.EDIT_TEAM, school_id):
            words = _(
                "%(name)s: the last day on the team is %(day)s.",
                name=member.name,
                day=spoken(member.last_on, visit.today),
            )
            return Undo(words, f"{member_path(school_id, member)}/return", member.stamp)
    return None


def _read(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except ValueError:
        return None
