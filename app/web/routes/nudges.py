"""The network's list of nudges: words to look at once more while typing what others will read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.errors import InvalidError
from app.domain.language import _, later, told
from app.domain.nudges import INSTEAD, WORDS
from app.services.nudges import (
    Outcome,
    OvertakenError,
    be_admin,
    remove_nudge,
    save_nudge,
    stamp,
    start_list,
    undo_nudge,
)
from app.services.visits import Visit
from app.store.nudges import Change, Nudge, list_changes, list_nudges
from app.web.forms import AGAIN, Fields, Sent
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.words import moment

router = APIRouter()

LATELY = 8
"""Changes that are shown to be undone."""

DONE: Mapping[str, str] = {
    "saved": later("Saved. Forms have it from now on; tablets fetch it the next time they have Wi-Fi."),
    "removed": later("Removed. It is not looked for any more."),
    "undone": later("Undone. The list is as it was before."),
    "already": later("This was done already; here is the list as it stands."),
    "changed": later("The list has changed since, so that cannot be undone any more. Change it here instead."),
    "started": later("Here is a list to begin with. Change it until it sounds like you."),
}
"""What the page says back, by the word in the address; another word says nothing."""


class Line(NamedTuple):
    """A phrase as its form shows it: as it is kept, or as it was just typed; `was` is what the form is made from."""

    id: UUID
    words: str
    instead: str
    errors: Mapping[str, str]
    was: str = ""


class Late(NamedTuple):
    """A change that can be undone."""

    id: UUID
    words: str
    when: str


@dataclass(frozen=True, slots=True)
class NudgesPage(Page):
    template: ClassVar[str] = "nudges/index.html"
    fragment: ClassVar[str] = "nudges/_list.html"

    lines: tuple[Line, ...]
    new: Line
    late: tuple[Late, ...]
    done: str
    undo: str
    wrong: bool
    longest_words: int = WORDS
    longest_instead: int = INSTEAD


@router.get("/nudges")
def index(request: Request, done: str = "", change: str = "") -> Response:
    """The list, and what was changed in it lately."""
    with reading(request) as visit:
        page = _page(visit, done=done, change=change)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/nudges")
async def create(request: Request, form: Sent) -> Response:
    fields = Fields.of(form)
    return await _save(request, fields, fields.one("id", UUID, "", AGAIN) or uuid4(), new=True)


@router.post("/nudges/start")
async def start(request: Request) -> Response:
    """Begin with our own list, where a network has none."""
    await write(request, start_list)
    return see("/nudges?done=started")


@router.post("/nudges/changes/{nudge_change_id}/undo")
async def undo(request: Request, nudge_change_id: UUID) -> Response:
    outcome = await write(request, lambda visit: undo_nudge(visit, nudge_change_id))
    word = {Outcome.DONE: "undone", Outcome.ALREADY: "already", Outcome.CHANGED: "changed"}[outcome]
    return see(f"/nudges?done={word}")


@router.post("/nudges/{nudge_id}")
async def edit(request: Request, nudge_id: UUID, form: Sent) -> Response:
    return await _save(request, Fields.of(form), nudge_id, new=False)


@router.post("/nudges/{nudge_id}/remove")
async def remove(request: Request, nudge_id: UUID) -> Response:
    change = await write(request, lambda visit: remove_nudge(visit, nudge_id))
    return see(f"/nudges?done=removed&change={change}" if change else "/nudges?done=already")


async def _save(request: Request, fields: Fields, nudge_id: UUID, *, new: bool) -> Response:
    words, instead = fields.text("words", WORDS), fields.text("instead", INSTEAD)

    def job(visit: Visit) -> UUID | None:
        return save_nudge(visit, nudge_id, words, instead, new=new, wrong=fields.errors, was=fields.was())

    try:
        change = await write(request, job)
    except InvalidError as error:
        met = isinstance(error, OvertakenError)
        was = "" if met else fields.raw("was")
        tried = Line(nudge_id, fields.raw("words"), fields.raw("instead"), error.errors, was)
        return await run_in_threadpool(_mend, request, tried, new=new, status=409 if met else 422)
    return see(f"/nudges?done=saved&change={change}" if change else "/nudges?done=already")


def _mend(request: Request, tried: Line, *, new: bool, status: int) -> Response:
    with reading(request) as visit:
        page = _page(visit, tried=tried, new=new)
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _page(
    visit: Visit, *, done: str = "", change: str = "", tried: Line | None = None, new: bool = False
) -> NudgesPage:
    be_admin(visit)
    kept = list_nudges(visit.connection, visit.network_id)
    late = [_late(visit, each, kept) for each in list_changes(visit.connection, visit.network_id, LATELY)]
    lines = [Line(each.id, each.words, each.instead, {}, stamp(each)) for each in kept]
    if tried is not None and not new:
        lines = [tried._replace(was=tried.was or each.was) if each.id == tried.id else each for each in lines]
    return NudgesPage(
        lines=tuple(lines),
        new=tried if tried is not None and new else Line(uuid4(), "", "", {}),
        late=tuple(late),
        done=told(DONE.get(done, "")),
        undo=next((str(each.id) for each in late if str(each.id) == change), ""),
        wrong=done == "changed",
    )


def _late(visit: Visit, change: Change, kept: list[Nudge]) -> Late:
    before, after = json.loads(change.before), json.loads(change.after)
    now = next((each.words for each in kept if each.id == change.subject_id), "")
    if not before:
        words = _("“%(words)s” was added", words=after["words"])
    elif not after:
        words = _("“%(words)s” was removed", words=before["words"])
    else:
        words = _("“%(words)s” was changed", words=before.get("words") or now or "…")
    return Late(change.id, words, moment(change.changed_at, visit.network.timezone))
