"""A school leader's word on the sessions that name them: one tap, several at once, and taking it back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.language import _, later, ngettext, told
from app.domain.vocabulary import Verdict
from app.services.agreeing import ChangedError, Result
from app.services.review_reading import count_reviews, read_mine, read_shelf
from app.services.reviews import Saying, Seen, Several, review_session, review_sessions, reviewable
from app.services.visits import Visit
from app.store.review_lists import Shelf
from app.store.tables.sessions import LINE
from app.web.barrier_rows import prompts
from app.web.filters import address
from app.web.forms import AGAIN, Fields, Sent, whole
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.review_page import CardPage, ReviewPage, Said, cards_of
from app.web.unchanged import asks_for_part
from app.web.words import plural

router = APIRouter()

PAGE_SIZE = 20
"""Cards of a page: what one answers between two meetings."""

AT_ONCE = 3 * PAGE_SIZE
"""Sessions answered by one form, at most."""

LAST_PAGE = 10_000

DONE: Mapping[str, str] = {
    "saved": later("Saved."),
    "withdrawn": later("Taken back. It is open again."),
    "already": later("This was saved already; here is how it stands."),
}
"""What a card says back, by the word in the address; another word says nothing."""

WHICH = later("Choose one of the three answers.")
CHOOSE = later("Choose the sessions first, then the answer.")


@router.get("/review")
def index(request: Request, page: int = 1) -> Response:
    """The sessions that name me: those that wait for my word first; `of` are those that I have just answered."""
    with reading(request) as visit:
        allow(visit, Permission.REVIEW)
        word = told(DONE.get(request.query_params.get("did", ""), ""))
        just = {of: Said(word, just=bool(word)) for of in _ids(request.query_params.getlist("of"))}
        shown = _page(request, visit, just, page=page)
        layout = layout_of(visit, shown.counts)
    return render(request, shown, layout)


@router.post("/review")
async def create(request: Request, form: Sent) -> Response:
    """One answer to all sessions that are chosen; those that changed meanwhile stay open, and say so."""
    fields = Fields.of(form)
    verdict = fields.one("verdict", Verdict, WHICH, AGAIN)
    picks = dict(pick for each in fields.sent.get("pick", ()) if (pick := _pick(each)))
    if not picks or len(picks) > AT_ONCE:
        fields.errors["pick"] = _("Answer up to %(number)s at once.", number=AT_ONCE) if picks else told(CHOOSE)

    def job(visit: Visit) -> Several:
        allow(visit, Permission.REVIEW)
        if fields.errors or verdict is None:
            raise InvalidError(fields.errors)
        return review_sessions(visit, picks, Saying(verdict))

    try:
        found = await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_refuse, request, {}, " ".join(error.errors.values()), 422)
    if found.changed:
        said = {of: Said(words, wrong=True) for of, words in found.changed.items()}
        return await run_in_threadpool(_refuse, request, said, _still_open(len(found.done)), 409)
    did = "withdrawn" if verdict is Verdict.WITHDRAWN else "saved" if found.done else "already"
    return see(_address(list(picks), did))


@router.post("/sessions/{session_id}/review")
async def review(request: Request, session_id: UUID, form: Sent) -> Response:
    """Say of a session that names me how it was; `withdrawn` takes it back."""
    fields = Fields.of(form)
    verdict = fields.one("verdict", Verdict, WHICH, AGAIN)
    comment = fields.text("comment", LINE)
    fit = fields.one("fit", whole, "", AGAIN)
    seen = Seen(
        version=fields.version() if fields.raw("version") else None,
        mark=fields.raw("mark"),
        number=fields.one("number", whole, "", AGAIN),
    )

    def job(visit: Visit) -> Result:
        reviewable(visit, session_id)  # whoever may not is told so before anything is said about the form
        if fields.errors or verdict is None:
            raise InvalidError(fields.errors)
        return review_session(visit, session_id, Saying(verdict, comment, fit), seen)

    try:
        result = await write(request, job)
    except InvalidError as error:
        typed = {name: fields.raw(name) for name in ("comment", "fit") if name in fields.sent}
        said = Said(" ".join(error.errors.values()), wrong=True, errors=error.errors, typed=typed)
        return await run_in_threadpool(_card, request, session_id, said, 422)
    except ChangedError as changed:
        typed = {name: fields.raw(name) for name in ("comment", "fit") if fields.raw(name)}
        return await run_in_threadpool(_card, request, session_id, Said(str(changed), wrong=True, typed=typed), 409)
    did = "already" if result is Result.ALREADY else "withdrawn" if verdict is Verdict.WITHDRAWN else "saved"
    if asks_for_part(request.headers):
        return await run_in_threadpool(_card, request, session_id, Said(told(DONE[did]), just=True), 200)
    return see(_address([session_id], did))


def _still_open(answered: int) -> str:
    if not answered:
        return _("What has changed meanwhile is still open.")
    return ngettext(
        "%(num)d session answered. What has changed meanwhile is still open.",
        "%(num)d sessions answered. What has changed meanwhile is still open.",
        answered,
    )


def _card(request: Request, session_id: UUID, said: Said, status: int) -> Response:
    """The one card as it stands now, or the page with it at its top."""
    with reading(request) as visit:
        reviewable(visit, session_id)
        page: CardPage | ReviewPage
        if asks_for_part(request.headers):
            (card,) = cards_of(visit, [session_id], {session_id: said})
            counts = count_reviews(visit)
            page = CardPage(card=card, counts=counts, several=counts[Shelf.WAITING] > 1)
        else:
            page = _page(request, visit, {session_id: said})
        layout = layout_of(visit, page.counts)
    return render(request, page, layout, status)


def _refuse(request: Request, said: Mapping[UUID, Said], wrong: str, status: int) -> Response:
    with reading(request) as visit:
        page = _page(request, visit, said, wrong=wrong)
        layout = layout_of(visit, page.counts)
    return render(request, page, layout, status)


def _page(request: Request, visit: Visit, said: Mapping[UUID, Said], *, page: int = 1, wrong: str = "") -> ReviewPage:
    asked = request.query_params.get("show", "") if request.method == "GET" else ""
    shelf = Shelf(asked) if asked in set(Shelf) else Shelf.WAITING
    number = min(max(page, 1), LAST_PAGE)
    counts = count_reviews(visit)
    first = read_mine(visit, list(said))
    ids = read_shelf(visit, shelf, PAGE_SIZE + 1, (number - 1) * PAGE_SIZE)
    more = len(ids) > PAGE_SIZE
    rest = [of for of in ids[:PAGE_SIZE] if of not in first]
    cards = cards_of(visit, [*first, *rest], said)
    just, others = cards[: len(first)], cards[len(first) :]
    undo = tuple(card.pick for card in just if card.state == "said") if len(just) > 1 else ()
    show = shelf if shelf is not Shelf.WAITING else ""
    return ReviewPage(
        shelf=shelf,
        counts=counts,
        just=tuple(just),
        cards=tuple(others),
        several=shelf is not Shelf.ANSWERED and sum(card.state == "open" for card in cards) > 1,
        notice=f"{plural(len(just), 'session')}. {said[first[0]].words}" if len(just) > 1 and not wrong else "",
        wrong=wrong,
        undo=undo,
        newer=address("/review", show=show, page=number - 1 if number > 2 else "") if number > 1 else "",  # noqa: PLR2004 - the first page has no number
        older=address("/review", show=show, page=number + 1) if more else "",
        prompts=prompts(visit),
    )


def _address(session_ids: Sequence[UUID], did: str) -> str:
    of = "&".join(f"of={each}" for each in session_ids)
    return f"/review?did={did}&{of}#session-{session_ids[0]}"


def _ids(typed: Sequence[str]) -> list[UUID]:
    """Ids of an address; what is none is passed over, and so are more than a form can have answered."""
    found = []
    for each in typed[:AT_ONCE]:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def _pick(value: str) -> tuple[UUID, Seen] | None:
    """A checkbox's value: the session, and what its card showed; None of what no page of ours sends."""
    parts = value.strip().split(".")
    try:
        session_id, version, mark, number = parts
        return UUID(session_id), Seen(version=whole(version), mark=mark, number=whole(number))
    except ValueError:
        return None
