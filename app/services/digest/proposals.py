"""Handoffs, agreements and proposals about a team, as a reminder says them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from app.domain.access import Permission
from app.domain.digest import Item, Part
from app.domain.handoffs import next_check, short
from app.domain.language import _, later, told
from app.domain.periods import local_today
from app.domain.ratings import meetings
from app.domain.waits import CHANGES, DATES, RATINGS, Ask, Wait, agreement_waits, handoff_waits, proposed
from app.services.agreeing import powers_at
from app.services.digest.around import Around
from app.services.visits import Visit
from app.store.agreements import KeptAgreement
from app.store.agreements import list_kept as list_agreements
from app.store.annotations import list_annotations
from app.store.handoffs import KeptHandoff
from app.store.handoffs import list_kept as list_handoffs
from app.store.ratings import list_ratings
from app.store.schools import SchoolFact
from app.store.teams import list_proposals

PATIENCE = timedelta(days=7)
"""Whoever proposed something hears after a week that nobody has answered, in time to ask. Before that it is no news."""

PARTS = {Ask.AGREE: Part.AGREE, Ask.CHECK: Part.CHECK, Ask.CLOSE: Part.END, Ask.RENEW: Part.END}

ACCEPT = later("Accept or decline")

Items = Iterator[tuple[Part, Item]]


def proposals(visit: Visit, around: Around) -> Items:
    """What waits for somebody of handoffs and agreements, and of their own proposals what waits for others."""
    schools = around.where(visit, Permission.SEE_SCHOOL)
    everywhere = visit.rights.schools(Permission.SEE_SCHOOL) is None
    ids = None if everywhere else [school.id for school in schools]
    handed = list_handoffs(visit.connection, visit.network_id, ids)
    served = list_agreements(visit.connection, visit.network_id, visit.today, ids)
    for school in schools:
        yield from _handoffs(visit, around, school, handed.get(school.id, ()))
        yield from _agreements(visit, around, school, served.get(school.id, ()))
        if visit.rights.may(Permission.AGREE, school.id):
            yield from _team(visit, school)


def _handoffs(visit: Visit, around: Around, school: SchoolFact, handed: Iterable[KeptHandoff]) -> Items:
    may = powers_at(visit, school)
    for kept in handed:
        handoff, area = kept.handoff, around.areas[kept.handoff.area_id].name
        path = f"/handoffs?school={school.id}#handoff-{handoff.id}"
        due = next_check(handoff, around.calendar, visit.today)
        wait = handoff_waits(handoff, area, due, visit.today, may)
        if wait is not None:
            yield _waiting(school, wait, handoff.id, path)
        elif handoff.is_proposal and _is_old(visit, kept):
            what = _(
                "The school runs %(area)s from %(day)s on",
                area=around.area(handoff.area_id),
                day=short(handoff.handed_over_on, visit.today),
            )
            yield _open(visit, school, kept, what, path)


def _agreements(visit: Visit, around: Around, school: SchoolFact, served: Iterable[KeptAgreement]) -> Items:
    may = powers_at(visit, school)
    for kept in served:
        service, area = kept.service, around.areas[kept.service.area_id].name
        path = f"/handoffs?school={school.id}#agreement-{service.id}"
        wait = agreement_waits(service, area, visit.today, may)
        if wait is not None:
            renew = f"/schools/{school.id}/agreements/new?area={service.area_id}"
            yield _waiting(school, wait, service.id, renew if wait.ask is Ask.RENEW else path)
        elif service.is_proposal and _is_old(visit, kept):
            until = short(service.until_on, visit.today)
            what = _("We do %(area)s until %(day)s", area=around.area(service.area_id), day=until)
            yield _open(visit, school, kept, what, path)


def _waiting(school: SchoolFact, wait: Wait, of: UUID, path: str) -> tuple[Part, Item]:
    key = f"{wait.ask}:{of}:{wait.number}" if wait.number else f"{wait.ask}:{of}"
    keys = frozenset({key, f"{key}:late"} if wait.late else {key})
    return PARTS[wait.ask], Item(school.name, wait.words, wait.act, path, keys)


def _is_old(visit: Visit, kept: KeptHandoff | KeptAgreement) -> bool:
    """Whether somebody proposed it themselves, and long enough ago."""
    return kept.proposed_by == visit.person_id and kept.proposed_at + PATIENCE <= visit.now


def _open(
    visit: Visit, school: SchoolFact, kept: KeptHandoff | KeptAgreement, what: str, path: str
) -> tuple[Part, Item]:
    on = short(local_today(kept.proposed_at, visit.network.timezone), visit.today)
    of = kept.handoff.id if isinstance(kept, KeptHandoff) else kept.service.id
    words = _("%(what)s: you proposed it on %(day)s, and nobody has answered yet.", what=what, day=on)
    return Part.OPEN, Item(school.name, words, _("See it"), path, frozenset({f"open:{of}"}))


def _team(visit: Visit, school: SchoolFact) -> Items:
    """What a coach proposed of the school's team, its self-ratings and its chart; for who leads it."""
    connection, network_id, path = visit.connection, visit.network_id, f"/schools/{school.id}"
    changes = [f"team:{each.id}" for each in list_proposals(connection, network_id, school.id)]
    rated = [
        f"rating:{school.id}:{meeting.rated_on}"
        for meeting in meetings(list_ratings(connection, network_id, school.id))
        if not meeting.agreed
    ]
    dates = [f"date:{note.id}" for note in list_annotations(connection, network_id, school.id) if not note.agreed]
    for keys, what, place in (
        (changes, CHANGES, "/ilt#waiting"),
        (rated, RATINGS, "/ilt#ratings"),
        (dates, DATES, "/annotations"),
    ):
        if keys:
            words = proposed(len(keys), what)
            yield Part.TEAM, Item(school.name, words, told(ACCEPT), f"{path}{place}", frozenset(keys), len(keys))
