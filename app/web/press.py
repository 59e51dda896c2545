"""HTML onto paper. Only `pdf` imports this, when the first PDF is asked for: it takes 30 MB and two seconds."""

from collections.abc import Callable, Mapping, Sequence

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.web.files import FOLDER

OURS = "sidebyside:"
"""The scheme of our own files in a document that is printed: no host has it."""

SHEETS = frozenset({"print.css"})


class OnlyOurs(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Gives our own style sheet, and refuses everything else: nothing in a document makes the server ask anybody."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - as WeasyPrint calls it
        name = url.removeprefix(OURS).lstrip("/")
        if not url.startswith(OURS) or name not in SHEETS:
            message = f"a printed page asks for nothing from outside, and this asked for {url[:200]}"
            raise ValueError(message)
        return URLFetcherResponse(url, (FOLDER / name).read_bytes(), {"Content-Type": "text/css"})


def print_pages(html: str) -> tuple[int, Callable[[], bytes]]:
    """Lay a document out: how many pages it takes, and what writes the first of them as a PDF."""
    document = HTML(string=html, base_url=OURS, url_fetcher=OnlyOurs()).render()
    pages = len(document.pages)
    first = document.copy(document.pages[:1])
    return pages, lambda: bytes(first.write_pdf(pdf_tags=True))


def print_one(versions: Sequence[Callable[[], str]]) -> bytes:
    """One page as a PDF: the first version of a document that fits on it; of the last, what fits."""
    for number, html in enumerate(versions, start=1):
        pages, write = print_pages(html())
        if pages == 1 or number == len(versions):
            return write()
    message = "nothing to print"
    raise ValueError(message)
