"""Pages: one frozen dataclass each, which names its template and holds exactly what the template shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.domain.access import Permission, Role
from app.domain.language import _, spoken_language, told, told_plural
from app.services.assets import HtmxScript
from app.services.languages import NAMES
from app.services.review_reading import count_reviews
from app.services.visits import Visit
from app.settings import ROOT
from app.store.logins import LogoFact
from app.store.review_lists import Shelf
from app.web.house import house_of
from app.web.scripts_words import sentences
from app.web.seen_tables import offer
from app.web.unchanged import VARY, asks_for_part, lasting
from app.web.wearing import sheet_path
from app.web.words import FILTERS


@dataclass(frozen=True, slots=True)
class Page:
    """What one template shows. `fragment` is the part that HTMX receives alone; the page includes that very file.

    `lasting` pages are kept by their reader's browser and sent again only when they changed: see `unchanged`. What they
    show must be settled by the visit and the address, and each change of it must raise the network's revision.
    """

    template: ClassVar[str]
    fragment: ClassVar[str | None] = None
    lasting: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the frame around a page needs to know of the visitor; plain values, so it outlives the transaction.

    `keeps`: their tablet keeps what they log while there is no Wi-Fi. `sheet` is the style sheet of their network's
    color, "" without one.
    """

    account: UUID
    keeps: bool
    name: str
    network: str
    links: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]
    demo: bool
    logo: LogoFact | None = None
    sheet: str = ""


HOMES: Mapping[Role, str] = {
    Role.COACH: "/log",
    Role.DIRECTOR: "/dashboard",
    Role.SCHOOL_LEADER: "/schools",
    Role.ADMIN: "/admin",
}
"""Where each role begins; whoever has several begins at the first of these."""


def home_of(visit: Visit) -> str:
    """The page that a person most likely came for: a leader's reviews while any wait, or one's only school."""
    home = next((path for role, path in HOMES.items() if role in visit.rights.roles), "/schools")
    if home == "/schools" and count_reviews(visit)[Shelf.WAITING]:
        return "/review"
    mine = visit.rights.schools(Permission.SEE_SCHOOL)
    return f"/schools/{next(iter(mine))}" if home == "/schools" and mine and len(mine) == 1 else home


IN_SIGHT = 6
"""Links of the menu that are always in sight; the others unfold under "More"."""


def layout_of(visit: Visit, reviews: Mapping[Shelf, int] | None = None) -> Layout:
    """The frame for a visitor; `reviews` are their counts, where the page has them already."""
    may = visit.rights.may
    waiting = (reviews or count_reviews(visit))[Shelf.WAITING]
    links = (
        (may(Permission.REVIEW), "/review", _("Review (%(number)s)", number=waiting) if waiting else _("Review")),
        (may(Permission.SEE_NETWORK), "/dashboard", _("Dashboard")),
        (may(Permission.LOG), "/log", _("Log")),
        (may(Permission.LOG), "/sessions", _("My sessions")),
        (may(Permission.LOG), "/week", _("My week")),
        (may(Permission.LOG), "/me", _("Mine")),
        (may(Permission.MANAGE), "/admin", _("Admin")),
        (may(Permission.SEE_SCHOOL), "/schools", _("Schools")),
        (may(Permission.SEE_SCHOOL), "/flags", _("Flags")),
        (may(Permission.SEE_SCHOOL), "/handoffs", _("Handoffs")),
        (may(Permission.SEE_SCHOOL), "/barriers", _("Barriers")),
        (may(Permission.SEE_SCHOOL), "/areas", _("Areas")),
        (may(Permission.SEE_SCHOOL), "/partners", _("Partners")),
        (may(Permission.MANAGE) or may(Permission.SEE_NETWORK), "/funding", _("Funding")),
        (may(Permission.SEE_NETWORK), "/equity", _("Equity")),
        (may(Permission.SEE_NETWORK), "/plan", _("Plan")),
        (may(Permission.SEE_NETWORK), "/home-office", _("Home office")),
    )
    theirs = tuple((path, words) for allowed, path, words in links if allowed)
    return Layout(
        account=visit.account_id,
        keeps=may(Permission.LOG),
        name=visit.person_name,
        network=visit.network.name,
        links=theirs[:IN_SIGHT],
        more=theirs[IN_SIGHT:],
        demo=visit.network.demo,
        logo=visit.logo,
        sheet=sheet_path("network", visit.network.color),
    )


@cache
def environment(htmx: HtmxScript, build: str) -> Environment:
    """Jinja as every page uses it: all is escaped, and a name that is not there is an error. Made once a process."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(told, told_plural, newstyle=True)  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.globals |= {
        "htmx": htmx,
        "build": build,
        "language": spoken_language,
        "languages": NAMES,
        "sentences": sentences,
    }
    made.filters |= FILTERS
    return made


def render(request: Request, page: Page, layout: Layout | None = None, status: int = 200) -> HTMLResponse:
    """The whole page, or its fragment for an HTMX request that asks for one.

    Boosted and history-restoring requests get whole pages: they replace the document.
    """
    part = asks_for_part(request.headers) and page.fragment
    template = house_of(request).templates.get_template(part or page.template)
    context: dict[str, Any] = {"page": page, "layout": layout, "path": request.url.path}
    headers = {"vary": VARY}
    if page.lasting and status == 200:  # noqa: PLR2004 - what could not be read is not worth keeping
        headers |= lasting(request)
    if status >= 400:  # noqa: PLR2004 - where nothing was done, the address stays that of the form
        headers["hx-push-url"] = "false"
    html = template.render(context)
    if not part:
        html = html.replace(FILES, _files(request, html) if layout and status == 200 else "", 1)  # noqa: PLR2004 - as above
    return HTMLResponse(html, status, headers=headers)


FILES = "<!--files-->"
"""Where the frame of a page has room for the way to its tables as files."""


def _files(request: Request, html: str) -> str:
    found = offer(request.url.path, request.url.query, html)
    if found is None:
        return ""
    return house_of(request).templates.get_template("macros/seen_downloads.html").render(csv=found[0], xlsx=found[1])


def see(path: str) -> RedirectResponse:
    """Success of a form: go and see it."""
    return RedirectResponse(path, 303)
