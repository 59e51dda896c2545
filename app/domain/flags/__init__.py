"""What a director should look at: each flag with its numbers, what would clear it, and the sessions behind it.

The sentences speak of us, and never blame a school or a person: direct service is sometimes right.
"""

from app.domain.flags.areas import alone, duplicate, stuck
from app.domain.flags.facts import Agreement, AreaFacts, SchoolFacts
from app.domain.flags.flag import Flag, Only, needs_answer, order, rank
from app.domain.flags.handed_over import held, slipped
from app.domain.flags.people import fragile
from app.domain.flags.support import disputed, reached, silent, under_served
from app.domain.flags.work import changing, dependence, dependent, reactive

__all__ = [
    "Agreement",
    "AreaFacts",
    "Flag",
    "Only",
    "SchoolFacts",
    "changing",
    "dependent",
    "needs_answer",
    "order",
    "raise_flags",
    "rank",
]

_RULES = (stuck, alone, reactive, fragile, slipped, duplicate, under_served, disputed, silent, reached, held)
"""Beside dependence and change, which have arguments of their own."""


def raise_flags(facts: SchoolFacts, *, watch: float, high: float) -> tuple[Flag, ...]:
    """All the flags of a school, in the order of the rules, and each rule's by the names of their areas.

    None where our partnership with it has ended.

    Args:
        facts: of one day and window.
        watch: the network's share from which to look.
        high: the network's share from which the work is ours.
    """
    if facts.ended:
        return ()
    change = changing(facts.school_id, facts.change)
    found = list(dependence(facts, watch=watch, high=high))
    found += [change] if change else []
    for rule in _RULES:
        found += rule(facts)

    def place(flag: Flag) -> tuple[int, str, str]:
        area = facts.areas.get(flag.area_id) if flag.area_id else None
        return rank(flag), area.name if area else "", str(flag.area_id)

    return tuple(sorted(found, key=place))
