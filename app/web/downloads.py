"""A page's table as a file, CSV or XLSX: the page's own address with an ending, whole, and filtered as it is seen.

A page that offers its table does four things:

    # 1. the table as a value; a cell is what the column's kind says: text, whole numbers, minutes, a share, a day
    def visits_table(rows: Sequence[Visited]) -> Table:
        columns = (Column(_("School")), Column(_("Hours"), Kind.MINUTES), Column(_("Latest"), Kind.DAY))
        return Table(_("Visits"), columns, tuple((row.school, row.minutes, row.latest) for row in rows))

    # 2. one handler beside the page's own, with the same guard and the same filters, for both endings
    @router.get("/visits.csv")
    @router.get("/visits.xlsx")
    def download(request: Request) -> Response:
        with reading(request) as visit:
            allow(visit, Permission.SEE_SCHOOL)
            table = visits_table(_rows(visit, read_filters(...)))
        return downloaded(request, table)

    # 3. `downloads: Downloads` in the page's dataclass, with what was asked for and understood
    downloads=downloads_of("/visits", **filters.asked)

    # 4. the two links, from the page's template
    {% from "macros/downloads.html" import downloads %}
    {{ downloads(page.downloads, page.filters.words) }}

Both addresses stand in the tests' table of routes. Answers are never kept by a browser or a proxy. Whatever somebody
typed, a spreadsheet shows it as text and runs none of it: XLSX says of each cell that it is text, and CSV, which
cannot, marks what looks like a formula with an apostrophe.
"""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

import xlsxwriter
from defusedcsv import csv
from fastapi import Request
from fastapi.responses import Response

from app.web.filters import address

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BEGINS_FORMULA: Final = frozenset("=+-@|%")
"""What spreadsheets take for the start of a formula; their full-width forms come down to these in NFKC."""

UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode's categories of tabs and line ends, marks of no width, and spaces."""

MOST_LETTERS: Final = 32_767
"""Of a cell in Excel; the rest of a longer text would make it refuse the whole file."""

LONGEST_SHEET_NAME: Final = 31
NOT_IN_SHEET_NAMES: Final = "[]:*?/\\'"

WIDEST: Final = 60
"""Letters that a column is as wide as at most; longer text is wrapped by who reads it."""


class Kind(StrEnum):
    """What stands in a column, and how a file says it."""

    TEXT = "text"
    NUMBER = "number"
    MINUTES = "minutes"  # said in hours, as a number: 90 is 1.5
    SHARE = "share"  # from 0 to 1; shown in percent where the file can
    DAY = "day"
    AS_IT_IS = "as it is"  # text or whole numbers, as each cell has it


class Column(NamedTuple):
    """A column, headed by words that people read."""

    words: str
    kind: Kind = Kind.TEXT


Cell = str | int | float | date | None
"""Of a column's kind; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """All of a page's table: what it is called, its columns, and a cell a column in each row."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Downloads:
    """Where a page's table is to be had as a file."""

    csv: str
    xlsx: str


def downloads_of(path: str, **asked: object) -> Downloads:
    """The addresses of a page's files, asking for the same as the page."""
    return Downloads(address(f"{path}.csv", **asked), address(f"{path}.xlsx", **asked))


def downloaded(request: Request, table: Table) -> Response:
    """The table as the file that the address asks for by its ending."""
    if request.scope["path"].endswith(".xlsx"):
        return answer_xlsx((table,), table.name)
    return answer_csv(table, table.name)


def answer_csv(table: Table, name: str) -> Response:
    """A table as CSV, under a name."""
    return _answer(to_csv(table), CSV, file_name(name, "csv"))


def answer_xlsx(tables: Sequence[Table], name: str) -> Response:
    """A workbook of one table a sheet, under a name."""
    return _answer(to_xlsx(*tables), XLSX, file_name(name, "xlsx"))


def to_csv(table: Table) -> bytes:
    """CSV in UTF-8 with a mark, by which Excel knows that it is; lines end as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(column.words) for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)])
    return text.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(*tables: Table) -> bytes:
    """A workbook of a sheet a table, its first row held in place. Cells are text, numbers or days, never formulas."""
    made = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(made, options)
    formats = {
        Kind.MINUTES: book.add_format({"num_format": "0.00"}),
        Kind.SHARE: book.add_format({"num_format": "0%"}),
        Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    head = book.add_format({"bold": True})
    for table, name in zip(tables, _names(tables), strict=True):
        _fill(book, table, name, formats, head)
    book.close()
    return made.getvalue()


def _fill(book: Any, table: Table, name: str, formats: Mapping[Kind, Any], head: Any) -> None:
    sheet = book.add_worksheet(name)
    for place, width in enumerate(_widths(table)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _writable(column.words), head)
    for number, row in enumerate(table.rows, start=1):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            kept = _value(cell, column.kind)
            if isinstance(kept, str):
                sheet.write_string(number, place, _writable(kept))
            elif isinstance(kept, date):
                sheet.write_datetime(number, place, kept, formats.get(Kind.DAY))
            elif kept is not None:
                sheet.write_number(number, place, kept, formats.get(column.kind))


def _names(tables: Sequence[Table]) -> list[str]:
    """A name of its own for each sheet: Excel refuses two that differ in capitals alone."""
    names: list[str] = []
    for table in tables:
        name = sheet_name(table.name)
        again = 2
        while name.lower() in {each.lower() for each in names}:
            name = f"{sheet_name(table.name)[: LONGEST_SHEET_NAME - 4]} {again}"
            again += 1
        names.append(name)
    return names


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    What nobody sees at its start goes (spaces, tabs, line ends, marks of no width), since some look past it. defusedcsv
    marks what then begins a formula, and here so is what only Excel in some languages takes for one, in full width.
    """
    start = next((at for at, letter in enumerate(text) if unicodedata.category(letter) not in UNSEEN), len(text))
    shown = text[start:]
    first = unicodedata.normalize("NFKC", shown[:1])[:1]
    return f"'{shown}" if first in BEGINS_FORMULA and first != shown[:1] else shown


def file_name(name: str, ending: str) -> str:
    """A name that every system takes: small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
    return f"{words[:80].rstrip('-') or 'table'}.{ending}"


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet."""
    kept = "".join(" " if c in NOT_IN_SHEET_NAMES or not c.isprintable() else c for c in _writable(name))
    short = " ".join(kept.split())[:LONGEST_SHEET_NAME].strip()
    return short if short and short.lower() != "history" else "Table"


def _answer(content: bytes, kind: str, name: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=kind, headers=headers)


def _value(cell: Cell, kind: Kind) -> Cell:
    """A cell as a file holds it: minutes in hours, to a hundredth."""
    if kind is Kind.MINUTES and isinstance(cell, int | float):
        return round(cell / 60, 2)
    if kind is Kind.SHARE and isinstance(cell, int | float):
        return round(cell, 4)
    return cell


def _plain(cell: Cell, kind: Kind) -> str | int | float | None:
    kept = _value(cell, kind)
    if isinstance(kept, str):
        return harmless(kept)
    return kept.isoformat() if isinstance(kept, date) else kept


def _writable(text: str) -> str:
    """What XML can hold of a text, and Excel of a cell."""
    return text.encode("utf-8", "replace").decode()[:MOST_LETTERS]


def _widths(table: Table) -> list[int]:
    """Letters that each column needs, by its head and its first rows."""
    lines = [[column.words for column in table.columns], *table.rows[:200]]
    return [min(max(len(str(line[place] or "")) for line in lines) + 2, WIDEST) for place in range(len(table.columns))]
