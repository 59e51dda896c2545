"""The partners register, one partner, and its form, from what is kept to what the templates show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import _, ngettext
from app.domain.vocabulary import Phase
from app.domain.words import hours
from app.services.partners import PartnerTold, find_gaps, may_edit
from app.services.visits import Visit
from app.store.partners import KeptPartner, list_partners, sessions_naming
from app.store.schools import AreaFact, SchoolFact, list_areas, list_schools
from app.web.constellation import Constellation
from app.web.downloads import Column, Downloads, Table, downloads_of
from app.web.forms import Filled
from app.web.handoff_rows import Options
from app.web.render import Page
from app.web.words import has_words, plural


class PartnerRow(NamedTuple):
    """A partner's line; schools that the visitor does not see are counted in `elsewhere`, and not named."""

    id: UUID
    name: str
    does: str
    contact: str
    areas: tuple[str, ...]
    schools: tuple[tuple[str, str], ...]
    elsewhere: str
    version: int


class GapRow(NamedTuple):
    """A school's gaps; `small` says where they may be as they should."""

    school: str
    small: str
    path: str
    areas: tuple[str, ...]


class Undo(NamedTuple):
    """What was just removed, in words, and the form that brings it back."""

    words: str
    path: str
    version: int


@dataclass(frozen=True, slots=True)
class PartnersPage(Page):
    """`removed` is for who keeps the register, and `gaps` for directors: None for everybody else."""

    template: ClassVar[str] = "partners/index.html"
    fragment: ClassVar[str] = "partners/_register.html"
    lasting: ClassVar[bool] = True

    q: str
    rows: tuple[PartnerRow, ...]
    ever: bool
    may_edit: bool
    removed: tuple[PartnerRow, ...]
    gaps: tuple[GapRow, ...] | None
    undo: Undo | None
    downloads: Downloads


class NamedRow(NamedTuple):
    school: str
    path: str
    area: str
    sessions: int
    minutes: int
    hours: str


@dataclass(frozen=True, slots=True)
class PartnerPage(Page):
    template: ClassVar[str] = "partners/show.html"
    lasting: ClassVar[bool] = True

    of: PartnerRow
    removed: bool
    may_edit: bool
    done: str
    trouble: str
    rows: tuple[NamedRow, ...]
    sums: str


@dataclass(frozen=True, slots=True)
class PartnerFormPage(Page):
    """`path` is where the form goes; `version` 0 is a new one."""

    template: ClassVar[str] = "partners/form.html"

    id: UUID
    version: int
    path: str
    title: str
    back: str
    form: Filled
    areas: Options
    schools: Options
    trouble: str
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SchoolPartnersPage(Page):
    template: ClassVar[str] = "partners/school.html"
    lasting: ClassVar[bool] = True

    id: UUID
    school: str
    may_edit: bool
    constellation: Constellation


class Around:
    """The names that the visitor may read: the network's areas, but for confidential ones, and their own schools."""

    def __init__(self, visit: Visit) -> None:
        every = list_areas(visit.connection, visit.network_id, visit.today)
        self.areas: Sequence[AreaFact] = [area for area in every if not area.confidential]
        mine = visit.rights.schools(Permission.SEE_SCHOOL)
        self.schools: Sequence[SchoolFact] = list_schools(visit.connection, visit.network_id, mine, None)

    def row(self, partner: KeptPartner) -> PartnerRow:
        mine = [(each.name, f"/schools/{each.id}") for each in self.schools if each.id in partner.school_ids]
        others = len(partner.school_ids) - len(mine)
        return PartnerRow(
            id=partner.id,
            name=partner.name,
            does=partner.does,
            contact=partner.contact,
            areas=tuple(area.name for area in self.areas if area.id in partner.area_ids),
            schools=tuple(mine),
            elsewhere=_elsewhere(others, some=bool(mine)) if others else "",
            version=partner.version,
        )


def found_partners(visit: Visit, around: Around, q: str) -> list[PartnerRow]:
    """The partners whose name, work, contact, areas or schools (of the visitor's own) hold all words of `q`."""
    rows = [around.row(each) for each in list_partners(visit.connection, visit.network_id)]
    return [row for row in rows if has_words(_text(row), q)]


