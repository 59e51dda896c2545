"""The lists of the home office's rooms: their rows in words, searched and cut into pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import Request

from app.domain.access import Role
from app.domain.language import _, told
from app.services.visits import Visit
from app.store import office, rooms
from app.web.admin_kinds import ASSIGNMENTS, PEOPLE, Kind
from app.web.admin_pages import PAGE_SIZE, ListPage, ListRow, notice_of, searched
from app.web.filters import address, number_of
from app.web.seen_tables import rows_at_once
from app.web.words import ROLES, day_and_year, moment, said


def list_page(
    request: Request,
    rows: Sequence[ListRow],
    *,
    title: str,
    what: str,
    path: str,
    heads: tuple[str, ...],
    add: str = "",
) -> ListPage:
    """The rows that have what is searched for in any cell, as many as a page shows."""
    q, number, size = searched(request), number_of(request), rows_at_once(request, PAGE_SIZE)
    found = [row for row in rows if q.casefold() in " ".join(row.cells).casefold()]
    return ListPage(
        title=title,
        what=what,
        path=path,
        add=add,
        heads=heads,
        rows=tuple(found[(number - 1) * size :][:size]),
        found=len(found),
        q=q,
        notice=notice_of(request),
        newer=address(path, q=q, page=number - 1) if number > 1 else "",
        older=address(path, q=q, page=number + 1) if len(found) > number * size else "",
    )


def rows_of(visit: Visit, kind: Kind) -> list[ListRow]:
    """The rows of a room, in its order."""
    names = names_of(visit)
    rows = office.list_rows(visit.connection, visit.network_id, kind.subject, kind.order)
    accounts = office.list_accounts(visit.connection, visit.network_id) if kind is PEOPLE else {}
    found = []
    for row in rows:
        cells = tuple(cell(row[name], names) for name in kind.shown)
        if kind is PEOPLE:
            email, able = accounts.get(row["id"], ("", False))
            cells = (*cells, email, _("yes") if able else _("no"))
        found.append(ListRow(row["id"], f"/admin/{kind.path}/{row['id']}", cells))
    if kind is ASSIGNMENTS:
        found.sort(key=lambda each: each.cells)
    return found


def place_rows(visit: Visit) -> list[ListRow]:
    """Everybody's places on all teams, each with the way to the page where it is changed."""
    return [
        ListRow(
            place.id,
            f"/schools/{place.school_id}/team/{place.id}",
            (
                place.person,
                place.school,
                said(place.position),
                _("yes") if place.on_ilt else _("no"),
                day_and_year(place.first_on),
                day_and_year(place.last_on) if place.last_on else "",
            ),
        )
        for place in rooms.list_places(visit.connection, visit.network_id)
    ]


def import_rows(visit: Visit) -> list[ListRow]:
    """Every list and log that was brought in, newest first."""
    kinds = {"log": _("Log"), "schools": _("Schools")}
    return [
        ListRow(
            run["id"],
            "",
            (
                run["file_name"],
                kinds.get(run["kind"], run["kind"]),
                moment(run["started_at"], visit.network.timezone),
                *(str(run[name]) for name in ("rows", "added", "unchanged", "bad")),
            ),
        )
        for run in office.list_imports(visit.connection, visit.network_id)
    ]


def heads_of(kind: Kind) -> tuple[str, ...]:
    words = {field.name: told(field.words) for field in kind.fields}
    shown = tuple(words[name] for name in kind.shown)
    return (*shown, _("E-mail"), _("Signs in")) if kind is PEOPLE else shown


def names_of(visit: Visit) -> dict[str, str]:
    """By id, what people and schools are called."""
    found = {}
    for subject in ("person", "school"):
        for row in office.list_rows(visit.connection, visit.network_id, subject, "name"):
            found[str(row["id"])] = row["name"]
    return found


def cell(value: Any, names: Mapping[str, str]) -> str:
    """A value of a column in words; `names` are those of people and schools, by id."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_and_year(value)
    if value in set(Role):
        return told(ROLES[Role(value)])
    return names.get(str(value), str(value))
