"""The flags of schools, judged once for each revision of a school, and what directors have answered to them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.agreements import AgreedService
from app.domain.answers import About, Answer, has_lapsed, week_ends
from app.domain.flags import Flag, SchoolFacts, raise_flags
from app.domain.handoffs import Handoff
from app.domain.vocabulary import Rule
from app.services.seeing.gathering import few, gather
from app.services.seeing.ground import Ground
from app.store import answers
from app.store.schools import SchoolFact


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What does not depend on a page's filters: a school's facts and flags today, in the usual window.

    `under-served` is not among the flags: it depends on all schools, and is looked at anew. `answers` are those that
    have not lapsed, to the flags that are up; `served` is the last answer to `under-served`, up or not.
    `handoffs` and `agreements` are all there ever were, proposals too, oldest first.
    """

    facts: SchoolFacts
    flags: tuple[Flag, ...]
    answers: Mapping[About, Answer]
    served: Answer | None
    handoffs: tuple[Handoff, ...]
    agreements: tuple[AgreedService, ...]


def judge(connection: Connection, ground: Ground, schools: list[SchoolFact]) -> Iterator[Judged]:
    """The verdict on each school, in their order."""
    found = gather(connection, ground, schools)
    raised = {
        each.facts.school_id: raise_flags(each.facts, watch=ground.watch, high=ground.high) for each in found
    }
    given = answers.list_answers(connection, ground.network_id, few(schools))
    standing = _standing(connection, ground, [school for school in schools if school.id in given], raised, given)
    for each in found:
        of = each.facts.school_id
        served = next((answer for answer in given.get(of, ()) if answer.rule is Rule.UNDER_SERVED), None)
        yield Judged(each.facts, raised[of], standing.get(of, {}), served, each.handoffs, each.agreements)


def _standing(
    connection: Connection,
    ground: Ground,
    schools: Sequence[SchoolFact],
    raised: Mapping[UUID, Sequence[Flag]],
    given: Mapping[UUID, Collection[Answer]],
) -> dict[UUID, dict[About, Answer]]:
    """The answers to the flags that are up, without those that have lapsed.

    The flags are judged again as of the week-ends since, of all schools with such answers together, and for no longer
    than it takes to know: an answer that has lapsed is left alone from there on.
    """
    left = [
        (school, answer, week_ends(answer.answered_on, ground.today), list[bool]())
        for school in schools
        for answer in given[school.id]
        if answer.about in {flag.about for flag in raised[school.id]}
    ]
    for sunday in sorted({sunday for _, _, sundays, _ in left for sunday in sundays}):
        asked = [each for each in left if sunday in each[2] and not has_lapsed(each[3])]
        places = list({school.id: school for school, *_ in asked}.values())
        up = _up(connection, replace(ground, today=sunday), places) if places else {}
        for school, answer, _, seen in asked:
            seen.append(answer.about in up[school.id])
    found: dict[UUID, dict[About, Answer]] = {}
    for school, answer, _, seen in left:
        if not has_lapsed(seen):
            found.setdefault(school.id, {})[answer.about] = answer
    return found


def _up(connection: Connection, then: Ground, schools: Sequence[SchoolFact]) -> dict[UUID, set[About]]:
    """What the flags of each school were about on a day."""
    return {
        each.facts.school_id: {flag.about for flag in raise_flags(each.facts, watch=then.watch, high=then.high)}
        for each in gather(connection, then, schools)
    }
