"""What a tablet keeps for the time without Wi-Fi: two pages with nobody's data in them, and a coach's own lists.

A service worker keeps the pages, and answers with them where the server cannot be reached. Our scripts put the lists
into the form's chips, and send what was logged meanwhile: see `app/static/outbox.js`.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from app.domain.access import Permission
from app.domain.language import _, speak
from app.domain.vocabulary import Position
from app.services.languages import language, of_locale
from app.services.logging_form import get_last_own
from app.services.visits import Visit
from app.web.files import BUILD, FOLDER
from app.web.forms import MINUTES, Filled
from app.web.guards import allow
from app.web.house import SignedOutError, reading
from app.web.log_page import (
    AreaOption,
    FundingOption,
    LogPage,
    Member,
    SchoolOption,
    first_choices,
    like_earlier,
    log_page,
    positions,
)
from app.web.render import Layout, Page, layout_of, render
from app.web.words import said

router = APIRouter()

NOBODY = UUID(int=0)
"""Stands in the kept form where scripts put an id of the coach's own lists."""

FIRST_AREAS = 6
"""Areas that the form shows before "More areas"; the kept form needs one in each place to make the others like it."""

ICONS = (192, 512)


@dataclass(frozen=True, slots=True)
class KeptFormPage(LogPage):
    """The log form with one empty place for each school, member and area; the same for everybody."""

    template: ClassVar[str] = "tablet/log.html"
    fragment: ClassVar[str | None] = None


@dataclass(frozen=True, slots=True)
class TabletPage(Page):
    """What is kept on this tablet; scripts fill it, since the server does not know."""

    template: ClassVar[str] = "tablet/show.html"


@router.get("/tablet")
def show(request: Request) -> Response:
    _speak_as_asked(request)
    layout: Layout | None = None
    with suppress(SignedOutError), reading(request) as visit:
        layout = layout_of(visit)
    return render(request, TabletPage(), layout)


@router.get("/tablet/log")
def kept_form(request: Request) -> Response:
    _speak_as_asked(request)
    return render(request, _kept_form())


@router.get("/tablet/lists")
def lists(request: Request) -> Response:
    """A coach's own schools with their teams, the areas in use and where a form starts from, as the form has them."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        found = _lists(visit)
    return JSONResponse(found)


@router.get("/service-worker.js")
def service_worker() -> Response:
    """At the top, since a service worker looks after nothing above its own address."""
    return FileResponse(
        FOLDER / "service_worker.js", media_type="text/javascript", headers={"cache-control": "no-cache"}
    )


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """How the product is installed on a tablet's first screen."""
    icons = [
        {"src": f"/static/{BUILD}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in ICONS
        for purpose in ("any", "maskable")
    ]
    return JSONResponse(
        {
            "id": "/",
            "name": "Side by Side",
            "short_name": "Side by Side",
            "description": _("Log coaching sessions, also without Wi-Fi."),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f7f5f0",
            "theme_color": "#f7f5f0",
            "icons": icons,
            "shortcuts": [{"name": _("Log a session"), "url": "/log"}],
        },
        media_type="application/manifest+json",
        headers={"cache-control": "no-cache"},
    )


def _speak_as_asked(request: Request) -> None:
    """A tablet asks for the pages that it keeps in its coach's language, and says no word of who that is."""
    if asked := request.query_params.get("language", ""):
        speak(language(of_locale(asked)))


def _lists(visit: Visit) -> dict[str, Any]:
    last = get_last_own(visit)
    start = first_choices(visit, last)
    page = log_page(visit, NOBODY, 0, Filled(start), last=last)
    return {
        "account": str(visit.account_id),
        "name": visit.person_name,
        "zone": visit.network.timezone,
        "schools": [
            {
                "id": str(school.id),
                "name": school.name,
                "team": [
                    {"id": str(m.person_id), "name": m.name, "position": said(m.position), "leader": m.leader}
                    for m in school.team
                ],
            }
            for school in page.schools
        ],
        "more_schools": page.more_schools,
        "areas": [
            {
                "id": str(a.id),
                "name": a.name,
                "observation": a.observation,
                "confidential": a.confidential,
                "district": a.district,
            }
            for a in page.areas
        ],
        "owners": [{"id": str(id_), "name": name} for id_, name in page.owners],
        "coaches": [{"id": str(id_), "name": name} for id_, name in page.coaches],
        "partners": [{"id": str(id_), "name": name} for id_, name in page.partners],
        "funding": [
            {"id": str(f.id), "name": f.words, "first": str(f.first_on), "last": str(f.last_on)} for f in page.funding
        ],
        "usual_funding": str(page.usual) if page.usual else "",
        "nudges": page.nudges,
        "minutes": page.minutes,
        "start": start,
        "last": like_earlier(last) if last else None,
    }


def _kept_form() -> KeptFormPage:
    nobody = Member(NOBODY, "", Position.OTHER, leader=False)
    nowhere = AreaOption(NOBODY, "", observation=False, chosen=False)
    return KeptFormPage(
        title=_("Log a session"),
        button=_("Save session"),
        dock=_("Save when it is all there."),
        hint="",
        session_id=NOBODY,
        version=0,
        last_id=NOBODY,
        schools=(SchoolOption(NOBODY, "", (nobody,)),),
        more_schools=False,
        areas=(nowhere,) * (FIRST_AREAS + 1),
        positions=positions(),
        owners=((NOBODY, ""),),
        coaches=((NOBODY, ""),),
        partners=((NOBODY, ""),),
        funding=(FundingOption(NOBODY, "", date.min, date.max),),
        usual=None,
        nudges=(),
        minutes=MINUTES,
        days=((date.min, _("Today")), (date.min, _("Yesterday"))),
        today=date.min,
        filled=Filled({}),
        errors={},
        more_open=False,
    )
