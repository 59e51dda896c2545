"""Closed months on both databases: nothing in them changes unless a director says so, and what is new comes in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from app.domain.errors import InvalidError, NotAllowedError
from app.services.locked import open_locked, restore_locked, void_locked
from app.services.session_changes import ConflictError, LockedError, Submitted
from app.services.sessions import restore_session, submit_session, void_session
from app.services.undoing import undo_change
from app.services.visits import Visit
from app.store import tables
from app.store.audit import list_traces
from app.store.engine import Database
from tests.support.acts import FORM, count, kept, visit
from tests.support.cast import Cast, Someone
from tests.support.locking import CLOSED, OCTOBER, OPEN, close_months
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling


@pytest.fixture
def cast(database: Database, cast: Cast) -> Cast:
    close_months(database, cast)
    return cast


def at(database: Database, who: Someone, now: datetime, act: Callable[[Visit], object]) -> object:
    with visit(database, who, now) as their:
        return act(their)


def submit(database: Database, cast: Cast, now: datetime, seen: int, **changes: object) -> object:
    said = side_by_side(cast, **({"held_on": OCTOBER} | changes))
    return at(database, cast.jo, now, lambda jo: submit_session(jo, FORM, seen, said))


ACTS: dict[str, Callable[[Cast, Visit], object]] = {
    "edit": lambda cast, jo: submit_session(jo, FORM, 1, side_by_side(cast, held_on=OCTOBER, minutes=60)),
    "a note": lambda cast, jo: submit_session(jo, FORM, 1, side_by_side(cast, held_on=OCTOBER, strength="asked first")),
    "void": lambda _, jo: void_session(jo, FORM, 1, "Logged twice"),
    "undo": lambda _, jo: undo_change(jo, FORM, 1, 1),
    "away": lambda cast, jo: submit_session(jo, FORM, 1, side_by_side(cast, held_on=OCTOBER + timedelta(days=20))),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_session_changes_through_the_last_day_and_no_more_from_the_next(
    database: Database, cast: Cast, act: str
) -> None:
    submit(database, cast, OPEN, 0)
    with pytest.raises(LockedError) as locked:
        at(database, cast.jo, CLOSED, partial(ACTS[act], cast))
    assert locked.value.kept.id == FORM
    assert kept(database, cast).version == 1
    at(database, cast.jo, OPEN, partial(ACTS[act], cast))
    assert kept(database, cast).version == 2


def test_a_voided_session_is_not_brought_back_once_its_month_is_closed(database: Database, cast: Cast) -> None:
    submit(database, cast, OPEN, 0)
    at(database, cast.jo, OPEN, lambda jo: void_session(jo, FORM, 1, "Logged twice"))
    for act in (lambda jo: restore_session(jo, FORM, 2), lambda jo: undo_change(jo, FORM, 2, 2)):
        with pytest.raises(LockedError):
            at(database, cast.jo, CLOSED, act)
    assert kept(database, cast).voided_at is not None


def test_the_day_begins_where_the_network_is(database: Database, cast: Cast) -> None:
    """In Greenwich it is November 11 already when the evening of the 10th begins in Los Angeles."""
    submit(database, cast, OPEN, 0)
    evening = OPEN.replace(day=11, hour=7, minute=59)
    submit(database, cast, evening, 1, minutes=50)
    with pytest.raises(LockedError):
        submit(database, cast, evening + timedelta(minutes=1), 2, minutes=55)


def test_nothing_is_moved_into_a_closed_month(database: Database, cast: Cast) -> None:
    submit(database, cast, CLOSED, 0, held_on=CLOSED.date())
    with pytest.raises(InvalidError) as refused:
        submit(database, cast, CLOSED, 1)
    assert set(refused.value.errors) == {"held_on"}


def test_a_private_note_can_be_taken_away_at_any_time(database: Database, cast: Cast) -> None:
    submit(database, cast, OPEN, 0, private_note="mine", shared_note="ours")
    with pytest.raises(LockedError):
        submit(database, cast, CLOSED, 1, private_note="other", shared_note="ours")
    submit(database, cast, CLOSED, 1, private_note="", shared_note="ours")
    assert (kept(database, cast).telling.private_note, kept(database, cast).version) == ("", 2)


def test_what_was_accepted_before_is_the_same_answer_again(database: Database, cast: Cast) -> None:
    submit(database, cast, OPEN, 0)
    submit(database, cast, OPEN, 1, minutes=60)
    assert submit(database, cast, CLOSED, 0) == Submitted(FORM, 1, again=True)
    assert submit(database, cast, CLOSED, 1, minutes=60) == Submitted(FORM, 2, again=True)
    assert submit(database, cast, CLOSED, 2, minutes=60) == Submitted(FORM, 2, again=True)


def test_a_new_session_of_a_closed_month_comes_in(database: Database, cast: Cast) -> None:
    assert submit(database, cast, CLOSED, 0) == Submitted(FORM, 1, again=False)
    with pytest.raises(LockedError):
        submit(database, cast, CLOSED, 1, minutes=60)


def test_a_director_opens_one_session_for_seven_days_with_a_reason(database: Database, cast: Cast) -> None:
    submit(database, cast, OPEN, 0)
    for _ in range(2):
        at(database, cast.dora, CLOSED, lambda dora: open_locked(dora, FORM, "  The grant asks for it "))
    submit(database, cast, CLOSED + timedelta(days=7), 1, minutes=60)
    with pytest.raises(LockedError):
        submit(database, cast, CLOSED + timedelta(days=8), 2, minutes=75)
    with visit(database, cast.ada) as ada:
        trail = [(t.act, t.actor, t.version, t.reason) for t in list_traces(ada.connection, cast.bridge, FORM)]
    assert trail == [
        ("create", "Jo Park", 1, ""),
        ("open", "Dora Lind", None, "The grant asks for it"),
        ("edit", "Jo Park", 2, ""),
    ]


def test_a_director_voids_and_restores_in_a_closed_month_with_a_reason(database: Database, cast: Cast) -> None:
    submit(database, cast, OPEN, 0)
    for _ in range(2):
        at(database, cast.dora, CLOSED, lambda dora: void_locked(dora, FORM, 1, "Counted twice in the report"))
    assert (kept(database, cast).version, kept(database, cast).void_reason) == (2, "Counted twice in the report")
    for _ in range(2):
        at(database, cast.dora, CLOSED, lambda dora: restore_locked(dora, FORM, 2, "It was not"))
    assert (kept(database, cast).version, kept(database, cast).voided_at) == (3, None)
    with visit(database, cast.ada) as ada:
        trail = [(t.act, t.version, t.reason) for t in list_traces(ada.connection, cast.bridge, FORM)]
    assert trail[1:] == [("void", 2, "Counted twice in the report"), ("restore", 3, "It was not")]


OFFICE: dict[str, Callable[..., None]] = {
    "void": lambda dora, why: void_locked(dora, FORM, 1, why),
    "restore": lambda dora, why: restore_locked(dora, FORM, 1, why),
    "open": lambda dora, why: open_locked(dora, FORM, why),
}


@pytest.mark.parametrize("act", OFFICE)
def test_a_director_gives_a_reason_and_leaves_an_open_month_to_its_coach(
    database: Database, cast: Cast, act: str
) -> None:
    submit(database, cast, OPEN, 0)
    for now, reason in ((CLOSED, " "), (CLOSED, "x" * 301), (OPEN, "The grant asks for it")):
        with pytest.raises(InvalidError) as refused:
            at(database, cast.dora, now, partial(OFFICE[act], why=reason))
        assert set(refused.value.errors) == {"reason"}
    assert count(database, "session_version") == count(database, "audit_event") == 1


def test_a_director_is_told_of_what_changed_meanwhile(database: Database, cast: Cast) -> None:
    submit(database, cast, OPEN, 0)
    submit(database, cast, OPEN, 1, minutes=60)
    with pytest.raises(ConflictError):
        at(database, cast.dora, CLOSED, lambda dora: void_locked(dora, FORM, 1, "Counted twice"))


def end(database: Database, cast: Cast, last_on: date) -> None:
    """Everything that Jo's session of October stood on has ended: their work, the area, and Rosa's place."""
    change(database, tables.Assignment, cast.bridge, {"person_id": cast.jo.person_id}, last_on=last_on)
    change(database, tables.Area, cast.bridge, {"name": "Budget development"}, last_on=last_on)
    change(database, tables.Membership, cast.bridge, {"person_id": cast.rosa.person_id}, last_on=last_on)
    change(database, tables.School, cast.bridge, {"id": cast.alder}, last_on=last_on)


def test_a_session_held_in_time_is_not_refused_by_what_has_ended_since(database: Database, cast: Cast) -> None:
    end(database, cast, OCTOBER)
    assert submit(database, cast, CLOSED, 0) == Submitted(FORM, 1, again=False)
    assert submit(database, cast, CLOSED, 0) == Submitted(FORM, 1, again=True)


def test_and_one_held_after_that_is_refused(database: Database, cast: Cast) -> None:
    end(database, cast, OCTOBER - timedelta(days=1))
    with pytest.raises(NotAllowedError):
        submit(database, cast, CLOSED, 0)
    assert count(database, "coaching_session") == 0


def test_where_one_area_has_ended_the_words_stand_by_it(database: Database, cast: Cast) -> None:
    before = OCTOBER - timedelta(days=1)
    change(database, tables.Area, cast.bridge, {"name": "Budget development"}, last_on=before)
    change(database, tables.Membership, cast.bridge, {"person_id": cast.rosa.person_id}, last_on=before)
    with pytest.raises(InvalidError) as refused:
        submit(database, cast, CLOSED, 0)
    assert set(refused.value.errors) == {"area_id", "participant_ids"}


def test_without_a_lock_nothing_is_closed(database: Database, cast: Cast) -> None:
    close_months(database, cast, None)
    said = telling(cast, held_on=date(2020, 2, 3))
    at(database, cast.jo, CLOSED, lambda jo: submit_session(jo, FORM, 0, said))
    at(database, cast.jo, CLOSED, lambda jo: submit_session(jo, FORM, 1, replace(said, minutes=60)))
    assert kept(database, cast).version == 2
