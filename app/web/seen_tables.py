"""Every table of every page as a file: the page's own address with `.csv` or `.xlsx` at its end.

The page is asked for as its reader would ask for it, with the same rights, filters, language and words, but whole
where it is shown in pages; what it shows as tables becomes the file. So no table is ever forgotten, and no file shows
more than its page. A page that has more to say in a file than it shows has a route of its own for it (`downloads`),
which comes first. CSV has room for one table: the largest in sight, or with `?table=2` the second. XLSX has all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, NamedTuple
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.language import _, speaking
from app.services.languages import language
from app.web.downloads import Cell, Column, Kind, Table, answer_csv, answer_xlsx
from app.web.filters import address

LANGUAGE = re.compile(rb'<html[^>]* lang="(\w+)"')

ENDINGS: Final = (".csv", ".xlsx")

WHOLE: Final = 10_000
"""Rows of a list that is asked for whole: more than any network has, and few enough for one answer."""

UNREAD: Final = frozenset({"svg", "style", "script", "form", "button", "select", "template"})
"""Parts of a cell that say nothing in a file: drawings and what one taps."""

VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr"})

BREAKS: Final = frozenset({"br", "p", "div", "li", "small", "td", "th", "span", "b"})
"""Between these there is a space in a file."""


def rows_at_once(request: Request, usual: int) -> int:
    """How many rows of a list to show at once: all of them where the page's tables are asked for as a file."""
    return WHOLE if getattr(request.state, "whole", False) else usual


def offer(path: str, query: str, html: str) -> tuple[str, str] | None:
    """Where the tables of a page are to be had as files, or None for a page that has none or has its own.

    Of what was asked of the page only that goes on for which the page itself has a field: its filters.
    """
    if "<table" not in html or 'class="row downloads' in html or path == "/":
        return None
    asked = {name: values[-1] for name, values in parse_qs(query).items() if f' name="{name}"' in html}
    return address(f"{path}.csv", **asked), address(f"{path}.xlsx", **asked)


class Seen(NamedTuple):
    """A table of a page, and whether it is folded away until somebody opens it."""

    table: Table
    folded: bool

    @property
    def cells(self) -> int:
        return len(self.table.rows) * len(self.table.columns)


class SeenTables:
    """Answers an address that ends like a file with the tables of the page without that ending."""

    def __init__(self, app: ASGIApp, router: Router) -> None:
        self.app = app
        self.router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ending = _ending(scope)
        if not ending or any(_is_own(route, scope) for route in self.router.routes):
            await self.app(scope, receive, send)
            return
        page = _Page()
        path = scope["path"].removesuffix(ending)
        asked = {**scope, "path": path, "raw_path": path.encode(), "state": {**scope.get("state", {}), "whole": True}}
        await self.app(asked, receive, page.hear)
        found = tables_of(page.body.decode("utf-8", "replace")) if page.is_html else []
        answer = _file(ending, path, found, parse_qs(scope["query_string"].decode("latin-1"))) if found else None
        if answer is None:
            await page.say(scope, send)
            return
        await answer(scope, receive, send)


def _ending(scope: Scope) -> str:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith("/static/"):
        return ""
    return next((ending for ending in ENDINGS if scope["path"].endswith(ending)), "")


def _is_own(route: object, scope: Scope) -> bool:
    """Whether a route, or one of those of a router within, is of this very file."""
    within = getattr(route, "original_router", None)
    if within is not None:
        return any(_is_own(each, scope) for each in within.routes)
    path = getattr(route, "path", "")
    return path.endswith(ENDINGS) and route.matches(scope)[0] is Match.FULL  # type: ignore[attr-defined]


