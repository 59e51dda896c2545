"""Gaps: areas in work at a school that nobody is with now, neither one of us nor a partner."""

from collections.abc import Collection, Mapping
from uuid import UUID

Places = Mapping[UUID, Collection[UUID]]
"""Areas by school."""


def gaps(in_work: Places, visited: Places, partnered: Places, handed_over: Places) -> dict[UUID, frozenset[UUID]]:
    """By school, the areas in work that no coach has had a session in lately and no partner is there for.

    An area that the school runs by itself, as a standing handoff says, is no gap: it is what all of this is for.
    Example: in work are data inquiry and the budget; we were last there for data inquiry in spring, and no partner of
    the school works in it: data inquiry is a gap. A school without any is missing.

    Args:
        in_work: with a session in 26 weeks, see `continuity.in_work`.
        visited: with a session in the 12 weeks of the usual window.
        partnered: for which a partner of that school is there.
        handed_over: with a standing handoff.
    """
    found = {
        school: frozenset(areas).difference(*(places.get(school, ()) for places in (visited, partnered, handed_over)))
        for school, areas in in_work.items()
    }
    return {school: areas for school, areas in found.items() if areas}
