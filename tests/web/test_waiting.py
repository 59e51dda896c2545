"""What waits for whoever looks stands at the top of a school's page, and leads to where it is done."""

from datetime import timedelta

import pytest

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import TODAY, Cast, Someone, make_cast
from tests.support.handing import HANDED, SERVED
from tests.support.pages import page_of
from tests.support.team_rows import propose_everything
from tests.web.handing import Handing


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


@pytest.fixture
def handing(client_of: ClientOf, cast: Cast) -> Handing:
    return Handing(client_of, cast)


def waits(handing: Handing, who: Someone) -> list[tuple[str, str]]:
    """The lines, each with its way; every way that stays on the page leads to something there."""
    page = page_of(handing.client_of(who).get(f"/schools/{handing.cast.alder}"))
    lines = [each.one("a") for part in page.all("section", class_="card waits") for each in part.all("li")]
    for line in lines:
        if line["href"].startswith("#"):
            assert page.one(id_=line["href"].removeprefix("#"))
    return [(line.text, line["href"]) for line in lines]


def test_nothing_is_said_where_nothing_waits(handing: Handing, cast: Cast) -> None:
    for who in (cast.jo, cast.rosa, cast.dora, cast.ada):
        assert waits(handing, who) == []


def test_a_proposed_handoff_waits_for_who_may_say_yes(handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    line = "A handoff is proposed: the school runs budget development from Aug 24 on. Say yes or no"
    assert waits(handing, cast.rosa) == waits(handing, cast.dora) == [(line, f"#handoff-{HANDED}")]
    assert waits(handing, cast.jo) == waits(handing, cast.ada) == []
    handing.act(cast.dora, "agree")
    assert waits(handing, cast.dora) == []


def test_a_check_waits_for_a_leader_until_it_is_answered(handing: Handing, cast: Cast) -> None:
    handing.stands()
    line = "Did the handoff of budget development hold? The check was due October 23. Answer"
    assert waits(handing, cast.rosa) == waits(handing, cast.dan) == [(line, f"#handoff-{HANDED}")]
    assert waits(handing, cast.dora) == waits(handing, cast.jo) == []
    handing.act(cast.dan, "check", number="1", outcome="held")
    assert waits(handing, cast.rosa) == []


def test_direct_service_waits_for_whoever_has_not_said_yes(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.jo)
    line = "It is proposed that we do front office until Feb 26, 2027. Say yes or no"
    assert waits(handing, cast.rosa) == waits(handing, cast.dora) == [(line, f"#agreement-{SERVED}")]
    handing.settle(cast.dora, "agree")
    assert waits(handing, cast.dora) == []
    assert len(waits(handing, cast.rosa)) == 1


def test_an_agreement_that_ends_soon_asks_its_coach_to_renew_it(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.dora, until_on=str(TODAY + timedelta(days=9)))
    handing.settle(cast.rosa, "agree")
    renew = f"/schools/{cast.alder}/agreements/new?area={cast.areas[Area.FRONT_OFFICE]}"
    line = "We agreed to do front office until Dec 3."
    assert waits(handing, cast.jo) == [(f"{line} Propose to renew it", renew)]
    assert waits(handing, cast.dora) == [(f"{line} Renew or end it", f"#agreement-{SERVED}")]
    assert waits(handing, cast.rosa) == [(f"{line} See what comes next", f"#agreement-{SERVED}")]


def test_what_a_coach_proposes_of_the_team_waits_for_its_leaders_and_the_office(
    handing: Handing, cast: Cast, database: Database
) -> None:
    propose_everything(database, cast.alder, cast.jo, TODAY)
    school = f"/schools/{cast.alder}"
    lines = [
        ("A change to the team is proposed. Accept or decline", f"{school}/ilt#waiting"),
        ("A self-rating of the ILT is proposed. Accept or decline", f"{school}/ilt#ratings"),
        ("A date on the chart is proposed. Accept or decline", f"{school}/annotations"),
    ]
    assert waits(handing, cast.rosa) == waits(handing, cast.ada) == lines
    assert waits(handing, cast.jo) == []
    ilt = page_of(handing.client_of(cast.rosa).get(f"{school}/ilt"))
    assert ilt.one(id_="waiting")
    assert ilt.one(id_="ratings")


def test_a_directors_dashboard_says_how_much_waits_for_them(handing: Handing, cast: Cast) -> None:
    def said() -> list[str]:
        page = page_of(handing.client_of(cast.dora).get("/dashboard"))
        return [each.text for each in page.all("p", class_="notice row spread")]

    assert said() == []
    handing.offer(cast.jo)
    assert said() == ["1 agreement waits for your word. See what waits"]
    handing.propose(cast.jo)
    assert said() == ["1 handoff and 1 agreement wait for your word. See what waits"]
    handing.settle(cast.dora, "agree")
    assert said() == ["1 handoff waits for your word. See what waits"]