@dataclass(slots=True)
class _Page:
    """What the page answers, heard in full."""

    start: Message = field(default_factory=dict)
    body: bytes = b""

    async def hear(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    @property
    def is_html(self) -> bool:
        kinds = [value for name, value in self.start["headers"] if name == b"content-type"]
        return self.start["status"] == 200 and any(kind.startswith(b"text/html") for kind in kinds)  # noqa: PLR2004 - what was refused is no table

    @property
    def language(self) -> str:
        """The code of the language that the page says it is in."""
        said = LANGUAGE.search(self.body)
        return said[1].decode() if said else ""

    async def say(self, scope: Scope, send: Send) -> None:
        """The page's own answer (a refusal, a way to sign in), or that there is no table here."""
        if self.is_html:
            with speaking(language(self.language)):
                words = _("There is no table on this page.")
            await Response(words, 404, media_type="text/plain")(scope, _nothing, send)
            return
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _file(ending: str, path: str, found: Sequence[Seen], asked: dict[str, list[str]]) -> Response | None:
    name = path.strip("/").replace("/", " ") or "table"
    if ending == ".xlsx":
        return answer_xlsx([seen.table for seen in found], name)
    number = asked.get("table", [""])[-1]
    if not number:
        return answer_csv(max(found, key=lambda seen: (not seen.folded, seen.cells)).table, name)
    chosen = int(number) if number.isascii() and number.isdecimal() and len(number) < 3 else 0  # noqa: PLR2004 - no page has a hundred
    return answer_csv(found[chosen - 1].table, name) if 0 < chosen <= len(found) else None


def tables_of(html: str) -> list[Seen]:
    """The tables of a page as people read them: headed by its columns' words, each under the heading above it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_read(reader))


def _read(reader: "_Reader") -> Iterator[Seen]:
    for number, (heading, folded, rows) in enumerate(reader.tables, 1):
        if len(rows) < 2:  # noqa: PLR2004 - a head without a row says nothing
            continue
        width = max(map(len, rows))
        full = [[*row, *([""] * (width - len(row)))] for row in rows]
        kept = [place for place in range(width) if any(row[place] for row in full)]
        columns = tuple(Column(full[0][place], Kind.AS_IT_IS) for place in kept)
        body = tuple(tuple(_cell(row[place]) for place in kept) for row in full[1:])
        yield Seen(Table(heading or f"Table {number}", columns, body), folded)


def _cell(text: str) -> Cell:
    """A whole number as such, so that a spreadsheet can add it up; what begins with a zero is a code."""
    plain = text.replace(",", "")
    grouped = text == plain or f"{int(plain):,}" == text if plain.isascii() and plain.isdecimal() else False
    return int(plain) if grouped and (plain == "0" or plain[0] != "0") and len(plain) < 16 else text  # noqa: PLR2004 - of more digits Excel keeps 15


class _Reader(HTMLParser):
    """Reads tables out of a page that our own templates made, so that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[str, bool, list[list[str]]]] = []
        self._heading: list[str] = []
        self._in_heading = False
        self._cell: list[str] | None = None
        self._span = 1
        self._unread = 0
        self._depth: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._space(tag)
            return
        said = dict(attrs)
        unread = tag in UNREAD or "hidden" in (said.get("class") or "").split() or "hidden" in said
        self._depth.append((tag, unread))
        self._unread += unread
        self._space(tag)
        if tag in {"h1", "h2", "h3"}:
            self._heading, self._in_heading = [], True
        elif tag == "table":
            folded = any(opened == "details" for opened, _ in self._depth)
            self.tables.append((" ".join("".join(self._heading).split()), folded, []))
        elif tag == "tr" and self.tables:
            self.tables[-1][2].append([])
        elif tag in {"td", "th"}:
            span = said.get("colspan") or "1"
            self._cell, self._span = [], int(span) if span.isdecimal() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"h1", "h2", "h3"}:
            self._in_heading = False
        if tag in {"td", "th"} and self._cell is not None and self.tables and self.tables[-1][2]:
            words = " ".join("".join(self._cell).split())
            self.tables[-1][2][-1].extend([words, *([""] * (self._span - 1))])
            self._cell = None
        while self._depth:
            opened, unread = self._depth.pop()
            self._unread -= unread
            if opened == tag:
                break
        self._space(tag)

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif self._in_heading:
            self._heading.append(data)

    def _space(self, tag: str) -> None:
        if self._cell is not None and tag in BREAKS:
            self._cell.append(" ")
