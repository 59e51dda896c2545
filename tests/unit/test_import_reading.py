"""A CSV file, however it was saved: encodings, delimiters, quotation marks, headings; and never a traceback."""

import codecs
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.imports.encodings import UnreadableError
from app.services.imports.folding import Lookup
from app.services.imports.known import Known
from app.services.imports.log import open_log
from app.services.imports.log_rows import BadRowError, judge
from app.services.imports.people import Team
from app.services.imports.reading import Column, Row, heading, open_sheet
from app.store.imports import DatedArea, Named

HEADINGS = {"day": Column("day"), "date": Column("day"), "school": Column("school"), "note": Column("note")}
HEADINGS |= {"length h": Column("length", "hours"), "length": Column("length")}
REQUIRED = {"day": "date", "school": "school"}

NO_PAUSE = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


def read(file: Path, content: str | bytes, encoding: str = "utf-8") -> list[Row]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return list(open_sheet(file, HEADINGS, REQUIRED).rows())


def good(line: int, day: str, school: str, note: str = "") -> Row:
    return Row(line, {"day": day, "school": school} | ({"note": note} if note else {}))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_usual_delimiter_and_line_ending_is_read(file: Path, delimiter: str, ending: str) -> None:
    lines = [delimiter.join(cells) for cells in (("Day", "School"), ("1", "Alder"), ("2", "Birch"))]
    assert read(file, ending.join(lines)) == [good(2, "1", "Alder"), good(3, "2", "Birch")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(file: Path, encoding: str) -> None:
    assert read(file, "Day,School\n1,Peña Élan\n", encoding) == [good(2, "1", "Peña Élan")]


def test_utf_16_of_either_order_is_read(file: Path) -> None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert read(file, mark + "Day,School\n1,Peña".encode(encoding)) == [good(2, "1", "Peña")]


def test_headings_come_in_any_order_case_and_dress(file: Path) -> None:
    assert read(file, ' "SCHOOL" ,Miles, Date: \nAlder,3,1\n'.replace(" ,", ",")) == [good(2, "1", "Alder")]
    assert heading("  # of Teachers? ") == "# of teachers"


def test_a_heading_can_say_what_its_cells_are_in(file: Path) -> None:
    file.write_text("Day,School,Length (h)\n")
    assert open_sheet(file, HEADINGS, REQUIRED).hint("length") == "hours"
    file.write_text("Day,School,Length (as agreed)\n")
    assert open_sheet(file, HEADINGS, REQUIRED).hint("length") == ""


def test_words_above_the_headings_do_no_harm(file: Path) -> None:
    text = 'sep=;\nOur log, 2024;\n\n"";\nDay;School;Note\n1;Alder;a,b,c\n'
    assert read(file, text) == [good(6, "1", "Alder", "a,b,c")]


def test_lines_are_counted_as_an_editor_counts_them(file: Path) -> None:
    text = 'Day,School,Note\n1,Alder,"two\nlines"\n\n,,\n2,Birch,x\n'
    assert read(file, text) == [good(2, "1", "Alder", "two\nlines"), good(6, "2", "Birch", "x")]


def test_cells_that_a_spreadsheet_leaves_out_at_the_end_are_empty(file: Path) -> None:
    assert read(file, "Day,School,Note\n1,Alder\n") == [good(2, "1", "Alder")]
    assert read(file, "Day,School\n1,Alder,,,\n") == [good(2, "1", "Alder")]


def test_a_row_with_more_cells_than_headings_is_bad(file: Path) -> None:
    (row,) = read(file, "Day,School,Note\n1,Alder,a note, with a comma\n")
    assert "more cells than there are headings" in row.problem


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31m", "a\x7fb", "a\x85b"])
def test_a_row_with_control_characters_is_bad(file: Path, text: str) -> None:
    bad, fine = read(file, f"Day,School\n1,{text}\n2,Birch\n")
    assert (bad.line, fine) == (2, good(3, "2", "Birch"))
    assert "characters that are not text" in bad.problem


def test_bytes_without_a_meaning_make_a_bad_row(file: Path) -> None:
    bad, fine = read(file, b"Day,School\n1,\x81\xe9\n2,Birch\n")
    assert "characters that are not text" in bad.problem
    assert fine == good(3, "2", "Birch")


def test_a_quotation_mark_in_the_wrong_place_makes_one_bad_row(file: Path) -> None:
    bad, fine = read(file, 'Day,School\n1,"Alder" High\n2,Birch\n')
    assert "quotation mark" in bad.problem
    assert (bad.line, fine) == (2, good(3, "2", "Birch"))


@pytest.mark.parametrize("rest", ["2,Birch\n", "2,Birch\n" * 40_000], ids=["short", "long"])
def test_a_quotation_mark_that_never_closes_is_said_and_swallows_nothing(file: Path, rest: str) -> None:
    with pytest.raises(UnreadableError, match="line 3: a quotation mark is opened and not closed"):
        read(file, f'Day,School\n1,Alder\n2,"Birch\n{rest}')


def test_a_cell_without_end_is_said_to_be_one(file: Path) -> None:
    with pytest.raises(UnreadableError, match=r"line 2: .*, or a cell has over 131,072 characters"):
        read(file, f"Day,School\n1,{'x' * 200_000}\n")


def test_formulas_are_text(file: Path) -> None:
    assert read(file, "Day,School\n1,=cmd|' /C calc'!A0\n") == [good(2, "1", "=cmd|' /C calc'!A0")]


def test_a_missing_column_is_named_with_those_that_are_there(file: Path) -> None:
    with pytest.raises(
        UnreadableError, match=r"log.csv has no column for the school\. Its other headings are “Miles”\."
    ):
        read(file, "Day,Note,Miles\n")
    with pytest.raises(
        UnreadableError, match=r"no column for the date, the school\. Its first headings are “a”, “b”\."
    ):
        read(file, "a,b\n1,2\n")


def test_two_columns_for_the_same_thing_are_refused(file: Path) -> None:
    with pytest.raises(UnreadableError, match="2 columns for the date"):
        read(file, "Day,Date,School\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"\xd0\xcf\x11\xe0rest", "is a workbook"),
        (b"\n\n", "has no column"),
        (codecs.BOM_UTF8, "has no column"),
    ],
)
def test_what_is_no_table_is_refused_in_words(file: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(file, content)


def test_what_cannot_be_opened_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="No such file"):
        open_sheet(tmp_path / "none.csv", HEADINGS, REQUIRED)
    with pytest.raises(UnreadableError, match="Is a directory"):
        open_sheet(tmp_path, HEADINGS, REQUIRED)


