"""A person's account in the home office: a new password, shown once, and signing them out everywhere."""

import secrets
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import NotFoundError
from app.services.office.accounts import renew_password, sign_out_everywhere
from app.services.passwords import hash_password
from app.services.visits import Visit
from app.store import office
from app.web.admin_form import Shown, answer_form
from app.web.admin_kinds import PEOPLE
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import see

router = APIRouter()

PASSWORD_BYTES = 12
"""Of a password that is shown once: 96 bits, 16 letters."""


@router.post("/admin/people/{account_person_id}/password")
async def give_password(request: Request, account_person_id: UUID) -> Response:
    """A new password for a person's account, shown once and kept as a hash; the office hands it over."""
    await run_in_threadpool(_asked_before_hashing, request, account_person_id)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    hashed = await run_in_threadpool(hash_password, password)

    def job(visit: Visit) -> None:
        renew_password(visit, _account_for(visit, account_person_id), hashed)

    await write(request, job)
    return await run_in_threadpool(answer_form, request, PEOPLE, account_person_id, Shown(password=password))


@router.post("/admin/people/{account_person_id}/sign-out")
async def sign_out(request: Request, account_person_id: UUID) -> Response:
    """Sign a person out wherever they are signed in; whoever signs themselves out stays here."""

    def job(visit: Visit) -> None:
        sign_out_everywhere(visit, _account_for(visit, account_person_id))

    await write(request, job)
    return see(f"/admin/people/{account_person_id}?done=out")


def _asked_before_hashing(request: Request, person_id: UUID) -> None:
    with reading(request) as visit:
        _account_for(visit, person_id)


def _account_for(visit: Visit, person_id: UUID) -> UUID:
    """The account of a person of the network's, for who may change it.

    Raises:
        NotFoundError: nobody of this network's, or without an account.
        NotAllowedError: not an admin.
    """
    account = office.get_account_of(visit.connection, visit.network_id, person_id)
    if account is None:
        raise NotFoundError
    allow(visit, Permission.MANAGE)
    found: UUID = account["id"]
    return found
