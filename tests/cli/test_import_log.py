"""`sidebyside import log`: what an old log becomes, and that it becomes it once."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.vocabulary import Area, Lead, Mode, Origin, Position, Source
from app.store.engine import Database
from app.store.rollup_check import list_differences
from app.store.rollups import school_week
from app.store.scope import tie
from app.store.tables import AuditEvent, ImportRun
from app.store.tables.base import table_of
from tests.cli.conftest import Sidebyside
from tests.cli.logs import FOR, HEADER, ROWS, UNSAID, WITH, everything_written, sessions_of, write_log
from tests.support.cast import Cast

OTHER_FORM = (
    "\ufeffsep=;\r\nOur log;;\r\n"
    "PARTICIPANTS;Length (h);Who did the work?;Capacity area;Campus;Coach e-mail;Lead;Day;Comments;Miles\r\n"
    ";0,75;Coach;budget  DEVELOPMENT;alder;JO@bridge.example;;2025-09-03 00:00:00;We wrote it;7\r\n"
    '"Rosa Alvarez; AP";"1:00";both;Data inquiry;ALDER HIGH;Jo Park;Rosa Alvarez;4-Sep-2025;;\r\n'
    ";30 min;W/;ILT meetings;Birch Middle;jo park;;Fri, Sep 5, 2025;;\r\n"
)
"""The same three sessions, as another spreadsheet would have them."""

MESSY = Path(__file__).parent.parent / "data" / "messy_log.csv"
"""A log as they come: Windows-1252, semicolons, words above the table, two forms of a date, a total below."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write_log(tmp_path / "old log.csv")


def test_rows_become_sessions_as_their_coach_told_them(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    result = sidebyside("import", "log", log, "--network", "bridge")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "3 rows: 3 added, 0 unchanged.\n", "")
    first, second, third = sessions_of(database, cast)
    assert {kept.source for kept in (first, second, third)} == {Source.IMPORT}
    assert {kept.coach_id for kept in (first, second, third)} == {cast.jo.person_id}
    assert (first.telling.held_on, first.telling.minutes, first.telling.mode) == (date(2025, 9, 3), 45, Mode.FOR)
    assert (first.telling.school_id, first.telling.area_id) == (cast.alder, cast.areas[Area.BUDGET])
    assert (first.telling.lead, first.telling.origin) == (None, Origin.PLANNED)
    assert (second.telling.mode, second.telling.lead) == (Mode.WITH, Lead.SCHOOL)
    assert second.telling.participant_ids == second.telling.led_ids == {cast.rosa.person_id}
    assert second.telling.positions == {Position.ASSISTANT_PRINCIPAL}
    assert (third.telling.mode, third.telling.lead, third.telling.participant_ids) == (Mode.WITH, None, frozenset())


