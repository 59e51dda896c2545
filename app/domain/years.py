"""What lasts: what of a school's own work held through a change of principal, and what slid back."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.domain.terms import Term
from app.domain.vocabulary import Stage

LADDER = (Stage.DIRECT_SERVICE, Stage.SIDE_BY_SIDE, Stage.RELEASING, Stage.SUSTAINING)
"""From ours to the school's own. `few visits` is no step: it says that we do not know."""

OWN = frozenset({Stage.RELEASING, Stage.SUSTAINING})
"""Where the school leads half or more of what is done: only what is the school's own can hold or slide back."""


class Through(StrEnum):
    """What became of an area that was the school's own before a change of principal."""

    HELD = "held"
    SLID = "slid"
    UNKNOWN = "unknown"


def through(before: Stage | None, after: Stage | None) -> Through | None:
    """What became of an area from the term before a change of principal to the term after it.

    An area at releasing or sustaining has held when it is as far along in the term after, or farther; it has slid back
    when its stage fell by one step or more: sustaining, then releasing is a step back, though the school still leads.
    With too few visits since to give it a stage, it is unknown. None where it was not the school's own.

    Args:
        before: the stage in the term before; None without work in it.
        after: the stage in the term after; None without work in it.
    """
    if before not in OWN:
        return None
    if after not in LADDER:
        return Through.UNKNOWN
    return Through.HELD if LADDER.index(after) >= LADDER.index(before) else Through.SLID


def turn(day: date, terms: Sequence[Term]) -> int | None:
    """Between which two terms a change of principal is set: the place of the term after it.

    In a term's first half it is set before that term, in its second half after it, so that each of the two terms which
    are compared was for the most part under one principal: a change on September 3 is set between spring and fall, one
    on April 28 too. In a summer it lies between two terms anyhow. `len(terms)` is after the last one, and None before
    the first, where there is nothing to compare.

    Args:
        day: when the principal changed.
        terms: in order.
    """
    before = sum(term.last < day or (term.first <= day and not term.first_half(day)) for term in terms)
    return before or None