def partners_page(visit: Visit, q: str, undo: Undo | None) -> PartnersPage:
    around, edits = Around(visit), may_edit(visit)
    rows = found_partners(visit, around, q)
    gone = list_partners(visit.connection, visit.network_id, removed=True) if edits else []
    directs = visit.rights.may(Permission.SEE_NETWORK)
    return PartnersPage(
        q=q,
        rows=tuple(rows),
        ever=bool(rows) or bool(list_partners(visit.connection, visit.network_id)),
        may_edit=edits,
        removed=tuple(around.row(each) for each in gone),
        gaps=_gap_rows(visit, around) if directs else None,
        undo=undo,
        downloads=downloads_of("/partners", q=q),
    )


def partners_table(rows: Sequence[PartnerRow]) -> Table:
    """The register as a file."""
    columns = (_("Partner"), _("What they do"), _("Areas"), _("Schools"), _("Contact"))
    lines = [
        (
            row.name,
            row.does,
            ", ".join(row.areas),
            ", ".join([*(name for name, _path in row.schools), *([row.elsewhere] if row.elsewhere else [])]),
            row.contact,
        )
        for row in rows
    ]
    return Table(_("Partners"), tuple(Column(words) for words in columns), lines)


def partner_page(visit: Visit, partner: KeptPartner, done: str, trouble: str = "") -> PartnerPage:
    around = Around(visit)
    areas = {area.id: area.name for area in around.areas}
    named = sessions_naming(visit.connection, visit.network_id, partner.id)
    rows = [
        NamedRow(school.name, f"/schools/{school.id}", areas[area.id], each.sessions, each.minutes, hours(each.minutes))
        for school in around.schools
        for area in around.areas
        for each in named
        if (each.school_id, each.area_id) == (school.id, area.id)
    ]
    return PartnerPage(
        of=around.row(partner),
        removed=partner.removed,
        may_edit=may_edit(visit),
        done=done,
        trouble=trouble,
        rows=tuple(rows),
        sums=_sums(rows),
    )


def filled_of(told: PartnerTold) -> Filled:
    """A partner as its form would show it."""
    return Filled(
        {
            "name": [told.name],
            "does": [told.does],
            "contact": [told.contact],
            "area_ids": sorted(map(str, told.area_ids)),
            "school_ids": sorted(map(str, told.school_ids)),
        }
    )


def partner_form(
    visit: Visit,
    partner_id: UUID,
    kept: KeptPartner | None,
    form: Filled,
    errors: Mapping[str, str] | None = None,
    *,
    trouble: str = "",
    version: int | None = None,
) -> PartnerFormPage:
    """The form of a new partner (`kept` None) or of one that is there; made from its `version`, else from the last."""
    around = Around(visit)
    there = kept.area_ids if kept else frozenset()
    return PartnerFormPage(
        id=partner_id,
        version=(kept.version if kept else 0) if version is None else version,
        path=f"/partners/{kept.id}" if kept else "/partners",
        title=kept.name if kept else _("New partner"),
        back=f"/partners/{kept.id}" if kept else "/partners",
        form=form,
        areas=tuple((area.id, area.name) for area in around.areas if area.open or area.id in there),
        schools=tuple((school.id, school.name) for school in around.schools),
        trouble=trouble,
        errors=errors or {},
    )


def _gap_rows(visit: Visit, around: Around) -> tuple[GapRow, ...]:
    found = find_gaps(visit)
    return tuple(
        GapRow(
            school=school.name,
            small=_("sustaining, so it may need neither") if school.phase is Phase.SUSTAINING else "",
            path=f"/schools/{school.id}/partners",
            areas=tuple(area.name for area in found[school.id]),
        )
        for school in around.schools
        if school.id in found
    )


def _elsewhere(others: int, *, some: bool) -> str:
    if some:
        return ngettext("and at %(num)d other school", "and at %(num)d other schools", others)
    return ngettext("at %(num)d other school", "at %(num)d other schools", others)


def _text(row: PartnerRow) -> str:
    names = [name for name, _path in row.schools]
    return " ".join([row.name, row.does, row.contact, *row.areas, *names])


def _sums(rows: Sequence[NamedRow]) -> str:
    sessions, minutes = sum(row.sessions for row in rows), sum(row.minutes for row in rows)
    schools = len({row.path for row in rows})
    return _(
        "%(sessions)s, %(hours)s, at %(schools)s",
        sessions=plural(sessions, "session"),
        hours=hours(minutes),
        schools=plural(schools, "school"),
    )
