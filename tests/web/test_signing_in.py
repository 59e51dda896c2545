"""Signing in and out."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.services import passwords
from app.services.visits import token_hash
from app.store import tables
from app.store.engine import Database
from app.store.tables.base import table_of
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.cast import PASSWORD, Cast
from tests.support.filling import ANYBODY
from tests.support.pages import notice, page_of
from tests.support.rows import change
from tests.web.conftest import SetClock, local, sign_in

SAYS_NO = "This e-mail and password do not go together. Check both, and try again."


@pytest.mark.parametrize(
    ("who", "first_page"), [("jo", "/log"), ("dora", "/dashboard"), ("rosa", "/schools/{alder}"), ("ada", "/admin")]
)
def test_signing_in_leads_to_the_page_that_one_most_likely_came_for(
    client_of: ClientOf, cast: Cast, who: str, first_page: str
) -> None:
    client = client_of(None)
    answer = sign_in(client, getattr(cast, who).email)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").headers["location"] == first_page.format(alder=cast.alder)


def test_the_e_mail_may_be_typed_in_capitals_and_with_spaces_and_the_password_may_not(
    client_of: ClientOf, cast: Cast
) -> None:
    assert sign_in(client_of(None), "  JO@Bridge.Example ").status_code == 303
    assert sign_in(client_of(None), cast.jo.email, f" {PASSWORD}").status_code == 422


def test_an_unknown_e_mail_and_a_wrong_password_give_the_same_answer(client_of: ClientOf, cast: Cast) -> None:
    wrong, unknown = sign_in(client_of(None), cast.jo.email, "wrong"), sign_in(client_of(None), "nobody@bridge.example")
    assert wrong.status_code == unknown.status_code == 422
    assert notice(page_of(wrong, 422)) == SAYS_NO
    assert wrong.text.replace(cast.jo.email, "") == unknown.text.replace("nobody@bridge.example", "")
    assert set(wrong.headers) == set(unknown.headers)
    assert "set-cookie" not in wrong.headers


def test_an_unknown_e_mail_costs_as_much_hashing_as_a_known_one(
    client_of: ClientOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []

    class Counting:
        def hash(self, password: str) -> str:
            work.append(password)
            return ""

        def verify(self, password: str, kept: str) -> bool:
            assert kept
            work.append(password)
            return False

    monkeypatch.setattr(passwords, "_hasher", Counting())
    sign_in(client_of(None), cast.jo.email, "one")
    sign_in(client_of(None), "nobody@bridge.example", "two")
    assert work == ["one", "two"]


@pytest.mark.parametrize("changes", [{"active": False}, {"password_hash": None}])
def test_an_account_that_is_closed_or_has_no_password_gives_that_answer_too(
    database: Database, client_of: ClientOf, cast: Cast, changes: dict[str, Any]
) -> None:
    change(database, tables.Account, cast.bridge, {"id": cast.jo.account_id}, **changes)
    answer = sign_in(client_of(None), cast.jo.email)
    assert notice(page_of(answer, 422)) == SAYS_NO


def test_closing_an_account_signs_it_out_everywhere(database: Database, client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.jo)
    assert client.get("/log").status_code == 200
    change(database, tables.Account, cast.bridge, {"id": cast.jo.account_id}, active=False)
    assert client.get("/log").status_code == 303


@pytest.mark.parametrize(
    "email", ["", "jo\x00@bridge.example", "jo@bridge.example\x00", "\ufffe", "j\u202eo", "' OR 1=1 --", "a" * 100_000]
)
def test_an_e_mail_that_is_none_is_told_so_like_any_other(client_of: ClientOf, email: str) -> None:
    answer = sign_in(client_of(None), email)
    assert notice(page_of(answer, 422)) == SAYS_NO


def test_a_form_without_anything_is_told_so_like_any_other(client_of: ClientOf) -> None:
    assert client_of(None).post("/sign-in").status_code == 422


def test_the_password_is_never_shown_again(client_of: ClientOf, cast: Cast) -> None:
    answer = sign_in(client_of(None), cast.jo.email, "a slip of the keyboard")
    assert "a slip of the keyboard" not in answer.text
    assert page_of(answer, 422).one("input", name="email")["value"] == cast.jo.email


def test_the_database_keeps_no_token_and_what_it_keeps_opens_nothing(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    client = client_of(None)
    sign_in(client, cast.jo.email)
    token = client.cookies[LOGIN_COOKIE]
    with database.reading() as connection:
        rows = connection.execute(sa.select(table_of(tables.Login)), execution_options=ANYBODY).mappings().all()
    kept = [row["token_hash"] for row in rows]
    assert token_hash(token) in kept
    assert token not in str(rows)
    for stolen in kept:
        thief = client_of(None)
        thief.cookies.set(LOGIN_COOKIE, stolen)
        assert thief.get("/log").status_code == 303


def test_signing_out_closes_the_door_for_every_copy_of_the_token(client_of: ClientOf, cast: Cast) -> None:
    client, copy = client_of(cast.jo), client_of(cast.jo)
    assert copy.get("/log").status_code == 200
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?left=1")
    assert 'sbs_login=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert copy.get("/log").headers["location"] == "/sign-in?next=/log"
    assert copy.post("/sessions/00000000-0000-4000-8000-000000000001", data={}).status_code == 401


def test_signing_out_leaves_the_other_tablet_signed_in(client_of: ClientOf, cast: Cast) -> None:
    first, second = client_of(None), client_of(None)
    sign_in(first, cast.jo.email)
    sign_in(second, cast.jo.email)
    first.post("/sign-out")
    assert first.get("/log").status_code == 303
    assert second.get("/log").status_code == 200


def test_signing_out_twice_is_no_mistake(client_of: ClientOf) -> None:
    answer = client_of(None).post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?left=1")


def test_a_login_ends_by_itself(client_of: ClientOf, cast: Cast, set_clock: SetClock) -> None:
    client = client_of(None)
    sign_in(client, cast.jo.email)
    set_clock(local(cast, 11) + timedelta(days=30))
    assert client.get("/log").status_code == 200
    set_clock(local(cast, 13) + timedelta(days=30))
    assert client.get("/log").status_code == 303


@pytest.mark.parametrize(
    "token", ["", "x", "login-of-jo", "a" * 10_000, "\x7f%00", "login-of-jo--------------------------------'"]
)
def test_a_token_that_is_none_opens_nothing(client_of: ClientOf, token: str) -> None:
    client = client_of(None)
    assert client.get("/log", headers={"cookie": f"{LOGIN_COOKIE}={token}"}).status_code == 303


def test_an_account_that_may_do_nothing_signs_in_and_sees_nothing(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(None)
    assert sign_in(client, cast.mei.email).status_code == 303
    for path in ("/log", "/sessions", "/dashboard"):
        page_of(client.get(path), 403)