def everything_known() -> Known:
    schools, areas, people = Lookup("school", ""), Lookup("area", ""), Lookup("coach", "")  # type: ignore[var-annotated]
    school_id = uuid4()
    schools.add("Alder High", school_id)
    areas.add("Budget development", DatedArea(uuid4(), "Budget development", date(2020, 1, 1), None))
    people.add("Jo Park", Named(uuid4(), "Jo Park", None))
    return Known(datetime.now(UTC).date(), schools, areas, people, {school_id: Team(())})


KNOWN = everything_known()
HEADER = "Date,School,Coach,Minutes,For/With,Area,Led by,Participants,Notes,Origin,Aim,Teachers"
typical = st.sampled_from(
    [
        "",
        "9/3/2025",
        "2025-09-03",
        "Alder High",
        "Jo Park",
        "45",
        "1:15",
        "for",
        "with",
        "Budget development",
        "coach",
        "AP",
    ]
)
cells = typical | st.text(max_size=20)
tables = st.lists(st.lists(cells, max_size=14).map(",".join), max_size=8).map("\n".join)


def understand(file: Path) -> int:
    """Read a file as a log to its end; how many rows were understood."""
    try:
        log = open_log(file)
        rows = list(log.sheet.rows())
    except UnreadableError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
        return 0
    understood = 0
    for row in rows:
        try:
            understood += bool(judge(row, KNOWN, log.manner))
        except BadRowError as error:
            assert str(error)  # noqa: PT017 - either outcome is right
    return understood


@NO_PAUSE
@given(table=tables)
def test_whatever_rows_a_log_has_each_is_understood_or_bad_in_words(file: Path, table: str) -> None:
    file.write_bytes(f"{HEADER}\n{table}".encode("utf-8", "surrogatepass"))
    understand(file)


@NO_PAUSE
@given(head=st.sampled_from(["", f"{HEADER}\n"]), content=st.binary(max_size=200))
def test_whatever_bytes_a_file_has_it_is_read_or_refused_in_words(file: Path, head: str, content: bytes) -> None:
    file.write_bytes(head.encode() + content)
    understand(file)


def test_the_rows_of_the_fuzz_can_be_understood(file: Path) -> None:
    file.write_text(f"{HEADER}\n9/3/2025,Alder High,Jo Park,45,with,Budget development,coach,AP\n")
    assert understand(file) == 1
