"""Flags: every rule's, with its numbers, on every page that shows it, and the way to exactly the sessions behind it."""

from datetime import timedelta

import pytest

from app.domain.vocabulary import GOOD_NEWS, Phase, Rule
from app.store.engine import Database
from app.store.tables import School
from app.web.words import said
from tests.conftest import ClientOf
from tests.support.cast import Cast, make_cast
from tests.support.pages import Element, notice, page_of, sent_by
from tests.support.raising import RAISING
from tests.support.rows import change
from tests.support.tellings import side_by_side
from tests.support.years import SPRING, keep
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

NAMES = ("Jo Park", "Sam Reed", "Rosa", "Alvarez", "Dan Okafor", "Mei Chen", "Ivy Moss")

PAGES = ("/flags", "/schools/{alder}", "/dashboard")

MARKS = dict.fromkeys((Rule.DEPENDENT, Rule.RISING, Rule.SLIPPED, Rule.DUPLICATE), "mark for") | {
    Rule.EASING: "mark with"
}
"""Of the rules that are about work done for a school, or turning from that; the others' marks are plain ink."""


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


def flags_of(page: Element, cast: Cast, rule: Rule) -> list[Element]:
    return page.all("li", data_rule=rule, data_school=str(cast.alder))


def flags(client_of: ClientOf, cast: Cast, query: str = "", status: int = 200, who: str = "dora") -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"/flags{query}"), status)


def sections(page: Element) -> dict[str, list[tuple[str, str]]]:
    """The flags of each part of the page, as (rule, school)."""
    found = {}
    for section in page.one("main").all("section"):
        here = [each for each in section.all("li") if "data-rule" in each]
        found[section.one("h2").text] = [(each["data-rule"], each.all("a")[0].text) for each in here]
    return found


def test_there_is_a_way_to_raise_every_rules_flag() -> None:
    assert RAISING.keys() == set(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_every_rules_flag_leads_to_exactly_the_sessions_that_it_counts(
    client_of: ClientOf, cast: Cast, database: Database, rule: Rule
) -> None:
    RAISING[rule](database, cast)
    client = client_of(cast.dora)
    (flag,) = flags_of(flags(client_of, cast), cast, rule)
    link = flag.all("a")[-1]
    stated = int(link.text.split()[0]) if link.text != "no sessions" else 0
    listed = page_of(client.get(link["href"]))
    assert int(listed.one("h1").one("data")["value"]) == stated
    assert len([each for each in listed.one("main").all("a") if each["href"].startswith("/sessions/")]) == stated
    assert stated > 0


@on_sqlite
@pytest.mark.parametrize("rule", Rule)
def test_every_page_with_a_flag_says_the_same_of_it(
    client_of: ClientOf, cast: Cast, database: Database, rule: Rule
) -> None:
    RAISING[rule](database, cast)
    sentences = set()
    for path in PAGES:
        page = page_of(client_of(cast.dora).get(path.format(alder=cast.alder)))
        (flag,) = flags_of(page, cast, rule)
        words = flag.all("p")
        sentences.add(words[0].text.removeprefix("Alder High: "))
        assert words[1].all("b")[0].text == said(rule)
        assert "Clears" in words[1].text or "Ends" in words[1].text
        assert bool(flag.all("form")) is (rule not in GOOD_NEWS)
        assert flag.one("svg", class_=MARKS.get(rule, "mark plain")), "colors are for what is about for and with"
    assert len(sentences) == 1


@on_sqlite
@pytest.mark.parametrize("rule", Rule)
def test_no_flag_names_a_coach_or_anybody_of_a_school(
    client_of: ClientOf, cast: Cast, database: Database, rule: Rule
) -> None:
    RAISING[rule](database, cast)
    for path in PAGES:
        html = client_of(cast.dora).get(path.format(alder=cast.alder)).text
        assert not [name for name in NAMES if name in html], path


@on_sqlite
@pytest.mark.parametrize("rule", sorted(set(Rule) - GOOD_NEWS))
def test_every_rules_flag_can_be_answered_with_its_own_form(
    client_of: ClientOf, cast: Cast, database: Database, rule: Rule
) -> None:
    RAISING[rule](database, cast)
    client = client_of(cast.dora)
    (flag,) = flags_of(flags(client_of, cast), cast, rule)
    form = flag.one("form")
    sent = sent_by(form) | {"what": ["We plan it together"], "who": ["Dora"]}
    assert client.post(form["action"], data=sent).status_code == 303
    for path in PAGES:
        (flag,) = flags_of(page_of(client.get(path.format(alder=cast.alder))), cast, rule)
        assert "Answered May 6: We plan it together. Dora, by May 20" in flag.text, path


def test_what_waits_comes_first_and_good_news_has_a_part_of_its_own(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    RAISING[Rule.REACHED](database, cast)
    found = sections(flags(client_of, cast))
    assert ("reached", "Alder High") in found["Good news"]
    assert {school for _, school in found["What needs a look"]} >= {"Birch Middle", "Cedar Elementary"}
    assert not GOOD_NEWS & {rule for rule, _ in found["What needs a look"]}


def test_the_head_counts_what_waits_and_at_how_many_schools(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    page = flags(client_of, cast)
    assert page.one("h1").text == "3 flags at 3 schools wait for an answer.", "those with a coach, and no session yet"
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING - timedelta(days=1))])
    assert flags(client_of, cast).one("h1").text == "2 flags at 2 schools wait for an answer."


