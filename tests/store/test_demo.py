"""The demo in a database: both networks, who signs in and what they may do, and the coach's last days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.domain.access import Permission, Role
from app.domain.measures import Tally
from app.domain.periods import WEEK, Window, monday
from app.domain.reviews import as_counted, as_told
from app.domain.sessions import tally
from app.domain.vocabulary import Heard
from app.services.demo import PASSWORD, SIGN_INS, NotADemoError, fill_demo, make_fresh
from app.services.demo.bridge import ALDER, BIRCH, BRIDGE, ELM
from app.services.demo.calendar import calendar
from app.services.demo.harbor import HARBOR
from app.services.demo.hearing import hear
from app.services.demo.story import NetworkStory
from app.services.demo.telling import identity, tell
from app.services.review_reading import count_reviews, read_items, read_shelf, read_unanswered
from app.services.signing_in import begin_login, check_password
from app.services.visits import Visit, open_visit
from app.store.analytics import sums_by_school
from app.store.audit import list_traces
from app.store.bulk import BulkRow
from app.store.engine import Database
from app.store.networks import NetworkMark, add_network, list_network_marks
from app.store.review_lists import Shelf
from app.store.schools import list_team
from app.store.scope import scoped
from app.store.sessions import Kept, list_kept, session
from app.store.tables import Network
from tests.support.databases import SqliteFile

NOW = datetime(2026, 11, 25, 1, 10, tzinfo=UTC)
BY_HAND = {identity(BRIDGE, "coach", "Jo Marsh"), identity(HARBOR, "coach", "Nora Quinn")}
TODAY = date(2026, 11, 24)
"""In Los Angeles, where it is ten past five in the afternoon."""


@pytest.fixture(scope="module")
def demo(sqlite_file: SqliteFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One filled database for the tests that only read."""
    with sqlite_file.fresh(tmp_path_factory.mktemp("demo")) as database:
        fill_demo(database, NOW)
        yield database


@contextmanager
def visit(database: Database, email: str) -> Iterator[Visit]:
    """Sign in as anybody would, and look around."""
    credential = check_password(database, email, PASSWORD)
    assert credential is not None
    token = begin_login(database, credential, NOW, 1)
    with database.reading() as connection:
        found = open_visit(connection, token, NOW)
        assert found is not None
        yield found


def sums_of(story: NetworkStory) -> dict[str, Tally]:
    days = calendar(story, TODAY)
    told = {school.name: hear(story, school, tell(story, school, days, NOW), NOW) for school in story.schools}
    return {name: sum(map(counted, rows), Tally.zero()) for name, rows in told.items()}


def counted(row: BulkRow) -> Tally:
    """The coach who signs in has logged the last two weeks by hand, and nobody has said anything of those yet."""
    by_hand = row.coach_id in BY_HAND and row.telling.held_on >= monday(TODAY) - WEEK
    counts = as_counted(row.telling, as_told(row.telling) if by_hand else row.effective)
    return tally(counts.telling, counts.heard)


def test_the_sums_by_week_are_those_of_the_story(database: Database) -> None:
    fill_demo(database, NOW)
    for story in (BRIDGE, HARBOR):
        window = Window(calendar(story, TODAY).first, TODAY)
        with database.reading() as connection:
            scoped(connection, identity(story)).close()
            kept = sums_by_school(connection, identity(story), window)
        names = {identity(story, school.code): school.name for school in story.schools}
        assert {names[school_id]: sums for school_id, sums in kept.items()} == sums_of(story)


def test_both_networks_carry_the_demos_mark(demo: Database) -> None:
    with demo.reading() as connection:
        assert list_network_marks(connection) == [NetworkMark("demo", demo=True), NetworkMark("other", demo=True)]


def test_who_signs_in_may_do_what_their_role_says(demo: Database) -> None:
    everywhere = {
        Role.COACH: Permission.LOG,
        Role.SCHOOL_LEADER: Permission.SEE_HOLDERS,
        Role.DIRECTOR: Permission.SEE_NETWORK,
        Role.ADMIN: Permission.SEE_AUDIT,
    }
    for who in SIGN_INS:
        with visit(demo, who.email) as found:
            assert found.person_name == who.name
            assert found.rights.roles == {who.role}
            assert found.rights.may(everywhere[who.role])


def test_the_coach_and_the_leader_meet_at_birch(demo: Database) -> None:
    alder, birch, elm = (identity(BRIDGE, school.code) for school in (ALDER, BIRCH, ELM))
    with visit(demo, "coach@demo.example") as coach, visit(demo, "leader@demo.example") as leader:
        assert coach.rights.schools(Permission.LOG) == frozenset({alder, birch, elm})
        assert leader.rights.schools(Permission.SEE_SCHOOL) == frozenset({birch})
        held = own_sessions(coach)
        assert any(leader.person_id in kept.telling.participant_ids for kept in held[:40])


def test_accounts_without_a_password_open_for_nobody(demo: Database) -> None:
    assert check_password(demo, "priya.raman@demo.example", PASSWORD) is None
    assert check_password(demo, "d.okafor@demo.example", PASSWORD) is None


