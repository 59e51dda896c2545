"""A coach's week on both databases, the word that it is complete, and sessions that two coaches held."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from app.domain.errors import InvalidError
from app.domain.vocabulary import Area, Mode
from app.domain.weeks import Gap
from app.services.days import look_at_day
from app.services.undoing import undo_change
from app.services.week import CoachWeek, drafts_for, read_week, say_complete, take_back
from app.store import tables
from app.store.engine import Database
from app.store.sessions import coached_by, get_kept, list_kept
from tests.support.acts import FORM, count, submit, visit, void
from tests.support.cast import Cast, Someone
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import add_time, missed, remove_time, travel, undo_time

MONDAY = date(2026, 11, 23)
BEFORE = MONDAY - timedelta(days=7)


def week(database: Database, who: Someone, first: date = MONDAY) -> CoachWeek:
    with visit(database, who) as their:
        return read_week(their, first)


def complete(database: Database, who: Someone, first: date = MONDAY) -> None:
    with visit(database, who) as their:
        say_complete(their, first)


def test_a_week_holds_sessions_and_other_time_day_by_day(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    submit(database, cast.jo, 0, telling(cast, held_on=MONDAY, started_at=time(13), minutes=60), uuid4())
    submit(database, cast.jo, 0, telling(cast, held_on=MONDAY, started_at=time(9), minutes=30), uuid4())
    add_time(database, cast.jo, travel(spent_on=MONDAY))
    add_time(database, cast.jo, missed(cast.birch), other_id=uuid4())
    add_time(database, cast.sam, travel(), other_id=uuid4())
    found = week(database, cast.jo)
    assert [day.date for day in found.days] == [MONDAY + timedelta(days=number) for number in range(7)]
    assert [day.minutes for day in found.days] == [120, 45, 0, 0, 0, 0, 0]
    assert [kept.telling.minutes for kept in found.days[0].sessions] == [30, 60], "by the clock"
    assert [day.gap for day in found.days[2:]] == [Gap.TO_COME] * 5
    assert found.missing == 0
    assert week(database, cast.jo, BEFORE).missing == 5


def test_what_was_voided_or_removed_is_not_in_it(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    add_time(database, cast.jo, travel())
    void(database, cast.jo, 1)
    remove_time(database, cast.jo, 1)
    assert all(day.empty for day in week(database, cast.jo).days)


def test_breaks_are_named_and_nothing_is_missing_in_them(database: Database, cast: Cast) -> None:
    rest = tables.SchoolBreak(network_id=cast.bridge, name="Fall break", first_on=BEFORE, last_on=BEFORE)
    add(database, cast.bridge, rest)
    found = week(database, cast.jo, BEFORE)
    assert (found.days[0].rest, found.days[0].gap, found.missing) == ("Fall break", Gap.BREAK, 4)


def test_a_complete_week_says_when_it_has_changed_since_and_nothing_unsays_it(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    assert week(database, cast.jo).complete is None
    complete(database, cast.jo)
    assert not week(database, cast.jo).changed
    submit(database, cast.jo, 1, telling(cast, private_note="a note is no hour"))
    assert not week(database, cast.jo).changed
    add_time(database, cast.jo, travel())
    assert week(database, cast.jo).changed
    undo_time(database, cast.jo, 1)
    assert not week(database, cast.jo).changed, "what is undone was never"
    submit(database, cast.jo, 2, telling(cast, held_on=BEFORE))
    assert week(database, cast.jo).changed, "it went to another week"
    assert week(database, cast.jo).complete is not None
    complete(database, cast.jo)
    assert not week(database, cast.jo).changed


def test_the_word_is_ones_own_and_can_be_taken_back(database: Database, cast: Cast) -> None:
    for _ in range(2):
        complete(database, cast.jo)
    assert count(database, "complete_week") == 1
    assert week(database, cast.sam).complete is None
    assert week(database, cast.jo, BEFORE).complete is None
    for _ in range(2):
        with visit(database, cast.jo) as jo:
            take_back(jo, MONDAY)
    assert week(database, cast.jo).complete is None


@pytest.mark.parametrize("first", ["2026-11-24", "2026-11-30", "1999-12-27"])
def test_a_week_that_is_none_or_still_to_come_cannot_be_complete(database: Database, cast: Cast, first: str) -> None:
    for act in (say_complete, take_back):
        with visit(database, cast.jo) as jo, pytest.raises(InvalidError):
            act(jo, date.fromisoformat(first))
    assert count(database, "complete_week") == 0


def test_last_week_comes_as_drafts_seven_days_on_and_none_is_written(database: Database, cast: Cast) -> None:
    tuesday, friday = BEFORE + timedelta(days=1), BEFORE + timedelta(days=4)
    submit(database, cast.jo, 0, telling(cast, held_on=tuesday))
    submit(database, cast.jo, 0, telling(cast, held_on=BEFORE, area_id=cast.areas[Area.CULTURE]), uuid4())
    submit(database, cast.jo, 0, telling(cast, held_on=friday), uuid4())
    submit(database, cast.jo, 0, telling(cast, minutes=90), uuid4())
    beside = telling(cast, school_id=cast.cedar, held_on=tuesday, co_coach_id=cast.jo.person_id)
    submit(database, cast.sam, 0, beside, uuid4())
    with visit(database, cast.jo) as jo:
        drafts = [(draft.day, draft.there, draft.to_come) for draft in drafts_for(jo, MONDAY)]
    assert drafts == [
        (MONDAY, False, False),
        (MONDAY + timedelta(days=1), True, False),
        (MONDAY + timedelta(days=4), False, True),
    ]
    assert count(database, "coaching_session") == 5


def test_a_session_of_two_coaches_is_in_both_weeks_and_counts_once_for_the_school(
    database: Database, cast: Cast
) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, co_coach_id=cast.sam.person_id))
    for who in (cast.jo, cast.sam):
        assert week(database, who).days[1].minutes == 45
        with visit(database, who) as their:
            mine = coached_by(cast.bridge, who.person_id)
            assert [kept.id for kept in list_kept(their.connection, cast.bridge, mine)] == [FORM]
    with visit(database, cast.jo) as jo:
        rows = tables.SchoolWeek.__table__.select().where(tables.SchoolWeek.__table__.c.network_id == cast.bridge)  # type: ignore[attr-defined]
        assert [row.school_minutes for row in jo.connection.execute(rows)] == [45]
    void(database, cast.jo, 1)
    assert week(database, cast.sam).days[1].minutes == 0


def test_a_co_coach_is_kept_changed_let_go_and_brought_back(database: Database, cast: Cast) -> None:
    def beside() -> object:
        with visit(database, cast.jo) as jo:
            kept = get_kept(jo.connection, cast.bridge, FORM)
            assert kept is not None
            return kept.telling.co_coach_id

    said = side_by_side(cast, co_coach_id=cast.sam.person_id, started_at=time(9, 30))
    submit(database, cast.jo, 0, said)
    assert beside() == cast.sam.person_id
    submit(database, cast.jo, 1, side_by_side(cast, started_at=time(9, 30)))
    assert beside() is None
    with visit(database, cast.jo) as jo:
        undo_change(jo, FORM, 2, 2)
    assert beside() == cast.sam.person_id
    assert count(database, "session_co_coach") == 1


@pytest.mark.parametrize("who", ["jo", "rosa", "dora", "otto", "nobody"])
def test_only_another_coach_of_the_network_coached_too(database: Database, cast: Cast, who: str) -> None:
    them = getattr(cast, who).person_id if who != "nobody" else uuid4()
    with pytest.raises(InvalidError) as refused:
        submit(database, cast.jo, 0, side_by_side(cast, co_coach_id=them))
    assert set(refused.value.errors) == {"co_coach_id"}
    assert count(database, "coaching_session") == 0


def test_a_co_coach_is_judged_as_of_the_day(database: Database, cast: Cast) -> None:
    yesterday = cast.today - timedelta(days=1)
    change(database, tables.Assignment, cast.bridge, {"person_id": cast.sam.person_id}, last_on=yesterday)
    with pytest.raises(InvalidError):
        submit(database, cast.jo, 0, side_by_side(cast, co_coach_id=cast.sam.person_id))
    submit(database, cast.jo, 0, side_by_side(cast, held_on=yesterday, co_coach_id=cast.sam.person_id))


def test_sessions_at_the_same_time_are_pointed_out_of_whichever_coach_they_are(database: Database, cast: Cast) -> None:
    sams, jos, later = uuid4(), uuid4(), uuid4()
    cedar = telling(cast, school_id=cast.cedar, started_at=time(10), co_coach_id=cast.jo.person_id)
    submit(database, cast.sam, 0, cedar, sams)
    submit(database, cast.jo, 0, telling(cast, started_at=time(9, 30)), jos)
    submit(database, cast.jo, 0, telling(cast, started_at=time(11), mode=Mode.FOR), later)
    assert week(database, cast.jo).clashes == {jos: {sams}, sams: {jos}}
    assert week(database, cast.sam).clashes == {}
    with visit(database, cast.jo) as jo:
        assert [kept.id for kept in look_at_day(jo, jos, cast.today)[0]] == [sams]
        assert look_at_day(jo, later, cast.today) == ([], 0)


def test_a_long_day_without_times_is_said_and_with_times_it_is_no_riddle(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast, minutes=590))
    with visit(database, cast.jo) as jo:
        assert look_at_day(jo, FORM, cast.today) == ([], 0)
    add_time(database, cast.jo, travel())
    with visit(database, cast.jo) as jo:
        assert look_at_day(jo, FORM, cast.today) == ([], 620)
    assert week(database, cast.jo).days[1].long
    submit(database, cast.jo, 1, telling(cast, minutes=590, started_at=time(7)))
    assert not week(database, cast.jo).days[1].long
