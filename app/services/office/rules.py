"""What stands against a row of the office's, in words, by field."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from app.domain.access import Role
from app.domain.language import _
from app.domain.periods import EARLIEST, school_year
from app.domain.stages import SUSTAINED_SHARE
from app.services.people import AT_SCHOOLS
from app.services.visits import Visit
from app.store import office, rooms
from app.store.people import find_network_of
from app.store.rooms import Admin

Values = Mapping[str, Any]

LONGEST_BREAK = 150
"""Days: a summer, and no more."""

LATEST = date(2100, 1, 1)
"""No day of the office's is later. A year typed as 9999 is a slip, or says "for good", which no last day says."""

MOST_DUE_DAYS, MOST_LOCK_DAYS, MOST_MONTHS = 90, 366, 120


def problems(visit: Visit, subject: str, row_id: UUID, row: Values) -> dict[str, str]:
    """Of a row as it would be."""
    return {**_dates(row), **_RULES[subject](visit, row_id, row)}


def going_problems(visit: Visit, subject: str, row: Values) -> dict[str, str]:
    """Of a row that would be taken out again."""
    if subject == "account":
        return _last_account(visit, row["person_id"])
    return _last_admin(visit, row["id"], None) if subject == "assignment" else {}


def _dates(row: Values) -> dict[str, str]:
    first, last = row.get("first_on"), row.get("last_on")
    days = {name: day for name, day in (("first_on", first), ("last_on", last)) if isinstance(day, date)}
    for name, day in days.items():
        if day < EARLIEST:
            return {name: _("Check the year: this day is too long ago.")}
        if day > LATEST:
            return {name: _("Check the year: this day is too far ahead.")}
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return {"last_on": _("The last day is before the first.")}
    return {}


def _unique(visit: Visit, subject: str, column: str, row_id: UUID, row: Values, words: str) -> dict[str, str]:
    value = row.get(column)
    if value and office.is_taken(visit.connection, visit.network_id, subject, column, value, row_id):
        return {column: words}
    return {}


def _school(visit: Visit, row_id: UUID, row: Values) -> dict[str, str]:
    was = office.get_row(visit.connection, visit.network_id, "school", row_id)
    named_anew = was is None or was["name"] != row["name"]  # a list that was brought in may have two of one name
    taken = _unique(visit, "school", "name", row_id, row, _("Another school has this name.")) if named_anew else {}
    return {
        **taken,
        **_unique(visit, "school", "code", row_id, row, _("Another school has this code.")),
        **_unique(visit, "school", "source_id", row_id, row, _("Another school has this id.")),
    }


def _area(visit: Visit, row_id: UUID, row: Values) -> dict[str, str]:
    return _unique(visit, "area", "name", row_id, row, _("Another area has this name."))


def _nothing(_visit: Visit, _row_id: UUID, _row: Values) -> dict[str, str]:
    return {}


def _account(visit: Visit, row_id: UUID, row: Values) -> dict[str, str]:
    email = row["email"]
    name, at, host = email.rpartition("@")
    if not (name and at and "." in host.strip(".")) or " " in email:
        return {"email": _("An e-mail looks like name@example.org.")}
    kept = office.get_row(visit.connection, visit.network_id, "account", row_id)
    if (kept is None or kept["email"] != email) and find_network_of(visit.connection, email) is not None:
        return {"email": _("This e-mail cannot be used here. Choose another.")}
    if not row["active"] and row["person_id"] == visit.person_id:
        return {"active": _("This is you: somebody else has to close your account.")}
    return {} if row["active"] else _last_account(visit, row["person_id"])


def _assignment(visit: Visit, row_id: UUID, row: Values) -> dict[str, str]:
    found: dict[str, str] = {}
    if row["role"] in AT_SCHOOLS and row["school_id"] is None and row["role"] == Role.SCHOOL_LEADER:
        found["school_id"] = _("A school leader leads a school: choose which.")
    elif row["role"] not in AT_SCHOOLS and row["school_id"] is not None:
        found["school_id"] = _("This role is held in the whole network: leave the school out.")
    return found | _twice(visit, row_id, row) | _last_admin(visit, row_id, row)


