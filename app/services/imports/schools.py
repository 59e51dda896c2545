"""The federal list of a district's schools (NCES): who they are, and a first idea of their need.

The list knows poverty only by free and reduced-price lunches, and three quarters of a large district's schools stand
above 80% of those. So the weight it gives is a placeholder, and says so, until a director sets one with a reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from app.services.imports.folding import BadCellError, quote
from app.services.imports.headings import SCHOOLS, SCHOOLS_REQUIRED
from app.services.imports.outcome import BadRow, Outcome, Progress, record, unseen
from app.services.imports.reading import Row, Sheet, open_sheet
from app.store import imports
from app.store.imports import ListedSchool
from app.store.rollups import touch

LIGHTEST, HEAVIEST = 1.0, 3.0
"""Weights of a school where nobody, and where everybody, eats a free or reduced-price lunch."""

NAME, CODE = 160, 60
"""Characters of a school's name and of its code."""

MOST_STUDENTS = 100_000
"""More is a slip: no school of the country has as many."""

UNKNOWN = frozenset({"", "†", "‡", "–", "—", "-", "--", "n/a", "na", "*"})  # noqa: RUF001 - the list's own
"""How the list says "not applicable", "does not meet its standards" and "missing": none of them is 0."""

CLOSED = frozenset({"closed", "inactive", "future"})
"""Statuses of a school with no students today. Such a school is not added; one that is there already stays as it is,
since the network knows better than a list of two years ago whether it still coaches there."""

_NCES_ID = re.compile(r"\d{12}", re.ASCII)
_AS_TEXT = re.compile(r'="([^"]*)"')
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d+)?", re.ASCII)


def need_weight(students: float | None, free: float | None, reduced: float | None) -> float:
    """1 + 2 x the share of students with a free or reduced-price lunch, from 1.0 to 3.0; 1.0 where that is unknown.

    At Lincoln Senior High, 929 + 51 of 1,028 students are a share of .953, and a weight of 2.91. A share over 1, which
    a list can give whose columns were counted on different days, counts as 1.
    """
    if not students or free is None or reduced is None:
        return LIGHTEST
    share = min((free + reduced) / students, 1.0)
    return round(LIGHTEST + (HEAVIEST - LIGHTEST) * share, 2)


@dataclass(frozen=True, slots=True)
class _Line:
    """A school as one row lists it."""

    line: int
    source_id: str
    code: str
    name: str
    enrollment: int | None
    need_weight: float
    closed: bool


def open_schools(path: Path) -> Sheet:
    """Look through a list's headings.

    Raises:
        UnreadableError: it is no such file; in words.
    """
    return open_sheet(path, SCHOOLS, SCHOOLS_REQUIRED)


def import_schools(
    connection: Connection,
    network_id: UUID,
    sheet: Sheet,
    now: datetime,
    *,
    skip_bad: bool = False,
    progress: Progress = unseen,
) -> Outcome:
    """Add the schools that are not there yet, and bring name, enrollment and placeholder of the others up to date.

    A school is known by its NCES id; one that was added by hand, without such an id, by its code. A weight that a
    director has set stays, and so does every code.

    Raises:
        UnreadableError: the rest of the file cannot be told apart into rows.
        BadRowsError: there are bad rows and they are not to be skipped; nothing may be committed then.
    """
    outcome = Outcome(kind="schools", path=sheet.path)
    register = _Register(imports.list_schools(connection, network_id))
    for row in sheet.rows():
        outcome.rows += 1
        progress(1)
        try:
            listed = _read(row)
            outcome.closed += register.take(listed)
        except BadCellError as error:
            outcome.bad.append(BadRow(row.line, str(error)))
    imports.add_schools(connection, network_id, register.new)
    imports.change_schools(connection, network_id, register.changed)
    outcome.added, outcome.changed = len(register.new), len(register.changed)
    outcome.unchanged = outcome.rows - len(outcome.bad) - outcome.added - outcome.changed - outcome.closed
    if register.new or register.changed:
        touch(connection, network_id, [school.id for school in register.changed])
    record(connection, network_id, outcome, now, skip_bad=skip_bad)
    return outcome


