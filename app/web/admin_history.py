"""What the office changed, in words: what, from what to what, by whom and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.language import _, told
from app.domain.words import percent
from app.services.office.accounts import ANEW, LOGINS, PASSWORD
from app.services.office.changes import can_undo
from app.services.visits import Visit
from app.store import office
from app.store.office import KeptChange
from app.web.admin_kinds import ACCOUNT_FIELDS, KINDS, SETTINGS
from app.web.admin_lists import cell, names_of
from app.web.admin_pages import HistoryRow
from app.web.words import day_and_year, moment


def now_in_words(visit: Visit, subject: str, now: Mapping[str, Any]) -> str:
    """What stands where a change would be undone, like "Name is now: Alder School."."""
    names, words = names_of(visit), _field_words(subject)
    return " ".join(
        _("%(field)s is now: %(value)s.", field=words.get(name, name), value=_said(name, value, names) or _("nothing"))
        for name, value in office.plain(now).items()
    )


def history_rows(visit: Visit, kept: Sequence[KeptChange], q: str) -> tuple[HistoryRow, ...]:
    """Changes in words: those that have what is searched for."""
    names = names_of(visit)
    called = names | _called(visit, names)
    rows = (_history(visit, each, names, called) for each in kept)
    return tuple(row for row in rows if q.casefold() in f"{row.what} {row.who} {row.changes}".casefold())


def _called(visit: Visit, names: Mapping[str, str]) -> dict[str, str]:
    """By id, what rows are called that are neither a person nor a school: by their own name, or by whose they are."""
    found = {}
    for subject, order in (
        ("area", "name"),
        ("school_break", "name"),
        ("account", "email"),
        ("assignment", "first_on"),
    ):
        for row in office.list_rows(visit.connection, visit.network_id, subject, order):
            found[str(row["id"])] = row["name"] if "name" in row else names.get(str(row["person_id"]), "")
    return found


def _history(visit: Visit, kept: KeptChange, names: Mapping[str, str], called: Mapping[str, str]) -> HistoryRow:
    words = _field_words(kept.subject)
    subject = {
        "school": _("School"),
        "area": _("Area"),
        "person": _("Person"),
        "account": _("Account"),
        "assignment": _("Assignment"),
        "school_break": _("Break"),
        "network": _("Settings"),
        "network_logo": _("Logo"),
        "need_weight": _("Need weight"),
        "nudge_phrase": _("Words to look at again"),
    }.get(kept.subject, kept.subject)
    said = kept.after or kept.before
    name = called.get(str(kept.subject_id)) or said.get("name") or names.get(str(said.get("person_id")), "")
    changes = tuple(
        (
            words.get(column, column),
            _said(column, kept.before.get(column), names),
            _said(column, kept.after.get(column), names),
        )
        for column in dict.fromkeys((*kept.before, *kept.after))
        if column not in {"png", "person_id"} or kept.subject == "assignment"
    )
    return HistoryRow(
        id=kept.id,
        when=moment(kept.at, visit.network.timezone),
        who=kept.by,
        what=f"{subject}: {name}" if name else subject,
        changes=changes,
        undone=kept.undone,
        may_undo=can_undo(kept) and not kept.undone,
    )


def _field_words(subject: str) -> dict[str, str]:
    """Columns as pages name them, those of the subject's own form last."""
    kinds = sorted((*KINDS.values(), SETTINGS), key=lambda kind: kind.subject == subject)
    fields = [field for kind in kinds for field in kind.fields] + list(ACCOUNT_FIELDS)
    words = {field.name: told(field.words) for field in fields}
    brand = {"color": _("Color"), "motto": _("Motto"), "mark": _("Logo"), "width": _("Width"), "height": _("Height")}
    return brand | words | {PASSWORD: _("Password"), LOGINS: _("Signed in")}


def _said(column: str, value: Any, names: Mapping[str, str]) -> str:
    """A value as JSON has it, in words."""
    if column in {"first_on", "last_on"} and value:
        return day_and_year(date.fromisoformat(value))
    if (column, value) == (PASSWORD, ANEW):
        return _("made anew")
    if isinstance(value, float) and 0 < value < 1:
        return percent(value)
    return names.get(str(value), cell(value, names))[:120]
