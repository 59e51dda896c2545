"""Old logs with bad rows, and imports that are stopped: every reason is said, and nothing is left behind."""

import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.services.imports.log import check_log, keep_log, open_log
from app.services.imports.outcome import BadRowsError
from app.store.engine import Database
from app.store.networks import find_network
from app.store.scope import tie
from app.store.tables import Area as AreaTable
from app.store.tables import ImportRun
from app.store.tables.base import table_of
from tests.cli.conftest import Sidebyside
from tests.cli.logs import FOR, HEADER, WITH, sessions_of, write_log
from tests.support.cast import Cast

KILLED_HALFWAY = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from app.services.imports.log import keep_log, open_log
from app.store.engine import Database
from app.store.networks import find_network
from app.store.scope import tie

seen = 0

def progress(rows):
    global seen
    seen += rows
    if seen > 2_500:
        os.kill(os.getpid(), signal.SIGKILL)

with Database(sys.argv[1]).writing() as connection:
    network = find_network(connection, "bridge")
    tie(connection, network.id)
    keep_log(connection, network, open_log(Path(sys.argv[2])), datetime.now(UTC), progress=progress)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (FOR.replace("Alder High", "Alder Hgih"), "no school is called “Alder Hgih”. Did you mean “Alder High”?"),
        (FOR.replace("Alder High", "Elder High"), "no school is called “Elder High”. Did you mean “Alder High”?"),
        (FOR.replace("Alder High", ""), "the school is missing."),
        (FOR.replace("Jo Park", "Jo Prak"), "no coach is called “Jo Prak”. Did you mean “Jo Park”?"),
        (FOR.replace("Jo Park", "Otto Brandt"), "no coach is called “Otto Brandt”."),
        (FOR.replace("Jo Park", "otto@other.example"), "no coach is called “otto@other.example”."),
        (
            FOR.replace("Budget development", "Budget"),
            "no area is called “Budget”. Did you mean “Budget development”?",
        ),
        (FOR.replace("for", "helping"), "“helping” says neither “for” nor “with”."),
        (FOR.replace("45", "4"), "“4” is outside 5 to 600 minutes."),
        (FOR.replace("45", "601"), "“601” is outside 5 to 600 minutes."),
        (FOR.replace("9/3/2025", "13/13/2025"), "“13/13/2025” is not on the calendar"),
        (FOR.replace("9/3/2025", "9/3/2099"), "“9/3/2099” is still to come."),
        (FOR.replace(",,,We", ",Rosa Alvarez,,We"), "done for the school, and yet led by “Rosa Alvarez”"),
        (FOR.replace(",,,We", ",shared,,We"), "done for the school, and yet led by “shared”"),
        (WITH.replace("Rosa Alvarez,", "Kim Lee,"), "“Kim Lee” is neither the coach nor known at this school"),
        (FOR.replace("We wrote it", "x" * 4_001), "the note is longer than 4,000 characters."),
        (FOR.replace("We wrote it", "We\0wrote it"), "characters that are not text"),
        (FOR.replace("We wrote it", "We, wrote it"), "more cells than there are headings"),
        (FOR.replace("We wrote it", '"We" wrote it'), "a quotation mark within a cell"),
    ],
)
def test_a_bad_row_is_listed_with_its_line_and_stops_everything(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path, row: str, reason: str
) -> None:
    write_log(log, (WITH, "", row))
    result = sidebyside("import", "log", log, "--network", "bridge")
    listing, summary = result.stderr.splitlines()
    assert listing.startswith("line 4: ")
    assert reason in listing
    assert summary.startswith("1 of 2 rows cannot be taken in, so nothing was added.")
    assert (result.exit_code, result.stdout, sessions_of(database, cast)) == (1, "", [])


def test_every_bad_row_and_every_reason_is_listed(sidebyside: Sidebyside, cast: Cast, log: Path) -> None:
    assert cast.bridge
    write_log(log, ("soon,Nowhere,Nobody,long,perhaps,Nothing,,,", WITH, FOR.replace("for", "")))
    lines = sidebyside("import", "log", log, "--network", "bridge").stderr.splitlines()
    assert [line.partition(":")[0] for line in lines[:2]] == ["line 2", "line 4"]
    for word in ("“soon”", "“Nowhere”", "“Nobody”", "“long”", "“perhaps”", "“Nothing”"):
        assert word in lines[0]


def test_bad_rows_are_left_out_if_so_asked(sidebyside: Sidebyside, database: Database, cast: Cast, log: Path) -> None:
    write_log(log, (FOR.replace("45", "4"), WITH))
    result = sidebyside("import", "log", log, "--network", "bridge", "--skip-bad")
    assert (result.exit_code, result.stdout) == (0, "2 rows: 1 added, 0 unchanged, 1 skipped.\n")
    assert result.stderr == "line 2: “4” is outside 5 to 600 minutes.\n"
    assert len(sessions_of(database, cast)) == 1
    write_log(log, (FOR, WITH))
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "2 rows: 1 added, 1 unchanged.\n"


