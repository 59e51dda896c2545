"""One school over all the years: how far along each area was term by term, and what a change of principal left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.continuity import LeadDay, holders
from app.domain.handoffs import Handoff
from app.domain.measures import Tally
from app.domain.periods import Window, monday
from app.domain.stages import area_stage
from app.domain.terms import Term, term_of, terms
from app.domain.vocabulary import Stage
from app.domain.years import Through, through, turn
from app.services.seeing.holding import leadership_changes
from app.services.visits import Visit
from app.store.analytics import list_area_weeks
from app.store.handoffs import list_handoffs
from app.store.holding import list_lead_days
from app.store.schools import AreaFact, SchoolFact, TeamMember, list_team


@dataclass(frozen=True, slots=True)
class TermView:
    """An area in a term: its sums, and how far along it was at the term's end (today, in the one that runs)."""

    tally: Tally
    stage: Stage


@dataclass(frozen=True, slots=True)
class AreaYears:
    """`terms` has a view for each term, None where there was no work and no handoff."""

    area: AreaFact
    terms: tuple[TermView | None, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of leadership set between terms: `place` is that of the term after it.

    `became` says of each area that was the school's own what became of it; nothing of a confidential one, and None
    while there is no term after the change.
    """

    place: int
    days: tuple[tuple[date, str], ...]
    became: tuple[tuple[AreaYears, Through], ...] | None


@dataclass(frozen=True, slots=True)
class Years:
    """`together` are all areas' sums by term; `terms` are from the first with a session to the one that runs."""

    terms: tuple[Term, ...]
    areas: tuple[AreaYears, ...]
    together: tuple[Tally, ...]
    turns: tuple[Turn, ...]


def see_years(visit: Visit, school: SchoolFact, areas: Sequence[AreaFact]) -> Years:
    """All there is of a school, in six queries however many years that is."""
    connection, network = visit.connection, visit.network
    weeks = list_area_weeks(connection, network.id, school.id)
    handed = list_handoffs(connection, network.id, [school.id]).get(school.id, [])
    team = list_team(connection, network.id, school.id, visit.today, former=True)
    if not weeks:
        return Years((), (), (), ())
    found = tuple(terms(weeks[0][0], visit.today, network.year_starts_on, network.year_ends_on))
    led = list_lead_days(connection, network.id, school.id, Window(monday(weeks[0][0]), visit.today))
    sums: dict[tuple[UUID, int], list[Tally]] = defaultdict(list)
    for week, area_id, tally in weeks:
        place = term_of(week, found)
        if place is not None:
            sums[area_id, place].append(tally)
    ends = [min(term.last, visit.today) for term in found]
    asked = _Asked(network.watch, network.high, team, led, handed)
    rows = [AreaYears(area, tuple(_views(area, ends, sums, asked))) for area in areas]
    shown = tuple(row for row in rows if any(row.terms))
    return Years(
        terms=found,
        areas=shown,
        together=tuple(
            Tally.total(view.tally for row in shown if (view := row.terms[place])) for place in range(len(found))
        ),
        turns=tuple(_turns(leadership_changes(team, visit.today), found, shown)),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    watch: float
    high: float
    team: Sequence[TeamMember]
    led: Mapping[UUID, Sequence[LeadDay]]
    handed: Sequence[Handoff]


def _views(
    area: AreaFact, ends: Sequence[date], sums: Mapping[tuple[UUID, int], Sequence[Tally]], asked: _Asked
) -> list[TermView | None]:
    found: list[TermView | None] = []
    for place, end in enumerate(ends):
        tally = Tally.total(sums.get((area.id, place), ()))
        handoff = next((each for each in asked.handed if each.area_id == area.id and each.stands(end)), None)
        if not tally.sessions and handoff is None:
            found.append(None)
            continue
        stage = area_stage(
            tally,
            _held_by(area, end, handoff, asked),
            watch=asked.watch,
            high=asked.high,
            handed_over=handoff is not None,
        )
        found.append(TermView(tally, stage))
    return found


def _held_by(area: AreaFact, end: date, handoff: Handoff | None, asked: _Asked) -> int:
    """How many held an area on a day; of a confidential one that is never said, so no stage counts it."""
    if area.confidential:
        return 0
    here = {member.person_id for member in asked.team if member.on(end)}
    return len(holders(asked.led.get(area.id, ()), here, end, handoff))


def _turns(changes: Sequence[tuple[date, str]], found: Sequence[Term], rows: Sequence[AreaYears]) -> list[Turn]:
    """The changes of principal that lie between terms of work, oldest first; those of one place together."""
    places: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for day, words in changes:
        place = turn(day, found)
        if place is not None:
            places[place].append((day, words))
    return [
        Turn(place, tuple(days), _became(place, rows) if place < len(found) else None)
        for place, days in sorted(places.items())
    ]


def _became(place: int, rows: Sequence[AreaYears]) -> tuple[tuple[AreaYears, Through], ...]:
    found = []
    for row in rows:
        before, after = row.terms[place - 1], row.terms[place]
        kept = through(before.stage if before else None, after.stage if after else None)
        if kept is not None and not row.area.confidential:
            found.append((row, kept))
    return tuple(found)
