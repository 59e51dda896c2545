"""Answers to a tap on a handoff or an agreement: its one row swapped, or the register with the row saying it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.agreements import AgreedService
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.flags.facts import AreaFacts
from app.domain.handoffs import Handoff
from app.domain.language import later, told
from app.services.agreeing import ChangedError, Result
from app.services.agreements import agreement_of
from app.services.handoffs import handoff_of
from app.services.seeing.standings import flagged
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_schools
from app.web.forms import Fields
from app.web.guards import allow, school_for
from app.web.handoff_register import STATES, RegisterPage, register_page
from app.web.handoff_rows import (
    NOTHING_SAID,
    AgreementRow,
    Ground,
    HandoffRow,
    Said,
    agreement_row,
    ground,
    handoff_row,
)
from app.web.house import house_of, reading, write
from app.web.render import Layout, Page, layout_of, render, see
from app.web.unchanged import asks_for_part

DONE: Mapping[str, str] = {
    "proposed": later("Proposed. It stands once it is agreed to."),
    "agreed": later("Agreed. Thank you."),
    "declined": later("It is off the table. Thank you for saying why."),
    "ended": later("Done: it is over as of today."),
    "held": later("Noted: it held."),
    "not_held": later("Noted: it did not hold, so the handoff ended today. A slip? Change the answer before midnight."),
    "already": later("This was done already; here is how it stands."),
}
"""What a row says back, by the word in the address; another word says nothing."""


@dataclass(frozen=True, slots=True)
class HandoffRowPage(Page):
    """One row alone, to take the place of the one that was tapped."""

    template: ClassVar[str] = "handoffs/_handoff_alone.html"
    fragment: ClassVar[str] = "handoffs/_handoff_alone.html"

    row: HandoffRow


@dataclass(frozen=True, slots=True)
class AgreementRowPage(Page):
    template: ClassVar[str] = "handoffs/_agreement_alone.html"
    fragment: ClassVar[str] = "handoffs/_agreement_alone.html"

    row: AgreementRow


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on a row: on a "handoff" or an "agreement", by anybody with one of these rights at its school.

    `done` is the word of `DONE` for when it was done; the form's fields are shown again where they cannot be accepted.
    """

    kind: str
    of: UUID
    done: str
    allowed: tuple[Permission, ...]
    fields: Fields


async def tapped(request: Request, tap: Tap, job: Callable[[Visit], Result]) -> Response:
    """Do what was tapped, and answer with how it stands now; `job` is the use case."""

    def guarded(visit: Visit) -> Result:
        (handoff_of if tap.kind == "handoff" else agreement_of)(visit, tap.of, *tap.allowed)
        if tap.fields.errors:
            raise InvalidError(tap.fields.errors)
        return job(visit)

    try:
        result = await write(request, guarded)
    except ChangedError as changed:
        return await run_in_threadpool(_show, request, tap.kind, Said(tap.of, str(changed), wrong=True), 409)
    except InvalidError as error:
        typed = {name: tap.fields.raw(name) for name in tap.fields.sent}
        said = Said(tap.of, wrong=True, errors=error.errors, typed=typed)
        return await run_in_threadpool(_show, request, tap.kind, said, 422)
    word = tap.done if result is Result.DONE else "already"
    if asks_for_part(request.headers):
        return await run_in_threadpool(_show, request, tap.kind, Said(tap.of, told(DONE[word])), 200)
    return see(f"/handoffs?done={word}&of={tap.of}#{tap.kind}-{tap.of}")


def register(request: Request, visit: Visit, said: Said = NOTHING_SAID) -> RegisterPage:
    """The register as its address asks for it.

    Raises:
        NotFoundError: a school that is none of the visitor's.
        NotAllowedError: the visitor sees no school.
    """
    allow(visit, Permission.SEE_SCHOOL)
    asked = request.query_params
    mine = list_schools(visit.connection, visit.network_id, visit.rights.schools(Permission.SEE_SCHOOL), visit.today)
    school_id = _id_of(asked.get("school", ""))
    one = school_for(visit, school_id) if school_id else None
    state = asked.get("state", "")
    return register_page(
        visit, mine, one, state if state in STATES else "", lambda schools: facts_of(request, visit, schools), said
    )


def said_back(visit: Visit, word: str, of: str) -> Said:
    """What an address says was done (`word` of `DONE`) with a handoff or an agreement, as far as that is so.

    An address can be typed, kept or sent: it says nothing of what the visitor may not see, nor what is not so now.
    """
    words, item = told(DONE.get(word, "")), _seen(visit, of)
    if not words or item is None:
        return NOTHING_SAID
    so = _handoff_stands_so(item, visit.today) if isinstance(item, Handoff) else _service_stands_so(item, visit.today)
    return Said(item.id, words) if word == "already" or word in so else NOTHING_SAID


def _seen(visit: Visit, of: str) -> Handoff | AgreedService | None:
    try:
        wanted = UUID(of)
    except ValueError:
        return None
    with suppress(NotFoundError, NotAllowedError):
        return handoff_of(visit, wanted, Permission.SEE_SCHOOL).handoff
    with suppress(NotFoundError, NotAllowedError):
        return agreement_of(visit, wanted, Permission.SEE_SCHOOL).service
    return None


def _handoff_stands_so(handoff: Handoff, today: date) -> Iterator[str]:
    """The words of `DONE` that are true of a handoff today."""
    if handoff.ended_on is None:
        yield "proposed" if handoff.is_proposal else "agreed"
    elif handoff.ended_on == today:
        yield "declined" if handoff.agreed_on is None else "ended"
    if handoff.checks and handoff.checks[-1].answered_on == today:
        yield handoff.checks[-1].outcome.value


def _service_stands_so(service: AgreedService, today: date) -> Iterator[str]:
    """The same of agreed direct service; a first yes is a yes."""
    if service.is_proposal:
        yield "proposed"
    if service.ended_on is None and (service.director_on or service.leader_on):
        yield "agreed"
    if service.ended_on == today:
        yield "ended"


def facts_of(request: Request, visit: Visit, schools: Sequence[SchoolFact]) -> Mapping[UUID, Collection[AreaFacts]]:
    """Each school's areas as flags are judged by: kept between requests."""
    found = flagged(visit, house_of(request).kept, schools)
    return {each.school.id: tuple(each.facts.areas.values()) for each in found}


def _id_of(typed: str) -> UUID | None:
    if not typed.strip():
        return None
    try:
        return UUID(typed.strip())
    except ValueError as error:
        raise NotFoundError from error


def _show(request: Request, kind: str, said: Said, status: int) -> Response:
    with reading(request) as visit:
        page: Page = _row(visit, kind, said) if asks_for_part(request.headers) else register(request, visit, said)
        layout: Layout = layout_of(visit)
    return render(request, page, layout, status)


def _row(visit: Visit, kind: str, said: Said) -> Page:
    assert said.of is not None  # noqa: S101 - whoever tapped, tapped a row
    if kind == "handoff":
        handed = handoff_of(visit, said.of, Permission.SEE_SCHOOL)
        on = _ground(visit, handed.handoff.school_id)
        return HandoffRowPage(row=handoff_row(on, handed, said))
    served = agreement_of(visit, said.of, Permission.SEE_SCHOOL)
    return AgreementRowPage(row=agreement_row(_ground(visit, served.service.school_id), served, said))


def _ground(visit: Visit, school_id: UUID) -> Ground:
    return ground(visit, [school_for(visit, school_id)], [school_id])
