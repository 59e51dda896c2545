"""Tables as files, read back as a spreadsheet reads them."""

import csv
import io
from datetime import date
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.downloads import Cell, Column, Kind, Table, file_name, harmless, sheet_name, to_csv, to_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

COLUMNS = (
    Column("School"),
    Column("Sessions", Kind.NUMBER),
    Column("Hours", Kind.MINUTES),
    Column("Share", Kind.SHARE),
    Column("Latest", Kind.DAY),
)
ROW: tuple[Cell, ...] = ("Alder High", 3, 90, 0.71428, date(2026, 11, 24))

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "=cmd|' /C calc'!A0",
    "|cmd",
    "%0A=1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(A1)",
)


def table(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = COLUMNS, name: str = "Visits") -> Table:
    return Table(name, columns, rows)


def texts(*said: str) -> Table:
    return table(*((each,) for each in said), columns=(Column("Words"),))


def csv_rows(of: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(of).decode("utf-8-sig"), newline="")))


def xlsx_cells(of: Table) -> list[list[ET.Element]]:
    with ZipFile(io.BytesIO(to_xlsx(of))) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - made two lines above
    return [list(row.iter(f"{MAIN}c")) for row in sheet.iter(f"{MAIN}row")]


def shown(cell: ET.Element) -> str:
    return "".join(part.text or "" for part in cell.iter() if part.tag in {f"{MAIN}t", f"{MAIN}v"})


def test_csv_says_hours_as_numbers_and_days_in_order_of_size() -> None:
    assert to_csv(table(ROW)).startswith(b"\xef\xbb\xbf")
    assert csv_rows(table(ROW)) == [
        ["School", "Sessions", "Hours", "Share", "Latest"],
        ["Alder High", "3", "1.5", "0.7143", "2026-11-24"],
    ]


def test_xlsx_says_hours_as_numbers_and_days_as_days() -> None:
    head, row = xlsx_cells(table(ROW))
    assert [shown(cell) for cell in head] == ["School", "Sessions", "Hours", "Share", "Latest"]
    assert [cell.get("t") for cell in row] == ["inlineStr", None, None, None, None]
    assert [shown(cell) for cell in row] == ["Alder High", "3", "1.5", "0.7143", "46350"]
    assert row[4].get("s") != row[0].get("s")


def test_an_empty_cell_is_empty_in_both() -> None:
    empty = table((None, None, None, None, None))
    assert csv_rows(empty)[1] == ["", "", "", "", ""]
    assert [shown(cell) for row in xlsx_cells(empty)[1:] for cell in row] == []


@pytest.mark.parametrize("said", FORMULAS)
def test_what_looks_like_a_formula_is_text_in_csv(said: str) -> None:
    (_head, (cell,)) = csv_rows(texts(said))
    assert cell.startswith("'")
    assert cell[1:2] not in {"\t", "\r", "\n", " "}


@pytest.mark.parametrize("said", FORMULAS)
def test_what_looks_like_a_formula_is_text_in_xlsx(said: str) -> None:
    (_head, (cell,)) = xlsx_cells(texts(said))
    assert cell.get("t") == "inlineStr"
    assert cell.find(f"{MAIN}f") is None


@pytest.mark.parametrize("said", ["https://bridge.example", "00123", "1e5", "<b>&amp;", "a\tb", "naïve 😀"])
def test_text_stays_what_it_was(said: str) -> None:
    assert csv_rows(texts(said))[1] == [said]
    (cell,) = xlsx_cells(texts(said))[1]
    assert cell.get("t") == "inlineStr"
    assert shown(cell) == said


def test_a_head_is_no_formula_either() -> None:
    assert csv_rows(table(("x",), columns=(Column("=1+1"),)))[0] == ["'=1+1"]


def test_half_a_letter_and_too_long_a_text_do_no_harm() -> None:
    assert csv_rows(texts("\ud800"))[1] == ["?"]
    (cell,), (long,) = xlsx_cells(texts("\ud800", "x" * 40_000))[1:]
    assert shown(cell) == "?"
    assert len(shown(long)) == 32_767


@given(st.text())
def test_nothing_that_anybody_types_begins_a_formula(said: str) -> None:
    (_head, *rows) = csv_rows(texts(said))
    begins = rows[0][0][:1] if rows and rows[0] else ""
    assert begins not in {"=", "+", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff20"}
    assert not harmless(said)[:1].isspace()


def test_file_names_are_plain() -> None:
    assert file_name("Fünding: 2026-09-01 / “all”", "csv") == "funding-2026-09-01-all.csv"
    assert file_name('../../etc"\r\nx', "xlsx") == "etc-x.xlsx"
    assert file_name("学校", "csv") == "table.csv"
    assert len(file_name("x" * 500, "csv")) < 100


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Areas: [all] / 'x'?*\\", "Areas all x"),
        ("x" * 50, "x" * 31),
        ("", "Table"),
        ("History", "Table"),
        ("\x00", "Table"),
    ],
)
def test_sheet_names_are_those_that_excel_takes(name: str, kept: str) -> None:
    assert sheet_name(name) == kept
    assert to_xlsx(Table(name, COLUMNS, []))


@given(st.text(min_size=1))
def test_whatever_anybody_types_a_workbook_can_be_read_back(said: str) -> None:
    (cell,) = xlsx_cells(texts(f"x{said}"))[1]
    assert shown(cell).startswith("x")
