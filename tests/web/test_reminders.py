"""`/reminders`: what mails say, and no more of them; each person's own choice."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from app.domain.digest import Told
from app.store import digests
from app.store.audit import list_traces
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import visit
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, NOW, TABLES
from tests.support.pages import Element, notice, page_of


def page_for(client_of: ClientOf, who: Someone, query: str = "") -> Element:
    return page_of(client_of(who).get(f"/reminders{query}")).one("main")


def choose(client_of: ClientOf, who: Someone, page: Element) -> str:
    """Press the page's one button; where that leads."""
    form = page.one("form", action="/reminders")
    button = form.one("button")
    answer = client_of(who).post(form["action"], data={button["name"]: button["value"]})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def wants(database: Database, who: Someone) -> bool:
    with visit(database, who) as theirs:
        return digests.wants_digest(theirs.connection, who.network_id, who.account_id)


def traces(database: Database, who: Someone) -> list[tuple[str, tuple[str, ...]]]:
    with visit(database, who) as theirs:
        found = list_traces(theirs.connection, who.network_id, who.account_id)
    assert all(trace.actor_id == who.person_id for trace in found)
    return [(trace.act, trace.fields) for trace in found]


@pytest.fixture
def set_up(app: FastAPI) -> None:
    settings = app.state.house.settings.model_copy(
        update={"smtp_host": "mail.sbs.example", "public_url": "https://sbs.example"}
    )
    app.state.house = replace(app.state.house, settings=settings)


@pytest.mark.usefixtures("set_up")
def test_one_tap_turns_reminders_off_and_one_more_on_again(client_of: ClientOf, cast: Cast, database: Database) -> None:
    page = page_for(client_of, cast.rosa)
    assert "They go to rosa@bridge.example." in page.text
    assert choose(client_of, cast.rosa, page) == "/reminders?done=off"
    assert not wants(database, cast.rosa)
    page = page_for(client_of, cast.rosa, "?done=off")
    assert page.one("p", role="status").text == "Reminders are off. You can turn them on again here at any time."
    assert "They are off: nothing is sent to rosa@bridge.example." in page.text
    assert choose(client_of, cast.rosa, page) == "/reminders?done=on"
    assert wants(database, cast.rosa)
    assert page_for(client_of, cast.rosa, "?done=on").one("p", role="status").text == "Reminders are on."
    assert traces(database, cast.rosa) == [("edit", ("digest",)), ("edit", ("digest",))]


def test_a_second_tap_changes_nothing(client_of: ClientOf, cast: Cast, database: Database) -> None:
    for _ in range(2):
        answer = client_of(cast.rosa).post("/reminders", data={"reminders": "off"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/reminders?done=off")
    assert traces(database, cast.rosa) == [("edit", ("digest",))]


def test_nobody_chooses_for_another(client_of: ClientOf, cast: Cast, database: Database) -> None:
    other = {"reminders": "off", "account": str(cast.dan.account_id), "account_id": str(cast.dan.account_id)}
    client_of(cast.rosa).post("/reminders", data=other)
    assert not wants(database, cast.rosa)
    assert wants(database, cast.dan)
    assert wants(database, cast.oona)


@pytest.mark.parametrize("typed", ["", "no", "ON", "off\x00"])
def test_what_is_neither_on_nor_off_is_refused(client_of: ClientOf, cast: Cast, database: Database, typed: str) -> None:
    page = page_of(client_of(cast.rosa).post("/reminders", data={"reminders": typed}), 422)
    assert notice(page) == "Choose on or off."
    assert wants(database, cast.rosa)


def test_looking_writes_nothing(client_of: ClientOf, cast: Cast, database: Database) -> None:
    """Not even where a mail program opens each link of a mail before its reader does."""
    for query in ("", "?done=off", "?reminders=off"):
        page = page_for(client_of, cast.rosa, query)
        assert page.all("p", role="status") == [], "the address may say what it likes"
    client_of(cast.rosa).head("/reminders")
    assert wants(database, cast.rosa)


@pytest.mark.usefixtures("set_up")
@pytest.mark.parametrize(
    ("who", "speaks", "silent"),
    [
        ("rosa", ["Sessions that name you", "Handoffs whose check is due"], ["Flags", "Next steps"]),
        ("jo", ["Sessions that a leader sees differently", "Next steps"], ["Flags", "Sessions that name you"]),
        ("dora", ["Flags that are new", "What is proposed and needs your yes"], ["Next steps", "name you"]),
        ("mei", ["There is nothing to remind you of"], ["What they say"]),
        ("ada", ["There is nothing to remind you of"], ["What they say"]),
    ],
)
def test_each_reads_what_their_mails_speak_of(
    client_of: ClientOf, cast: Cast, who: str, speaks: list[str], silent: list[str]
) -> None:
    text = page_for(client_of, getattr(cast, who)).text
    assert [words for words in speaks if words not in text] == []
    assert [words for words in silent if words in text] == []


def test_where_no_mail_is_set_up_the_page_says_so(client_of: ClientOf, cast: Cast) -> None:
    assert (
        "Your office has not set e-mail up, so no reminders are sent at present." in page_for(client_of, cast.jo).text
    )


@pytest.mark.usefixtures("set_up")
def test_a_demo_says_that_none_is_sent(client_of: ClientOf, cast: Cast, database: Database) -> None:
    network = TABLES["network"]
    with database.writing() as connection:
        made_up = sa.update(network).where(network.c.id == cast.bridge).values(demo=True)
        connection.execute(made_up, execution_options=ANYBODY)
    assert "no reminders are sent at present" in page_for(client_of, cast.jo).text


@pytest.mark.usefixtures("set_up")
def test_the_page_says_when_the_last_was_sent(client_of: ClientOf, cast: Cast, database: Database) -> None:
    """Not when one was begun of which nobody knows that it was sent."""
    at = cast.bridge, cast.rosa.account_id
    with visit(database, cast.rosa) as rosa:
        for day in (date(2026, 11, 20), date(2026, 11, 23)):
            assert digests.claim(rosa.connection, *at, day, NOW)
        digests.keep_told(rosa.connection, *at, Told(date(2026, 11, 20)))
    assert "The last one was sent on November 20." in page_for(client_of, cast.rosa).text
    assert "The last one" not in page_for(client_of, cast.dan).text


def test_every_page_leads_there(client_of: ClientOf, cast: Cast) -> None:
    for who, path in ((cast.rosa, "/schools"), (cast.jo, "/log"), (cast.dora, "/dashboard"), (cast.mei, "/reminders")):
        page = page_of(client_of(who).get(path))
        assert page.one("header", class_="bar").one("a", href="/reminders").text == "Reminders"


def test_who_is_signed_out_is_led_back_after_signing_in(client_of: ClientOf) -> None:
    answer = client_of(None).get("/reminders")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/reminders")
    page_of(client_of(None).post("/reminders", data={"reminders": "off"}), 401)