class _Register:
    """The network's schools, and what a list adds to them and changes."""

    def __init__(self, schools: Sequence[ListedSchool]) -> None:
        self._by_source = {school.source_id: school for school in schools if school.source_id}
        self._by_code = {school.code: school for school in schools}
        self._lines: dict[str, int] = {}
        self.new: list[ListedSchool] = []
        self.changed: list[ListedSchool] = []

    def take(self, listed: _Line) -> bool:
        """Add the school, or note what has changed; whether it was passed over, since it is closed.

        Raises:
            BadCellError: the list has it twice, or its code is another school's.
        """
        if (line := self._lines.setdefault(listed.source_id, listed.line)) != listed.line:
            message = f"the NCES id {quote(listed.source_id)} stands on line {line} already."
            raise BadCellError(message)
        there = self._there(listed)
        if there is not None:
            self._change(there, listed)
        elif not listed.closed:
            self._add(listed)
        return there is None and listed.closed

    def _there(self, listed: _Line) -> ListedSchool | None:
        same_code = self._by_code.get(listed.code)
        by_hand = same_code if same_code is not None and same_code.source_id is None else None
        return self._by_source.get(listed.source_id, by_hand)

    def _change(self, there: ListedSchool, listed: _Line) -> None:
        now = replace(
            there,
            name=listed.name,
            source_id=listed.source_id,
            enrollment=listed.enrollment,
            need_weight=there.need_weight if there.need_weight_set else listed.need_weight,
        )
        if now != there and not listed.closed:
            self._by_code[now.code] = now
            self.changed.append(now)

    def _add(self, listed: _Line) -> None:
        if listed.code in self._by_code:
            other = self._by_code[listed.code]
            message = f"the code {quote(listed.code)} is that of {quote(other.name)}, which has another NCES id."
            raise BadCellError(message)
        new = ListedSchool(
            id=uuid4(),
            name=listed.name,
            code=listed.code,
            source_id=listed.source_id,
            enrollment=listed.enrollment,
            need_weight=listed.need_weight,
            need_weight_set=False,
        )
        self._by_code[new.code] = new
        self.new.append(new)


def _read(row: Row) -> _Line:
    """A row of the list.

    Raises:
        BadCellError: it cannot be taken in; in words.
    """
    if row.problem:
        raise BadCellError(row.problem)
    said = {name: _AS_TEXT.sub(r"\1", text).strip() for name, text in row.cells.items()}
    source_id, name = said.get("source_id", ""), " ".join(said.get("name", "").split())
    if not _NCES_ID.fullmatch(source_id):
        message = (
            f"{quote(source_id)} is no NCES id, which has 12 digits: a spreadsheet may have dropped a leading zero."
        )
        raise BadCellError(message if source_id else "the NCES id is missing.")
    if not name or len(name) > NAME:
        message = f"the school's name is missing, or longer than {NAME} characters."
        raise BadCellError(message)
    code = said.get("code", "")
    code = source_id if code in UNKNOWN else code
    if len(code) > CODE:
        message = f"{quote(code)} is longer than {CODE} characters."
        raise BadCellError(message)
    students, free, reduced = (_count(said.get(figure, "")) for figure in ("students", "free", "reduced"))
    return _Line(
        line=row.line,
        source_id=source_id,
        code=code,
        name=name,
        enrollment=None if students is None else round(students),
        need_weight=need_weight(students, free, reduced),
        closed=said.get("status", "").casefold() in CLOSED,
    )


def _count(text: str) -> float | None:
    """A count of the list, "1028.00000" or "1,028"; None where it is not known."""
    if text.casefold() in UNKNOWN:
        return None
    if not _NUMBER.fullmatch(text) or (number := float(text.replace(",", ""))) > MOST_STUDENTS:
        message = f"{quote(text)} is no number of students."
        raise BadCellError(message)
    return number
