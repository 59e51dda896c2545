"""What the office's rooms read: counts, places, admins who can sign in, and open logins."""

from app.domain.access import Role
from app.store import tables
from app.store.engine import Database
from app.store.logins import count_logins, revoke_logins
from app.store.office import get_account_of
from app.store.rooms import count_rows, list_admins, list_held, list_places
from tests.support.acts import visit
from tests.support.cast import Cast
from tests.support.rows import change


def test_counts_are_of_one_network(database: Database, cast: Cast) -> None:
    with visit(database, cast.ada) as ada:
        bridge = count_rows(ada.connection, cast.bridge)
    with visit(database, cast.olga) as olga:
        other = count_rows(olga.connection, cast.other)
    assert (bridge["school"], other["school"]) == (4, 1)
    assert bridge["membership"] > other["membership"] > 0
    assert bridge["partner"] == bridge["import_run"] == bridge["office_change"] == 0


def test_places_are_of_everybody_or_of_one(database: Database, cast: Cast) -> None:
    with visit(database, cast.ada) as ada:
        everybody = list_places(ada.connection, cast.bridge)
        rosas = list_places(ada.connection, cast.bridge, cast.rosa.person_id)
        roles = list_held(ada.connection, cast.bridge, cast.rosa.person_id)
    assert [place for place in everybody if place.person_id == cast.rosa.person_id] == rosas
    assert [(place.school_id, place.on_ilt) for place in rosas] == [(cast.alder, True)]
    assert [role.role for role in roles] == [Role.SCHOOL_LEADER]


def test_an_admin_is_who_can_sign_in(database: Database, cast: Cast) -> None:
    with visit(database, cast.ada) as ada:
        (admin,) = list_admins(ada.connection, cast.bridge)
        assert admin.person_id == cast.ada.person_id
        assert admin.holds(cast.today)
    change(database, tables.Account, cast.bridge, {"person_id": cast.ada.person_id}, password_hash=None)
    with visit(database, cast.ada) as ada:
        assert list(list_admins(ada.connection, cast.bridge)) == []


def test_all_logins_but_one_are_revoked(database: Database, cast: Cast) -> None:
    with visit(database, cast.ada) as ada:
        account = get_account_of(ada.connection, cast.bridge, cast.ada.person_id)
        assert account is not None
        connection, at = ada.connection, ada.now
        assert count_logins(connection, cast.bridge, account["id"], at) == 1
        assert revoke_logins(connection, cast.bridge, account["id"], at, ada.login_id) == 0
        assert revoke_logins(connection, cast.bridge, account["id"], at, cast.alder) == 1
        assert count_logins(connection, cast.bridge, account["id"], at) == 0