def test_an_area_is_judged_as_of_the_day(sidebyside: Sidebyside, database: Database, cast: Cast, log: Path) -> None:
    area = table_of(AreaTable)
    with database.writing() as connection:
        tie(connection, cast.bridge)
        mine = (area.c.network_id == cast.bridge) & (area.c.name == "Budget development")
        connection.execute(sa.update(area).where(mine).values(first_on=date(2025, 9, 4)))
    write_log(log, (FOR, FOR.replace("9/3", "9/4")))
    result = sidebyside("import", "log", log, "--network", "bridge")
    assert result.stderr.splitlines()[0] == "line 2: the area “Budget development” was not in use on that day."


@pytest.mark.parametrize(("hour", "bad"), [(7, 1), (8, 0)])
def test_a_day_begins_where_the_network_is(database: Database, cast: Cast, log: Path, hour: int, bad: int) -> None:
    old = open_log(write_log(log, [FOR]))
    with database.reading() as connection:
        network = find_network(connection, "bridge")
        assert network is not None
        tie(connection, cast.bridge)
        now = datetime(2025, 9, 3, hour - 1, 59, tzinfo=UTC)
        assert len(check_log(connection, network, old, now).bad) == bad


def test_rows_that_went_bad_after_they_were_checked_are_not_kept(database: Database, cast: Cast, log: Path) -> None:
    old = open_log(write_log(log, (WITH, FOR.replace("45", "4"))))

    def keep() -> None:
        with database.writing() as connection:
            network = find_network(connection, "bridge")
            assert network is not None
            tie(connection, cast.bridge)
            keep_log(connection, network, old, datetime.now(UTC))

    with pytest.raises(BadRowsError) as caught:
        keep()
    assert [row.line for row in caught.value.outcome.bad] == [3]
    assert sessions_of(database, cast) == []


def test_a_dry_run_says_what_would_be_and_keeps_nothing(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, (FOR, WITH))
    result = sidebyside("import", "log", log, "--network", "bridge", "--dry-run")
    assert (result.exit_code, sessions_of(database, cast)) == (0, [])
    assert result.stdout.splitlines()[0] == "2 rows: 2 added, 0 unchanged."
    assert "dry run" in result.stdout
    write_log(log, (FOR, FOR.replace("45", "4")))
    assert sidebyside("import", "log", log, "--network", "bridge", "--dry-run").exit_code == 1


def test_an_import_that_is_killed_in_the_middle_leaves_nothing(database: Database, cast: Cast, log: Path) -> None:
    write_log(log, [FOR] * 4_000)
    url = database.url.render_as_string(hide_password=False)
    ended = subprocess.run([sys.executable, "-c", KILLED_HALFWAY, url, log], check=False, cwd=Path.cwd())
    assert ended.returncode == -signal.SIGKILL
    assert sessions_of(database, cast) == []
    run = table_of(ImportRun)
    with database.reading() as connection:
        tie(connection, cast.bridge)
        assert connection.execute(sa.select(run.c.id).where(run.c.network_id == cast.bridge)).first() is None


def test_a_log_of_more_than_a_chunk_comes_in_whole(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, [FOR, WITH] * 2_100)
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "4,200 rows: 4,200 added, 0 unchanged.\n"
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "4,200 rows: 0 added, 4,200 unchanged.\n"
    assert sidebyside("check", "--rollup").stdout == "Every sum is what the sessions say.\n"
    assert len(sessions_of(database, cast)) == 4_200


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "log.csv is empty."),
        (b"PK\x03\x04", "log.csv is a workbook."),
        (HEADER.replace("Area", "Thing").encode(), "log.csv has no column for the area."),
        (f'{HEADER}\n9/3/2025,"Alder'.encode(), "line 2: a quotation mark is opened and not closed"),
    ],
)
@pytest.mark.usefixtures("cast")
def test_a_file_that_is_no_log_is_refused_in_one_line(
    sidebyside: Sidebyside, log: Path, content: bytes, reason: str
) -> None:
    log.write_bytes(content)
    result = sidebyside("import", "log", log, "--network", "bridge", "--skip-bad")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(reason)


@pytest.mark.usefixtures("cast")
def test_an_unknown_network_and_a_missing_file_are_said_in_one_line(sidebyside: Sidebyside, log: Path) -> None:
    result = sidebyside("import", "log", log, "--network", "bridge")
    assert (result.exit_code, result.stderr) == (2, f"{log} cannot be read: No such file or directory.\n")
    result = sidebyside("import", "log", write_log(log), "--network", "none")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("There is no network none.")
