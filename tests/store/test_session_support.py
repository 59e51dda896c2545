"""A session's partner, what pays for it and what was modelled: kept with it, and judged by its day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import InvalidError
from app.domain.sessions import settle
from app.domain.vocabulary import Mode, Modelled, Source
from app.services.splitting import Part, split_session
from app.services.undoing import undo_change
from app.store import tables
from app.store.bulk import BulkRow, insert_tellings
from app.store.engine import Database
from app.store.rollup_check import list_differences
from app.store.scope import tie
from app.store.session_support import list_funding_for
from app.store.sessions import get_kept
from tests.support.acts import FORM, count, kept, restore, submit, visit, void
from tests.support.cast import Cast
from tests.support.filling import NOW
from tests.support.paying import add_partner, add_source, usually
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling


@pytest.fixture
def library(database: Database, cast: Cast) -> UUID:
    return add_partner(database, cast.bridge)


@pytest.fixture
def title_i(database: Database, cast: Cast) -> UUID:
    return add_source(database, cast.bridge)


def test_all_three_are_kept_and_a_session_without_has_no_row(
    database: Database, cast: Cast, library: UUID, title_i: UUID
) -> None:
    submit(database, cast.jo, 0, side_by_side(cast), uuid4())
    assert count(database, "session_support") == 0
    said = side_by_side(cast, partner_id=library, funding_id=title_i, modelled=Modelled.ROUTINE)
    submit(database, cast.jo, 0, said)
    assert kept(database, cast).telling == settle(said)
    assert count(database, "session_support") == 1


def test_where_none_is_said_none_is_asked_for(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("list_partners", "list_funding"):
        monkeypatch.delattr(f"app.services.session_changes.{name}")
    monkeypatch.delattr("app.store.sessions.insert_support")
    submit(database, cast.jo, 0, side_by_side(cast))
    assert submit(database, cast.jo, 1, side_by_side(cast, minutes=60)).version == 2


def test_each_may_be_said_alone_changed_and_taken_back(database: Database, cast: Cast, library: UUID) -> None:
    submit(database, cast.jo, 0, telling(cast, modelled=Modelled.LANGUAGE))
    submit(database, cast.jo, 1, telling(cast, partner_id=library))
    assert (kept(database, cast).telling.partner_id, kept(database, cast).telling.modelled) == (library, None)
    submit(database, cast.jo, 2, telling(cast))
    assert count(database, "session_support") == 0
    assert submit(database, cast.jo, 2, telling(cast)).again, "the same form once more"


def test_they_are_undone_voided_and_restored_with_their_session(
    database: Database, cast: Cast, library: UUID, title_i: UUID
) -> None:
    first = telling(cast, partner_id=library, funding_id=title_i)
    submit(database, cast.jo, 0, first)
    submit(database, cast.jo, 1, telling(cast, modelled=Modelled.PRACTICE))
    with visit(database, cast.jo) as jo:
        undo_change(jo, FORM, 2, 2)
    assert kept(database, cast).telling == settle(first)
    void(database, cast.jo, 3)
    restore(database, cast.jo, 4)
    assert kept(database, cast).telling == settle(first)


def test_both_parts_of_a_split_keep_them(database: Database, cast: Cast, library: UUID, title_i: UUID) -> None:
    rest = uuid4()
    said = side_by_side(cast, partner_id=library, funding_id=title_i, modelled=Modelled.BEHAVIOR)
    submit(database, cast.jo, 0, said)
    with visit(database, cast.jo) as jo:
        split_session(jo, FORM, 1, rest, Part(20, Mode.FOR, None))
    with visit(database, cast.jo) as jo:
        parts = [get_kept(jo.connection, cast.bridge, each) for each in (FORM, rest)]
    assert [part.telling.minutes for part in parts if part] == [25, 20]
    assert {(part.telling.partner_id, part.telling.funding_id, part.telling.modelled) for part in parts if part} == {
        (library, title_i, Modelled.BEHAVIOR)
    }


def test_a_partner_is_one_of_that_day(database: Database, cast: Cast, library: UUID) -> None:
    gone = datetime(2026, 11, 20, 20, tzinfo=UTC)
    change(database, tables.Partner, cast.bridge, {"id": library}, removed_at=gone)
    before, after = date(2026, 11, 19), date(2026, 11, 20)
    submit(database, cast.jo, 0, telling(cast, held_on=before, partner_id=library))
    submit(database, cast.jo, 1, telling(cast, held_on=before, partner_id=library, minutes=60))
    for said in (telling(cast, held_on=after, partner_id=library), telling(cast, held_on=before, partner_id=uuid4())):
        with pytest.raises(InvalidError) as refused:
            submit(database, cast.jo, 0, said, uuid4())
        assert set(refused.value.errors) == {"partner_id"}


@pytest.mark.parametrize(
    ("days_ago", "fits"), [(0, True), (4, True), (5, False)], ids=["today", "its first day", "the day before"]
)
def test_what_pays_has_to_cover_the_day(database: Database, cast: Cast, days_ago: int, fits: bool) -> None:  # noqa: FBT001
    day = cast.today - timedelta(days=days_ago)
    grant = add_source(
        database, cast.bridge, "Harbor Fund", first_on=cast.today - timedelta(days=4), last_on=cast.today
    )
    said = telling(cast, held_on=day, funding_id=grant)
    if fits:
        submit(database, cast.jo, 0, said)
        assert kept(database, cast).telling.funding_id == grant
    else:
        with pytest.raises(InvalidError) as refused:
            submit(database, cast.jo, 0, said)
        assert set(refused.value.errors) == {"funding_id"}


def test_what_paid_may_stay_though_its_dates_have_changed_since(database: Database, cast: Cast, title_i: UUID) -> None:
    submit(database, cast.jo, 0, telling(cast, funding_id=title_i))
    change(database, tables.FundingSource, cast.bridge, {"id": title_i}, last_on=cast.today - timedelta(days=10))
    submit(database, cast.jo, 1, telling(cast, funding_id=title_i, shared_note="more"))
    with pytest.raises(InvalidError):
        submit(database, cast.jo, 2, telling(cast, funding_id=title_i, held_on=cast.today - timedelta(days=1)))


def test_nothing_of_another_network_can_be_named(database: Database, cast: Cast) -> None:
    theirs = {"partner_id": add_partner(database, cast.other), "funding_id": add_source(database, cast.other)}
    with pytest.raises(InvalidError) as refused:
        submit(database, cast.jo, 0, telling(cast, **theirs))
    assert set(refused.value.errors) == {"partner_id", "funding_id"}


def test_many_at_once_keep_them_too(database: Database, cast: Cast, library: UUID) -> None:
    said = settle(telling(cast, partner_id=library, modelled=Modelled.EXPECTATION))
    rows = [
        BulkRow(id=FORM, coach_id=cast.jo.person_id, source=Source.FORM, received_at=NOW, telling=said),
        BulkRow(
            id=uuid4(),
            coach_id=cast.jo.person_id,
            source=Source.IMPORT,
            received_at=NOW,
            telling=replace(said, partner_id=None, modelled=None),
        ),
    ]
    with database.writing() as connection:
        tie(connection, cast.bridge)
        insert_tellings(connection, cast.bridge, rows)
        assert list(list_differences(connection, cast.bridge)) == []
    assert kept(database, cast).telling == said
    assert count(database, "session_support") == 1


def test_what_usually_pays_is_a_coachs_own(database: Database, cast: Cast, title_i: UUID) -> None:
    usually(database, cast.bridge, cast.jo.person_id, title_i)
    with visit(database, cast.jo) as jo:
        assert list_funding_for(jo.connection, cast.bridge, cast.jo.person_id)[1] == title_i
        assert list_funding_for(jo.connection, cast.bridge, cast.sam.person_id)[1] is None
