"""Every change that a page could show raises the network's revision: browsers keep their pages as long as it stands."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.domain.access import Role
from app.domain.vocabulary import Mode, Position
from app.services.imports.log import keep_log, open_log
from app.services.imports.schools import import_schools, open_schools
from app.services.people import Entry, enter_person
from app.services.rollup_check import check_rollups
from app.services.splitting import Part, split_session
from app.store.engine import Database
from app.store.networks import find_network
from app.store.scope import Unscoped, tie
from app.store.tables import Network, School, SchoolWeek
from app.store.tables.base import table_of
from tests.support.acts import FORM, restore, submit, visit, void
from tests.support.cast import FIRST_DAY, Cast
from tests.support.filling import NOW
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling

EXCERPT = Path(__file__).parent.parent / "data" / "nces_excerpt.csv"

Act = Callable[[Database, Cast], object]

network, school = table_of(Network), table_of(School)


def revisions(database: Database, cast: Cast) -> tuple[int, int]:
    """Of Bridge Partners, and of Alder."""
    with database.reading() as connection:
        ours = sa.select(network.c.revision).where(network.c.id == cast.bridge)
        alders = sa.select(school.c.revision).where(school.c.network_id == cast.bridge, school.c.id == cast.alder)
        told = {"unscoped": Unscoped.NETWORKS}
        return (
            connection.execute(ours.execution_options(**told)).scalar_one(),
            connection.execute(alders.execution_options(**told)).scalar_one(),
        )


def enter(name: str, email: str | None, role: Role | None, position: Position | None, *at: str) -> Act:
    def act(database: Database, cast: Cast) -> object:
        schools: list[UUID] = [getattr(cast, each) for each in at]
        entry = Entry(name, email, role, position, on_ilt=False, school_ids=schools, first_on=FIRST_DAY, same=True)
        with database.writing() as connection:
            tie(connection, cast.bridge)
            return enter_person(connection, cast.bridge, entry, None, NOW)

    return act


def imported(database: Database, cast: Cast, path: Path) -> object:
    with database.writing() as connection:
        found = find_network(connection, "bridge")
        assert found is not None
        tie(connection, cast.bridge)
        if path == EXCERPT:
            return import_schools(connection, cast.bridge, open_schools(path), NOW)
        return keep_log(connection, found, open_log(path), NOW)


def mended(database: Database, cast: Cast) -> object:
    change(database, SchoolWeek, cast.bridge, {"school_id": cast.alder}, for_sessions=9)
    with database.writing() as connection:
        tie(connection, cast.bridge)
        return check_rollups(connection, cast.bridge, repair=True)


def split(database: Database, cast: Cast) -> object:
    with visit(database, cast.jo) as jo:
        return split_session(jo, FORM, 1, UUID(int=7), Part(minutes=25, mode=Mode.FOR, lead=None))


OF_A_SESSION: dict[str, Act] = {
    "edited": lambda database, cast: submit(database, cast.jo, 1, side_by_side(cast, strength="Asked first")),
    "voided": lambda database, cast: void(database, cast.jo, 1),
    "split": split,
    "mended": mended,
}
OF_PEOPLE: dict[str, Act] = {
    "a director": enter("Dee Doe", "dee@bridge.example", Role.DIRECTOR, None),
    "a coach of a school": enter("Cam Doe", "cam@bridge.example", Role.COACH, None, "alder"),
    "somebody new on a team": enter("Tia Doe", None, None, Position.COUNSELOR, "alder"),
    "a role for somebody who is here": enter("Mei Chen", None, Role.SCHOOL_LEADER, None, "alder"),
    "a school for a coach": enter("Sam Reed", None, Role.COACH, None, "alder"),
}


@pytest.mark.parametrize("act", OF_A_SESSION.values(), ids=OF_A_SESSION)
def test_what_happens_to_a_session_raises_both_revisions(database: Database, cast: Cast, act: Act) -> None:
    before = revisions(database, cast)
    submit(database, cast.jo, 0, side_by_side(cast))
    between = revisions(database, cast)
    act(database, cast)
    after = revisions(database, cast)
    assert before[0] < between[0] < after[0]
    assert before[1] < between[1] < after[1]


def test_a_session_that_is_restored_raises_both_revisions(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    void(database, cast.jo, 1)
    before = revisions(database, cast)
    restore(database, cast.jo, 2)
    assert all(after > was for after, was in zip(revisions(database, cast), before, strict=True))


@pytest.mark.parametrize("act", OF_PEOPLE.values(), ids=OF_PEOPLE)
def test_who_may_see_and_who_belongs_raises_the_networks(database: Database, cast: Cast, act: Act) -> None:
    before = revisions(database, cast)
    act(database, cast)
    assert revisions(database, cast)[0] > before[0]


@pytest.mark.parametrize("act", [act for name, act in OF_PEOPLE.items() if "director" not in name])
def test_what_is_kept_of_a_school_knows_of_its_coaches_and_its_team(database: Database, cast: Cast, act: Act) -> None:
    before = revisions(database, cast)
    act(database, cast)
    assert revisions(database, cast)[1] > before[1]


def test_an_account_for_somebody_of_a_team_is_a_change_of_the_school(database: Database, cast: Cast) -> None:
    """From then on a session that names them waits for their word."""
    enter("Tia Doe", None, None, Position.COUNSELOR, "alder")(database, cast)
    before = revisions(database, cast)
    enter("Tia Doe", "tia@bridge.example", Role.DIRECTOR, None)(database, cast)
    assert all(after > was for after, was in zip(revisions(database, cast), before, strict=True))


def test_entering_what_is_there_already_changes_nothing(database: Database, cast: Cast) -> None:
    before = revisions(database, cast)
    enter("Sam Reed", None, Role.COACH, None, "cedar")(database, cast)
    assert revisions(database, cast) == before


def test_what_is_brought_in_raises_the_revision_once_it_is_new(database: Database, cast: Cast, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        f"date,school,coach,minutes,for/with,area\n{cast.today},Alder High,Jo Park,45,for,Budget development\n",
        "utf-8",
    )
    for path in (EXCERPT, log):
        before = revisions(database, cast)
        imported(database, cast, path)
        after = revisions(database, cast)
        assert after[0] > before[0]
        imported(database, cast, path)
        assert revisions(database, cast) == after
