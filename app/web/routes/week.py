"""My week: what is in it, other time added to it, last week as drafts, and the word that it is complete."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.periods import WEEK
from app.services.visits import Visit
from app.services.week import drafts_for, say_complete, take_back, week_of
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.session_list import Line, lines_of
from app.web.week_page import done_of, week_page
from app.web.words import day, short_day

router = APIRouter()


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A session of last week as a draft: where it leads, or why it leads nowhere yet."""

    line: Line
    words: str
    path: str
    there: bool
    to_come: bool


@dataclass(frozen=True, slots=True)
class CopyPage(Page):
    template: ClassVar[str] = "week/copy.html"

    first: date
    words: str
    rows: tuple[DraftRow, ...]


@router.get("/week")
def show(request: Request, of: str = "", done: str = "", about: str = "") -> Response:
    """One's own week; `of` is any day of it, and what is no day leads to this week."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        page = week_page(visit, _week(visit, of), done=done_of(visit, done, about))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/week/copy")
def copy(request: Request, of: str = "") -> Response:
    """Last week's sessions as drafts for a week: where, what area, how long and with whom; the rest is said anew."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        page = _copy_page(visit, _week(visit, of))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/week/{first}/complete")
async def complete(request: Request, first: date) -> Response:
    return await _say(request, first, say_complete, "complete")


@router.post("/week/{first}/reopen")
async def reopen(request: Request, first: date) -> Response:
    return await _say(request, first, take_back, "reopened")


async def _say(request: Request, first: date, act: Callable[[Visit, date], None], done: str) -> Response:
    def job(visit: Visit) -> None:
        allow(visit, Permission.LOG)
        act(visit, first)

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_refused, request, first, " ".join(error.errors.values()))
    return see(f"/week?of={first}&done={done}")


def _refused(request: Request, first: date, trouble: str) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        page = week_page(visit, week_of(first, visit.today), trouble=trouble)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _week(visit: Visit, of: str) -> date:
    try:
        return week_of(date.fromisoformat(of), visit.today)
    except ValueError:
        return week_of(visit.today, visit.today)


def _copy_page(visit: Visit, first: date) -> CopyPage:
    drafts = drafts_for(visit, first)
    lines = lines_of(visit, [draft.like for draft in drafts])
    rows = tuple(
        DraftRow(
            line=line,
            words=day(draft.day),
            path=f"/log?like={line.id}&held_on={draft.day}",
            there=draft.there,
            to_come=draft.to_come,
        )
        for line, draft in zip(lines, drafts, strict=True)
    )
    return CopyPage(first=first, words=f"{short_day(first - WEEK)} to {short_day(first)}", rows=rows)