def test_notes_become_the_coachs_own_private_notes(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    sidebyside("import", "log", log, "--network", "bridge")
    first = sessions_of(database, cast)[0].telling
    assert (first.private_note, first.shared_note, first.strength) == ("We wrote it", "", "")


def test_the_sums_move_with_the_sessions(sidebyside: Sidebyside, database: Database, cast: Cast, log: Path) -> None:
    sidebyside("import", "log", log, "--network", "bridge")
    with database.reading() as connection:
        tie(connection, cast.bridge)
        sums = sa.select(school_week).where(school_week.c.network_id == cast.bridge)
        birch = connection.execute(sums.where(school_week.c.school_id == cast.birch)).mappings().one()
        assert (birch["unsaid_minutes"], birch["unsaid_sessions"], birch["week"]) == (30, 1, date(2025, 9, 1))
        assert list_differences(connection, cast.bridge) == []


def test_the_same_file_twice_adds_nothing(sidebyside: Sidebyside, database: Database, cast: Cast, log: Path) -> None:
    sidebyside("import", "log", log, "--network", "bridge")
    before = sessions_of(database, cast)
    result = sidebyside("import", "log", log, "--network", "bridge")
    assert result.stdout == "3 rows: 0 added, 3 unchanged.\n"
    assert sessions_of(database, cast) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_same_sessions_in_another_form_add_nothing(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path, tmp_path: Path, encoding: str
) -> None:
    sidebyside("import", "log", log, "--network", "bridge")
    other = tmp_path / "other.csv"
    other.write_bytes(OTHER_FORM.removeprefix("\ufeff" if encoding == "utf-16" else "").encode(encoding))
    result = sidebyside("import", "log", other, "--network", "bridge")
    assert result.stdout == "3 rows: 0 added, 3 unchanged.\nColumns that were not read: “Miles”.\n", result.stderr
    assert len(sessions_of(database, cast)) == 3


def test_a_file_that_has_grown_adds_what_is_new(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    sidebyside("import", "log", log, "--network", "bridge")
    write_log(log, (WITH, UNSAID.replace("30", "35"), FOR, UNSAID))
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "4 rows: 1 added, 3 unchanged.\n"
    assert [kept.telling.minutes for kept in sessions_of(database, cast)].count(35) == 1


def test_two_honest_sessions_that_read_alike_both_count(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, (FOR, WITH, FOR))
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "3 rows: 3 added, 0 unchanged.\n"
    write_log(log, (FOR, FOR, WITH, FOR))
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "4 rows: 1 added, 3 unchanged.\n"
    assert [kept.telling.mode for kept in sessions_of(database, cast)].count(Mode.FOR) == 3


def test_somebody_whom_the_network_meets_later_makes_no_row_new(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, [WITH.replace("Rosa Alvarez; AP", "Rosa Alvarez; Kim Lee")])
    sidebyside("import", "log", log, "--network", "bridge")
    add = ("person", "add", "Kim Lee", "--network", "bridge", "--school", "alder")
    assert sidebyside(*add, "--position", "counselor", "--from", "2020-01-06").exit_code == 0
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "1 row: 0 added, 1 unchanged.\n"
    assert len(sessions_of(database, cast)) == 1


def test_names_that_the_school_does_not_know_are_kept_nowhere(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, [WITH.replace("Rosa Alvarez; AP", '"Zelda Quux, AP Xylo; Rosa Alvarez"'), UNSAID + "x"])
    result = sidebyside("import", "log", log, "--network", "bridge")
    assert "2 names were not known at the school, and left out." in result.stdout
    written = everything_written(database)
    assert "Rosa Alvarez" in written
    assert not [name for name in ("Zelda", "Quux", "Xylo") if name in written]
    assert sessions_of(database, cast)[0].telling.participant_ids == {cast.rosa.person_id}


def test_a_member_who_left_is_known_on_the_days_before_and_after(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    of_old = WITH.replace("Rosa Alvarez; AP", "Ivy Moss")
    write_log(log, (of_old, of_old.replace("9/4/2025", f"{cast.today}")))
    sidebyside("import", "log", log, "--network", "bridge")
    for kept in sessions_of(database, cast):
        assert kept.telling.participant_ids == {cast.ivy, cast.rosa.person_id}
        assert kept.telling.led_ids == {cast.rosa.person_id}


def test_a_log_may_leave_the_coach_to_the_command(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, [FOR.replace("Jo Park,", "")], HEADER.replace("Coach,", ""))
    assert "no column for the coach" in sidebyside("import", "log", log, "--network", "bridge").stderr
    result = sidebyside("import", "log", log, "--network", "bridge", "--coach", "Sam Red")
    assert (result.exit_code, result.stderr) == (2, "No coach is called “Sam Red”. Did you mean “Sam Reed”?\n")
    result = sidebyside("import", "log", log, "--network", "bridge", "--coach", "sam@bridge.example")
    assert result.exit_code == 0
    assert sessions_of(database, cast)[0].coach_id == cast.sam.person_id


def test_the_files_dates_decide_their_order_and_the_command_may(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, (FOR, FOR.replace("9/3/2025", "25/9/2025")))
    result = sidebyside("import", "log", log, "--network", "bridge")
    assert "Dates were read as day/month/year, as line 3 has it (25/9/2025)." in result.stdout
    assert [kept.telling.held_on for kept in sessions_of(database, cast)] == [date(2025, 3, 9), date(2025, 9, 25)]
    assert "line 3: “25/9/2025” is not on the calendar" in (
        sidebyside("import", "log", log, "--network", "bridge", "--month-first").stderr
    )
    write_log(log, [FOR])
    sidebyside("import", "log", log, "--network", "bridge", "--day-first")
    assert len(sessions_of(database, cast)) == 2


def test_optional_columns_are_read_where_there_are_any(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    write_log(log, [f"{FOR},requested,system,4"], f"{HEADER},Planned/requested,Aim,# of teachers")
    sidebyside("import", "log", log, "--network", "bridge")
    telling = sessions_of(database, cast)[0].telling
    assert (telling.origin, telling.aim, telling.teachers) == ("requested", "system", 4)


def test_columns_that_say_nothing_new_make_no_row_new(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    sidebyside("import", "log", log, "--network", "bridge")
    write_log(log, [f"{FOR},planned,,", f"{WITH},,,0", f"{UNSAID},,,"], f"{HEADER},Origin,Aim,Teachers")
    assert sidebyside("import", "log", log, "--network", "bridge").stdout == "3 rows: 0 added, 3 unchanged.\n"
    assert len(sessions_of(database, cast)) == 3


def test_the_import_is_recorded_and_its_prose_is_not(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    sidebyside("import", "log", write_log(log, (*ROWS, "x" + FOR)), "--network", "bridge", "--skip-bad")
    run, audit = table_of(ImportRun), table_of(AuditEvent)
    with database.reading() as connection:
        tie(connection, cast.bridge)
        kept = connection.execute(sa.select(run).where(run.c.network_id == cast.bridge)).one()
        assert (kept.kind, kept.file_name) == ("log", "old log.csv")
        assert (kept.rows, kept.added, kept.unchanged, kept.bad) == (4, 3, 0, 1)
        (event,) = connection.execute(sa.select(audit).where(audit.c.network_id == cast.bridge)).all()
        assert (event.act, event.subject_id, event.fields) == ("import", kept.id, "")


def test_a_session_of_today_counts_and_one_to_come_does_not(
    sidebyside: Sidebyside, database: Database, cast: Cast, log: Path
) -> None:
    days = (cast.today, date(2099, 11, 24))
    write_log(log, [FOR.replace("9/3/2025", f"{day}") for day in days])
    result = sidebyside("import", "log", log, "--network", "bridge", "--skip-bad")
    assert result.stderr == f"line 3: “{days[1]}” is still to come.\n"
    assert [kept.telling.held_on for kept in sessions_of(database, cast)] == [cast.today]


def test_a_messy_log_comes_in_as_far_as_it_can_be_understood(
    sidebyside: Sidebyside, database: Database, cast: Cast
) -> None:
    result = sidebyside("import", "log", MESSY, "--network", "bridge", "--skip-bad")
    total = (
        "line 19: “Total” is no date: write it like 2025-09-03 or 9/3/2025. And the school is missing. "
        "And the coach is missing. And “11,25” is outside 5 to 600 minutes. "
        "And whether it was for or with is missing. And the area is missing."
    )
    assert result.stderr.splitlines() == [
        "line 14: “31.09.2025” is not on the calendar; this file's dates are read as day/month/year.",
        "line 15: the minutes are missing.",
        "line 16: no area is called “Data inquirey”. Did you mean “Data inquiry”?",
        "line 17: it was done for the school, and yet led by “Rosa Alvarez”: one of the two is wrong.",
        "line 18: it has more cells than there are headings: is a cell without its quotation marks?",
        total,
    ]
    assert result.stdout.splitlines() == [
        "13 rows: 7 added, 0 unchanged, 6 skipped.",
        "2 names were not known at the school, and left out.",
        "Dates were read as day/month/year, as line 9 has it (17.09.2025).",
        "Columns that were not read: “Mileage”.",
    ]
    told = [kept.telling for kept in sessions_of(database, cast)]
    assert [(each.held_on.day, each.minutes, each.mode, each.lead) for each in told] == [
        (3, 45, Mode.WITH, Lead.SCHOOL),
        (4, 75, Mode.WITH, Lead.SHARED),
        (5, 30, Mode.FOR, None),
        (17, 90, Mode.WITH, Lead.COACH),
        (17, 90, Mode.WITH, Lead.COACH),
        (18, 60, Mode.WITH, None),
        (19, 120, Mode.FOR, None),
    ]
    assert told[0].private_note == "Good start \u2013\nshe chaired the “inquiry” alone."
    assert told[1].participant_ids == {cast.rosa.person_id, cast.dan.person_id}
    assert (told[3].positions, told[3].teachers) == (frozenset({Position.ASSISTANT_PRINCIPAL}), 3)
    assert told[3].private_note == "=SUM(A1:A9)"
    assert "Núñez" not in everything_written(database)
