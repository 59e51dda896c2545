"""The list of nudges: who keeps it, and how each change of it is taken back."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.nudges import DEFAULTS
from app.services.nudges import Outcome, remove_nudge, save_nudge, start_list, undo_nudge
from app.store.engine import Database
from app.store.nudges import list_changes, list_nudges
from tests.support.acts import visit
from tests.support.cast import Cast, Someone
from tests.support.nudging import add_nudge

FINE: Mapping[str, str] = {}


def save(
    database: Database, who: Someone, nudge_id: UUID, words: str, instead: str = "x", *, new: bool = True
) -> UUID | None:
    with visit(database, who) as their:
        return save_nudge(their, nudge_id, words, instead, new=new, wrong=FINE)


def undo(database: Database, who: Someone, change_id: UUID | None) -> Outcome:
    assert change_id is not None
    with visit(database, who) as their:
        return undo_nudge(their, change_id)


def remove(database: Database, who: Someone, nudge_id: UUID) -> UUID | None:
    with visit(database, who) as their:
        return remove_nudge(their, nudge_id)


def on_list(database: Database, cast: Cast) -> list[tuple[str, str]]:
    with visit(database, cast.ada) as ada:
        return [(each.words, each.instead) for each in list_nudges(ada.connection, cast.bridge)]


def test_a_phrase_is_added_changed_removed_and_each_of_it_undone(database: Database, cast: Cast) -> None:
    one = uuid4()
    added = save(database, cast.ada, one, " low kids ", "our students")
    changed = save(database, cast.ada, one, "low kids", "students we serve", new=False)
    removed = remove(database, cast.ada, one)
    assert on_list(database, cast) == []
    assert undo(database, cast.ada, removed) is Outcome.DONE
    assert on_list(database, cast) == [("low kids", "students we serve")]
    assert undo(database, cast.ada, changed) is Outcome.DONE
    assert on_list(database, cast) == [("low kids", "our students")]
    assert undo(database, cast.ada, added) is Outcome.DONE
    assert on_list(database, cast) == []
    assert undo(database, cast.ada, added) is Outcome.ALREADY


def test_what_has_changed_again_since_is_not_undone_over_that(database: Database, cast: Cast) -> None:
    one = uuid4()
    added = save(database, cast.ada, one, "low kids", "our students")
    changed = save(database, cast.ada, one, "low kids", "students we serve", new=False)
    assert undo(database, cast.ada, added) is Outcome.CHANGED
    removed = remove(database, cast.ada, one)
    assert undo(database, cast.ada, changed) is Outcome.CHANGED
    save(database, cast.ada, uuid4(), "Low  Kids", "somebody else's")
    assert undo(database, cast.ada, removed) is Outcome.CHANGED, "two of the same words are one too many"
    assert on_list(database, cast) == [("Low  Kids", "somebody else's")]


def test_a_form_that_comes_twice_is_one_phrase(database: Database, cast: Cast) -> None:
    one = uuid4()
    assert save(database, cast.ada, one, "low kids") is not None
    assert save(database, cast.ada, one, "low kids") is None
    assert save(database, cast.ada, one, "low kids", new=False) is None
    assert remove(database, cast.ada, one) is not None
    assert remove(database, cast.ada, one) is None
    assert save(database, cast.ada, one, "low kids") is None, "nor does it bring back what was removed"
    assert on_list(database, cast) == []


def test_a_change_keeps_what_it_changed_and_no_more(database: Database, cast: Cast) -> None:
    one = add_nudge(database, cast.ada)
    save(database, cast.ada, one, "low kids", "students we serve", new=False)
    with visit(database, cast.ada) as ada:
        (kept,) = list_changes(ada.connection, cast.bridge, 5)
    assert (json.loads(kept.before), json.loads(kept.after)) == (
        {"instead": "our students"},
        {"instead": "students we serve"},
    )


def test_a_list_that_has_nothing_begins_with_ours_and_one_that_has_something_stays(
    database: Database, cast: Cast
) -> None:
    for _ in range(2):
        with visit(database, cast.ada) as ada:
            start_list(ada)
    assert len(on_list(database, cast)) == len(DEFAULTS)
    with visit(database, cast.olga) as olga:
        assert list_nudges(olga.connection, cast.other) == []


@pytest.mark.parametrize("who", ["jo", "rosa", "dora", "mei"])
def test_nobody_but_an_admin_keeps_it(database: Database, cast: Cast, who: str) -> None:
    one = add_nudge(database, cast.ada)
    added = save(database, cast.ada, uuid4(), "lazy")
    with pytest.raises(NotAllowedError):
        save(database, getattr(cast, who), uuid4(), "these kids")
    with pytest.raises(NotAllowedError):
        remove(database, getattr(cast, who), one)
    with pytest.raises(NotAllowedError):
        undo(database, getattr(cast, who), added)
    with pytest.raises(NotAllowedError), visit(database, getattr(cast, who)) as their:
        start_list(their)


def test_another_networks_list_does_not_exist(database: Database, cast: Cast) -> None:
    theirs = add_nudge(database, cast.olga)
    with pytest.raises(NotFoundError):
        save(database, cast.ada, theirs, "lazy", new=False)
    with pytest.raises(NotFoundError):
        remove(database, cast.ada, theirs)
    with pytest.raises(NotFoundError):
        undo(database, cast.ada, theirs)


def test_what_cannot_stand_there_is_said_by_field(database: Database, cast: Cast) -> None:
    add_nudge(database, cast.ada)
    with pytest.raises(InvalidError) as refused:
        save(database, cast.ada, uuid4(), "LOW kids", "")
    assert set(refused.value.errors) == {"words", "instead"}
