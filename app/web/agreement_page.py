"""How far leaders and coaches agree, by school and by area: a matter for talking about what the words mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import _, ngettext, told
from app.domain.words import percent
from app.services.visits import Visit
from app.store.agreement import Agreement, Asked, agreement_by_school_and_area
from app.store.schools import AreaFact, SchoolFact
from app.web.compare import NOT_ENOUGH
from app.web.filters import FilterForm, Filters, address
from app.web.measure_lines import ENOUGH_REVIEWED
from app.web.render import Page
from app.web.words import plural


class Figure(NamedTuple):
    """A share and what it is of; where that is too little there is no share, and `of` says so."""

    share: str
    of: str


class AgreementRow(NamedTuple):
    """A school or an area. `path` leads to the sessions that are seen differently; empty where none are shown."""

    name: str
    to: str
    verified: Figure
    differs: Figure
    parts: str
    waiting: str
    path: str


@dataclass(frozen=True, slots=True)
class AgreementPage(Page):
    """`one` is the school that was asked for, empty for all of them."""

    template: ClassVar[str] = "agreement/show.html"
    lasting: ClassVar[bool] = True

    headline: str
    subline: str
    filters: FilterForm
    one: str
    one_path: str
    sees_network: bool
    sees_dashboard: bool
    schools: tuple[AgreementRow, ...]
    areas: tuple[AgreementRow, ...]
    whole: AgreementRow
    enough: int
    due_days: int
    any: bool


def agreement_page(
    visit: Visit,
    filters: Filters,
    form: FilterForm,
    schools: Sequence[SchoolFact],
    areas: Sequence[AreaFact],
    one: SchoolFact | None,
    *,
    sees_network: bool,
) -> AgreementPage:
    """Of the schools that one may see, or of one of them.

    A confidential area of one school has no row, since a count of few words would say whose they are.
    """
    network = visit.network
    ids = None if sees_network and one is None else [school.id for school in ([one] if one else schools)]
    asked = Asked(network.id, filters.window, visit.today, network.review_due_days, network.timezone, ids)
    found = agreement_by_school_and_area(visit.connection, asked)
    by_school, by_area = _summed(found, 0), _summed(found, 1)
    whole = reduce(add, by_school.values(), Agreement())
    days, weeks = filters.days, plural(len(filters.window.weeks), "week")
    at = [
        _row(each.name, address(f"/schools/{each.id}/agreement", **days), by_school[each.id], _behind(each.id, days))
        for each in schools
        if each.id in by_school
    ]
    behind = {each.id: _behind(one.id, days | {"area": each.id}) if one else "" for each in areas}
    shown = [each for each in areas if each.id in by_area and not (one and each.confidential)]
    in_areas = [_row(each.name, "", by_area[each.id], behind[each.id]) for each in shown]
    return AgreementPage(
        headline=_headline(whole, one),
        subline=_(
            "%(weeks)s, %(sessions)s that a leader could review",
            weeks=weeks,
            sessions=plural(whole.reviewable, "session"),
        ),
        filters=form,
        one=one.name if one else "",
        one_path=f"/schools/{one.id}" if one else "",
        sees_network=sees_network,
        sees_dashboard=visit.rights.may(Permission.SEE_NETWORK),
        schools=tuple(at) if one is None else (),
        areas=tuple(in_areas),
        whole=_row(_("All of them"), "", whole, ""),
        enough=ENOUGH_REVIEWED,
        due_days=network.review_due_days,
        any=whole.reviewable > 0,
    )


def _summed(found: Mapping[tuple[UUID, UUID], Agreement], part: int) -> dict[UUID, Agreement]:
    sums: dict[UUID, Agreement] = {}
    for key, each in found.items():
        sums[key[part]] = sums.get(key[part], Agreement()) + each
    return sums


def _behind(school_id: UUID, asked: Mapping[str, object]) -> str:
    return address(f"/schools/{school_id}/sessions", **asked, only="disputed")


def _row(name: str, to: str, found: Agreement, path: str) -> AgreementRow:
    return AgreementRow(
        name=name,
        to=to,
        verified=_verified(found.verified, found.due),
        differs=_differs(found.seen_differently, found.reviewed),
        parts=_joined((_("corrected"), found.corrected), (_("leaders differ"), found.differing)),
        waiting=_("%(part)s of %(whole)s", part=found.waiting, whole=found.reviewable),
        path=path if found.reviewed >= ENOUGH_REVIEWED and found.seen_differently else "",
    )


def _verified(part: int, whole: int) -> Figure:
    if whole < ENOUGH_REVIEWED:
        return _too_few(ngettext("%(num)d due", "%(num)d due", whole))
    return Figure(percent(part / whole), _("%(part)s of %(whole)s due", part=part, whole=whole))


def _differs(part: int, whole: int) -> Figure:
    if whole < ENOUGH_REVIEWED:
        return _too_few(ngettext("%(num)d reviewed", "%(num)d reviewed", whole))
    return Figure(percent(part / whole), _("%(part)s of %(whole)s reviewed", part=part, whole=whole))


def _too_few(counted: str) -> Figure:
    return Figure("", f"{told(NOT_ENOUGH)}: {counted}")


def _joined(*parts: tuple[str, int]) -> str:
    """Like "corrected: 4 · leaders differ: 1"; what there is none of is left out."""
    return " · ".join(f"{words}: {number}" for words, number in parts if number)


def _headline(whole: Agreement, one: SchoolFact | None) -> str:
    if whole.reviewed < ENOUGH_REVIEWED:
        if one:
            return _("Not enough reviewed yet to say how far %(school)s and we see it alike.", school=one.name)
        return _("Not enough reviewed yet to say how far schools and we see it alike.")
    alike, of = whole.reviewed - whole.seen_differently, plural(whole.reviewed, "reviewed session")
    if one:
        return _("%(school)s and we see %(alike)s of %(sessions)s alike.", school=one.name, alike=alike, sessions=of)
    return _("Schools and we see %(alike)s of %(sessions)s alike.", alike=alike, sessions=of)
