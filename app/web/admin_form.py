"""The form of a row of the home office: as it is, as it was typed, and what is said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from app.domain.access import Permission, Role
from app.domain.errors import NotFoundError
from app.domain.language import _, told
from app.services.office.changes import stamp
from app.services.visits import Visit
from app.store import office, rooms
from app.store.logins import count_logins
from app.web.admin_kinds import ACCOUNT_FIELDS, ASSIGNMENTS, PEOPLE, SETTINGS, Field, Input, Kind
from app.web.admin_pages import Belonging, FormPage, Somebody, controls_of, notice_of
from app.web.admin_read import Choices, choices_of, typed_of
from app.web.forms import Filled
from app.web.guards import allow
from app.web.house import reading
from app.web.render import layout_of, render
from app.web.words import ROLES, day_and_year, said

ACCOUNT_COLUMNS = {each.name: 0 for each in ACCOUNT_FIELDS}
"""Of which the form of a person carries a mark of its own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows beside its row: what was typed and is wrong with it, what saving would do, a new password.

    `late` is what was typed into a form that somebody else's overtook: shown beside the row, and not in its fields.
    """

    typed: Filled = field(default_factory=lambda: Filled({}))
    late: Filled = field(default_factory=lambda: Filled({}))
    errors: Mapping[str, str] = field(default_factory=dict)
    new: bool = False
    status: int = 200
    wrong: str = ""
    preview: str = ""
    previewed: str = ""
    password: str = ""


def row_for(visit: Visit, kind: Kind, row_id: UUID) -> dict[str, Any]:
    """A row of the network's, for who may change it.

    Raises:
        NotFoundError: none of this network's.
        NotAllowedError: not an admin.
    """
    row = office.get_row(visit.connection, visit.network_id, kind.subject, row_id)
    if row is None:
        raise NotFoundError
    allow(visit, Permission.MANAGE)
    return row


def answer_form(request: Request, kind: Kind, row_id: UUID | None, show: Shown) -> Response:
    """The page of a row's form; without an id, of the network's own settings."""
    with reading(request) as visit:
        at = row_id or visit.network_id
        row = None if show.new else row_for(visit, kind, at)
        allow(visit, Permission.MANAGE)
        account = office.get_account_of(visit.connection, visit.network_id, at) if kind is PEOPLE else None
        page = _page(request, visit, kind, at, row, account, show)
        layout = layout_of(visit)
    return render(request, page, layout, show.status)


def _page(
    request: Request,
    visit: Visit,
    kind: Kind,
    at: UUID,
    row: Mapping[str, Any] | None,
    account: Mapping[str, Any] | None,
    show: Shown,
) -> FormPage:
    fields: Sequence[Field] = kind.fields
    choices = choices_of(visit, kind)
    now = typed_of(row or _asked(request, visit, kind), kind.fields)
    if kind is PEOPLE:
        fields = (*kind.fields, *ACCOUNT_FIELDS)
        now |= typed_of(account or {"active": True}, ACCOUNT_FIELDS)
    form = show.typed if show.typed.values else Filled(now)
    if account and "seen_account" not in form.values:
        form = replace(form, values={**form.values, "seen_account": [stamp(account, ACCOUNT_COLUMNS)]})
    whole, name = kind is SETTINGS, row.get("name") if row is not None else None
    return FormPage(
        title=told(kind.title) if whole else name or told(kind.one),
        room=told(kind.title),
        back="/admin" if whole else f"/admin/{kind.path}",
        id=at,
        action=f"/admin/{kind.path}" if show.new or whole else f"/admin/{kind.path}/{at}",
        seen=form.one("seen") or (stamp(row, {each.name: 0 for each in kind.fields}) if row else ""),
        controls=controls_of(fields, choices),
        form=form,
        errors=show.errors,
        notice=notice_of(request),
        wrong=show.wrong,
        removable=kind.removable and row is not None,
        previews=whole,
        preview=show.preview,
        previewed=show.previewed,
        mine=_mine(show.late, Filled(now), fields, choices),
        roles=_role_words() if kind is ASSIGNMENTS else (),
        somebody=_somebody(visit, at, account, show.password) if kind is PEOPLE and row is not None else None,
    )


def _asked(request: Request, visit: Visit, kind: Kind) -> Mapping[str, Any]:
    """What is known of a new row: whom a role is for, by the way that led here, and that most begin today."""
    if kind is not ASSIGNMENTS:
        return {}
    return {"person_id": request.query_params.get("person", ""), "first_on": visit.today}


def _mine(late: Filled, now: Filled, fields: Sequence[Field], choices: Choices) -> tuple[tuple[str, str], ...]:
    """What was typed otherwise than it is now, in words: nothing of it is lost with the form."""
    if not late.values:
        return ()
    found = []
    for each in fields:
        typed = late.one(each.name)
        if typed == now.one(each.name):
            continue
        if each.input is Input.YES:
            words = _("yes") if typed else _("no")
        else:
            words = dict(choices.get(each.name, ())).get(typed, typed)
        found.append((told(each.words), words or _("nothing")))
    return tuple(found)


def _role_words() -> tuple[tuple[str, str], ...]:
    return (
        (
            told(ROLES[Role.COACH]),
            _("Logs sessions at their schools and sees those schools; of coaches, their own figures alone."),
        ),
        (
            told(ROLES[Role.SCHOOL_LEADER]),
            _("Says of sessions that name them whether it was side by side, and sees their own school whole."),
        ),
        (
            told(ROLES[Role.DIRECTOR]),
            _("Sees every school, its flags and need, and decides on handoffs; no notes, and not how a coach works."),
        ),
        (
            told(ROLES[Role.ADMIN]),
            _("Keeps schools, people, teams and settings; reads no notes and no reviews."),
        ),
    )


def _somebody(visit: Visit, person_id: UUID, account: Mapping[str, Any] | None, password: str) -> Somebody:
    connection, network_id = visit.connection, visit.network_id
    roles = rooms.list_held(connection, network_id, person_id)
    places = rooms.list_places(connection, network_id, person_id)
    network = _("the whole network")
    return Somebody(
        id=person_id,
        has_account=account is not None,
        signed_in=count_logins(connection, network_id, account["id"], visit.now) if account is not None else 0,
        password=password,
        roles=[
            Belonging(
                f"/admin/assignments/{each.id}",
                ", ".join((told(ROLES[each.role]), each.school or network)),
                _span(each.first_on, each.last_on),
            )
            for each in roles
        ],
        places=[
            Belonging(
                f"/schools/{each.school_id}/team/{each.id}",
                f"{said(each.position)}, {each.school}",
                _span(each.first_on, each.last_on),
            )
            for each in places
        ],
    )


def _span(first: Any, last: Any) -> str:
    if last is None:
        return _("since %(first)s", first=day_and_year(first))
    return _("%(first)s to %(last)s", first=day_and_year(first), last=day_and_year(last))
