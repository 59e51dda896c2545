"""HTML onto paper. Only `pdf` imports this, when the first PDF is asked for: it takes 30 MB and two seconds."""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.domain.errors import NotFoundError
from app.web.files import FOLDER
from app.web.wearing import DRAWN, sheet_of

OURS = "sidebyside:"
"""The scheme of our own files in a document that is printed: no host has it."""

SHEETS = frozenset({"print.css"})


class OnlyOurs(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Gives our own style sheets, and pictures that stand in their own address, and refuses everything else.

    Nothing in a document makes the server ask anybody.
    """

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - as WeasyPrint calls it
        name = url.removeprefix(OURS).lstrip("/") if url.startswith(OURS) else ""
        if name in SHEETS:
            return URLFetcherResponse(url, (FOLDER / name).read_bytes(), {"Content-Type": "text/css"})
        if name.startswith(DRAWN):
            return URLFetcherResponse(url, urlsafe_b64decode(name.removeprefix(DRAWN)), {"Content-Type": "image/png"})
        worn = urlsplit(name).path
        try:
            made = sheet_of(worn.removeprefix("brand/").removesuffix(".css"))
        except NotFoundError as error:
            message = f"a printed page asks for nothing from outside, and this asked for {url[:200]}"
            raise ValueError(message) from error
        return URLFetcherResponse(url, made.encode(), {"Content-Type": "text/css"})


def print_pages(html: str, most: int = 1) -> tuple[int, Callable[[], bytes]]:
    """Lay a document out: how many pages it takes, and what writes the first of them, `most` at most, as a PDF."""
    document = HTML(string=html, base_url=OURS, url_fetcher=OnlyOurs()).render()
    pages = len(document.pages)
    first = document.copy(document.pages[:most])
    return pages, lambda: bytes(first.write_pdf(pdf_tags=True))


def print_one(versions: Sequence[Callable[[], str]], most: int = 1) -> bytes:
    """One page (or `most`) as a PDF: the first version of a document that fits; of the last, what fits."""
    for number, html in enumerate(versions, start=1):
        pages, write = print_pages(html(), most)
        if pages <= most or number == len(versions):
            return write()
    message = "nothing to print"
    raise ValueError(message)
