"""The network's settings. Thresholds say which schools they would flag, before they are set."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.language import _, ngettext
from app.services.office.rules import problems
from app.services.office.thresholds import Difference, difference
from app.web.admin_form import Shown, answer_form, row_for
from app.web.admin_kinds import SETTINGS
from app.web.admin_read import choices_of, read_values
from app.web.forms import Fields, Filled, Sent
from app.web.guards import allow
from app.web.house import reading
from app.web.routes.admin_rows import save_row

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a form's thresholds would do now; `mark` tells them apart from others."""

    mark: str
    difference: Difference


@router.get("/admin/settings")
def settings(request: Request) -> Response:
    return answer_form(request, SETTINGS, None, Shown())


@router.post("/admin/settings")
async def change_settings(request: Request, form: Sent) -> Response:
    """Change them. Thresholds that would flag other schools are shown with those schools first, and saved then."""
    fields = Fields.of(form)
    looked = await run_in_threadpool(_look, request, fields)
    seen = fields.raw("previewed") == looked.mark
    if fields.errors or not ("preview" in form or (looked.difference and not seen)):
        return await save_row(request, SETTINGS, None, fields)
    show = Shown(Filled(fields.sent), preview=preview_words(looked.difference), previewed=looked.mark)
    return await run_in_threadpool(answer_form, request, SETTINGS, None, show)


def _look(request: Request, fields: Fields) -> _Looked:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        values = read_values(fields, SETTINGS.fields, choices_of(visit, SETTINGS))
        if not fields.errors:
            row = row_for(visit, SETTINGS, visit.network_id)
            fields.errors |= problems(visit, SETTINGS.subject, visit.network_id, row | values)
        if fields.errors:
            return _Looked("", Difference((), ()))
        watch, high = values["watch"], values["high"]
        return _Looked(f"{watch} {high}", difference(visit, watch, high))


def preview_words(found: Difference) -> str:
    """What other thresholds would do: the schools that would be flagged and are not, and the other way round."""
    parts = []
    if found.more:
        number = len(found.more)
        words = ngettext("%(num)d more school would be flagged", "%(num)d more schools would be flagged", number)
        parts.append(f"{words}: {', '.join(found.more)}.")
    if found.fewer:
        number = len(found.fewer)
        words = ngettext("%(num)d school would be flagged no more", "%(num)d schools would be flagged no more", number)
        parts.append(f"{words}: {', '.join(found.fewer)}.")
    return " ".join(parts) or _("The same schools would be flagged as depending on direct service.")
