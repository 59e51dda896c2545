"""Other time on both databases: once, however often the form comes; changed, removed, and each of it undone."""

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.vocabulary import Other
from app.services.other_time import Result, StaleError, submit_other_time, telling_of
from app.store.engine import Database
from tests.store.test_submit_session import AtOnce, at_once
from tests.support.acts import count, visit
from tests.support.cast import Cast, visit_of
from tests.support.filling import ANYBODY, NOW, TABLES
from tests.support.weeks import TIME, add_time, kept_time, missed, remove_time, travel, undo_time


def test_the_same_form_again_is_the_same_answer_and_one_row(database: Database, cast: Cast) -> None:
    assert [add_time(database, cast.jo, travel()) for _ in range(3)] == [
        Result(TIME, 1, again=False),
        Result(TIME, 1, again=True),
        Result(TIME, 1, again=True),
    ]
    assert count(database, "other_time") == count(database, "audit_event") == 1


@at_once
def test_and_so_it_is_eight_times_at_once(database: Database, cast: Cast, at_once: AtOnce) -> None:
    def work(connection: sa.Connection) -> Result:
        return submit_other_time(visit_of(connection, cast.jo, NOW), TIME, 0, travel())

    answers = at_once(database, [work] * 8)  # type: ignore[list-item]  # a result of another kind
    assert {(answer.id, answer.version) for answer in answers} == {(TIME, 1)}  # type: ignore[union-attr]
    assert count(database, "other_time") == 1


def test_each_version_that_comes_again_is_known(database: Database, cast: Cast) -> None:
    add_time(database, cast.jo, travel())
    add_time(database, cast.jo, travel(minutes=45), 1)
    add_time(database, cast.jo, travel(minutes=60), 2)
    for seen, minutes in ((0, 30), (1, 45), (2, 60)):
        assert add_time(database, cast.jo, travel(minutes=minutes), seen) == Result(TIME, seen + 1, again=True)
    for seen, minutes in ((0, 45), (1, 60), (3, 60), (7, 60), (-1, 60)):
        if seen == 3:
            assert add_time(database, cast.jo, travel(minutes=minutes), seen).again
            continue
        with pytest.raises(StaleError):
            add_time(database, cast.jo, travel(minutes=minutes), seen)
    assert (kept_time(database, cast.jo).minutes, kept_time(database, cast.jo).version) == (60, 3)


def test_what_was_removed_counts_no_more_and_comes_back_when_that_is_undone(database: Database, cast: Cast) -> None:
    add_time(database, cast.jo, travel())
    assert [remove_time(database, cast.jo, 1).again for _ in range(2)] == [False, True]
    assert kept_time(database, cast.jo).removed_at == NOW
    assert add_time(database, cast.jo, travel()) == Result(TIME, 1, again=True), "and the form brings nothing back"
    assert kept_time(database, cast.jo).removed_at == NOW
    with pytest.raises(StaleError):
        add_time(database, cast.jo, travel(minutes=60), 2)
    assert [undo_time(database, cast.jo, 2).again for _ in range(2)] == [False, True]
    assert kept_time(database, cast.jo).removed_at is None


def test_adding_and_changing_are_undone(database: Database, cast: Cast) -> None:
    add_time(database, cast.jo, missed(cast.alder))
    add_time(database, cast.jo, travel(minutes=45), 1)
    undo_time(database, cast.jo, 2)
    assert telling_of(kept_time(database, cast.jo)) == missed(cast.alder)
    add_time(database, cast.jo, travel(), other_id=(other := uuid4()))
    with visit(database, cast.jo) as jo:
        from_first = partial(submit_other_time, jo, other, 0, travel())
        assert from_first().again
    assert undo_time(database, cast.jo, 3).version == 4
    assert kept_time(database, cast.jo).kind is Other.TRAVEL


def test_logging_it_undone_takes_it_out(database: Database, cast: Cast) -> None:
    add_time(database, cast.jo, travel())
    assert [undo_time(database, cast.jo, 1).again for _ in range(2)] == [False, True]
    assert kept_time(database, cast.jo).removed_at == NOW


@pytest.mark.parametrize("seen", [0, 2, -1, 99])
def test_nothing_is_done_from_a_version_that_is_not_the_latest(database: Database, cast: Cast, seen: int) -> None:
    add_time(database, cast.jo, travel())
    for act in (remove_time, undo_time):
        with pytest.raises(StaleError):
            act(database, cast.jo, seen)
    assert kept_time(database, cast.jo).version == 1


@pytest.mark.parametrize("who", ["sam", "otto"])
def test_anothers_time_is_not_there(database: Database, cast: Cast, who: str) -> None:
    add_time(database, cast.jo, travel())
    stranger = getattr(cast, who)
    for seen in (0, 1):
        with pytest.raises(NotFoundError):
            add_time(database, stranger, travel(minutes=45), seen)
    for act in (remove_time, undo_time):
        with pytest.raises(NotFoundError):
            act(database, stranger, 1)
    assert kept_time(database, cast.jo).version == 1


@pytest.mark.parametrize("who", ["rosa", "mei", "dora", "ada"])
def test_whoever_is_no_coach_adds_nothing(database: Database, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        add_time(database, getattr(cast, who), travel())
    assert count(database, "other_time") == 0


def test_what_cannot_be_is_refused_by_the_field(database: Database, cast: Cast) -> None:
    tomorrow = cast.today + timedelta(days=1)
    for said, field in (
        (travel(spent_on=tomorrow), "spent_on"),
        (travel(spent_on=date(226, 11, 20)), "spent_on"),
        (travel(minutes=4), "minutes"),
        (travel(minutes=601), "minutes"),
        (missed(cast.alder, note=" "), "note"),
        (missed(cast.cedar), "school_id"),
        (missed(cast.elder), "school_id"),
        (missed(uuid4()), "school_id"),
        (missed(None), "school_id"),
        (missed(cast.alder, minutes=601), "minutes"),
    ):
        with pytest.raises(InvalidError) as refused:
            add_time(database, cast.jo, said)
        assert set(refused.value.errors) == {field}, said
    assert count(database, "other_time") == count(database, "audit_event") == 0


def test_a_school_and_a_reason_belong_to_a_visit_that_did_not_happen(database: Database, cast: Cast) -> None:
    add_time(database, cast.jo, travel(school_id=cast.cedar, note="zebra"))
    assert telling_of(kept_time(database, cast.jo)) == travel()


def test_the_trail_names_what_changed_and_never_what_it_said(database: Database, cast: Cast) -> None:
    add_time(database, cast.jo, missed(cast.alder, note="zebra"))
    add_time(database, cast.jo, missed(cast.alder, note="zinc", minutes=30), 1)
    with database.reading() as connection:
        rows = connection.execute(sa.select(TABLES["audit_event"]), execution_options=ANYBODY).all()
    assert {(row.act, row.fields, row.version) for row in rows} == {("create", "", 1), ("edit", "minutes,note", 2)}
    assert "zebra" not in str(rows)
    assert "zinc" not in str(rows)
