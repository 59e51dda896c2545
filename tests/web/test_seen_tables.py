"""Every page's tables as files, at its own address: whole, as its reader sees them, and with no formula in them."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest

from app.store import tables
from app.store.engine import Database
from app.web.seen_tables import tables_of
from tests.conftest import ClientOf
from tests.support.acts import submit
from tests.support.cast import Cast
from tests.support.pages import page_of
from tests.support.rows import change
from tests.support.tellings import side_by_side


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheets_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [book.read(name).decode() for name in sorted(book.namelist()) if "worksheets/sheet" in name]


@pytest.fixture
def worked(database: Database, cast: Cast) -> None:
    for days in range(2, 9):
        submit(database, cast.jo, 0, side_by_side(cast, held_on=cast.today - timedelta(days=days)), uuid4())


@pytest.mark.usefixtures("worked")
def test_a_pages_table_is_a_file_with_the_pages_own_words_and_figures(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(cast.dora).get("/areas.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="areas.csv"'
    assert "no-store" in answer.headers["cache-control"]
    rows = rows_of(client_of(cast.dora).get("/dashboard.csv").content)
    page = page_of(client_of(cast.dora).get("/dashboard"))
    assert rows[0][0] == "School"
    assert [row[0] for row in rows[1:5]] == ["Alder High", "Birch Middle", "Cedar Elementary", "Dogwood High"]
    assert "0% 0 of 7 sessions" in rows[1]
    assert all(name in page.text for name in [row[0] for row in rows[1:5]])


@pytest.mark.usefixtures("worked")
def test_filters_hold_for_the_file_too(client_of: ClientOf, cast: Cast) -> None:
    then = cast.today - timedelta(days=400)
    asked = f"first={then}&last={then}"
    rows = rows_of(client_of(cast.dora).get(f"/dashboard.csv?{asked}").content)
    assert any("no sessions" in cell for cell in rows[1])


@pytest.mark.usefixtures("worked")
def test_a_workbook_has_a_sheet_for_every_table_of_the_page(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.dora)
    answer = client.get("/dashboard.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="dashboard.xlsx"'
    sheets = sheets_of(answer.content)
    assert len(sheets) == len(tables_of(client.get("/dashboard").text)) > 1
    assert not any("<f>" in sheet for sheet in sheets)
    assert client.get("/dashboard.csv?table=1").content != client.get("/dashboard.csv?table=2").content


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "²"])
@pytest.mark.usefixtures("worked")
def test_a_table_that_is_not_there_is_not_found(client_of: ClientOf, cast: Cast, number: str) -> None:
    assert client_of(cast.dora).get("/dashboard.csv", params={"table": number}).status_code == 404


@pytest.mark.usefixtures("worked")
def test_a_file_shows_no_more_than_its_page(client_of: ClientOf, cast: Cast) -> None:
    assert client_of(None).get("/dashboard.csv").status_code == 303
    assert client_of(cast.jo).get("/dashboard.csv").status_code == 403
    assert client_of(cast.otto).get(f"/schools/{cast.alder}.csv").status_code == 404
    assert client_of(cast.sam).get(f"/schools/{cast.alder}.xlsx").status_code == 404
    assert client_of(cast.jo).get(f"/schools/{cast.alder}.csv").status_code == 200
    assert client_of(cast.jo).get("/log.csv").status_code == 404
    assert client_of(cast.jo).get("/.csv").status_code in {303, 404}


def test_no_name_becomes_a_formula(database: Database, client_of: ClientOf, cast: Cast) -> None:
    change(database, tables.School, cast.bridge, {"id": cast.alder}, name="=HYPERLINK(0)|cmd")
    rows = rows_of(client_of(cast.dora).get("/dashboard.csv").content)
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r|%]", cell)]
    assert any("HYPERLINK" in cell for row in rows for cell in row)
    assert not any("<f>" in sheet for sheet in sheets_of(client_of(cast.dora).get("/dashboard.xlsx").content))


@pytest.mark.usefixtures("worked")
def test_a_page_leads_to_its_files_and_keeps_what_was_asked(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get("/dashboard?phase=transforming&done=x"))
    (row,) = [each for each in page.all("p") if "downloads" in each.get("class").split()]
    assert [link["href"] for link in row.all("a")] == [
        "/dashboard.csv?phase=transforming",
        "/dashboard.xlsx?phase=transforming",
    ]
    assert "downloads" not in client_of(cast.jo).get("/log").text


def test_words_of_a_cell_are_read_as_people_read_them() -> None:
    html = """<h2>Areas <small>all</small></h2><table><caption>How</caption>
      <thead><tr><th scope="col">Area</th><th>Done</th><th><span class="hidden">Act</span></th></tr></thead>
      <tbody><tr><th scope="row"><a href="/x">Budget &amp; money</a></th>
      <td><b>72%</b><small>24 of 33<span class="hidden">, between</span></small></td>
      <td><form><button>Undo</button></form></td></tr>
      <tr><td colspan="2">1,204</td></tr><tr><td>007</td><td>12</td></tr></tbody></table>"""
    ((table, folded),) = tables_of(html)
    assert not folded
    assert table.name == "Areas all"
    assert [column.words for column in table.columns] == ["Area", "Done"]
    assert list(table.rows) == [("Budget & money", "72% 24 of 33"), (1204, ""), ("007", 12)]
