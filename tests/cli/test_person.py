"""`sidebyside person add`: people, their accounts, roles and teams; twice is once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from app.domain.access import Role
from app.domain.periods import local_today
from app.domain.vocabulary import Position
from app.services.passwords import verify_password
from app.store.engine import Database
from app.store.logins import find_credential
from app.store.scope import tie
from app.store.tables import Account, Assignment, AuditEvent, Membership, Person
from app.store.tables.base import table_of
from tests.cli.conftest import Sidebyside
from tests.support.cast import ZONE, Cast

PASSWORD = "beside the school door"
ADD = ("person", "add", "Kim Lee", "--network", "bridge")
WITH_ACCOUNT = (*ADD, "--email", "Kim@Bridge.example ", "--role", "coach", "--school", "alder", "--password-stdin")


def rows(database: Database, cast: Cast, kind: Any, name: str = "Kim Lee") -> list[Any]:
    """Bridge Partners' rows of a kind that are this person's."""
    person, table = table_of(Person), table_of(kind)
    named = sa.select(person.c.id).where(person.c.network_id == cast.bridge, person.c.name == name)
    column = table.c.id if kind is Person else table.c.subject_id if kind is AuditEvent else table.c.person_id
    with database.reading() as connection:
        tie(connection, cast.bridge)
        ids = connection.execute(named).scalars().all()
        found = sa.select(table).where(table.c.network_id == cast.bridge, column.in_(ids)).order_by(table.c.id)
        return list(connection.execute(found))


def test_a_coach_gets_an_account_and_is_assigned(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    result = sidebyside(*WITH_ACCOUNT, "--school", "Birch  middle", "--from", "2025-08-12", typed=f"{PASSWORD}\n")
    assert (result.exit_code, result.stdout) == (0, "Kim Lee: added person, account, role (2).\n")
    assert PASSWORD not in result.output
    (account,) = rows(database, cast, Account)
    assert account.email == "kim@bridge.example"
    assert verify_password(PASSWORD, account.password_hash)
    roles = {(each.role, each.school_id, each.first_on, each.last_on) for each in rows(database, cast, Assignment)}
    assert roles == {(Role.COACH, school, date(2025, 8, 12), None) for school in (cast.alder, cast.birch)}
    (trace,) = rows(database, cast, AuditEvent)
    assert (trace.act, trace.subject, trace.fields) == ("create", "person", "person,account,assignment")


def test_a_team_member_needs_no_account(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    result = sidebyside(*ADD, "--position", "counselor", "--ilt", "--school", "alder")
    assert (result.exit_code, result.stdout) == (0, "Kim Lee: added person, place on a team.\n")
    (membership,) = rows(database, cast, Membership)
    assert (membership.school_id, membership.position, membership.on_ilt) == (cast.alder, Position.COUNSELOR, True)
    assert membership.first_on == local_today(datetime.now(UTC), ZONE)
    assert rows(database, cast, Account) == rows(database, cast, Assignment) == []


def test_a_director_is_one_of_the_whole_network(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    add = (*ADD, "--email", "kim@bridge.example", "--role", "director", "--password-stdin")
    assert sidebyside(*add, typed=f"{PASSWORD}\n").exit_code == 0
    (assignment,) = rows(database, cast, Assignment)
    assert (assignment.role, assignment.school_id) == (Role.DIRECTOR, None)


def test_adding_somebody_twice_adds_what_is_missing(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    sidebyside(*WITH_ACCOUNT, typed=f"{PASSWORD}\n")
    assert sidebyside(*WITH_ACCOUNT).stdout == "Kim Lee is there already, with all of this.\n"
    assert sidebyside(*WITH_ACCOUNT, "--school", "birch").stdout == "Kim Lee: added role.\n"
    more = (
        *ADD,
        "--email",
        "kim@bridge.example",
        "--role",
        "school_leader",
        "--position",
        "principal",
        "--school",
        "alder",
    )
    assert sidebyside(*more).stdout == "Kim Lee: added role, place on a team.\n"
    assert len(rows(database, cast, Person)) == len(rows(database, cast, Account)) == 1
    assert len(rows(database, cast, Assignment)) == 3
    (account,) = rows(database, cast, Account)
    assert verify_password(PASSWORD, account.password_hash)


def test_a_role_that_has_ended_can_be_given_again(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    sidebyside(*WITH_ACCOUNT, "--from", "2024-08-12", typed=f"{PASSWORD}\n")
    assignment = table_of(Assignment)
    (old,) = rows(database, cast, Assignment)
    with database.writing() as connection:
        tie(connection, cast.bridge)
        this = (assignment.c.network_id == cast.bridge) & (assignment.c.id == old.id)
        connection.execute(sa.update(assignment).where(this).values(last_on=date(2025, 6, 12)))
    assert sidebyside(*WITH_ACCOUNT, "--from", "2025-08-12").stdout == "Kim Lee: added role.\n"


def test_the_e_mail_of_another_network_is_refused_without_saying_whose(
    sidebyside: Sidebyside, database: Database, cast: Cast
) -> None:
    result = sidebyside(*ADD, "--email", cast.otto.email, "--role", "director", "--password-stdin", typed=PASSWORD)
    assert (result.exit_code, result.stderr) == (2, "This e-mail cannot be used here. Choose another.\n")
    assert rows(database, cast, Person) == []


def test_the_e_mail_of_somebody_else_here_is_refused(sidebyside: Sidebyside, cast: Cast) -> None:
    result = sidebyside(*ADD, "--email", cast.rosa.email, "--role", "director")
    assert (result.exit_code, result.stderr) == (
        2, "This e-mail is that of Rosa Alvarez. Write the name as it is there.\n",
    )  # fmt: skip


def test_whether_a_namesake_is_the_same_person_is_asked(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    add = ("person", "add", "Ivy Moss", "--network", "bridge", "--position", "other", "--school", "birch")
    result = sidebyside(*add)
    assert result.exit_code == 2
    assert result.stderr == (
        "Somebody called Ivy Moss is here already. Is this the same person? "
        "Say --same to add to them, or --namesake for somebody else.\n"
    )
    assert sidebyside(*add, "--same").stdout == "Ivy Moss: added place on a team.\n"
    assert {each.person_id for each in rows(database, cast, Membership, "Ivy Moss")} == {cast.ivy}
    assert sidebyside(*add, "--namesake").stdout == "Ivy Moss: added person, place on a team.\n"
    assert len(rows(database, cast, Person, "Ivy Moss")) == 2
    assert "Which Ivy Moss?" in sidebyside(*add, "--same").stderr


def test_a_member_without_an_account_can_be_given_one(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    add = ("person", "add", "Ivy Moss", "--network", "bridge", "--email", "ivy@bridge.example", "--role", "director")
    result = sidebyside(*add, "--same", "--password-stdin", typed=f"{PASSWORD}\n")
    assert result.stdout == "Ivy Moss: added account, role.\n"
    with database.reading() as connection:
        credential = find_credential(connection, "ivy@bridge.example")
        assert credential is not None
        assert credential.network_id == cast.bridge
    assert [each.person_id for each in rows(database, cast, Account, "Ivy Moss")] == [cast.ivy]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "Say what the person does: a role, a position or both."),
        (("--role", "coach"), "Say at which schools: the role of coach is held at schools."),
        (("--role", "school_leader"), "Say at which schools: the role of school leader is held at schools."),
        (("--position", "principal"), "Say on which school's team."),
        (("--role", "admin", "--school", "alder"), "The role of admin is held in the whole network"),
        (("--role", "director", "--ilt"), "has a position: say which."),
        (("--role", "coach", "--school", "Aldre High"), "No school is called “Aldre High”. Did you mean “Alder High”?"),
        (("--role", "coach", "--school", "Elder High"), "No school is called “Elder High”."),
        (("--role", "director", "--email", "kim"), "An e-mail looks like name@example.org."),
        (("--role", "director", "--email", "kim lee@x.example"), "An e-mail looks like name@example.org."),
        (("--role", "director", "--email", "kim@x.example"), "An account needs a password"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    sidebyside: Sidebyside, database: Database, cast: Cast, options: tuple[str, ...], reason: str
) -> None:
    result = sidebyside(*ADD, *options)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert reason in result.stderr
    assert rows(database, cast, Person) == []


def test_a_short_password_is_refused(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    result = sidebyside(*WITH_ACCOUNT, typed="eleven char\n")
    assert result.exit_code == 2
    assert "A password has 12 characters or more." in result.stderr
    assert rows(database, cast, Person) == []


@pytest.mark.parametrize("typed", [b"\xff\xfe in another encoding\n", b"with a\x07 bell in it\n", b"x" * 1_001])
def test_a_password_that_nobody_could_type_at_the_sign_in_is_refused(
    sidebyside: Sidebyside, database: Database, cast: Cast, typed: bytes
) -> None:
    result = sidebyside(*WITH_ACCOUNT, typed=typed)
    assert (result.exit_code, result.stderr) == (2, "A password has up to 1,000 characters, and each can be typed.\n")
    assert rows(database, cast, Person) == []


def test_a_name_of_what_is_no_text_is_refused(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    result = sidebyside("person", "add", "Kim\udcff Lee", *ADD[3:], "--role", "director")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "A person needs a name" in result.stderr
    assert rows(database, cast, Person) == []


@pytest.mark.usefixtures("at_a_terminal")
def test_at_a_terminal_the_password_is_asked_for_twice(sidebyside: Sidebyside, database: Database, cast: Cast) -> None:
    add = (*ADD, "--email", "kim@bridge.example", "--role", "director")
    result = sidebyside(*add, typed=f"{PASSWORD}\nanother one than that\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    (account,) = rows(database, cast, Account)
    assert verify_password(PASSWORD, account.password_hash)
