"""Handoffs and agreed direct service as rows: what each says to whoever looks, and what they may do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from app.domain.access import Permission
from app.domain.agreements import AgreedService
from app.domain.flags.clearing import listed
from app.domain.handoffs import Check, Handoff, When, changeable, check_in_words, dates_in_words, next_check, short
from app.domain.language import _, ngettext
from app.domain.school_weeks import SchoolCalendar
from app.domain.vocabulary import Outcome
from app.domain.waits import Ask, Wait, agreement_waits, asks_now, handoff_waits, lacks_yes
from app.services.agreeing import calendar_of, may_any, powers_at
from app.services.visits import Visit
from app.store.agreements import KeptAgreement
from app.store.handoffs import KeptHandoff
from app.store.schools import AreaFact, SchoolFact, TeamMember, list_areas, list_teams

Options = tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says back to whoever just did something with it; `wrong` where it was not done."""

    of: UUID | None = None
    words: str = ""
    wrong: bool = False
    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Asks:
    """A check that can be answered, or whose answer (`now`) can still be changed; `team` are who may have run it."""

    number: int
    now: str
    team: Options
    ran_by: UUID | None


@dataclass(frozen=True, slots=True)
class HandoffRow:
    """`group` is where it stands on the register; `waits_for` whom it awaits, "you" being whoever looks.

    `who` names or counts the holders, by what the visitor may know; empty in a confidential area. `drop` is the word
    for taking it off the table, and `drop_act` the address that does so. `wait` is what it asks of whoever looks.
    """

    id: UUID
    school_id: UUID
    school: str
    area: str
    group: str
    pill: str
    dates: str
    now_runs: str
    who: str
    next_check: str
    late: bool
    waits_for: str
    may_agree: bool
    drop: str
    drop_act: str
    asks: Asks | None
    reason: str
    wait: Wait | None
    said: Said


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """As `HandoffRow`; `renew` is the address of the form for a new one."""

    id: UUID
    school_id: UUID
    school: str
    area: str
    group: str
    pill: str
    dates: str
    next_up: str
    late: bool
    waits_for: str
    may_agree: bool
    drop: str
    renew: str
    wait: Wait | None
    said: Said


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows of several schools are told from."""

    visit: Visit
    calendar: SchoolCalendar
    areas: Mapping[UUID, AreaFact]
    schools: Mapping[UUID, SchoolFact]
    teams: Mapping[UUID, Sequence[TeamMember]]


def ground(visit: Visit, schools: Sequence[SchoolFact], agreed_at: Sequence[UUID]) -> Ground:
    """In three queries. `agreed_at` are the schools of whose team something is said."""
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    return Ground(
        visit=visit,
        calendar=calendar_of(visit),
        areas={area.id: area for area in areas},
        schools={school.id: school for school in schools},
        teams=list_teams(visit.connection, visit.network_id, agreed_at, visit.today, former=True),
    )


def handoff_row(on: Ground, kept: KeptHandoff, said: Said = NOTHING_SAID) -> HandoffRow:
    handoff, visit, today = kept.handoff, on.visit, on.visit.today
    school_id, area = handoff.school_id, on.areas[handoff.area_id]
    may = powers_at(visit, on.schools[school_id])
    due = next_check(handoff, on.calendar, today)
    asked = asks_now(handoff, due, today)
    group, pill = _place(handoff, today)
    wait = handoff_waits(handoff, area.name, due, today, may)
    others = _("a leader of the school") if group == "proposed" or asked else ""
    drop, drop_act = _drop(kept, visit, decides=may.leads or may.decides)
    return HandoffRow(
        id=handoff.id,
        school_id=school_id,
        school=on.schools[school_id].name,
        area=area.name,
        group=group,
        pill=pill,
        dates=_dates(handoff, today),
        now_runs=handoff.now_runs,
        who="" if area.confidential else _who(on, handoff),
        next_check=check_in_words(due, today) if due and group in {"standing", "planned"} else "",
        late=asked and due is not None and due.when(today) is When.OVERDUE,
        waits_for="you" if wait else others,
        may_agree=wait is not None and wait.ask is Ask.AGREE and may.begins,
        drop=drop,
        drop_act=drop_act,
        asks=_asks(on, handoff, due.number if due and asked else None) if may.leads else None,
        reason=kept.end_reason,
        wait=wait,
        said=said if said.of == handoff.id else NOTHING_SAID,
    )


def agreement_row(on: Ground, kept: KeptAgreement, said: Said = NOTHING_SAID) -> AgreementRow:
    service, visit, today = kept.service, on.visit, on.visit.today
    school_id, area = service.school_id, on.areas[service.area_id].name
    may = powers_at(visit, on.schools[school_id])
    missing = [
        who
        for who, said_on in ((_("a director"), service.director_on), (_("a leader of the school"), service.leader_on))
        if service.is_proposal and said_on is None
    ]
    closing = service.ends_soon(today) or service.has_passed(today)
    wait = agreement_waits(service, area, today, may)
    others = _("a director and a leader of the school") if closing else listed(missing)
    own = service.is_proposal and kept.proposed_by == visit.person_id
    group, pill = _service_place(service, today)
    if group == "over" or not (own or may.leads or may.decides):
        drop = ""
    elif service.is_proposal:
        drop = _("Withdraw it") if own else _("Decline")
    else:
        drop = _("Close it") if service.has_passed(today) else _("End it now")
    return AgreementRow(
        id=service.id,
        school_id=school_id,
        school=on.schools[school_id].name,
        area=area,
        group=group,
        pill=pill,
        dates=_service_dates(service, today),
        next_up=service.next_up,
        late=service.has_passed(today),
        waits_for="you" if wait and wait.ask is not Ask.RENEW else others,
        may_agree=lacks_yes(service, may) and may.begins,
        drop=drop,
        renew=f"/schools/{school_id}/agreements/new?area={service.area_id}" if closing and may.proposes else "",
        wait=wait,
        said=said if said.of == service.id else NOTHING_SAID,
    )


def _place(handoff: Handoff, today: date) -> tuple[str, str]:
    """The group of a handoff on the register, and its pill; what stands needs none."""
    if handoff.is_proposal:
        return "proposed", _("Proposed")
    if handoff.ended_on is None:
        return ("standing", "") if handoff.stands(today) else ("planned", _("To come"))
    if handoff.agreed_on is None:
        return "over", _("Not agreed")
    not_held = handoff.checks and handoff.checks[-1].outcome is Outcome.NOT_HELD
    return "over", _("Did not hold") if not_held else _("Ended")


def _service_place(service: AgreedService, today: date) -> tuple[str, str]:
    """The same of agreed direct service."""
    if service.ended_on is not None:
        return "over", _("Ended") if service.agreed else _("Not agreed")
    if service.is_proposal:
        return "proposed", _("Proposed")
    return "agreed", _("Date has passed") if service.has_passed(today) else ""


def _dates(handoff: Handoff, today: date) -> str:
    if handoff.is_proposal:
        return _("from %(day)s on", day=short(handoff.handed_over_on, today))
    words = dates_in_words(handoff, today)
    if handoff.agreed_on is None:
        words = _("proposed from %(day)s on", day=short(handoff.handed_over_on, today))
    elif handoff.handed_over_on > today:
        words = _("to be %(handed_over)s", handed_over=words)
    if handoff.ended_on:
        return _("%(words)s, ended %(day)s", words=words, day=short(handoff.ended_on, today))
    return words


def _service_dates(service: AgreedService, today: date) -> str:
    until = short(service.until_on, today)
    if service.ended_on:
        return _("until %(day)s, ended %(ended)s", day=until, ended=short(service.ended_on, today))
    return _("until %(day)s", day=until)


def _drop(kept: KeptHandoff, visit: Visit, *, decides: bool) -> tuple[str, str]:
    if kept.handoff.ended_on is not None:
        return "", ""
    if kept.handoff.is_proposal:
        if kept.proposed_by == visit.person_id:
            return _("Withdraw it"), "decline"
        return (_("Decline"), "decline") if decides else ("", "")
    return (_("End it"), "end") if decides else ("", "")


def _who(on: Ground, handoff: Handoff) -> str:
    """Who holds it: by name where the visitor may know, else how many; somebody who left the team holds nothing."""
    team = on.teams.get(handoff.school_id, ())
    here = {member.person_id for member in team if member.on(on.visit.today)} & handoff.holders
    if not may_any(on.visit, handoff.school_id, Permission.SEE_HOLDERS):
        number, of = len(here), len(handoff.holders)
        people = ngettext("%(num)d person of the school", "%(num)d people of the school", of)
        if number == of:
            return people
        if not number:
            return _("%(people)s, of whom none are on the team today", people=people)
        return ngettext(
            "%(people)s, of whom %(num)d is on the team today",
            "%(people)s, of whom %(num)d are on the team today",
            number,
            people=people,
        )
    names = {member.person_id: member.name for member in team}
    found = sorted((names.get(person, ""), person in here) for person in handoff.holders if person in names)
    return ", ".join(name if still else _("%(name)s (left the team)", name=name) for name, still in found)


def _asks(on: Ground, handoff: Handoff, number: int | None) -> Asks | None:
    """The check to answer, or the answer of today that can still be changed."""
    today = on.visit.today
    team = tuple((member.person_id, member.name) for member in on.teams.get(handoff.school_id, ()) if member.on(today))
    if number is not None:
        return Asks(number, "", tuple(dict(team).items()), None)
    last: Check | None = changeable(handoff, today)
    return Asks(last.number, last.outcome.value, tuple(dict(team).items()), last.ran_by) if last else None
