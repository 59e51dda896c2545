"""Agreed direct service, as it stands beside the flag of a school that leans on us. Agreed work is never hidden."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from app.domain.flags.clearing import listed
from app.domain.flags.facts import Agreement, SchoolFacts
from app.domain.language import _, ngettext
from app.domain.story import in_sentence
from app.domain.words import spoken


def agreed_in_words(facts: SchoolFacts, *, high: float) -> tuple[str, bool]:
    """What is agreed ("As agreed for budget development until February 28."), and whether that explains the flag.

    It does when, without the minutes that we did for the school in the agreed areas, our share would be below `high`:
    of 27 of 38 hours, 18 in budget development leave 9 of 20, 45%. Once an agreement's day has passed it explains
    nothing more, and that it ended is said for as long as nobody has closed it.
    """
    running = [agreement for agreement in facts.agreements if agreement.until_on >= facts.today]
    current = {agreement.area_id for agreement in running}
    over = [agreement for agreement in facts.agreements if agreement.area_id not in current]
    sentences = []
    explained = bool(running) and _explained(facts, current, high)
    if running:
        named = [
            _("for %(areas)s until %(day)s", areas=listed(names), day=day) for names, day in _by_day(running, facts)
        ]
        every = listed(named)
        sentences.append(
            _("As agreed %(areas)s.", areas=every)
            if explained
            else _("As agreed %(areas)s; the rest is not agreed.", areas=every)
        )
    for names, day in _by_day(over, facts):
        sentences.append(
            ngettext(
                "The agreement for %(areas)s ended on %(day)s.",
                "The agreements for %(areas)s ended on %(day)s.",
                len(names),
                areas=listed(names),
                day=day,
            )
        )
    return " ".join(sentences), explained


def _explained(facts: SchoolFacts, areas: Iterable[UUID], high: float) -> bool:
    ours = sum(facts.areas[area].tally.for_minutes for area in areas if area in facts.areas)
    rest = facts.tally.minutes - ours
    return rest <= 0 or (facts.tally.for_minutes - ours) / rest < high


def _by_day(agreements: Iterable[Agreement], facts: SchoolFacts) -> list[tuple[list[str], str]]:
    """The areas of each last day, and that day, both in words; the earliest first."""
    ordered = sorted(agreements, key=attrgetter("until_on", "area"))
    return [
        ([in_sentence(agreement.area) for agreement in these], spoken(day, facts.today))
        for day, these in groupby(ordered, key=attrgetter("until_on"))
    ]