def _twice(visit: Visit, row_id: UUID, row: Values) -> dict[str, str]:
    """Nobody holds a role twice at once in one place; where they do already, ending one of the two stays possible."""
    was = office.get_row(visit.connection, visit.network_id, "assignment", row_id)
    if was is not None and all(was[name] == row[name] for name in ("person_id", "role", "school_id", "first_on")):
        return {}
    others = rooms.list_same_roles(visit.connection, visit.network_id, row["role"], row["person_id"])
    for other_id, school_id, first_on, last_on in others:
        apart = (row["last_on"] and row["last_on"] < first_on) or (last_on and last_on < row["first_on"])
        if other_id != row_id and school_id == row["school_id"] and not apart:
            return {"first_on": _("They have this role here already in these days.")}
    return {}


def _last_admin(visit: Visit, row_id: UUID, row: Values | None) -> dict[str, str]:
    """Nobody is locked out of the office: somebody administers it today, and somebody for good."""
    now = list(rooms.list_admins(visit.connection, visit.network_id))
    able = {each.person_id for each in now}
    then = [each for each in now if each.id != row_id]
    if row is not None and row["role"] == Role.ADMIN and row["person_id"] in able:
        then.append(Admin(row_id, row["person_id"], row["first_on"], row["last_on"]))

    if _locks_out(now, then, visit.today):
        return {"role": _("This is the last admin. Give somebody else the role first.")}
    return {}


def _last_account(visit: Visit, person_id: UUID) -> dict[str, str]:
    """The same of an account: a role without one opens nothing."""
    now = list(rooms.list_admins(visit.connection, visit.network_id))
    if _locks_out(now, [each for each in now if each.person_id != person_id], visit.today):
        return {"active": _("This is the last admin. Give somebody else the role first.")}
    return {}


def _locks_out(now: Sequence[Admin], then: Sequence[Admin], today: date) -> bool:
    """Whether there is an admin of today, or one for good, and would be none."""

    def stays(admin: Admin) -> bool:
        return admin.last_on is None and admin.holds(today)

    def holds(admin: Admin) -> bool:
        return admin.holds(today)

    return any((any(map(each, now)) and not any(map(each, then))) for each in (holds, stays))


def _break(_visit: Visit, _row_id: UUID, row: Values) -> dict[str, str]:
    if (row["last_on"] - row["first_on"]).days > LONGEST_BREAK:
        return {"last_on": _("A break is of %(days)s days at most.", days=LONGEST_BREAK)}
    return {}


def _network(visit: Visit, _row_id: UUID, row: Values) -> dict[str, str]:
    found: dict[str, str] = {}
    if row["timezone"] not in available_timezones():
        found["timezone"] = _("There is no such time zone. Write it as in America/Los_Angeles.")
    if not SUSTAINED_SHARE < row["watch"] < row["high"] < 1:
        found["watch"] = _("The share to watch lies above 10%% and below the high one, and that one below 100%%.")
    try:
        school_year(visit.today, row["year_starts_on"], row["year_ends_on"])
    except ValueError:
        found["year_starts_on"] = _("Write first and last day as month and day, like 08-12, and not the same.")
    for name, least, most in (
        ("review_due_days", 1, MOST_DUE_DAYS),
        ("lock_after_days", 0, MOST_LOCK_DAYS),
        ("notes_keep_months", 1, MOST_MONTHS),
    ):
        if row[name] is not None and not least <= row[name] <= most:
            found[name] = _("From %(least)s to %(most)s.", least=least, most=most)
    return found


_RULES: Mapping[str, Callable[[Visit, UUID, Values], dict[str, str]]] = {
    "school": _school,
    "area": _area,
    "person": _nothing,
    "account": _account,
    "assignment": _assignment,
    "school_break": _break,
    "network": _network,
}
