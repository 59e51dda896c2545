"""Whatever the office changes: checked, written, put on record, and undone while nothing has changed it since."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from uuid import UUID

from app.domain.errors import DomainError, InvalidError, NotFoundError
from app.domain.language import _
from app.services.office.rules import going_problems, problems
from app.services.visits import Visit, trace
from app.store import office
from app.store.office import KeptChange
from app.store.rollups import touch

Values = Mapping[str, Any]


class ChangedError(DomainError):
    """Somebody else has changed it since; the message says so, and `now` how those columns are now."""

    def __init__(self, message: str, now: Values | None = None) -> None:
        super().__init__(message)
        self.now: Values = now or {}


def stamp(row: Values, columns: Mapping[str, object]) -> str:
    """What a form carries of the row that it was made from."""
    said = "\0".join(f"{name}={row.get(name)}" for name in sorted(columns))
    return blake2b(said.encode("utf-8", "replace"), digest_size=8).hexdigest()


def save(visit: Visit, subject: str, row_id: UUID, values: Values, seen: str) -> bool:
    """Add a row (`seen` is empty), or change one; False where nothing changed, as for a form that comes twice.

    Raises:
        InvalidError: it cannot be; in words, by field.
        NotFoundError: there is no such row to change.
        ChangedError: somebody else has changed it since.
    """
    connection, network_id = visit.connection, visit.network_id
    row = office.get_row(connection, network_id, subject, row_id)
    if row is None and seen:
        raise NotFoundError
    changed = {name: value for name, value in values.items() if row is None or row[name] != value}
    if not changed:
        return False
    if row is not None and stamp(row, values) != seen:
        raise ChangedError(_("Somebody else has changed this since you opened it. Here is how it is now."))
    if found := problems(visit, subject, row_id, (row or {}) | dict(values)):
        raise InvalidError(found)
    if row is None:
        office.insert_row(connection, network_id, subject, row_id, values)
        _record(visit, subject, row_id, {}, values)
    else:
        office.update_row(connection, network_id, subject, row_id, changed)
        _record(visit, subject, row_id, {name: row[name] for name in changed}, changed)
    return True


def remove(visit: Visit, subject: str, row_id: UUID) -> None:
    """Take a row out; on record, so that it can come back.

    Raises:
        NotFoundError: there is none.
    """
    row = office.get_row(visit.connection, visit.network_id, subject, row_id)
    if row is None:
        raise NotFoundError
    office.delete_row(visit.connection, visit.network_id, subject, row_id)
    values = {name: value for name, value in row.items() if name not in {"network_id", "id"}}
    _record(visit, subject, row_id, values, {})


def undo(visit: Visit, change_id: UUID) -> None:
    """Take a change back; twice is once. That is a change of its own, and can be taken back too.

    Raises:
        NotFoundError: no such change, or of a kind that has an undo of its own.
        ChangedError: it was changed again since, or is in use, so taking it back would lose something.
    """
    connection, network_id = visit.connection, visit.network_id
    kept = office.get_change(connection, network_id, change_id)
    if kept is None or not can_undo(kept):
        raise NotFoundError
    if kept.undone:
        return
    row = office.get_row(connection, network_id, kept.subject, kept.subject_id)
    changed = {name: row[name] for name, value in kept.after.items() if office.plain(row)[name] != value} if row else {}
    if changed or (row is None) != (not kept.after):
        raise ChangedError(_("This was changed again since, so it was not undone."), changed)
    if kept.before and (found := problems(visit, kept.subject, kept.subject_id, (row or {}) | _back(kept))):
        raise ChangedError(" ".join(found.values()))
    if row is None:
        office.insert_row(connection, network_id, kept.subject, kept.subject_id, _back(kept))
    elif kept.before:
        office.update_row(connection, network_id, kept.subject, kept.subject_id, _back(kept))
    else:
        _take_out(visit, kept, row)
    office.mark_undone(connection, network_id, change_id, visit.person_id, visit.now)
    _record(visit, kept.subject, kept.subject_id, kept.after, kept.before, act="undo")


def can_undo(kept: KeptChange) -> bool:
    """Whether a change is of the office's own rows: others are undone in rooms of their own."""
    if kept.subject not in office.TABLES:
        return False
    columns = office.TABLES[kept.subject].c
    return all(name in columns for name in (*kept.before, *kept.after))


def _back(kept: KeptChange) -> dict[str, Any]:
    return office.read(kept.subject, kept.before)


def _take_out(visit: Visit, kept: KeptChange, row: Values) -> None:
    connection, network_id = visit.connection, visit.network_id
    if found := going_problems(visit, kept.subject, row):
        raise ChangedError(" ".join(found.values()))
    if office.is_used(connection, network_id, kept.subject, kept.subject_id):
        raise ChangedError(_("This is in use already, so it stays. Give it a last day instead."))
    office.delete_row(connection, network_id, kept.subject, kept.subject_id)


def record(visit: Visit, subject: str, row_id: UUID, before: Values, after: Values, *, act: str = "") -> None:
    """Put on record what the visitor has just changed; never a secret, and never twice what stands there already."""
    connection, network_id = visit.connection, visit.network_id
    office.add_change(connection, network_id, subject, row_id, before, after, by=visit.person_id, at=visit.now)
    act = act or ("edit" if before and after else "create" if after else "remove")
    trace(visit, act, subject, row_id, tuple(after or before))


def _record(visit: Visit, subject: str, row_id: UUID, before: Values, after: Values, *, act: str = "") -> None:
    record(visit, subject, row_id, before, after, act=act)
    _touch(visit, subject, row_id)


def _touch(visit: Visit, subject: str, row_id: UUID) -> None:
    """Raise the revisions of whatever shows it: one school's, or where a page of any school may, all of them."""
    connection, network_id = visit.connection, visit.network_id
    if subject == "school":
        schools = {row_id}
    else:
        schools = {row["id"] for row in office.list_rows(connection, network_id, "school", "name")}
    touch(connection, network_id, schools)
