"""One member of a school's team: a new position or seat, a departure, and a slip to correct."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.errors import NotFoundError
from app.domain.teams import Membership
from app.domain.vocabulary import Position
from app.services.team_proposals import propose_change, propose_departure
from app.services.teams import change_member, correct_member, record_departure, undo_departure
from app.services.visits import Visit
from app.store.teams import get_membership
from app.web.forms import Fields, Filled, Sent
from app.web.guards import school_for
from app.web.house import reading
from app.web.ilt_page import Form, member_path
from app.web.ilt_words import days_words, role_words
from app.web.render import Page, layout_of, render
from app.web.team_forms import Mend, answer, read_change, read_correction, read_departure, writer_for

router = APIRouter()


@dataclass(frozen=True, slots=True)
class MemberPage(Page):
    template: ClassVar[str] = "ilt/member.html"

    school: str
    back: str
    path: str
    name: str
    role: str
    days: str
    ends: bool
    stamp: str
    may_edit: bool
    positions: tuple[Position, ...]
    change: Form
    leave: Form
    correct: Form
    undo: Mapping[str, str]


@router.get("/schools/{school_id}/team/{membership_id}")
def edit(request: Request, school_id: UUID, membership_id: UUID) -> Response:
    with reading(request) as visit:
        page = _page(visit, school_id, membership_id)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/schools/{school_id}/team/{membership_id}/change")
async def change(request: Request, school_id: UUID, membership_id: UUID, form: Sent) -> Response:
    """Another position or seat from a day on, or the proposal of it."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        edits, _ = _found(visit, school_id, membership_id)
        wanted = read_change(fields)
        (change_member if edits else propose_change)(visit, school_id, membership_id, fields.raw("seen"), wanted)
        return _done(school_id, "changed" if edits else "proposed")

    return await _act(request, school_id, membership_id, "change", fields, job)


@router.post("/schools/{school_id}/team/{membership_id}/correct")
async def correct(request: Request, school_id: UUID, membership_id: UUID, form: Sent) -> Response:
    """Mend a slip where it stands."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        school_for(visit, school_id, Permission.EDIT_TEAM)
        _, there = _found(visit, school_id, membership_id)
        correct_member(visit, school_id, membership_id, fields.raw("seen"), read_correction(fields, there))
        return _done(school_id, "corrected")

    return await _act(request, school_id, membership_id, "correct", fields, job)


@router.post("/schools/{school_id}/team/{membership_id}/leave")
async def leave(request: Request, school_id: UUID, membership_id: UUID, form: Sent) -> Response:
    """Record a last day, or propose it."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        edits, _ = _found(visit, school_id, membership_id)
        last_on = read_departure(fields)
        (record_departure if edits else propose_departure)(visit, school_id, membership_id, fields.raw("seen"), last_on)
        return f"/schools/{school_id}/ilt?left={membership_id}" if edits else _done(school_id, "proposed")

    return await _act(request, school_id, membership_id, "leave", fields, job)


@router.post("/schools/{school_id}/team/{membership_id}/return")
async def undo(request: Request, school_id: UUID, membership_id: UUID, form: Sent) -> Response:
    """Undo a departure."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        school_for(visit, school_id, Permission.EDIT_TEAM)
        undo_departure(visit, school_id, membership_id, fields.raw("seen"))
        return _done(school_id, "returned")

    return await _act(request, school_id, membership_id, "undo", fields, job)


def _done(school_id: UUID, what: str) -> str:
    return f"/schools/{school_id}/ilt?done={what}"


def _found(visit: Visit, school_id: UUID, membership_id: UUID) -> tuple[bool, Membership]:
    """Whether what the visitor writes stands at once, and the membership that it is about."""
    _, edits = writer_for(visit, school_id)
    there = get_membership(visit.connection, visit.network_id, school_id, membership_id)
    if there is None:
        raise NotFoundError
    return edits, there


async def _act(
    request: Request, school_id: UUID, membership_id: UUID, form: str, fields: Fields, job: Callable[[Visit], str]
) -> Response:
    back = f"/schools/{school_id}/team/{membership_id}"
    return await answer(request, school_id, back, job, _mend(request, school_id, membership_id, form, fields))


def _mend(request: Request, school_id: UUID, membership_id: UUID, form: str, fields: Fields) -> Mend:
    def mend(errors: Mapping[str, str]) -> Response:
        with reading(request) as visit:
            page = _page(visit, school_id, membership_id, form, Form(Filled(fields.sent), errors))
            layout = layout_of(visit)
        return render(request, page, layout, status=422)

    return mend


def _page(visit: Visit, school_id: UUID, membership_id: UUID, tried: str = "", sent: Form | None = None) -> MemberPage:
    edits, there = _found(visit, school_id, membership_id)
    today = visit.today
    as_it_is = {"position": [there.position.value], "on_ilt": ["yes"] if there.on_ilt else []}
    days = {"first_on": [str(there.first_on)], "last_on": [str(there.last_on or "")]}
    forms = {
        "change": Form(Filled(as_it_is | {"first_on": [str(max(today, there.first_on))]}), {}),
        "leave": Form(Filled({"last_on": [str(there.last_on or max(today, there.first_on))]}), {}),
        "correct": Form(Filled(as_it_is | days), {}),
        "undo": Form(Filled({}), {}),
    }
    if sent is not None:
        forms[tried] = sent
    return MemberPage(
        school=school_for(visit, school_id).name,
        back=f"/schools/{school_id}/ilt",
        path=member_path(school_id, there),
        name=there.name,
        role=role_words(there.position, on_ilt=there.on_ilt),
        days=days_words(there, today),
        ends=there.last_on is not None,
        stamp=there.stamp,
        may_edit=edits,
        positions=tuple(Position),
        change=forms["change"],
        leave=forms["leave"],
        correct=forms["correct"],
        undo=forms["undo"].errors,
    )
