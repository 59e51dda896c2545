"""One area across schools, and the areas of a network, from what the service saw to what the templates show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.flags import AreaFacts
from app.domain.handoffs import dates_in_words
from app.domain.language import _, ngettext, told
from app.domain.measures import Tally, dependence_of
from app.domain.stages import AREA_SESSIONS
from app.domain.story import next_move
from app.domain.vocabulary import Stage
from app.domain.words import hours, percent
from app.services.seeing.area import AreaAtSchool, AreaSeen
from app.services.seeing.judging import Flagged
from app.store.schools import AreaFact
from app.web.area_rows import how_many
from app.web.cells import between, counts, too_few
from app.web.charts import Band, band
from app.web.compare import NOT_ENOUGH, Compared, compared
from app.web.filters import FilterForm, Filters, address
from app.web.render import Page
from app.web.words import plural, said

FURTHEST_FIRST = (Stage.SUSTAINING, Stage.RELEASING, Stage.SIDE_BY_SIDE, Stage.DIRECT_SERVICE)


class AtSchool(NamedTuple):
    """A school's row. An empty `share` has its reason in `counts`."""

    name: str
    path: str
    sessions_path: str
    stage: Stage
    handed_over: str
    share: str
    counts: str
    between: str
    band: Band | None
    before: str
    last_year: str
    held: str
    next: str
    minutes: int
    hours: str


@dataclass(frozen=True, slots=True)
class AreaPage(Page):
    template: ClassVar[str] = "areas/show.html"
    lasting: ClassVar[bool] = True

    id: UUID
    name: str
    headline: str
    subline: str
    filters: FilterForm
    confidential: bool
    sees_network: bool
    rows: tuple[AtSchool, ...]
    compared: Compared | None
    counts: str
    share: str
    minutes: int
    hours: str


class AreaLine(NamedTuple):
    """An area in the list of all, over the usual weeks."""

    name: str
    path: str
    schools: str
    stages: str
    share: str
    counts: str
    held: str
    handed_over: str


@dataclass(frozen=True, slots=True)
class AreasPage(Page):
    template: ClassVar[str] = "areas/index.html"
    lasting: ClassVar[bool] = True

    headline: str
    schools: int
    areas: tuple[AreaLine, ...]
    sees_all: bool


def area_page(seen: AreaSeen, filters: Filters, form: FilterForm, today: date, *, sees_network: bool) -> AreaPage:
    """What the page shows of an area as seen; schools with the most to say first, never by dependence."""
    at_work = [each for each in seen.schools if each.standing.tally.sessions or each.handoff]
    before, last_year = (
        Tally.total([Tally.zero(), *tallies])
        for tallies in (
            (each.standing.tally_before for each in seen.schools),
            (each.standing.tally_last_year for each in seen.schools),
        )
    )
    tally, weeks = seen.tally, len(filters.window.weeks)
    enough = tally.sessions >= AREA_SESSIONS
    return AreaPage(
        id=seen.area.id,
        name=seen.area.name,
        headline=stages_in_words(Counter(each.standing.stage for each in at_work)),
        subline=_(
            "%(weeks)s · %(sessions)s, %(hours)s · at %(some)s of %(schools)s",
            weeks=plural(weeks, "week"),
            sessions=plural(tally.sessions, "session"),
            hours=hours(tally.minutes),
            some=len(at_work),
            schools=plural(len(seen.schools), "school"),
        ),
        filters=form,
        confidential=seen.area.confidential,
        sees_network=sees_network,
        rows=tuple(_at_school(each, seen.area, filters, today) for each in at_work),
        compared=compared((tally, before, last_year), weeks, AREA_SESSIONS, several=True) if seen.schools else None,
        counts=counts(tally),
        share=percent(seen.dependence.share) if seen.dependence and enough else "",
        minutes=tally.minutes,
        hours=hours(tally.minutes),
    )


def stages_in_words(stages: Mapping[Stage, int]) -> str:
    """Like "Sustaining at 2 schools, side by side at 4, direct service at 1. At 3 there are too few visits to say."."""
    found = [(said(stage).lower(), stages[stage]) for stage in FURTHEST_FIRST if stages.get(stage)]
    few = stages.get(Stage.FEW_VISITS, 0)
    words = ", ".join(
        _("%(stage)s at %(schools)s", stage=name, schools=number if place else plural(number, "school"))
        for place, (name, number) in enumerate(found)
    )
    sentences = [f"{words[:1].upper()}{words[1:]}."] if words else []
    if few:
        sentences.append(_("At %(schools)s there are too few visits to say.", schools=plural(few, "school")))
    return " ".join(sentences) or _("No school works on it with us in these weeks.")


