"""Undoing what was done to a session, on both databases: a version itself, once, and judged like any other."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app.domain.errors import InvalidError, NotFoundError
from app.domain.sessions import settle
from app.domain.versions import read_counting
from app.domain.vocabulary import Area, Lead, Verdict
from app.services.session_changes import ConflictError, Submitted
from app.services.undoing import undo_change, undoable
from app.store import tables
from app.store.audit import list_traces
from app.store.engine import Database
from app.store.reviews import list_reviews
from app.store.rollup_check import list_differences
from app.store.session_versions import list_versions
from tests.support.acts import FORM, count, kept, restore, submit, visit, void
from tests.support.cast import Cast, Someone
from tests.support.filling import NOW
from tests.support.reviewing import say
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling


def undo(database: Database, who: Someone, seen: int, version: int) -> Submitted:
    with visit(database, who) as their:
        return undo_change(their, FORM, seen, version)


def can_undo(database: Database, cast: Cast) -> frozenset[int]:
    found = kept(database, cast)
    with visit(database, cast.jo) as jo:
        return undoable(jo, found)


def test_every_version_keeps_what_counts_of_it(database: Database, cast: Cast) -> None:
    first = side_by_side(cast, started_at=time(9, 30), co_coach_id=cast.sam.person_id, private_note="zebra")
    submit(database, cast.jo, 0, first)
    submit(database, cast.jo, 1, replace(first, minutes=60))
    void(database, cast.jo, 2)
    restore(database, cast.jo, 3)
    with visit(database, cast.jo) as jo:
        versions = list_versions(jo.connection, cast.bridge, FORM)
    told = {number: read_counting(version.told or "") for number, version in versions.items()}
    assert [told[number]["minutes"] for number in (1, 2, 3, 4)] == [45, 60, 60, 60]
    assert (told[1]["started_at"], told[1]["co_coach_id"]) == (time(9, 30), cast.sam.person_id)
    assert not any("zebra" in (version.told or "") for version in versions.values())


def test_logging_undone_is_a_void_that_says_so(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    assert undo(database, cast.jo, 1, 1) == Submitted(FORM, 2, again=False)
    assert (kept(database, cast).void_reason, kept(database, cast).voided_at) == ("Undone right after saving", NOW)
    assert count(database, "coaching_session") == 1


def test_an_edit_undone_is_the_next_version_with_the_prose_of_now(database: Database, cast: Cast) -> None:
    first = settle(side_by_side(cast, shared_note="first words", next_step_text="plan"))
    submit(database, cast.jo, 0, first)
    submit(database, cast.jo, 1, replace(first, minutes=60, lead=Lead.COACH, shared_note="other words"))
    assert undo(database, cast.jo, 2, 2) == Submitted(FORM, 3, again=False)
    found = kept(database, cast)
    assert (found.telling, found.version) == (replace(first, shared_note="other words"), 3)
    assert undo(database, cast.jo, 3, 3) == Submitted(FORM, 4, again=False), "and an undo is undone alike"
    assert kept(database, cast).telling.minutes == 60


def test_an_earlier_change_is_undone_and_the_later_ones_stay(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    submit(database, cast.jo, 2, side_by_side(cast, minutes=60, area_id=cast.areas[Area.ILT_MEETINGS]))
    undo(database, cast.jo, 3, 2)
    found = kept(database, cast).telling
    assert (found.minutes, found.area_id) == (45, cast.areas[Area.ILT_MEETINGS])


def test_voids_and_restores_are_undone_by_each_other(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    void(database, cast.jo, 1)
    assert undo(database, cast.jo, 2, 2).version == 3
    assert kept(database, cast).voided_at is None
    assert undo(database, cast.jo, 3, 3).version == 4
    assert kept(database, cast).void_reason == "Its restoring was undone"


def test_an_undo_that_comes_again_is_the_same_answer_again(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    assert [undo(database, cast.jo, 2, 2).again for _ in range(3)] == [False, True, True]
    void(database, cast.jo, 3)
    assert [undo(database, cast.jo, 4, 4).again for _ in range(3)] == [False, True, True]
    assert undo(database, cast.jo, 5, 1).again is False
    assert [undo(database, cast.jo, 5, 1).again for _ in range(2)] == [True, True]
    assert count(database, "session_version") == 6


def test_an_undo_from_before_another_change_is_a_conflict(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    submit(database, cast.jo, 2, side_by_side(cast, minutes=75))
    for seen, version in ((1, 1), (2, 2), (3, 9), (-1, -1), (0, 0)):
        with pytest.raises(ConflictError):
            undo(database, cast.jo, seen, version)
    assert (kept(database, cast).telling.minutes, kept(database, cast).version) == (75, 3)


@pytest.mark.parametrize("who", ["sam", "rosa", "dora", "otto"])
def test_nobody_else_undoes_anything(database: Database, cast: Cast, who: str) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, co_coach_id=cast.sam.person_id))
    with pytest.raises(NotFoundError):
        undo(database, getattr(cast, who), 1, 1)
    assert kept(database, cast).voided_at is None


def test_what_is_undone_is_judged_by_the_rules_again(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    submit(database, cast.jo, 1, telling(cast, area_id=cast.areas[Area.ILT_MEETINGS]))
    long_ago = date(2026, 1, 1)
    change(database, tables.Area, cast.bridge, {"id": cast.areas[Area.BUDGET]}, last_on=long_ago)
    with pytest.raises(InvalidError) as refused:
        undo(database, cast.jo, 2, 2)
    assert set(refused.value.errors) == {"area_id"}
    assert kept(database, cast).version == 2


def test_what_was_confirmed_since_lapses_with_an_undo(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    say(database, cast.rosa, Verdict.CONFIRMED, FORM)
    undo(database, cast.jo, 2, 2)
    with visit(database, cast.jo) as jo:
        assert [review.lapsed for review in list_reviews(jo.connection, cast.bridge, FORM)] == [True]
    assert kept(database, cast).effective.heard is None


def test_a_version_that_kept_nothing_is_not_undone(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    change(database, tables.SessionVersion, cast.bridge, {"session_id": FORM, "version": 1}, told=None)
    assert can_undo(database, cast) == frozenset()
    with pytest.raises(InvalidError, match="not on record any more"):
        undo(database, cast.jo, 2, 2)


def test_what_can_be_undone_is_what_would_bring_something_back(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    assert can_undo(database, cast) == {1}
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    assert can_undo(database, cast) == {2}
    submit(database, cast.jo, 2, side_by_side(cast, minutes=60, strength="asked first"))
    assert can_undo(database, cast) == {2}, "earlier prose is not kept"
    undo(database, cast.jo, 3, 2)
    assert can_undo(database, cast) == {4}, "what is undone already brings nothing back"
    void(database, cast.jo, 4)
    assert can_undo(database, cast) == {5}


def test_the_sums_are_moved_with_each_undo(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, telling(cast, minutes=60, held_on=cast.today - timedelta(days=9)))
    undo(database, cast.jo, 2, 2)
    undo(database, cast.jo, 3, 1)
    with visit(database, cast.jo) as jo:
        assert list_differences(jo.connection, cast.bridge) == []
        traces = [(trace.act, trace.version) for trace in list_traces(jo.connection, cast.bridge, FORM)]
    assert traces == [("create", 1), ("edit", 2), ("undo", 3), ("void", 4)]
