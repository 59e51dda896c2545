"""How far leaders and coaches see it alike: by school and by area, always with its n, and never by coach."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.vocabulary import Area, Source, Verdict
from app.services.reviews import Saying, review_session
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import submit, visit
from tests.support.cast import Cast
from tests.support.pages import Element, notice, page_of
from tests.support.reviewing import say
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling
from tests.support.years import counting
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

YES, FOR_US = Verdict.CONFIRMED, Verdict.CORRECTED


def held(database: Database, cast: Cast, words: Sequence[Verdict | None], **changes: Any) -> list[UUID]:
    """Jo's sessions of the day before yesterday with Rosa, each with what she says of it."""
    ids = []
    for word in words:
        session_id = uuid4()
        on = {"held_on": cast.today - timedelta(days=2)} | changes
        submit(database, cast.jo, 0, side_by_side(cast, **on), session_id)
        if word is not None:
            say(database, cast.rosa, word, session_id)
        ids.append(session_id)
    return ids


def tables_of(page: Element) -> dict[str, dict[str, list[str]]]:
    """By heading and row, the cells."""
    return {
        section.one("h2").text: {
            row.one("th").text: [cell.text for cell in row.all("td")] for row in section.one("tbody").all("tr")
        }
        for section in page.all("section")
        if section.all("tbody")
    }


