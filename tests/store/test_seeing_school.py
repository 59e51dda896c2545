"""What a school's page shows beside its figures: reach, what leaders said, who holds what, what is agreed and noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.measures import Tally, Verified
from app.domain.periods import Window
from app.domain.reach import Reach
from app.domain.vocabulary import Area, Dimension, Lead, Stage, Verdict
from app.services.seeing.area import AreaSeen, see_area
from app.services.seeing.school import SchoolView, see_school
from app.services.seeing.standings import Kept
from app.services.visits import Visit
from app.store import tables
from app.store.engine import Database
from app.store.schools import get_school, list_areas
from tests.support.acts import submit
from tests.support.cast import Cast, Someone, make_cast, visit_of
from tests.support.reviewing import say
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, YEARS, counting, keep, weeks

NOON = datetime.combine(SPRING, time(19), UTC)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@contextmanager
def visiting(database: Database, who: Someone) -> Iterator[Visit]:
    with database.reading() as connection:
        yield visit_of(connection, who, NOON)


def page(
    database: Database, who: Someone, school_id: UUID, window: Window | None = None, kept: Kept | None = None
) -> SchoolView:
    with visiting(database, who) as visit:
        school = get_school(visit.connection, visit.network_id, school_id)
        assert school is not None
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        return see_school(visit, kept or Kept(), school, areas, window or Window.ending(visit.today))


def ago(days: int) -> date:
    return SPRING - timedelta(days=days)


def hand_over(database: Database, cast: Cast, area: Area, on: date, *to: UUID, agreed: bool = True) -> None:
    at = datetime.combine(on, time(18), UTC)
    handoff = tables.Handoff(
        network_id=cast.bridge,
        id=uuid4(),
        school_id=cast.alder,
        area_id=cast.areas[area],
        handed_over_on=on,
        now_runs="The team runs it.",
        proposed_by=cast.jo.person_id,
        proposed_at=at,
        agreed_by=cast.rosa.person_id if agreed else None,
        agreed_at=at if agreed else None,
    )
    holders = [tables.HandoffHolder(network_id=cast.bridge, handoff_id=handoff.id, person_id=each) for each in to]
    add(database, cast.bridge, handoff, *holders)


def test_reach_counts_ilt_members_who_were_beside_us_in_the_window(cast: Cast, database: Database) -> None:
    mei = frozenset({cast.mei.person_id})
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(3)), side_by_side(cast, held_on=ago(4))])
    keep(database, cast.jo, [telling(cast, held_on=ago(5), participant_ids=mei)])
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(100), participant_ids=mei)])
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(6), participant_ids=frozenset({cast.dan.person_id}))])
    assert page(database, cast.dora, cast.alder).reach == Reach(1, 2), "Rosa; Mei long ago; Dan is not on the ILT"
    assert page(database, cast.dora, cast.alder, Window.ending(SPRING, 20)).reach == Reach(2, 2)
    assert page(database, cast.dora, cast.birch).reach == Reach(0, 0)


def test_what_leaders_said_of_the_windows_sessions(cast: Cast, database: Database) -> None:
    told = [side_by_side(cast, held_on=ago(days)) for days in (1, 30, 31, 32, 100)]
    ids = [uuid4() for _ in told]
    for said, session_id in zip(told, ids, strict=True):
        submit(database, cast.jo, 0, said, session_id)
    change(database, tables.CoachingSession, cast.bridge, {"school_id": cast.alder}, received_at=_noon(ago(30)))
    say(database, cast.rosa, Verdict.CONFIRMED, ids[1], NOON)
    say(database, cast.rosa, Verdict.CORRECTED, ids[2], NOON)
    seen = page(database, cast.dora, cast.alder)
    assert (seen.verified, seen.disagreement) == (Verified(1, 3), 0.5), "the one of yesterday is not due yet"
    assert seen.waiting == 2, "one too young to be due, one that nobody has spoken of"
    longer = page(database, cast.dora, cast.alder, Window.ending(SPRING, 20))
    assert (longer.verified.due, longer.waiting) == (4, 2), "what waits is always said of the usual window"


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(19), UTC)


def test_sessions_are_in_until_the_last_held_came_in(cast: Cast, database: Database) -> None:
    assert page(database, cast.dora, cast.alder).in_until is None
    keep(database, cast.jo, [telling(cast, held_on=ago(9)), telling(cast, held_on=ago(30))])
    assert page(database, cast.dora, cast.alder).in_until == datetime.combine(ago(9), time(0), UTC)


def test_who_holds_an_area_and_what_one_departure_would_leave(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(days)) for days in (2, 9)])
    hand_over(database, cast, Area.BUDGET, ago(20), cast.mei.person_id)
    (known,) = page(database, cast.jo, cast.alder).areas
    assert known.holding is not None
    assert (known.holding.count, known.holding.names) == (2, ("Mei Chen", "Rosa Alvarez"))
    assert known.holding.departures == (("Mei Chen", ("Rosa Alvarez",)), ("Rosa Alvarez", ("Mei Chen",)))
    assert known.stage is Stage.SUSTAINING, "handed over"
    (counted,) = page(database, cast.dora, cast.alder).areas
    assert counted.holding is not None
    assert (counted.holding.count, counted.holding.names, counted.holding.departures) == (2, (), ())


def test_counts_on_the_page_are_those_that_flags_are_judged_by(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(days)) for days in (2, 9)])
    hand_over(database, cast, Area.DATA_INQUIRY, ago(20), cast.mei.person_id, cast.ivy)
    seen = page(database, cast.dora, cast.alder)
    for view in seen.areas:
        assert view.holding is not None
        assert view.holding.count == seen.standing.facts.areas[view.area.id].holders


def test_an_area_that_was_handed_over_is_shown_however_seldom_we_come(cast: Cast, database: Database) -> None:
    hand_over(database, cast, Area.FRONT_OFFICE, ago(400), cast.mei.person_id)
    (view,) = page(database, cast.dora, cast.alder).areas
    assert (view.area.key, view.stage, view.tally) == (Area.FRONT_OFFICE, Stage.SUSTAINING, Tally.zero())


def test_what_could_be_handed_over_next_leaves_out_what_is_proposed(cast: Cast, database: Database) -> None:
    both = frozenset({cast.rosa.person_id, cast.mei.person_id})
    for area in (Area.BUDGET, Area.DATA_INQUIRY):
        told = {"participant_ids": both, "led_ids": both, "area_id": cast.areas[area]}
        keep(database, cast.jo, [side_by_side(cast, held_on=ago(days), **told) for days in (2, 9, 16)])
    names = {each.name for each in page(database, cast.dora, cast.alder).next_handoffs}
    assert names == {"Budget development", "Data inquiry"}
    hand_over(database, cast, Area.BUDGET, ago(1), agreed=False)
    seen = page(database, cast.dora, cast.alder)
    assert [each.name for each in seen.next_handoffs] == ["Data inquiry"]
    assert [each.is_proposal for each in seen.handoffs] == [True]


def test_what_somebody_noted_is_marked_once_it_is_agreed(cast: Cast, database: Database) -> None:
    notes = [
        tables.Annotation(
            network_id=cast.bridge,
            school_id=cast.alder,
            noted_on=ago(40),
            words=words,
            entered_by=cast.jo.person_id,
            entered_at=NOON,
            agreed_by=agreed_by,
        )
        for words, agreed_by in (("new bell times", cast.rosa.person_id), ("only proposed", None))
    ]
    add(database, cast.bridge, *notes)
    events = page(database, cast.dora, cast.alder).events
    assert (ago(40), "new bell times") in events
    assert not any(words == "only proposed" for _, words in events)
    assert list(events) == sorted(events)


def test_ratings_and_agreements_are_all_there(cast: Cast, database: Database) -> None:
    rating = tables.IltRating(
        network_id=cast.bridge,
        school_id=cast.alder,
        rated_on=ago(30),
        dimension=Dimension.PURPOSE,
        level=3,
        entered_by=cast.rosa.person_id,
        entered_at=NOON,
        agreed_by=cast.rosa.person_id,
    )
    service = tables.AgreedService(
        network_id=cast.bridge,
        school_id=cast.alder,
        area_id=cast.areas[Area.BUDGET],
        first_on=ago(30),
        until_on=SPRING,
        next_up="Side by side",
        proposed_by=cast.jo.person_id,
        proposed_at=NOON,
    )
    add(database, cast.bridge, rating, service)
    seen = page(database, cast.dora, cast.alder)
    assert [(each.level, each.agreed) for each in seen.ratings] == [(3, True)]
    assert [each.is_proposal for each in seen.agreements] == [True]
    assert page(database, cast.dora, cast.birch).ratings == ()


def test_a_page_is_kept_until_its_school_changes_and_never_for_somebody_else(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, weeks(cast, YEARS, SPRING, "FW"))
    kept = Kept()
    first = page(database, cast.dora, cast.alder, kept=kept)
    with counting(database) as asked:
        assert page(database, cast.dora, cast.alder, kept=kept) is first
    assert len(asked) == 4, "who is here, the school, the areas and the breaks"
    assert page(database, cast.jo, cast.alder, kept=kept).areas[0].holding != first.areas[0].holding, "with names"
    submit(database, cast.jo, 0, telling(cast, held_on=SPRING, lead=None))
    assert page(database, cast.dora, cast.alder, kept=kept).standing.tally.sessions == 1 + first.standing.tally.sessions


def test_a_page_whose_flags_are_known_takes_twelve_queries(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, weeks(cast, YEARS, SPRING, "FW"))
    kept = Kept()
    page(database, cast.dora, cast.alder, kept=kept)
    with counting(database) as asked:
        page(database, cast.dora, cast.alder, Window.ending(SPRING, 6), kept)
    assert len(asked) == 12, asked


def across(database: Database, who: Someone, area: Area) -> AreaSeen:
    with visiting(database, who) as visit:
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        (chosen,) = [each for each in areas if each.key == area]
        return see_area(visit, Kept(), chosen, areas, Window.ending(visit.today))


def test_an_area_across_schools_is_what_each_schools_page_says_of_it(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(days)) for days in (2, 9, 16)])
    keep(database, cast.sam, [telling(cast, school_id=cast.cedar, held_on=ago(days)) for days in (2, 9, 16)])
    hand_over(database, cast, Area.BUDGET, ago(20), cast.mei.person_id)
    seen = across(database, cast.dora, Area.BUDGET)
    assert [each.standing.school.name.split()[0] for each in seen.schools] == ["Alder", "Birch", "Cedar", "Dogwood"]
    alder, _, cedar, _ = seen.schools
    assert (alder.holders, alder.standing.stage) == (2, Stage.SUSTAINING)
    assert alder.handoff is not None
    assert (cedar.holders, cedar.standing.stage, cedar.handoff) == (0, Stage.DIRECT_SERVICE, None)
    assert seen.tally == alder.standing.tally + cedar.standing.tally
    (view,) = page(database, cast.dora, cast.alder).areas
    assert (view.tally, view.stage) == (alder.standing.tally, alder.standing.stage)


def test_an_area_across_schools_is_of_ones_own_schools_alone(cast: Cast, database: Database) -> None:
    names = [each.standing.school.name for each in across(database, cast.jo, Area.BUDGET).schools]
    assert names == ["Alder High", "Birch Middle"]


def test_nobody_is_counted_in_a_confidential_area(cast: Cast, database: Database) -> None:
    area = {"area_id": cast.areas[Area.LEADERSHIP], "lead": Lead.SCHOOL}
    keep(database, cast.jo, [side_by_side(cast, held_on=ago(days), **area) for days in (2, 9, 16)])
    alder = across(database, cast.dora, Area.LEADERSHIP).schools[0]
    assert (alder.holders, alder.facts, alder.next_up) == (None, None, None)
    assert alder.standing.tally.sessions == 3
    (view,) = page(database, cast.jo, cast.alder).areas
    assert view.holding is None


def test_neither_a_stage_nor_a_sum_gives_away_how_many_hold_a_confidential_area(cast: Cast, database: Database) -> None:
    for number, who in enumerate((cast.rosa, cast.dan)):
        led = {"participant_ids": frozenset({who.person_id}), "led_ids": frozenset({who.person_id})}
        area = {"area_id": cast.areas[Area.LEADERSHIP], "lead": Lead.SCHOOL}
        keep(database, cast.jo, [side_by_side(cast, held_on=ago(2 + number + days), **led, **area) for days in (0, 7)])
        seen = page(database, cast.dora, cast.alder)
        (view,) = seen.areas
        assert (view.stage, seen.standing.continuity.in_work) == (
            Stage.FEW_VISITS if not number else Stage.RELEASING,
            0,
        )
        (alder, *_) = across(database, cast.dora, Area.LEADERSHIP).schools
        assert alder.standing.stage is view.stage
