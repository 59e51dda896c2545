"""What every page owes to whoever reads it, in whichever browser, with whichever help."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.services.assets import CDN, PACKAGE
from app.store.engine import Database
from app.web.files import BUILD
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import Element, read
from tests.support.site import PAGES, Places, make_places
from tests.support.tellings import form_of, telling
from tests.support.weeks import time_form, travel
from tests.web.conftest import on_sqlite

pytestmark = on_sqlite


OF_A_PROGRAM = re.compile(r"\w\(\w+=|UUID\(|datetime\.|object at 0x|\b(None|True|False|Undefined)\b|\{\{|\}\}|\bMode\.")


@dataclass(frozen=True)
class Site:
    """The product as people of the cast ask it."""

    client_of: ClientOf
    cast: Cast
    places: Places

    def of(self, who: str) -> TestClient:
        return self.client_of(getattr(self.cast, who) if who else None)

    def get(self, who: str, path: str) -> httpx2.Response:
        answer: httpx2.Response = self.of(who).get(self.places.path(path))
        return answer

    def post(self, path: str, form: Mapping[str, str | list[str]]) -> httpx2.Response:
        """Post as Jo."""
        answer: httpx2.Response = self.of("jo").post(self.places.path(path), data=dict(form))
        return answer


@pytest.fixture
def site(database: Database, client_of: ClientOf, cast: Cast) -> Site:
    return Site(client_of, cast, make_places(database, cast))


SENT: dict[str, Callable[[Site], httpx2.Response]] = {
    "wrong password": lambda site: site.of("").post("/sign-in", data={"email": "a@b.example", "password": "x"}),
    "a form with everything to mend": lambda site: site.post("/sessions/{told}", {"mode": "with"}),
    "a form with prose to mend": lambda site: site.post(
        "/sessions/{told}", form_of(telling(site.cast, shared_note="x" * 5_000, strength="x" * 500))
    ),
    "two versions": lambda site: site.post("/sessions/{told}", form_of(telling(site.cast, minutes=30))),
    "two versions, one voided": lambda site: site.post("/sessions/{voided}", form_of(telling(site.cast, minutes=30))),
    "an act too late": lambda site: site.post("/sessions/{told}/void", {"version": "7", "reason": "Logged twice"}),
    "a closed month": lambda site: site.post("/sessions/{closed}", form_of(telling(site.cast), 1)),
    "a closed month, for a director": lambda site: site.of("dora").post(
        f"/sessions/{site.places.closed}/locked/void", data={"version": "1"}
    ),
    "an undo too late": lambda site: site.post("/sessions/{told}/undo", {"version": "7", "change": "7"}),
    "other time to mend": lambda site: site.post("/other-time/{time}", {"version": "1"}),
    "other time that changed meanwhile": lambda site: site.post("/other-time/{time}", time_form(travel(minutes=90), 7)),
    "an act on other time too late": lambda site: site.post("/other-time/{time}/remove", {"version": "7"}),
    "a week that cannot be complete": lambda site: site.post("/week/2026-11-30/complete", {}),
    "a void without a reason": lambda site: site.post("/sessions/{told}/void", {"version": "1"}),
    "a split to mend": lambda site: site.post("/sessions/{told}/split", {"version": "1", "minutes": "99"}),
    "signed out meanwhile": lambda site: site.of("").post(f"/sessions/{site.places.told}", data={}),
}


def a_page_has_one_title_one_heading_and_one_main_part(page: Element) -> None:
    title = page.one("head").one("title").text
    assert title.endswith(" · Side by Side")
    assert not title.startswith(("Side by Side", "·"))
    assert page.one("h1").text
    assert page.one("main", id="main").one("h1")
    assert page.one("meta", name="viewport")["content"] == "width=device-width, initial-scale=1"
    assert page.one("a", class_="skip")["href"] == "#main"


def headings_go_down_one_step_at_a_time(page: Element) -> None:
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


def no_id_is_there_twice_and_each_that_is_named_is_there(page: Element) -> None:
    ids = [each["id"] for each in page if "id" in each]
    assert len(ids) == len(set(ids)), sorted(id_ for id_ in ids if ids.count(id_) > 1)
    for each in page:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            assert set(each.get(name).split()) <= set(ids), (each.tag, name, each.get(name))
        if each.get("href").startswith("#"):
            assert each["href"][1:] in ids


def every_field_has_a_label_and_every_group_a_legend(page: Element) -> None:
    labelled = {label["for"] for label in page.all("label") if label.text and "for" in label}
    for control in page.all("input", "select", "textarea"):
        if control.get("type") == "hidden":
            continue
        around = control.inside("label")
        assert (around is not None and around.text) or control.get("id") in labelled or control.get("aria-label"), (
            control.attributes
        )
        if control.get("type") == "radio":
            group = control.inside("fieldset")
            assert group is not None, control["name"]
            assert group.one("legend").text
    for button in page.all("button"):
        assert button.text
        for_scripts_alone = "hidden" in button or button.inside("template") is not None
        assert button["type"] == "button" if for_scripts_alone else button["type"] == "submit"


def every_drawing_says_what_it_shows_or_hides_itself(page: Element) -> None:
    for drawing in page.all("svg"):
        if drawing.get("aria-hidden") != "true":
            assert drawing["role"] == "img"
            assert drawing.all("title")[0].text
    for image in page.all("img"):
        assert "alt" in image


def every_table_names_its_columns_and_rows(page: Element) -> None:
    for table in page.all("table"):
        assert all(heading.get("scope") in {"col", "row"} for heading in table.all("th"))
        assert table.one("thead").all("th")


def what_scripts_make_lighter_is_a_link_or_a_form_without_them(page: Element) -> None:
    for each in page:
        if not any(name.startswith("hx-") for name in each.attributes):
            continue
        form = each if each.tag == "form" else each.inside("form")
        works = (each.tag == "a" and each.get("href")) or (form is not None and form.get("action"))
        assert works, each.attributes
        if form is not None:
            assert form.all("button", type="submit") or form["method"] == "get", "a form that only a script can send"


def nothing_is_written_into_a_page_that_its_policy_would_refuse(page: Element) -> None:
    assert page.all("style") == []
    for script in page.all("script"):
        assert script["src"]
        assert not script.text
    for each in page:
        written = [name for name in each.attributes if name == "style" or name.startswith("on")]
        assert written == [], each.attributes


def a_page_asks_nothing_of_anybody_else_but_htmx_of_its_source(page: Element) -> None:
    for each in page:
        for name in ("src", "href", "action", "formaction", "data", "poster", "srcset", "hx-get", "hx-post"):
            address = each.get(name)
            if ":" in address or address.startswith("//"):
                assert (each.tag, address.startswith(f"{CDN}/npm/{PACKAGE}/")) == ("script", True), address
    for each in page.all("link", "script"):
        address = each.get("href") or each["src"]
        if "htmx" in address:
            assert each["integrity"].startswith("sha384-")
        else:
            ours = address == "/manifest.webmanifest" or address.startswith(f"/static/{BUILD}/")
            assert ours or re.fullmatch(rf"/brand/(network|school)-[0-9a-f]{{6}}\.css\?{BUILD}", address), address


def a_page_is_made_of_words_and_not_of_what_a_program_calls_them(page: Element) -> None:
    said = [page.one("body").text, *(value for each in page for value in each.attributes.values())]
    for words in said:
        assert not re.search(
            r"\w\(\w+=|UUID\(|datetime\.|object at 0x|\bNone\b|\bTrue\b|\bFalse\b|\{\{|\}\}|Mode\.", words
        ), words


def forms_post_to_our_own_paths(page: Element) -> None:
    for form in page.all("form"):
        assert form["method"] in {"get", "post"}
        assert re.fullmatch(r"/[a-z0-9/-]*", form["action"])


OF_EVERY_PAGE = (
    a_page_has_one_title_one_heading_and_one_main_part,
    headings_go_down_one_step_at_a_time,
    no_id_is_there_twice_and_each_that_is_named_is_there,
    every_field_has_a_label_and_every_group_a_legend,
    every_drawing_says_what_it_shows_or_hides_itself,
    every_table_names_its_columns_and_rows,
    what_scripts_make_lighter_is_a_link_or_a_form_without_them,
    nothing_is_written_into_a_page_that_its_policy_would_refuse,
    a_page_asks_nothing_of_anybody_else_but_htmx_of_its_source,
    a_page_is_made_of_words_and_not_of_what_a_program_calls_them,
    forms_post_to_our_own_paths,
)


@pytest.mark.parametrize("name", [*PAGES, *SENT])
def test_every_page_is_whole(site: Site, name: str) -> None:
    answer = SENT[name](site) if name in SENT else site.get(*PAGES[name])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith('<!doctype html>\n<html lang="en">')
    page = read(answer.text)
    for holds in OF_EVERY_PAGE:
        holds(page)


@pytest.mark.parametrize("name", PAGES)
def test_no_link_of_a_page_leads_nowhere(site: Site, name: str) -> None:
    who, path = PAGES[name]
    links = {each["href"] for each in read(site.get(who, path).text) if each.get("href").startswith("/")}
    assert links
    for link in links:
        assert site.get(who, link.replace("{", "{{")).status_code in {200, 303}, link


def test_every_page_of_one_person_has_a_title_of_its_own(site: Site) -> None:
    session, school = f"/sessions/{site.places.told}", f"/schools/{site.cast.alder}"
    paths = (
        "/log",
        "/sessions",
        session,
        f"{session}/edit",
        f"{session}/split",
        "/week",
        "/week/copy",
        f"/other-time/{site.places.time}/edit",
        "/schools",
        school,
        f"{school}/sessions",
    )
    titles = [read(site.get("jo", path).text).one("head").one("title").text for path in paths]
    assert len(set(titles)) == len(titles), titles


def test_the_page_that_one_is_on_is_marked_in_the_navigation(site: Site) -> None:
    for path, words in {
        "/log": "Log",
        "/sessions": "My sessions",
        f"/sessions/{site.places.told}": "My sessions",
        "/schools": "Schools",
        f"/schools/{site.cast.alder}": "Schools",
    }.items():
        nav = read(site.get("jo", path).text).one("nav", aria_label="Main")
        assert [a.text for a in nav.all("a", aria_current="page")] == [words]