def test_each_school_and_area_says_its_share_and_what_it_is_of(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    held(database, cast, [YES, YES, YES, YES, FOR_US, FOR_US, None, None])
    held(database, cast, [YES, None], area_id=cast.areas[Area.CULTURE])
    page = page_of(client_of(cast.dora).get("/agreement"))
    assert page.one("h1").text == "Schools and we see 5 of 7 reviewed sessions alike."
    assert tables_of(page) == {
        "By school": {"Alder High": ["not enough yet: 0 due", "29% 2 of 7 reviewed", "corrected: 2", "3 of 10"]},
        "By area": {
            "Budget development": ["not enough yet: 0 due", "33% 2 of 6 reviewed", "corrected: 2", "2 of 8"],
            "School culture": ["not enough yet: 0 due", "not enough yet: 1 reviewed", "\N{EN DASH}", "1 of 2"],
        },
    }


def test_what_leaders_had_time_for_is_confirmed_or_not(database: Database, client_of: ClientOf, cast: Cast) -> None:
    ids = held(database, cast, [YES, YES, YES, FOR_US, None, None], held_on=cast.today - timedelta(days=30))
    for session_id in ids:
        change(
            database,
            tables.CoachingSession,
            cast.bridge,
            {"id": session_id},
            received_at=_long_ago(cast),
        )
    (row,) = tables_of(page_of(client_of(cast.dora).get("/agreement")))["By school"].values()
    assert row[0] == "50% 3 of 6 due"


def _long_ago(cast: Cast) -> datetime:
    return datetime.combine(cast.today - timedelta(days=30), time(20), UTC)


def test_leaders_who_differ_are_counted_and_not_named(database: Database, client_of: ClientOf, cast: Cast) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    for session_id in held(database, cast, [FOR_US] * 6, participant_ids=both):
        say(database, cast.dan, YES, session_id)
    text = page_of(client_of(cast.dora).get("/agreement")).one("main").text
    assert "100% 6 of 6 reviewed" in text
    assert "leaders differ: 6" in text
    for name in ("Rosa", "Dan", "Jo Park"):
        assert name not in text


def test_a_with_that_its_coach_made_for_and_an_import_are_not_counted(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    of_form, imported = held(database, cast, [FOR_US, FOR_US])
    submit(database, cast.jo, 1, telling(cast), of_form)
    change(database, tables.CoachingSession, cast.bridge, {"id": imported}, source=Source.IMPORT)
    assert "Nothing to review in these weeks" in page_of(client_of(cast.dora).get("/agreement")).text


def test_what_is_confidential_is_no_row_of_one_school(database: Database, client_of: ClientOf, cast: Cast) -> None:
    held(database, cast, [FOR_US] * 6, area_id=cast.areas[Area.LEADERSHIP])
    held(database, cast, [YES])
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/agreement"))
    assert page.one("h1").text == "Alder High and we see 1 of 7 reviewed sessions alike."
    assert list(tables_of(page)["By area"]) == ["Budget development"]
    assert "Leadership coaching" in tables_of(page_of(client_of(cast.dora).get("/agreement")))["By area"]


def test_the_weeks_that_are_asked_for_are_those_that_count(database: Database, client_of: ClientOf, cast: Cast) -> None:
    held(database, cast, [YES] * 6, held_on=cast.today - timedelta(weeks=20))
    client = client_of(cast.dora)
    assert "Nothing to review" in page_of(client.get("/agreement")).text
    first = cast.today - timedelta(weeks=30)
    page = page_of(client.get(f"/agreement?first={first}"))
    assert "0% 0 of 6 reviewed" in page.text
    assert f"first={first - timedelta(days=first.weekday())}" in _school_link(page)
    assert "Write the day as year-month-day" in notice(page_of(client.get("/agreement?first=soon"), 422))


def _school_link(page: Element) -> str:
    return next(link["href"] for link in page.all("tbody")[0].all("a") if "/agreement" in link["href"])


def test_a_figure_leads_to_the_sessions_behind_it(database: Database, client_of: ClientOf, cast: Cast) -> None:
    held(database, cast, [YES, YES, YES, YES, FOR_US, FOR_US])
    client = client_of(cast.dora)
    page = page_of(client.get("/agreement"))
    to = next(link["href"] for link in page.one("main").all("a") if "only=disputed" in link["href"])
    assert "2 sessions" in page_of(client.get(to)).text


def test_it_lasts_until_something_is_said(database: Database, client_of: ClientOf, cast: Cast) -> None:
    (session_id,) = held(database, cast, [None])
    client = client_of(cast.dora)
    for path in ("/agreement", f"/schools/{cast.alder}/agreement"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
        with visit(database, cast.rosa) as rosa:
            review_session(rosa, session_id, Saying(YES if path == "/agreement" else FOR_US))
        assert client.get(path, headers={"if-none-match": tag}).status_code == 200


@on_sqlite
@pytest.mark.parametrize("who", ["jo", "rosa", "dan"])
def test_who_sees_one_school_sees_only_that(database: Database, client_of: ClientOf, cast: Cast, who: str) -> None:
    held(database, cast, [YES] * 6)
    client = client_of(getattr(cast, who))
    text = page_of(client.get("/agreement")).one("main").text
    assert "Cedar" not in text
    assert "Dogwood" not in text
    assert client.get(f"/schools/{cast.alder}/agreement").status_code == 200
    assert client.get(f"/schools/{cast.cedar}/agreement").status_code == 404


@on_sqlite
def test_who_may_not_is_told_so(client_of: ClientOf, cast: Cast) -> None:
    assert client_of(cast.mei).get("/agreement").status_code == 403
    assert client_of(None).get("/agreement").headers["location"] == "/sign-in?next=/agreement"
    for who in (cast.sam, cast.olga, cast.oona):
        assert client_of(who).get(f"/schools/{cast.alder}/agreement").status_code == 404
    assert "Alder" not in client_of(cast.olga).get("/agreement").text


@on_sqlite
def test_the_ways_to_it(database: Database, client_of: ClientOf, cast: Cast) -> None:
    held(database, cast, [YES] * 6)
    assert page_of(client_of(cast.dora).get("/dashboard")).all("a", href="/agreement")
    path = f"/schools/{cast.alder}"
    assert page_of(client_of(cast.rosa).get(path)).all("a", href=f"{path}/agreement")


def test_it_takes_few_queries(database: Database, client_of: ClientOf, cast: Cast) -> None:
    held(database, cast, [YES] * 6)
    with counting(database) as asked:
        client_of(cast.dora).get("/agreement")
    assert len(asked) <= 6, asked
