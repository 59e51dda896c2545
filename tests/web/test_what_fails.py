"""What fails: what an operator finds on record, and what whoever met it is shown."""

from dataclasses import replace
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.services import sessions as session_services
from app.settings import Settings
from app.store import engine, writer
from app.store.engine import Database
from app.store.rollups import touch
from app.store.scope import tie
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.cast import Cast
from tests.support.tellings import form_of, side_by_side


@pytest.mark.parametrize("as_json", [True, False])
def test_what_fails_is_on_record_without_anything_that_was_written_or_typed(
    database: Database,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    as_json: bool,  # noqa: FBT001
) -> None:
    """A rule of the database is broken on purpose: PostgreSQL then repeats the row, notes and all, in its error."""
    url = database.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url, secure_cookies=False, log_json=as_json), database)
    monkeypatch.setattr(session_services, "problems", lambda *_: {})
    client = TestClient(
        made, headers={"sec-fetch-site": "same-origin"}, cookies={LOGIN_COOKIE: cast.jo.token}, follow_redirects=False
    )
    said = side_by_side(
        cast,
        minutes=4,
        strength="calm voice",
        shared_note="the budget slipped",
        private_note="Rosa is worn out",
        next_step_text="call the district",
    )
    answer = client.post(f"/sessions/{uuid4()}?next=where", data=form_of(said))
    assert answer.status_code == 500
    assert "on record" in answer.text
    client.post("/sign-in", data={"email": "someone@bridge.example", "password": "guess who"})
    written = "".join(capfd.readouterr())
    assert "failed" in written
    assert "ck_coaching_session_minutes" in written, "which rule was broken"
    assert "app/services/sessions.py:" in written, "and where"
    secrets = ("calm voice", "budget slipped", "worn out", "district", "guess who", "someone@", cast.jo.token, "Rosa")
    assert [secret for secret in secrets if secret in written] == []


@pytest.mark.parametrize("url", ["postgresql://postgres:secret@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_is_away_is_said_to_be_busy_and_is_on_record(
    url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is restarted, perhaps: whoever asks next may be answered, and a proxy knows to ask elsewhere."""
    made = create_app(Settings(database_url=url, secure_cookies=False))
    client = TestClient(made, headers={"sec-fetch-site": "same-origin"}, cookies={LOGIN_COOKIE: "x" * 43})
    answers = [client.get("/health"), client.get("/log"), client.post(f"/sessions/{uuid4()}", data={})]
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert "Nothing was saved" in answers[-1].text
    written = "".join(capfd.readouterr())
    assert written.count("database away") == len(answers)
    assert "secret" not in written
    made.state.house.database.dispose()


def test_nothing_of_an_error_is_shown_to_whoever_met_it(app: FastAPI, client_of: ClientOf, cast: Cast) -> None:
    app.state.house = replace(app.state.house, clock=lambda: 1 / 0)
    answer = client_of(cast.jo).get("/log")
    assert answer.status_code == 500
    assert "division" not in answer.text
    assert "Traceback" not in answer.text


def test_whoever_cannot_write_in_time_is_told_that_it_is_busy_and_nothing_was_saved(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else holds what has to be written, as an import may; the form comes again and is saved."""
    monkeypatch.setattr(writer, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    url = database.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url, secure_cookies=False))
    client = TestClient(
        made, headers={"sec-fetch-site": "same-origin"}, cookies={LOGIN_COOKIE: cast.jo.token}, follow_redirects=False
    )
    address, form = f"/sessions/{uuid4()}", form_of(side_by_side(cast))
    with database.writing() as connection:
        tie(connection, cast.bridge)
        touch(connection, cast.bridge, {cast.alder})
        answer = client.post(address, data=form)
        assert (answer.status_code, "Nothing was saved" in answer.text) == (503, True)
    assert client.post(address, data=form).status_code == 303
    made.state.house.database.dispose()
