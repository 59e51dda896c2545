"""One area at all the schools that a visitor may see: how far along it is at each, and who has taken it over."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.access import Permission
from app.domain.flags import AreaFacts
from app.domain.handoffs import Handoff
from app.domain.measures import Dependence, Tally, dependence_of
from app.domain.next_handoffs import NextHandoff, next_handoffs
from app.domain.periods import Window
from app.services.seeing.ground import ground_of
from app.services.seeing.standing import Asked, Standing
from app.services.seeing.standings import Kept, judged, stand_on
from app.services.visits import Visit
from app.store.schools import AreaFact, list_schools


@dataclass(frozen=True, slots=True)
class AreaAtSchool:
    """How the area stands at a school: `standing` is of the window and of this area alone, its flags are the school's.

    `holders` is how many hold it today, None in a confidential area; `handoff` stands today. `facts` are today's, None
    where there is nothing in the usual window and nobody. `next_up` is set where the area is among those that the
    school could be handed next.
    """

    standing: Standing
    holders: int | None
    handoff: Handoff | None
    facts: AreaFacts | None
    next_up: NextHandoff | None


@dataclass(frozen=True, slots=True)
class AreaSeen:
    """`schools` by name; `tally` is the sum of theirs."""

    area: AreaFact
    schools: tuple[AreaAtSchool, ...]
    tally: Tally
    dependence: Dependence | None


def see_area(visit: Visit, kept: Kept, area: AreaFact, areas: Sequence[AreaFact], window: Window) -> AreaSeen:
    """The area at each active school of which the visitor may see the page; from what is kept of them."""
    ground = ground_of(visit, tuple(areas))
    mine = visit.rights.schools(Permission.SEE_SCHOOL)
    schools = list_schools(visit.connection, visit.network_id, mine, visit.today)
    asked = Asked(window, ground.areas, area.id)
    standings = stand_on(visit, kept, ground, schools, asked)
    found = []
    for standing, verdict in zip(standings, judged(visit, kept, ground, schools), strict=True):
        facts = verdict.facts.areas.get(area.id)
        proposed = {each.area_id for each in verdict.handoffs if each.ended_on is None}
        coming = next_handoffs(verdict.facts.areas.values(), proposed)
        found.append(
            AreaAtSchool(
                standing=standing,
                holders=None if area.confidential else standing.holders,
                handoff=facts.handoff if facts else None,
                facts=None if area.confidential else facts,
                next_up=next((each for each in coming if each.area_id == area.id), None),
            )
        )
    tally = Tally.total(standing.tally for standing in standings) if standings else Tally.zero()
    return AreaSeen(area, tuple(found), tally, dependence_of(tally))