def test_the_coachs_last_days_hold_an_edit_and_a_void(demo: Database) -> None:
    with visit(demo, "coach@demo.example") as coach:
        held = own_sessions(coach)
        assert held[0].telling.held_on == TODAY
        (voided,) = (kept for kept in held if kept.voided_at is not None)
        (edited,) = (kept for kept in held if kept.version == 2 and kept.voided_at is None)
        traces = {kept.id: list_traces(coach.connection, coach.network_id, kept.id) for kept in (voided, edited)}
    assert voided.void_reason
    assert [trace.act for trace in traces[voided.id]] == ["create", "void"]
    acts = [(trace.act, trace.fields, trace.actor) for trace in traces[edited.id]]
    assert acts == [
        ("create", (), "Jo Marsh"),
        ("review", ("verdict",), "R. Alvarez"),
        ("edit", ("minutes",), "Jo Marsh"),
    ]
    assert all(trace.actor == "Jo Marsh" for trace in traces[voided.id])
    assert all(trace.at <= NOW for trace in traces[voided.id] + traces[edited.id])
    assert (TODAY - edited.telling.held_on).days < 14


def test_the_leader_has_words_to_say_and_words_said(demo: Database) -> None:
    with visit(demo, "leader@demo.example") as leader:
        counts = count_reviews(leader)
        assert counts[Shelf.WAITING] > 3
        waiting = read_items(leader, read_shelf(leader, Shelf.WAITING, 20))
        said = read_items(leader, read_shelf(leader, Shelf.ANSWERED, 20))
    lapsed = waiting[0].lapse
    assert lapsed is not None, "what changed since she said yes comes first"
    assert lapsed.fields == ("minutes",)
    assert said[0].mine[-1].answer, "the coach's answer is the latest word"
    assert any(item.kept.effective.heard is Heard.DIFFERING and item.standing for item in said)
    with visit(demo, "coach@demo.example") as coach:
        assert read_unanswered(coach, 5)[0] > 0


def test_every_session_has_the_trace_of_its_logging(demo: Database) -> None:
    with visit(demo, "coach@other.example") as coach:
        for kept in own_sessions(coach):
            first = list_traces(coach.connection, coach.network_id, kept.id)[0]
            assert (first.act, first.at, first.actor_id) == ("create", kept.received_at, coach.person_id)


def test_alders_principal_has_left_and_another_has_come(demo: Database) -> None:
    with visit(demo, "coach@demo.example") as coach:
        school_id = identity(BRIDGE, ALDER.code)
        now = {member.name for member in list_team(coach.connection, coach.network_id, school_id, TODAY)}
        ever = {member.name for member in list_team(coach.connection, coach.network_id, school_id, TODAY, former=True)}
    assert "T. Nakamura" in now
    assert ever - now == {"K. Osei"}


def own_sessions(who: Visit) -> list[Kept]:
    return list_kept(who.connection, who.network_id, session.c.coach_id == who.person_id)


def marks(path: Path) -> list[NetworkMark]:
    database = Database(f"sqlite:///{path}")
    with database.reading() as connection:
        found = list_network_marks(connection)
    database.dispose()
    return found


def test_a_demos_file_is_made_anew_each_time(tmp_path: Path) -> None:
    path = tmp_path / "of" / "demo" / "sidebyside.db"
    make_fresh(path, NOW)
    database = Database(f"sqlite:///{path}")
    credential = check_password(database, "coach@demo.example", PASSWORD)
    assert credential is not None
    token = begin_login(database, credential, NOW, 1)
    database.dispose()
    make_fresh(path, NOW)
    with database.reading() as connection:
        assert open_visit(connection, token, NOW) is None
    database.dispose()
    assert all(mark.demo for mark in marks(path))


def test_an_unfinished_demo_leaves_the_earlier_one_alone_and_is_swept_away(tmp_path: Path) -> None:
    path = tmp_path / "sidebyside.db"
    (tmp_path / "sidebyside.db.unfinished").write_text("half of one")
    make_fresh(path, NOW)
    assert [each.name for each in tmp_path.iterdir()] == ["sidebyside.db"]


def test_a_real_networks_database_stays_as_it_is(sqlite_database: Database) -> None:
    path = Path(str(sqlite_database.url.database))
    with sqlite_database.writing() as connection:
        add_network(connection, Network(name="Real Partners", slug="real")).close()
    sqlite_database.dispose()
    before = path.read_bytes()
    with pytest.raises(NotADemoError, match=r"is not a demo's database, so it stays as it is"):
        make_fresh(path, NOW)
    assert path.read_bytes() == before


def test_a_database_without_any_network_is_not_a_demos(sqlite_database: Database) -> None:
    path = Path(str(sqlite_database.url.database))
    with pytest.raises(NotADemoError):
        make_fresh(path, NOW)
    assert marks(path) == []


def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sidebyside.db"
    path.write_text("My notes on the budget.")
    with pytest.raises(NotADemoError):
        make_fresh(path, NOW)
    assert path.read_text() == "My notes on the budget."


def test_a_demo_that_is_open_elsewhere_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sidebyside.db"
    make_fresh(path, NOW)
    other = Database(f"sqlite:///{path}")
    with other.reading() as connection:
        list_network_marks(connection)
        with pytest.raises(NotADemoError, match="is open in another program"):
            make_fresh(path, NOW)
    other.dispose()
