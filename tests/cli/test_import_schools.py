"""`sidebyside import schools`, with an excerpt of the federal list of Los Angeles Unified's schools."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.services.imports.schools import need_weight
from app.store.engine import Database
from app.store.scope import tie
from app.store.tables import AuditEvent, ImportRun, Network, School
from app.store.tables.base import table_of
from tests.cli.conftest import Sidebyside
from tests.support.cast import Cast

EXCERPT = Path(__file__).parent.parent / "data" / "nces_excerpt.csv"
LINCOLN = "062271003139"

school, network = table_of(School), table_of(Network)


def listed(database: Database, cast: Cast) -> Mapping[str, Any]:
    """The network's schools that have an NCES id, by it."""
    with database.reading() as connection:
        tie(connection, cast.bridge)
        found = sa.select(school).where(school.c.network_id == cast.bridge, school.c.source_id.is_not(None))
        return {row["source_id"]: row for row in connection.execute(found).mappings()}


def rewritten(tmp_path: Path, **changes: str) -> Path:
    """The excerpt with other cells in Lincoln Senior High's row; `_` in a name stands for a space."""
    with EXCERPT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {name.replace("_", " "): value for name, value in changes.items()}
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_list_comes_in_with_ids_and_weights(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    result = sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    assert (result.exit_code, result.stdout) == (0, "7 rows: 7 added, 0 unchanged.\n")
    schools = listed(database, cast)
    lincoln = schools[LINCOLN]
    assert (lincoln["name"], lincoln["code"]) == ("Abraham Lincoln Senior High", "CA-1964733-1935121")
    assert (lincoln["enrollment"], lincoln["need_weight"], lincoln["need_weight_set"]) == (1028, 2.91, False)
    assert schools["062271003443"]["need_weight"] == 1.17
    assert schools["062271002128"]["need_weight"] == 3.0


def test_counts_that_are_not_known_are_not_zero(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    schools = listed(database, cast)
    dagger, dash = schools["062271010528"], schools["062271012837"]
    assert (dagger["enrollment"], dagger["need_weight"]) == (4, 1.0)
    assert (dash["enrollment"], dash["need_weight"]) == (None, 1.0)


def test_the_same_list_twice_adds_and_changes_nothing(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    before = listed(database, cast)
    result = sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    assert result.stdout == "7 rows: 0 added, 7 unchanged.\n"
    assert listed(database, cast) == before


def test_a_dry_run_says_what_would_be_and_keeps_nothing(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    result = sidebyside("import", "schools", EXCERPT, "--network", "bridge", "--dry-run")
    assert (result.exit_code, listed(database, cast)) == (0, {})
    assert result.stdout.splitlines()[0] == "7 rows: 7 added, 0 unchanged."
    assert "dry run" in result.stdout
    with database.reading() as connection:
        tie(connection, cast.bridge)
        for table in (table_of(ImportRun), table_of(AuditEvent)):
            assert connection.execute(sa.select(table.c.id).where(table.c.network_id == cast.bridge)).first() is None


def test_a_name_and_counts_that_changed_are_brought_up_to_date(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path
) -> None:
    sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    changed = rewritten(
        tmp_path, **{"School Name": "Lincoln High", "Students*": "1,960", "State School ID": "CA-other"}
    )
    result = sidebyside("import", "schools", changed, "--network", "bridge")
    assert result.stdout == "7 rows: 0 added, 1 changed, 6 unchanged.\n"
    lincoln = listed(database, cast)[LINCOLN]
    assert (lincoln["name"], lincoln["enrollment"], lincoln["need_weight"]) == ("Lincoln High", 1960, 2.0)
    assert (lincoln["code"], lincoln["revision"]) == ("CA-1964733-1935121", 1)


def test_a_weight_that_a_director_set_stays(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path
) -> None:
    sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    with database.writing() as connection:
        tie(connection, cast.bridge)
        mine = (school.c.network_id == cast.bridge) & (school.c.source_id == LINCOLN)
        connection.execute(sa.update(school).where(mine).values(need_weight=1.5, need_weight_set=True))
    sidebyside("import", "schools", rewritten(tmp_path, **{"Students*": "5000"}), "--network", "bridge")
    lincoln = listed(database, cast)[LINCOLN]
    assert (lincoln["enrollment"], lincoln["need_weight"], lincoln["need_weight_set"]) == (5000, 1.5, True)


@pytest.mark.parametrize("status", ["Closed", "inactive", "Future"])
def test_a_closed_school_is_not_added_and_one_that_is_there_stays(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path, status: str
) -> None:
    closed = rewritten(tmp_path, Status=status, School_Name="Another name")
    result = sidebyside("import", "schools", closed, "--network", "bridge")
    assert result.stdout == "7 rows: 6 added, 0 unchanged, 1 closed and left out.\n"
    assert LINCOLN not in listed(database, cast)
    sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    assert sidebyside("import", "schools", closed, "--network", "bridge").stdout == "7 rows: 0 added, 7 unchanged.\n"
    assert listed(database, cast)[LINCOLN]["name"] == "Abraham Lincoln Senior High"


def test_a_school_that_was_added_by_hand_is_known_by_its_code(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path
) -> None:
    result = sidebyside("import", "schools", rewritten(tmp_path, State_School_ID="alder"), "--network", "bridge")
    assert result.stdout == "7 rows: 6 added, 1 changed, 0 unchanged.\n"
    assert listed(database, cast)[LINCOLN]["id"] == cast.alder


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("NCES School ID", "62271003139", "“62271003139” is no NCES id, which has 12 digits"),
        ("NCES School ID", "6.22710E+10", "is no NCES id"),
        ("NCES School ID", "", "the NCES id is missing"),
        ("NCES School ID", "062271013040", "the NCES id “062271013040” stands on line 2 already"),
        ("School Name", "", "the school's name is missing"),
        ("School Name", "x" * 161, "longer than 160 characters"),
        ("State School ID", "x" * 61, "is longer than 60 characters"),
        ("State School ID", "CA-1964733-0126615", "another NCES id"),
        ("Students*", "many", "“many” is no number of students"),
        ("Free Lunch*", "-3", "“-3” is no number of students"),
    ],
)
def test_bad_rows_are_listed_and_nothing_is_added(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path, heading: str, cell: str, reason: str
) -> None:
    bad = rewritten(tmp_path, **{heading: cell})
    result = sidebyside("import", "schools", bad, "--network", "bridge")
    assert (result.exit_code, result.stdout, listed(database, cast)) == (1, "", {})
    listing, summary = result.stderr.splitlines()
    assert listing.startswith(("line 2: ", "line 3: "))
    assert reason in listing
    assert summary.startswith("1 of 7 rows cannot be taken in, so nothing was added.")
    result = sidebyside("import", "schools", bad, "--network", "bridge", "--skip-bad")
    assert (result.exit_code, result.stdout) == (0, "7 rows: 6 added, 0 unchanged, 1 skipped.\n")
    assert len(listed(database, cast)) == 6


def test_ids_that_a_spreadsheet_wrapped_as_text_are_unwrapped(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path
) -> None:
    wrapped = rewritten(tmp_path, NCES_School_ID=f'="{LINCOLN}"')
    assert sidebyside("import", "schools", wrapped, "--network", "bridge").exit_code == 0
    assert LINCOLN in listed(database, cast)


def test_the_import_is_recorded_without_anybodys_words(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    sidebyside("import", "schools", EXCERPT, "--network", "bridge")
    with database.reading() as connection:
        tie(connection, cast.bridge)
        run_table, audit = table_of(ImportRun), table_of(AuditEvent)
        run = connection.execute(sa.select(run_table).where(run_table.c.network_id == cast.bridge)).one()
        assert (run.kind, run.file_name, run.rows) == ("schools", "nces_excerpt.csv", 7)
        assert (run.added, run.unchanged, run.bad) == (7, 0, 0)
        event = connection.execute(sa.select(audit).where(audit.c.network_id == cast.bridge)).one()
        assert (event.act, event.subject, event.subject_id, event.fields) == ("import", "import_run", run.id, "")


@pytest.mark.usefixtures("cast")
def test_an_unknown_network_and_a_missing_file_are_said_in_one_line(sidebyside: Sidebyside) -> None:
    result = sidebyside("import", "schools", EXCERPT, "--network", "brigde")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("There is no network brigde.")
    result = sidebyside("import", "schools", "none.csv", "--network", "bridge")
    assert (result.exit_code, result.stderr) == (2, "none.csv cannot be read: No such file or directory.\n")


@pytest.mark.parametrize(
    ("students", "free", "reduced", "weight"),
    [
        (100, 0, 0, 1.0),
        (100, 40, 10, 2.0),
        (100, 100, 0, 3.0),
        (100, 90, 30, 3.0),
        (1028, 929, 51, 2.91),
        (0, 0, 0, 1.0),
        (None, 10, 10, 1.0),
        (100, None, 10, 1.0),
        (100, 10, None, 1.0),
    ],
)
def test_the_placeholder_of_need_follows_its_formula(
    students: float | None, free: float | None, reduced: float | None, weight: float
) -> None:
    assert need_weight(students, free, reduced) == weight
