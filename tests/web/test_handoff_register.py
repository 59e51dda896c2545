"""The register: what awaits whom, who holds what for whose eyes, and what to hand over next."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.domain.vocabulary import Area, Lead, Mode
from app.store.engine import Database
from app.web import handoff_register
from tests.conftest import ClientOf
from tests.support.cast import TODAY, Cast, Someone, make_cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.handing import HANDED, SERVED
from tests.support.pages import Element, page_of, read
from tests.support.tellings import telling
from tests.web.conftest import Log
from tests.web.handing import HTMX, Handing, buttons


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


@pytest.fixture
def handing(client_of: ClientOf, cast: Cast) -> Handing:
    return Handing(client_of, cast)


def sections(page: Element) -> list[str]:
    return [each.text for each in page.one(id_="register").all("h2", "summary") if each.inside("li") is None]


def test_an_empty_register_teaches_what_a_handoff_is(handing: Handing, cast: Cast) -> None:
    for who in (cast.jo, cast.rosa, cast.dora, cast.ada):
        page = handing.register(who)
        assert sections(page) == ["Nothing handed over yet"]
        assert "after 60 and 120 days of school, then every year" in page.one("main").text


def test_what_waits_comes_first_and_each_thing_stands_once(handing: Handing, cast: Cast) -> None:
    handing.stands()
    handing.propose(cast.jo, id=str(cast.birch), area_id=str(cast.areas[Area.DATA_INQUIRY]))
    ahead = {"area_id": str(cast.areas[Area.CULTURE]), "handed_over_on": str(TODAY)}
    handing.propose(cast.dora, id=str(cast.cedar), **ahead)
    handing.offer(cast.dora)
    handing.settle(cast.rosa, "agree")
    handing.propose(cast.jo, id=str(cast.elder), area_id=str(cast.areas[Area.BRAND]))
    handing.act(cast.rosa, "decline", of=cast.elder, reason="Too early")
    page = handing.register(cast.rosa)
    assert sections(page) == ["Waiting for an answer", "The school runs it", "We do it, as agreed", "Earlier"]
    waiting = page.all("section")[0]
    assert [row["id"] for row in waiting.all("li")] == [f"handoff-{HANDED}", f"handoff-{cast.birch}"]
    rows = [row["id"] for row in page.all("li") if row.get("id")]
    assert len(rows) == len(set(rows)) == 5


def test_names_of_holders_are_for_its_coach_and_leaders_and_a_count_for_the_office(
    handing: Handing, cast: Cast
) -> None:
    handing.stands()
    for who in (cast.jo, cast.rosa):
        assert "Named: Mei Chen, Rosa Alvarez." in handing.row(who).text
    for who in (cast.dora, cast.ada):
        text = handing.register(who).one("main").text
        assert "Named: 2 people of the school." in text
        assert "Rosa" not in text
        assert "Mei" not in text


def test_no_row_says_who_proposed(handing: Handing, cast: Cast) -> None:
    handing.stands()
    handing.offer(cast.jo)
    for who in (cast.rosa, cast.dora, cast.ada):
        assert "Jo" not in handing.register(who).one("main").text


def test_who_may_do_nothing_gets_no_buttons(handing: Handing, cast: Cast) -> None:
    handing.stands()
    handing.offer(cast.dora)
    page = handing.register(cast.ada)
    assert buttons(page.one(id_="register")) == []
    assert "Waits for a leader of the school." in page.one("main").text


def test_a_director_sees_a_check_and_leaves_it_to_the_school(handing: Handing, cast: Cast) -> None:
    handing.stands()
    row = handing.row(cast.dora)
    assert "The check was due October 23" in row.text
    assert "Waits for a leader of the school." in row.text
    assert row.all("form", action=f"/handoffs/{HANDED}/check") == []


def test_other_schools_are_not_on_it(handing: Handing, cast: Cast) -> None:
    handing.stands()
    assert sections(handing.register(cast.sam)) == ["Nothing handed over yet"]
    assert sections(handing.register(cast.olga)) == ["Nothing handed over yet"]


def test_it_is_narrowed_to_a_school_and_a_state(client_of: ClientOf, handing: Handing, cast: Cast) -> None:
    handing.stands()
    handing.offer(cast.dora)
    assert sections(handing.register(cast.dora, f"?school={cast.birch}")) == ["Nothing handed over yet"]
    assert sections(handing.register(cast.dora, f"?school={cast.alder}")) == ["Waiting for an answer"]
    assert sections(handing.register(cast.dora, "?state=standing")) == ["Nothing handed over here"]
    assert "Handoffs at Alder High" in handing.register(cast.dora, f"?school={cast.alder}").one("h1").text
    part = client_of(cast.dora).get("/handoffs?state=waiting", headers=HTMX)
    assert [each["id"] for each in read(part.text).children if not isinstance(each, str)] == ["register"]
    assert f"handoff-{HANDED}" in part.text


@pytest.mark.parametrize("state", ["waiting", "next", "standing", "agreed", "over"])
def test_a_state_without_anything_says_so(handing: Handing, cast: Cast, state: str) -> None:
    assert len(sections(handing.register(cast.jo, f"?state={state}"))) == 1


@pytest.mark.parametrize("asked", ["?school=seven", f"?school={UUID(int=7)}"])
def test_a_school_that_is_not_there_is_a_404(client_of: ClientOf, cast: Cast, asked: str) -> None:
    page_of(client_of(cast.dora).get(f"/handoffs{asked}"), 404)


def test_anothers_school_is_a_404(client_of: ClientOf, cast: Cast) -> None:
    page_of(client_of(cast.sam).get(f"/handoffs?school={cast.alder}"), 404)
    page_of(client_of(cast.dora).get(f"/handoffs?school={cast.elder}"), 404)


def test_whoever_sees_no_school_may_not(client_of: ClientOf, cast: Cast) -> None:
    page_of(client_of(cast.mei).get("/handoffs"), 403)


@pytest.mark.parametrize("asked", ["?done=agreed", "?done=agreed&of=seven", "?done=hacked&of=1", "?state=none&of="])
def test_an_address_that_was_tampered_with_is_still_a_page(client_of: ClientOf, cast: Cast, asked: str) -> None:
    page = page_of(client_of(cast.jo).get(f"/handoffs{asked}"))
    assert "hacked" not in page.one("main").text


def notices(handing: Handing, who: Someone, word: str, of: UUID = HANDED) -> list[str]:
    page = handing.register(who, f"?done={word}&of={of}")
    return [each.text for each in page.one("main").all("p", role="status")]


WORDS = ("proposed", "agreed", "declined", "ended", "held", "not_held")


def test_an_address_says_what_was_done_only_as_long_as_it_is_so(handing: Handing, cast: Cast) -> None:
    def true_of(of: UUID) -> set[str]:
        return {word for word in WORDS if notices(handing, cast.rosa, word, of)}

    assert true_of(HANDED) == set(), "nothing is there yet"
    handing.propose(cast.jo)
    handing.offer(cast.dora)
    assert (true_of(HANDED), true_of(SERVED)) == ({"proposed"}, {"proposed", "agreed"})
    handing.act(cast.rosa, "agree")
    handing.settle(cast.rosa, "agree")
    assert (true_of(HANDED), true_of(SERVED)) == ({"agreed"}, {"agreed"})
    handing.act(cast.rosa, "check", number=1, outcome="held")
    assert true_of(HANDED) == {"agreed", "held"}
    handing.act(cast.rosa, "end", reason="The manager left.")
    handing.settle(cast.rosa, "end")
    assert (true_of(HANDED), true_of(SERVED)) == ({"held", "ended"}, {"ended"})


def test_an_address_says_nothing_of_what_its_reader_may_not_see(handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    assert notices(handing, cast.jo, "proposed")
    for who in (cast.sam, cast.oona):
        assert notices(handing, who, "proposed") == notices(handing, who, "already") == []


def test_a_thing_that_is_over_is_unfolded_when_it_says_something(handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    address = handing.act(cast.jo, "decline", reason="Too early").headers["location"]
    page = handing.register(cast.jo, address.removeprefix("/handoffs").partition("#")[0])
    row = page.one("li", id=f"handoff-{HANDED}")
    assert "off the table" in row.one("p", role="status").text
    folded = row.inside("details")
    assert folded is not None
    assert "open" in folded


def test_a_holder_who_leaves_the_team_is_said_to_have_left(database: Database, handing: Handing, cast: Cast) -> None:
    handing.stands()
    member = TABLES["membership"]
    left = sa.update(member).where(member.c.person_id == cast.mei.person_id).values(last_on=TODAY - timedelta(days=1))
    with database.writing() as connection:
        connection.execute(left, execution_options=ANYBODY)
    assert "Named: Mei Chen (left the team), Rosa Alvarez." in handing.row(cast.jo).text
    assert "Named: 2 people of the school, of whom 1 is on the team today." in handing.row(cast.dora).text
    choices = [option.text for option in handing.row(cast.rosa).all("option")]
    assert "Mei Chen" not in choices
    assert "Rosa Alvarez" in choices


def test_of_many_handoffs_a_page_shows_some_and_says_how_many_more(
    handing: Handing, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handoff_register, "MOST", 1)
    handing.stands()
    handing.propose(cast.jo, id=str(cast.birch), area_id=str(cast.areas[Area.DATA_INQUIRY]))
    text = handing.register(cast.dora).one("main").text
    assert "1 more: choose a school above to see all of its own." in text
    page = handing.register(cast.dora, f"?done=agreed&of={HANDED}")
    assert {row["id"] for row in page.all("li") if row.get("id")} == {f"handoff-{HANDED}", f"handoff-{cast.birch}"}


def test_what_to_hand_over_next_leads_to_the_form_that_proposes_it(
    client_of: ClientOf, handing: Handing, log: Log, cast: Cast
) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    for weeks in range(1, 4):
        said = telling(
            cast,
            area_id=cast.areas[Area.DATA_INQUIRY],
            held_on=TODAY - timedelta(weeks=weeks),
            mode=Mode.WITH,
            lead=Lead.SCHOOL,
            participant_ids=both,
            led_ids=both,
        )
        log.saved(cast.jo, said)
    for who in (cast.jo, cast.dora):
        page = handing.register(who)
        assert "Ready to hand over" in sections(page)
        to = f"/schools/{cast.alder}/handoffs/new?area={cast.areas[Area.DATA_INQUIRY]}"
        assert page.one("a", href=to).text.startswith("Propose it")
        page_of(client_of(who).get(to))
    assert "Two people hold it, and we did none of its 2.3 h." in handing.register(cast.rosa).one("main").text
    assert "Propose it" not in handing.register(cast.rosa).one("main").text
    handing.propose(cast.jo, area_id=str(cast.areas[Area.DATA_INQUIRY]))
    assert "Ready to hand over" not in sections(handing.register(cast.jo)), "it is proposed"


def test_the_ids_of_rows_are_those_of_their_kind(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.dora)
    assert UUID(handing.row(cast.rosa, "agreement", SERVED)["id"].removeprefix("agreement-")) == SERVED
