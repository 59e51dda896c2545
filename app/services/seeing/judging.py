"""The flags of schools, judged once for each revision of a school, and what directors have answered to them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.agreements import AgreedService
from app.domain.answers import About, Answer, has_lapsed, to_look_at, week_ends
from app.domain.flags import Flag, SchoolFacts, needs_answer, raise_flags
from app.domain.flags import order as flag_order
from app.domain.handoffs import Handoff
from app.domain.vocabulary import Rule
from app.services.seeing.gathering import few, gather
from app.services.seeing.ground import Ground
from app.store import answers
from app.store.schools import SchoolFact


@dataclass(frozen=True, slots=True, eq=False)
class Flagged:
    """A school with its facts and flags today, in the usual window and of all areas, whatever a page shows.

    As it is kept, `under-served` is not among the flags: it depends on all schools, and is put in by whoever asks.
    `answers` are those that have not lapsed to flags that are up, by `Flag.about`; `served` is the last answer to
    `under-served`, up or not. `handoffs` and `agreements` are all there ever were, proposals too, oldest first.
    """

    school: SchoolFact
    facts: SchoolFacts
    flags: tuple[Flag, ...]
    answers: Mapping[About, Answer]
    served: Answer | None
    handoffs: tuple[Handoff, ...]
    agreements: tuple[AgreedService, ...]

    @property
    def order(self) -> tuple[int, int]:
        return flag_order(self.flags, self.answers)

    def unanswered(self) -> tuple[Flag, ...]:
        """The flags that await an answer; see `flags.needs_answer`."""
        return tuple(flag for flag in self.flags if needs_answer(flag, self.answers))


def judge(connection: Connection, ground: Ground, schools: list[SchoolFact]) -> Iterator[Flagged]:
    """The verdict on each school, in their order."""
    found = gather(connection, ground, schools)
    raised = {each.facts.school_id: raise_flags(each.facts, watch=ground.watch, high=ground.high) for each in found}
    given = answers.list_answers(connection, ground.network_id, few(schools))
    standing = _standing(connection, ground, [school for school in schools if school.id in given], raised, given)
    for school, each in zip(schools, found, strict=True):
        of = school.id
        served = next((answer for answer in given.get(of, ()) if answer.rule is Rule.UNDER_SERVED), None)
        yield Flagged(school, each.facts, raised[of], standing.get(of, {}), served, each.handoffs, each.agreements)


def _standing(
    connection: Connection,
    ground: Ground,
    schools: Sequence[SchoolFact],
    raised: Mapping[UUID, Sequence[Flag]],
    given: Mapping[UUID, Collection[Answer]],
) -> dict[UUID, dict[About, Answer]]:
    """The answers to the flags that are up, without those that have lapsed.

    The flags are judged again as of week-ends since, of all schools with such answers together, and of no more
    week-ends than it takes to know.
    """
    left = [
        _Open(school, answer, week_ends(answer.answered_on, ground.today), {})
        for school in schools
        for answer in given[school.id]
        if answer.about in {flag.about for flag in raised[school.id]}
    ]
    while asking := [(each, sunday) for each in left if (sunday := to_look_at(each.week_ends, each.up)) is not None]:
        for sunday in {sunday for _, sunday in asking}:
            these = [each for each, asked in asking if asked == sunday]
            places = list({each.school.id: each.school for each in these}.values())
            rules = {each.answer.rule for each in these}
            up = _up(connection, replace(ground, today=sunday), places, rules)
            for each in these:
                each.up[sunday] = each.answer.about in up[each.school.id]
    found: dict[UUID, dict[About, Answer]] = {}
    for each in left:
        if not has_lapsed(each.week_ends, each.up):
            found.setdefault(each.school.id, {})[each.answer.about] = each.answer
    return found


class _Open(NamedTuple):
    """An answer to a flag that is up, and on which week-ends since it is known to have been up."""

    school: SchoolFact
    answer: Answer
    week_ends: tuple[date, ...]
    up: dict[date, bool]


def _up(
    connection: Connection, then: Ground, schools: Sequence[SchoolFact], rules: Collection[Rule]
) -> dict[UUID, set[About]]:
    """What the flags of each school were about on a day; of other rules than these it may say nothing."""
    return {
        each.facts.school_id: {flag.about for flag in raise_flags(each.facts, watch=then.watch, high=then.high)}
        for each in gather(connection, then, schools, rules)
    }
