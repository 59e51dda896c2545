"""Partners and funding on both databases: what is read, and what is written of them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.funding import Spent, SpentOther
from app.domain.vocabulary import Area, FundingKind, Mode, Other
from app.services.funding import SourceTold, save_source, set_defaults
from app.services.partners import PartnerTold, find_gaps, remove_partner, save_partner
from app.services.registers import Result, StaleError
from app.services.visits import Visit
from app.store import funding, partners
from app.store.engine import Database
from app.store.schools import SchoolFact, list_schools
from tests.support.acts import FORM, submit, visit, void
from tests.support.cast import Cast
from tests.support.paying import add_partner, add_source, pays, usually
from tests.support.tellings import telling
from tests.support.weeks import add_time, remove_time, travel
from tests.support.years import keep


def told(cast: Cast) -> PartnerTold:
    areas = frozenset({cast.areas[Area.FAMILY], cast.areas[Area.CULTURE]})
    return PartnerTold("Harbor  Library ", "Reading", "", areas, frozenset({cast.alder, cast.birch}))


def test_a_partner_is_kept_with_its_areas_and_schools(database: Database, cast: Cast) -> None:
    partner_id = uuid4()
    with visit(database, cast.dora) as dora:
        assert save_partner(dora, partner_id, 0, told(cast)) is Result.DONE
    with visit(database, cast.dora) as dora:
        assert save_partner(dora, partner_id, 0, told(cast)) is Result.ALREADY
        kept = partners.get_partner(dora.connection, cast.bridge, partner_id)
        assert kept is not None
        assert (kept.name, kept.area_ids, kept.school_ids) == (
            "Harbor Library",
            told(cast).area_ids,
            told(cast).school_ids,
        )
        (there,) = partners.list_partners_at(dora.connection, cast.bridge, cast.birch)
        assert (there.id, there.area_ids, there.school_ids) == (partner_id, kept.area_ids, frozenset({cast.birch}))
        assert partners.list_partners_at(dora.connection, cast.bridge, cast.cedar) == []


def test_a_change_puts_areas_and_schools_in_the_place_of_the_old_ones(database: Database, cast: Cast) -> None:
    partner_id = uuid4()
    with visit(database, cast.dora) as dora:
        save_partner(dora, partner_id, 0, told(cast))
        less = PartnerTold("Harbor Library", "Reading", "", frozenset(), frozenset({cast.cedar}))
        assert save_partner(dora, partner_id, 1, less) is Result.DONE
        kept = partners.get_partner(dora.connection, cast.bridge, partner_id)
        assert kept is not None
        assert (kept.version, kept.area_ids, kept.school_ids) == (2, frozenset(), frozenset({cast.cedar}))
        with pytest.raises(StaleError):
            save_partner(dora, partner_id, 1, told(cast))
        remove_partner(dora, partner_id, 2)
        assert partners.list_partners(dora.connection, cast.bridge) == []
        assert [each.id for each in partners.list_partners(dora.connection, cast.bridge, removed=True)] == [partner_id]


def test_every_change_raises_the_revisions_of_the_schools_it_is_about(database: Database, cast: Cast) -> None:
    def revisions() -> dict[str, int]:
        with visit(database, cast.dora) as dora:
            return {each.name: each.revision for each in schools_of(dora)} | {"": dora.network.revision}

    def schools_of(who: Visit) -> list[SchoolFact]:
        return list_schools(who.connection, who.network_id, None, None)

    before, partner_id = revisions(), uuid4()
    with visit(database, cast.dora) as dora:
        save_partner(dora, partner_id, 0, told(cast))
    after = revisions()
    assert {name for name, number in after.items() if number > before[name]} == {"Alder High", "Birch Middle", ""}


def test_only_who_keeps_a_register_writes_in_it(database: Database, cast: Cast) -> None:
    source = SourceTold("Title I", FundingKind.PUBLIC, cast.today, cast.today, None)
    with visit(database, cast.jo) as jo, pytest.raises(NotAllowedError):
        save_partner(jo, uuid4(), 0, told(cast))
    with visit(database, cast.dora) as dora:
        with pytest.raises(NotAllowedError):
            save_source(dora, uuid4(), 0, source)
        with pytest.raises(NotAllowedError):
            set_defaults(dora, {cast.jo.person_id: None})
    with visit(database, cast.ada) as ada, pytest.raises(NotFoundError):
        save_source(ada, uuid4(), 3, source)


def test_what_is_not_of_the_network_is_refused(database: Database, cast: Cast) -> None:
    theirs = PartnerTold("Clinic", "Care", "", frozenset(cast.other_areas.values()), frozenset({cast.elder}))
    with visit(database, cast.dora) as dora, pytest.raises(InvalidError) as error:
        save_partner(dora, uuid4(), 0, theirs)
    assert error.value.errors.keys() == {"area_ids", "school_ids"}


def test_sums_are_by_what_paid_and_without_what_was_voided(database: Database, cast: Cast) -> None:
    source_id = add_source(database, cast.bridge)
    usually(database, cast.bridge, cast.jo.person_id, source_id)
    submit(database, cast.jo, 0, telling(cast))
    pays(database, cast.bridge, FORM, funding_id=source_id)
    keep(database, cast.jo, [telling(cast, minutes=30), telling(cast, minutes=60)])
    add_time(database, cast.jo, travel())
    budget = cast.areas[Area.BUDGET]
    with visit(database, cast.dora) as dora:
        found = funding.spent(dora.connection, cast.bridge, cast.today, cast.today)
        assert sorted(found, key=str) == [
            Spent(None, cast.alder, budget, Mode.FOR, 90, 2),
            Spent(source_id, cast.alder, budget, Mode.FOR, 45, 1),
        ]
        others = funding.spent_otherwise(dora.connection, cast.bridge, cast.today, cast.today)
        assert others == [SpentOther(source_id, Other.TRAVEL, None, 30)]
        assert funding.used_by_source(dora.connection, cast.bridge, cast.today) == {source_id: 75}
        assert funding.used_by_source(dora.connection, cast.bridge, cast.today - timedelta(days=1)) == {}
    void(database, cast.jo, 1)
    remove_time(database, cast.jo, 1)
    with visit(database, cast.dora) as dora:
        (left,) = funding.spent(dora.connection, cast.bridge, cast.today, cast.today)
        assert left.source_id is None
        assert funding.spent_otherwise(dora.connection, cast.bridge, cast.today, cast.today) == []
        assert funding.used_by_source(dora.connection, cast.bridge, cast.today) == {}


def test_a_default_pays_where_it_covers_the_day(database: Database, cast: Cast) -> None:
    source_id = add_source(database, cast.bridge, first_on=cast.today, last_on=cast.today)
    with visit(database, cast.ada) as ada:
        for _ in range(2):
            assert set_defaults(ada, {cast.jo.person_id: source_id}) in {0, 1}
        for day, paid in ((cast.today, source_id), (cast.today - timedelta(days=1), None)):
            assert funding.default_on(ada.connection, cast.bridge, cast.jo.person_id, day) == paid
        assert funding.default_on(ada.connection, cast.bridge, cast.sam.person_id, cast.today) is None
        assert [each.name for each in funding.list_defaults(ada.connection, cast.bridge, cast.today)] == [
            "Jo Park",
            "Sam Reed",
        ]
        set_defaults(ada, {cast.jo.person_id: None})
        assert funding.default_on(ada.connection, cast.bridge, cast.jo.person_id, cast.today) is None


def test_gaps_are_areas_in_work_that_nobody_is_with(database: Database, cast: Cast) -> None:
    long_ago = cast.today - timedelta(weeks=20)
    areas = [cast.areas[area] for area in (Area.FAMILY, Area.DATA_INQUIRY, Area.LEADERSHIP)]
    keep(database, cast.jo, [telling(cast, held_on=long_ago, area_id=area) for area in areas])
    keep(database, cast.jo, [telling(cast, held_on=cast.today - timedelta(weeks=30), area_id=cast.areas[Area.CULTURE])])
    keep(database, cast.sam, [telling(cast, school_id=cast.cedar)])
    add_partner(database, cast.bridge, areas=(cast.areas[Area.FAMILY],), schools=(cast.alder,))
    with visit(database, cast.dora) as dora:
        found = {school: [area.name for area in gap] for school, gap in find_gaps(dora).items()}
        assert found == {cast.alder: ["Data inquiry"]}
        assert find_gaps(dora, [cast.cedar]) == {}
        assert find_gaps(dora, [cast.alder]).keys() == {cast.alder}


def test_sessions_that_named_a_partner_are_summed_by_school_and_area(database: Database, cast: Cast) -> None:
    partner_id = add_partner(database, cast.bridge)
    submit(database, cast.jo, 0, telling(cast))
    pays(database, cast.bridge, FORM, partner_id=partner_id)
    with visit(database, cast.dora) as dora:
        (named,) = partners.sessions_naming(dora.connection, cast.bridge, partner_id)
        assert named == (cast.alder, cast.areas[Area.BUDGET], 1, 45)
    void(database, cast.jo, 1)
    with visit(database, cast.dora) as dora:
        assert partners.sessions_naming(dora.connection, cast.bridge, partner_id) == []
