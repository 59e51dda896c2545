"""Reminders by mail: what they say and when, and no more of them."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.language import _, later, told
from app.domain.words import spoken
from app.services.reminders import choose_reminders, see_reminders
from app.services.visits import Visit
from app.web.forms import Fields, Sent
from app.web.house import house_of, reading, write
from app.web.render import Page, layout_of, render, see

router = APIRouter()

DONE = {
    "on": later("Reminders are on."),
    "off": later("Reminders are off. You can turn them on again here at any time."),
}

SAYS = (
    (Permission.REVIEW, later("Sessions that name you and wait for your word, the oldest first.")),
    (Permission.AGREE, later("Handoffs whose check is due, and what is proposed for your school.")),
    (Permission.LOG, later("Sessions that a leader sees differently, until you have answered.")),
    (
        Permission.LOG,
        later("Next steps that are due, agreements that end, and proposals of yours that nobody has answered."),
    ),
    (Permission.DECIDE, later("Flags that are new since the last mail, and good news.")),
    (Permission.DECIDE, later("What is proposed and needs your yes, and agreements that end.")),
)
"""What a mail may speak of, by what its reader may do."""


@dataclass(frozen=True, slots=True)
class RemindersPage(Page):
    """`says` is empty for who has no role; `set_up` is whether this server can send mail at all."""

    template: ClassVar[str] = "reminders/show.html"

    email: str
    wants: bool
    last: str
    says: tuple[str, ...]
    set_up: bool
    done: str
    error: str


@router.get("/reminders")
def show(request: Request) -> Response:
    return _page(request)


@router.post("/reminders")
async def update(request: Request, form: Sent) -> Response:
    """Turn reminders on or off: the form says which, so a second tap changes nothing."""
    want = Fields.of(form).raw("reminders")
    if want not in DONE:
        return await run_in_threadpool(_page, request, _("Choose on or off."), 422)

    def job(visit: Visit) -> None:
        choose_reminders(visit, wants=want == "on")

    await write(request, job)
    return see(f"/reminders?done={want}")


def _page(request: Request, error: str = "", status: int = 200) -> Response:
    settings = house_of(request).settings
    with reading(request) as visit:
        found = see_reminders(visit)
        done = request.query_params.get("done", "")
        page = RemindersPage(
            email=visit.email,
            wants=found.wants,
            last=spoken(found.last_on, visit.today) if found.last_on else "",
            says=tuple(told(words) for permission, words in SAYS if visit.rights.may(permission)),
            set_up=bool(settings.smtp_host and settings.public_url) and not visit.network.demo,
            done=told(DONE[done]) if done == ("on" if found.wants else "off") else "",
            error=error,
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)
