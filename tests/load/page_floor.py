"""The floors of the pages: as many bytes of rows, from constants, by bare Starlette and Jinja.

A row is a page's own (the dashboard's of a school, a school's of an area, a flag), but of constant strings and without
a choice. The floor of a page that has not changed is a plain answer of a word.
"""

from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined, Template
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

CELLS = (
    "1dec133b-21fe-4e3d-83d1-5374d76a077b",
    "Alder High School",
    "Direct service",
    "78.1",
    "M61.5 4v14M95.7 4v14M61.5 11h34.2",
    "78%",
    "20 of 26 sessions",
    "between 56% and 91%",
    "24 weeks, two a point: 33% at first, 75% last, 33% to 100%",
    "4,17.3 13,12.6 22,4 31,17.3 40,4 49,11.1 58,4 67,9 76,17.3 85,12.6 94,4 103,9",
    "103",
    "9",
    "rising since Aug 24",
    "coach led 25%, shared 44%, school led 31%",
    "22.5",
    "22.5",
    "39.4",
    "61.9",
    "28.1",
    "0 of 11",
    "1095",
    "18 h",
)

PAGE = """<!doctype html><html lang="en"><title>Floor</title><table>
{% for id, name, stage, width, whisker, share, counts, between, words, points, x, y, change, led, coach, shared_from,
   shared, school_from, school, held, minutes, hours in rows %}
  <tr>
    <th scope="row"><a href="/schools/{{ id }}">{{ name }}</a></th>
    <td data-label="Stage">{{ stage }}</td>
    <td data-label="Done for the school"><div class="dep"><svg viewBox="0 0 110 22" aria-hidden="true"><rect class="track" x="5" y="8" width="100" height="6" rx="3"/><rect class="done" x="5" y="8" width="{{ width }}" height="6" rx="3"/><path d="{{ whisker }}"/></svg><span><b>{{ share }}</b> <small>{{ counts }}<span class="hidden">, {{ between }}</span></small></span></div></td>
    <td data-label="24 weeks"><svg class="spark" viewBox="0 0 107 28" role="img"><title>{{ words }}</title><desc>Share done for the school</desc><path class="half" d="M4 14h99"/><polyline points="{{ points }}"/><circle cx="{{ x }}" cy="{{ y }}" r="3"/></svg></td>
    <td data-label="Change"><span class="pill for up">{{ change }}</span></td>
    <td data-label="Who leads"><svg class="leads" viewBox="0 0 90 12" role="img"><title>{{ led }}</title><desc>Who led the time side by side</desc><rect class="coach" width="{{ coach }}" height="12"/><rect class="shared" x="{{ shared_from }}" width="{{ shared }}" height="12"/><rect class="school" x="{{ school_from }}" width="{{ school }}" height="12"/></svg></td>
    <td class="num" data-label="Areas held">{{ held }}</td>
    <td class="num" data-label="Our time"><data value="{{ minutes }}">{{ hours }}</data></td>
  </tr>
{% endfor %}
</table>
"""  # noqa: E501 - as long as the page's

AREA_CELLS = (
    "/schools/1dec133b-21fe-4e3d-83d1-5374d76a077b/sessions?area=6ef8c1b2-7a0c-4f0e-9f43-3f6c52a7f5f1&first=2026-09-07",
    "Professional development planning",
    "Side by side",
    "handed over Feb 3, checked Jun 4",
    "41%",
    "11 of 26 sessions",
    "AP",
    "A. Principal",
    "MR",
    "M. Rivera",
    "if either left, one would remain",
    "Agree on a handoff: two people hold it",
    "1095",
    "18 h",
)

AREAS = """<!doctype html><html lang="en"><title>Floor</title><table>
{% for path, name, stage, since, share, counts, chip, person, other, another, departure, next, minutes, hours in rows %}
  <tr>
    <th scope="row"><a href="{{ path }}">{{ name }}</a></th>
    <td data-label="Stage"><span>{{ stage }} <small>{{ since }}</small></span></td>
    <td data-label="Done for the school"><span class="n"><b>{{ share }}</b> <small>{{ counts }}</small></span></td>
    <td data-label="Holders"><span><span class="holder" title="{{ person }}"><span aria-hidden="true">{{ chip }}</span><span class="hidden">{{ person }}; </span></span><span class="holder" title="{{ another }}"><span aria-hidden="true">{{ other }}</span><span class="hidden">{{ another }}</span></span> <small>{{ departure }}</small></span></td>
    <td data-label="What next">{{ next }}</td>
    <td class="num" data-label="Our time"><data value="{{ minutes }}">{{ hours }}</data></td>
  </tr>
{% endfor %}
</table>
"""  # noqa: E501 - as long as the page's

FLAG_CELLS = (
    "flag-dependent-1dec133b",
    "dependent",
    "1dec133b-21fe-4e3d-83d1-5374d76a077b",
    "Alder High School",
    "We did 71% of the work here in 12 weeks: 27 of 38 h, 22 of 31 sessions.",
    "Leans on us",
    "since September 7",
    "/schools/1dec133b-21fe-4e3d-83d1-5374d76a077b/sessions?first=2026-09-07&last=2026-11-25",
    "31 sessions",
    "September 7 to November 25",
    "It clears when we do under half of the work.",
    "The office will plan the next cycle with the team, and step back from the minutes, by December 15.",
)

FLAGS = """<!doctype html><html lang="en"><title>Floor</title><ul class="flags">
{% for id, rule, school_id, school, sentence, name, since, path, sessions, days, clears, answer in rows %}
  <li id="{{ id }}" data-rule="{{ rule }}" data-school="{{ school_id }}">
    <span class="mark" aria-hidden="true"></span>
    <div>
      <p><b><a href="/schools/{{ school_id }}">{{ school }}</a>:</b> {{ sentence }}</p>
      <p class="soft"><b>{{ name }}</b> · {{ since }} · <a href="{{ path }}">{{ sessions }}</a>, {{ days }} · {{ clears }}</p>
      <p class="answered">{{ answer }}</p>
    </div>
  </li>
{% endfor %}
</ul>
"""  # noqa: E501 - as long as the page's

_jinja = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True, slots=True)
class Floor:
    """A page of rows that are all the same; `empty` and `row` are bytes."""

    template: Template
    cells: tuple[str, ...]
    empty: int
    row: int

    @classmethod
    def of(cls, source: str, cells: tuple[str, ...]) -> "Floor":
        template = _jinja.from_string(source)
        empty = len(template.render(rows=()).encode())
        return cls(template, cells, empty, len(template.render(rows=(cells,)).encode()) - empty)

    def page(self, size: int) -> str:
        """A page of so many bytes, to the nearest row."""
        return self.template.render(rows=[self.cells] * round((size - self.empty) / self.row))

    async def show(self, request: Request) -> HTMLResponse:
        return HTMLResponse(self.page(int(request.query_params["bytes"])))


FLOORS = {
    "/dashboard": Floor.of(PAGE, CELLS),
    "/school": Floor.of(AREAS, AREA_CELLS),
    "/flags": Floor.of(FLAGS, FLAG_CELLS),
}


async def health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def app() -> Starlette:
    pages = [Route(path, floor.show) for path, floor in FLOORS.items()]
    return Starlette(routes=[*pages, Route("/health", health)])