def _at_school(seen: AreaAtSchool, area: AreaFact, filters: Filters, today: date) -> AtSchool:
    stood, school = seen.standing, seen.standing.school
    tally, holders = stood.tally, stood.holders or 0
    measured = stood.dependence if stood.enough else None
    if area.confidential:
        upcoming = ""
    elif seen.next_up is not None:
        upcoming = seen.next_up.reason
    else:
        upcoming = next_move(tally, stood.stage, holders, handed_over=seen.handoff is not None)
    return AtSchool(
        name=school.name,
        path=address(f"/schools/{school.id}", **filters.days),
        sessions_path=address(f"/schools/{school.id}/sessions", **filters.days, area=area.id),
        stage=stood.stage,
        handed_over=dates_in_words(seen.handoff, today) if seen.handoff else "",
        share=percent(measured.share) if measured else "",
        counts=counts(tally) if measured else too_few(tally),
        between=between(measured) if measured else "",
        band=band(measured) if measured else None,
        before=_share(stood.tally_before),
        last_year=_share(stood.tally_last_year),
        held=_("kept private") if seen.holders is None else how_many(seen.holders),
        next=upcoming,
        minutes=tally.minutes,
        hours=hours(tally.minutes),
    )


def _share(tally: Tally) -> str:
    """A share with what it is of, for a cell that stands beside another: "65%, 11 of 17 sessions"."""
    measured = dependence_of(tally) if tally.sessions >= AREA_SESSIONS else None
    return f"{percent(measured.share)}, {counts(tally)}" if measured else told(NOT_ENOUGH)


def areas_page(areas: Sequence[AreaFact], standings: Sequence[Flagged], *, sees_all: bool) -> AreasPage:
    """Every area in use or in work, over the usual weeks, from the facts of the schools that one may see."""
    lines = []
    for area in areas:
        found = [each.facts.areas[area.id] for each in standings if area.id in each.facts.areas]
        at_work = [facts for facts in found if facts.tally.sessions or facts.handoff]
        if at_work or area.open:
            lines.append(_line(area, at_work))
    handed_over = [sum(facts.handoff is not None for facts in each.facts.areas.values()) for each in standings]
    return AreasPage(
        headline=_handoffs_in_words(handed_over),
        schools=len(standings),
        areas=tuple(lines),
        sees_all=sees_all,
    )


def _handoffs_in_words(numbers: Sequence[int]) -> str:
    """Of each school, how many areas it has taken over: "7 areas are handed over, at 5 of 14 schools."."""
    every, somewhere = sum(numbers), sum(number > 0 for number in numbers)
    if not every:
        return _("No area is handed over yet.")
    if len(numbers) == 1:
        return ngettext("%(num)d area is handed over.", "%(num)d areas are handed over.", every)
    return ngettext(
        "%(num)d area is handed over, at %(some)s of %(schools)s.",
        "%(num)d areas are handed over, at %(some)s of %(schools)s.",
        every,
        some=somewhere,
        schools=plural(len(numbers), "school"),
    )


def _line(area: AreaFact, found: Sequence[AreaFacts]) -> AreaLine:
    tally = Tally.total([Tally.zero(), *(facts.tally for facts in found)])
    enough = tally.sessions >= AREA_SESSIONS
    stages = Counter(facts.stage for facts in found)
    held = sum(facts.holders > 1 for facts in found)
    return AreaLine(
        name=area.name,
        path=f"/areas/{area.id}",
        schools=plural(len(found), "school") if found else _("no school in these weeks"),
        stages=", ".join(_stages(stages)),
        share=percent(tally.for_minutes / tally.minutes) if enough else "",
        counts=counts(tally) if enough else too_few(tally),
        held=_("kept private") if area.confidential else _at(held) or _("nowhere yet"),
        handed_over=_handed_over(found),
    )


def _stages(stages: Mapping[Stage, int]) -> Iterable[str]:
    for stage in (*FURTHEST_FIRST, Stage.FEW_VISITS):
        if stages.get(stage):
            yield f"{stages[stage]} {said(stage).lower()}"


def _handed_over(found: Iterable[AreaFacts]) -> str:
    return _at(sum(facts.handoff is not None for facts in found))


def _at(number: int) -> str:
    return _("at %(schools)s", schools=plural(number, "school")) if number else ""
