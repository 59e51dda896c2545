"""Voiding and restoring on both databases, and what every change leaves: a trail without prose, a higher revision."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import InvalidError
from app.services.session_changes import ConflictError, Submitted
from app.services.sessions import restore_session, submit_session, void_session
from app.services.visits import Visit
from app.store.audit import list_traces
from app.store.engine import Database
from tests.support.acts import FORM, count, kept, restore, submit, visit, void
from tests.support.cast import Cast, make_cast
from tests.support.filling import ANYBODY, NOW, TABLES
from tests.support.tellings import side_by_side, telling


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, date(2026, 11, 24))


def test_a_voided_session_keeps_its_reason_and_can_be_restored(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    voided = void(database, cast.jo, 1, "  The visit did not happen ")
    assert (voided.version, voided.voided_at, voided.void_reason) == (2, NOW, "The visit did not happen")
    restored = restore(database, cast.jo, 2)
    assert (restored.version, restored.voided_at, restored.void_reason) == (3, None, None)
    assert restored.telling == side_by_side(cast, led_ids=frozenset({cast.rosa.person_id}))


def test_voiding_and_restoring_again_are_the_same_answer_again(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    assert void(database, cast.jo, 1) == void(database, cast.jo, 1)
    assert restore(database, cast.jo, 2) == restore(database, cast.jo, 2)
    assert count(database, "session_version") == 3


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_voiding_needs_a_reason(database: Database, cast: Cast, reason: str) -> None:
    submit(database, cast.jo, 0, telling(cast))
    with pytest.raises(InvalidError):
        void(database, cast.jo, 1, reason)
    assert kept(database, cast).voided_at is None


def test_voiding_from_a_stale_version_is_a_conflict(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    submit(database, cast.jo, 1, telling(cast, minutes=60))
    with pytest.raises(ConflictError):
        void(database, cast.jo, 1)
    assert kept(database, cast).voided_at is None


def test_a_voided_session_cannot_be_edited(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    void(database, cast.jo, 1)
    with pytest.raises(ConflictError):
        submit(database, cast.jo, 2, telling(cast, minutes=60))


def test_the_form_that_created_a_session_does_not_bring_it_back_once_voided(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    void(database, cast.jo, 1)
    assert submit(database, cast.jo, 0, telling(cast)) == Submitted(FORM, 1, again=True)
    assert kept(database, cast).voided_at is not None
    assert count(database, "coaching_session") == 1


def test_the_trail_names_what_changed_and_never_what_it_said(database: Database, cast: Cast) -> None:
    prose = {"strength": "zeal", "shared_note": "zebra", "private_note": "zinc", "next_step_text": "zipper"}
    acts: list[Callable[[Visit], object]] = [
        lambda jo: submit_session(jo, FORM, 0, telling(cast, **prose)),
        lambda jo: submit_session(jo, FORM, 1, telling(cast, **(prose | {"private_note": "zodiac", "minutes": 60}))),
        lambda jo: void_session(jo, FORM, 2, "zany"),
        lambda jo: restore_session(jo, FORM, 3),
    ]
    for minute, act in enumerate(acts):
        with visit(database, cast.jo, NOW + timedelta(minutes=minute)) as jo:
            act(jo)
    with visit(database, cast.ada) as ada:
        traces = list_traces(ada.connection, cast.bridge, FORM)
        rows = sa.select(TABLES["audit_event"])
        written = str(ada.connection.execute(rows, execution_options=ANYBODY).all())
    assert [trace.act for trace in traces] == ["create", "edit", "void", "restore"]
    assert {trace.actor for trace in traces} == {cast.jo.name}
    assert [set(trace.fields) for trace in traces] == [set(), {"private_note", "minutes"}, set(), set()]
    assert not any(word in written for word in ("zeal", "zebra", "zinc", "zipper", "zodiac", "zany"))


def revisions(database: Database, cast: Cast) -> tuple[int, int, int]:
    with database.reading() as connection:
        rows = sa.select(TABLES["school"].c.id, TABLES["school"].c.revision)
        schools = {row.id: row.revision for row in connection.execute(rows, execution_options=ANYBODY)}
        own = sa.select(TABLES["network"].c.revision).where(TABLES["network"].c.id == cast.bridge)
        network = connection.execute(own, execution_options=ANYBODY).scalar_one()
    return network, schools[cast.alder], schools[cast.birch]


def test_every_change_raises_the_revision_of_its_network_and_its_schools(database: Database, cast: Cast) -> None:
    assert revisions(database, cast) == (0, 0, 0)
    submit(database, cast.jo, 0, telling(cast))
    assert revisions(database, cast) == (1, 1, 0)
    submit(database, cast.jo, 0, telling(cast))
    assert revisions(database, cast) == (1, 1, 0)
    submit(database, cast.jo, 1, telling(cast, school_id=cast.birch))
    assert revisions(database, cast) == (2, 2, 1)
    void(database, cast.jo, 2)
    assert revisions(database, cast) == (3, 2, 2)