@pytest.mark.parametrize(
    ("query", "schools"),
    [
        ("?rule=silent", {"Alder High", "Birch Middle", "Cedar Elementary"}),
        ("?school={alder}", {"Alder High"}),
        ("?phase=rebuilding", {"Birch Middle"}),
        ("?state=waiting", {"Alder High", "Birch Middle", "Cedar Elementary"}),
        ("?rule=silent&phase=rebuilding", {"Birch Middle"}),
    ],
)
def test_flags_can_be_cut_by_rule_school_phase_and_answer(
    client_of: ClientOf, cast: Cast, database: Database, query: str, schools: set[str]
) -> None:
    change(database, School, cast.bridge, {"id": cast.birch}, phase=Phase.REBUILDING)
    page = flags(client_of, cast, query.format(alder=cast.alder))
    assert {school for part in sections(page).values() for _, school in part} == schools


def test_what_fits_no_choice_leads_back_to_all(client_of: ClientOf, cast: Cast) -> None:
    page = flags(client_of, cast, "?rule=stuck")
    assert "No flag fits these choices" in page.text
    assert "/flags" in [each["href"] for each in page.one("main").all("a") if each.text == "Show all 3 flags"]


@on_sqlite
@pytest.mark.parametrize("query", ["?rule=nonsense", "?phase=x", "?state=mine", "?rule=%00"])
def test_a_choice_that_is_none_is_said_and_all_are_shown(client_of: ClientOf, cast: Cast, query: str) -> None:
    page = flags(client_of, cast, query, 422)
    assert notice(page) == "This choice is not on the list. All are shown."
    assert sections(page)["What needs a look"]


@on_sqlite
def test_a_school_that_is_not_ones_own_is_not_there(client_of: ClientOf, cast: Cast) -> None:
    for who, school in (("dora", cast.elder), ("jo", cast.cedar), ("rosa", cast.birch), ("dora", "x")):
        assert client_of(getattr(cast, who)).get(f"/flags?school={school}").status_code == 404, who


def test_one_sees_the_flags_of_ones_own_schools(client_of: ClientOf, cast: Cast) -> None:
    for who, schools in (("jo", {"Alder High", "Birch Middle"}), ("sam", {"Cedar Elementary"})):
        page = flags(client_of, cast, who=who)
        found = {each["data-school"] for each in page.all("li") if "data-rule" in each}
        assert len(found) == len(schools), who
        assert page.all("form", method="post") == [page.one("form", class_="me")], who
    assert flags(client_of, cast, who="rosa").one("h1").text == "1 flag waits for an answer."


def test_an_empty_page_teaches_what_a_flag_is(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING - timedelta(days=1))])
    page = flags(client_of, cast, who="rosa")
    assert "A flag is something to look at, never a verdict" in page.text
    rules = page.one("dl", class_="facts")
    assert len(rules.all("dt")) == len(Rule)
    assert "we do 50% of the work or more" in rules.text.lower()


def test_a_person_without_a_school_is_told_so(client_of: ClientOf, cast: Cast, database: Database) -> None:
    change(database, School, cast.bridge, {"id": cast.cedar}, last_on=SPRING - timedelta(days=100))
    assert flags(client_of, cast, who="sam").one("h1").text == "No school is yours yet."


@on_sqlite
@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "2"])
def test_a_page_that_is_not_there_is_no_error(client_of: ClientOf, cast: Cast, page: str) -> None:
    assert client_of(cast.dora).get(f"/flags?page={page}").status_code == 200
