"""The floor of the dashboard: as many bytes of rows, from constants, by bare Starlette and Jinja.

A row is the page's own, as `templates/network/row.html` makes it, but of constant strings and without a choice.
"""

from jinja2 import Environment, StrictUndefined
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

page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(PAGE)


EMPTY = len(page.render(rows=()))
ROW = len(page.render(rows=(CELLS,))) - EMPTY


def rows_page(size: int) -> str:
    """A page of so many bytes, to the nearest row."""
    return page.render(rows=[CELLS] * round((size - EMPTY) / ROW))


async def show(request: Request) -> HTMLResponse:
    return HTMLResponse(rows_page(int(request.query_params["bytes"])))


async def health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def app() -> Starlette:
    return Starlette(routes=[Route("/", show), Route("/health", health)])
