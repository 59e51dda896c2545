"""What an ILT says of itself and which days are marked, on both databases."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.ratings import Level, Rating, levels_stamp
from app.domain.vocabulary import Dimension
from app.services.annotations import agree_annotation, annotate, remove_annotation, restore_annotation
from app.services.ratings import agree_ratings, enter_ratings, remove_ratings, restore_ratings
from app.services.teams import ChangedError
from app.services.visits import Visit
from app.store.annotations import Note, list_annotations
from app.store.engine import Database
from app.store.ratings import list_own_days, list_ratings
from tests.support.acts import visit
from tests.support.cast import Cast, Someone, make_cast
from tests.support.filling import ANYBODY, TABLES

TODAY = date(2026, 11, 24)
EMERGING = dict.fromkeys(Dimension, Level.EMERGING)
OPERATIONAL = dict.fromkeys(Dimension, Level.OPERATIONAL)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def as_(database: Database, who: Someone, act: Callable[[Visit], object]) -> None:
    with visit(database, who) as their:
        act(their)


def refused(database: Database, who: Someone, error: type[Exception], act: Callable[[Visit], object]) -> None:
    with visit(database, who) as their, pytest.raises(error):
        act(their)


def ratings(database: Database, cast: Cast) -> list[Rating]:
    with visit(database, cast.dora) as dora:
        return list_ratings(dora.connection, cast.bridge, cast.alder)


def notes(database: Database, cast: Cast) -> list[Note]:
    with visit(database, cast.dora) as dora:
        return list_annotations(dora.connection, cast.bridge, cast.alder)


def levels(database: Database, cast: Cast) -> list[tuple[date, int, bool]]:
    """(day, level, agreed), once for all three dimensions where they are alike."""
    return sorted({(each.rated_on, each.level, each.agreed) for each in ratings(database, cast)})


def acts(database: Database) -> list[str]:
    with database.reading() as connection:
        rows = sa.select(TABLES["audit_event"].c.act)
        return sorted(connection.execute(rows, execution_options=ANYBODY).scalars())


def revision(database: Database, cast: Cast) -> int:
    with database.reading() as connection:
        rows = sa.select(TABLES["school"].c.revision).where(TABLES["school"].c.id == cast.alder)
        return int(connection.execute(rows, execution_options=ANYBODY).scalar_one())


@pytest.mark.parametrize("who", ["rosa", "dora", "ada"])
def test_what_a_leader_or_the_office_writes_down_stands_at_once(database: Database, cast: Cast, who: str) -> None:
    for _ in range(2):
        as_(database, getattr(cast, who), lambda their: enter_ratings(their, cast.alder, TODAY, EMERGING))
    assert levels(database, cast) == [(TODAY, 2, True)]
    assert len(ratings(database, cast)) == 3
    assert (acts(database), revision(database, cast)) == (["create"], 1)


def test_the_same_day_again_replaces_what_was_there_and_leaves_a_trace(database: Database, cast: Cast) -> None:
    as_(database, cast.rosa, lambda rosa: enter_ratings(rosa, cast.alder, TODAY, EMERGING))
    as_(database, cast.dan, lambda dan: enter_ratings(dan, cast.alder, TODAY, OPERATIONAL))
    assert levels(database, cast) == [(TODAY, 3, True)]
    assert (acts(database), revision(database, cast)) == (["create", "edit"], 2)


def test_a_coachs_ratings_wait_for_a_yes_to_what_was_seen(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: enter_ratings(jo, cast.alder, TODAY, EMERGING))
    assert levels(database, cast) == [(TODAY, 2, False)]
    with visit(database, cast.jo) as jo:
        assert list_own_days(jo.connection, cast.bridge, cast.alder, cast.jo.person_id) == {TODAY}
    refused(database, cast.jo, NotAllowedError, lambda jo: agree_ratings(jo, cast.alder, TODAY, "2.2.2"))
    as_(database, cast.jo, lambda jo: enter_ratings(jo, cast.alder, TODAY, OPERATIONAL))
    stale, seen = levels_stamp(EMERGING), levels_stamp(OPERATIONAL)
    refused(database, cast.rosa, ChangedError, lambda rosa: agree_ratings(rosa, cast.alder, TODAY, stale))
    for leader in (cast.rosa, cast.dan):
        as_(database, leader, lambda their: agree_ratings(their, cast.alder, TODAY, seen))
    assert levels(database, cast) == [(TODAY, 3, True)]
    assert acts(database) == ["agree", "propose", "propose"]


def test_a_coach_does_not_write_over_what_the_team_said(database: Database, cast: Cast) -> None:
    as_(database, cast.rosa, lambda rosa: enter_ratings(rosa, cast.alder, TODAY, EMERGING))
    refused(database, cast.jo, InvalidError, lambda jo: enter_ratings(jo, cast.alder, TODAY, OPERATIONAL))
    assert levels(database, cast) == [(TODAY, 2, True)]


def test_a_leader_who_writes_what_a_coach_proposed_agrees_to_it(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: enter_ratings(jo, cast.alder, TODAY, EMERGING))
    as_(database, cast.rosa, lambda rosa: enter_ratings(rosa, cast.alder, TODAY, EMERGING))
    assert levels(database, cast) == [(TODAY, 2, True)]


def test_ratings_that_are_removed_can_come_back(database: Database, cast: Cast) -> None:
    as_(database, cast.rosa, lambda rosa: enter_ratings(rosa, cast.alder, TODAY, EMERGING))
    for _ in range(2):
        as_(database, cast.dan, lambda dan: remove_ratings(dan, cast.alder, TODAY))
    assert ratings(database, cast) == []
    refused(database, cast.rosa, ChangedError, lambda rosa: agree_ratings(rosa, cast.alder, TODAY, "2.2.2"))
    for _ in range(2):
        as_(database, cast.rosa, lambda rosa: restore_ratings(rosa, cast.alder, TODAY))
    assert levels(database, cast) == [(TODAY, 2, True)]
    assert (acts(database), revision(database, cast)) == (["create", "remove", "restore"], 3)


def test_a_coach_takes_back_only_what_waits_and_is_theirs(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: enter_ratings(jo, cast.alder, TODAY, EMERGING))
    refused(database, cast.sam, NotAllowedError, lambda sam: remove_ratings(sam, cast.alder, TODAY))
    as_(database, cast.jo, lambda jo: remove_ratings(jo, cast.alder, TODAY))
    as_(database, cast.jo, lambda jo: restore_ratings(jo, cast.alder, TODAY))
    as_(database, cast.rosa, lambda rosa: agree_ratings(rosa, cast.alder, TODAY, "2.2.2"))
    refused(database, cast.jo, NotAllowedError, lambda jo: remove_ratings(jo, cast.alder, TODAY))


def test_nothing_is_removed_or_agreed_to_where_nothing_was(database: Database, cast: Cast) -> None:
    as_(database, cast.rosa, lambda rosa: enter_ratings(rosa, cast.alder, TODAY, EMERGING))
    yesterday = TODAY - timedelta(1)
    refused(database, cast.rosa, NotFoundError, lambda rosa: agree_ratings(rosa, cast.alder, yesterday, "2.2.2"))
    refused(database, cast.rosa, NotFoundError, lambda rosa: remove_ratings(rosa, cast.alder, yesterday))
    refused(database, cast.dora, NotFoundError, lambda dora: restore_ratings(dora, cast.birch, TODAY))


def test_the_same_words_at_the_same_day_are_one_annotation(database: Database, cast: Cast) -> None:
    for words in ("new principal", "  new \t principal "):
        as_(database, cast.rosa, lambda rosa, words=words: annotate(rosa, cast.alder, TODAY, words))  # type: ignore[misc]
    as_(database, cast.jo, lambda jo: annotate(jo, cast.alder, TODAY, "new principal"))
    assert [(each.words, each.agreed) for each in notes(database, cast)] == [("new principal", True)]
    assert (acts(database), revision(database, cast)) == (["create"], 1)


def test_a_coachs_annotation_waits_for_a_yes(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: annotate(jo, cast.alder, TODAY, "new bell times"))
    (note,) = notes(database, cast)
    assert not note.agreed
    refused(database, cast.jo, NotAllowedError, lambda jo: agree_annotation(jo, cast.alder, note.id))
    for leader in (cast.rosa, cast.dora):
        as_(database, leader, lambda their: agree_annotation(their, cast.alder, note.id))
    assert [each.agreed for each in notes(database, cast)] == [True]
    refused(database, cast.jo, NotAllowedError, lambda jo: remove_annotation(jo, cast.alder, note.id))
    assert acts(database) == ["agree", "propose"]


def test_a_leader_who_marks_what_a_coach_proposed_agrees_to_it(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: annotate(jo, cast.alder, TODAY, "new bell times"))
    as_(database, cast.rosa, lambda rosa: annotate(rosa, cast.alder, TODAY, "new bell times"))
    assert [each.agreed for each in notes(database, cast)] == [True]


def test_an_annotation_that_is_removed_can_come_back(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: annotate(jo, cast.alder, TODAY, "new bell times"))
    (note,) = notes(database, cast)
    for _ in range(2):
        as_(database, cast.jo, lambda jo: remove_annotation(jo, cast.alder, note.id))
    assert notes(database, cast) == []
    refused(database, cast.rosa, ChangedError, lambda rosa: agree_annotation(rosa, cast.alder, note.id))
    for _ in range(2):
        as_(database, cast.jo, lambda jo: restore_annotation(jo, cast.alder, note.id))
    assert notes(database, cast) == [note]
    assert (acts(database), revision(database, cast)) == (["propose", "remove", "restore"], 3)


def test_an_annotation_of_another_school_is_not_there(database: Database, cast: Cast) -> None:
    as_(database, cast.rosa, lambda rosa: annotate(rosa, cast.alder, TODAY, "new bell times"))
    (note,) = notes(database, cast)
    for act in (agree_annotation, remove_annotation, restore_annotation):
        refused(database, cast.dora, NotFoundError, lambda dora, act=act: act(dora, cast.birch, note.id))  # type: ignore[misc]


@pytest.mark.parametrize("who", ["mei", "sam", "otto"])
def test_whoever_may_neither_edit_nor_propose_writes_nothing(database: Database, cast: Cast, who: str) -> None:
    someone = getattr(cast, who)
    refused(database, someone, NotAllowedError, lambda their: annotate(their, cast.alder, TODAY, "x"))
    refused(database, someone, NotAllowedError, lambda their: enter_ratings(their, cast.alder, TODAY, EMERGING))
    assert (notes(database, cast), ratings(database, cast), acts(database)) == ([], [], [])


def test_a_coach_brings_back_what_they_took_back_and_not_what_a_leader_removed(database: Database, cast: Cast) -> None:
    as_(database, cast.jo, lambda jo: annotate(jo, cast.alder, TODAY, "new bells"))
    as_(database, cast.jo, lambda jo: enter_ratings(jo, cast.alder, TODAY, EMERGING))
    (note,) = notes(database, cast)
    pairs: list[tuple[Callable[[Visit], object], Callable[[Visit], object]]] = [
        (
            lambda their: remove_annotation(their, cast.alder, note.id),
            lambda their: restore_annotation(their, cast.alder, note.id),
        ),
        (
            lambda their: remove_ratings(their, cast.alder, TODAY),
            lambda their: restore_ratings(their, cast.alder, TODAY),
        ),
    ]
    for remove, restore in pairs:
        as_(database, cast.jo, remove)
        as_(database, cast.jo, restore)
        as_(database, cast.dan, remove)
        refused(database, cast.jo, InvalidError, restore)
        as_(database, cast.rosa, restore)
    assert (len(notes(database, cast)), levels(database, cast)) == (1, [(TODAY, 2, False)])
