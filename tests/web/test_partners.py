"""Community partners: the register, one partner, its form, and a school's constellation."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import sqlalchemy as sa

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, errors_of, notice, page_of, sent_by
from tests.support.paying import add_partner, pays
from tests.support.tellings import side_by_side, telling
from tests.support.years import keep
from tests.web.conftest import Log

NEW = UUID("40000000-0000-4000-8000-000000000004")


class Register:
    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast = client_of, cast

    def form(self, **changes: Any) -> dict[str, Any]:
        plain = {
            "id": str(NEW),
            "version": "0",
            "name": "Harbor Library",
            "does": "Reading evenings",
            "contact": "Front desk",
            "area_ids": [str(self.cast.areas[Area.FAMILY])],
            "school_ids": [str(self.cast.alder)],
        }
        return plain | changes

    def post(self, who: Someone, path: str, **form: Any) -> httpx2.Response:
        answer: httpx2.Response = self.client_of(who).post(path, data=form)
        return answer

    def add(self, who: Someone, **changes: Any) -> httpx2.Response:
        return self.post(who, "/partners", **self.form(**changes))

    def change(self, who: Someone, version: int = 1, **changes: Any) -> httpx2.Response:
        return self.post(who, f"/partners/{NEW}", **self.form(version=str(version), **changes))

    def page(self, who: Someone, path: str = "/partners") -> Element:
        return page_of(self.client_of(who).get(path))


@pytest.fixture
def register(client_of: ClientOf, cast: Cast) -> Register:
    return Register(client_of, cast)


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        rows = sa.select(sa.func.count()).select_from(TABLES[table])
        return int(connection.execute(rows, execution_options=ANYBODY).scalar_one())


def test_a_director_adds_a_partner_and_everybody_who_sees_schools_finds_it(register: Register, cast: Cast) -> None:
    answer = register.add(cast.dora)
    assert answer.headers["location"] == f"/partners/{NEW}?done=saved"
    shown = register.page(cast.jo, answer.headers["location"])
    assert "Saved." in shown.text
    assert shown.one("h1").text == "Harbor Library"
    for who in (cast.jo, cast.sam, cast.rosa, cast.dora, cast.ada):
        row = register.page(who).one("table").one("tbody").one("tr")
        assert "Reading evenings" in row.text
        assert "Family engagement" in row.text
    assert "at 1 other school" in register.page(cast.sam).text, "and Alder is not named to who does not see it"
    assert "Alder" not in register.page(cast.sam).one("main").text


def test_an_admin_adds_changes_removes_and_brings_back(register: Register, cast: Cast) -> None:
    assert register.add(cast.ada).status_code == 303
    assert register.change(cast.ada, does="A mobile library").status_code == 303
    answer = register.post(cast.ada, f"/partners/{NEW}/remove", version="2")
    page = register.page(cast.ada, answer.headers["location"])
    undo = page.one("form", action=f"/partners/{NEW}/restore", role="status")
    assert "“Harbor Library” is removed." in undo.text
    assert "No partner stands here yet" in page.text
    assert register.client_of(cast.jo).get(f"/partners/{NEW}").status_code == 404
    assert register.post(cast.ada, undo["action"], **sent_by(undo)).status_code == 303
    assert "A mobile library" in register.page(cast.jo).text
    assert register.post(cast.ada, undo["action"], **sent_by(undo)).status_code == 303, "twice is once"


def test_the_form_that_is_shown_is_the_form_that_is_accepted(register: Register, cast: Cast) -> None:
    page = register.page(cast.dora, f"/partners/new?school={cast.birch}")
    form = page.one("form", action="/partners")
    sent = sent_by(form) | {"name": ["Clinic"], "does": ["Counselors on campus"]}
    assert sent["school_ids"] == [str(cast.birch)]
    there = register.post(cast.dora, "/partners", **sent).headers["location"].split("?")[0]
    again = register.page(cast.dora, f"{there}/edit").one("form", action=there)
    assert register.post(cast.dora, there, **sent_by(again)).status_code == 303
    assert "Leadership coaching" not in page.text, "nobody else is asked into what is confidential"


def test_the_same_form_twice_is_one_partner(register: Register, cast: Cast, database: Database) -> None:
    assert [register.add(cast.dora).status_code for _ in range(2)] == [303, 303]
    assert [register.change(cast.dora, does="More").status_code for _ in range(2)] == [303, 303]
    assert (count(database, "partner"), count(database, "audit_event")) == (1, 2)


def test_an_invalid_partner_keeps_what_was_typed(register: Register, cast: Cast) -> None:
    page = page_of(register.add(cast.dora, name=" ", does="", contact="Ask for Lee"), 422)
    assert errors_of(page).keys() == {"name", "does"}
    assert "Ask for Lee" in page.one("textarea", id="contact").raw
    page = page_of(register.add(cast.dora, area_ids=[str(uuid4())], school_ids=["none"]), 422)
    assert errors_of(page).keys() == {"school_ids"}
    page = page_of(
        register.add(cast.dora, area_ids=[str(cast.areas[Area.LEADERSHIP])], school_ids=[str(cast.elder)]), 422
    )
    assert errors_of(page).keys() == {"area_ids", "school_ids"}


def test_a_name_stands_for_one_partner(register: Register, cast: Cast) -> None:
    register.add(cast.dora)
    page = page_of(register.add(cast.dora, id=str(uuid4())), 422)
    assert errors_of(page)["name"] == "There is one of this name already."
    register.post(cast.dora, f"/partners/{NEW}/remove", version="1")
    page = page_of(register.add(cast.dora, id=str(uuid4())), 422)
    assert "was removed. Bring it back" in errors_of(page)["name"]


def test_a_stale_change_is_a_conflict_that_keeps_what_was_typed(register: Register, cast: Cast) -> None:
    register.add(cast.dora)
    register.change(cast.ada, does="A mobile library")
    page = page_of(register.change(cast.dora, does="Reading mornings"), 409)
    assert "has changed since you opened this form" in notice(page)
    form = page.one("form", action=f"/partners/{NEW}")
    assert sent_by(form)["does"] == ["Reading mornings"]
    assert register.post(cast.dora, form["action"], **sent_by(form)).status_code == 303
    assert "Nothing was done" in notice(page_of(register.post(cast.ada, f"/partners/{NEW}/remove", version="1"), 409))


def test_an_invalid_stale_change_does_not_become_a_fresh_one(register: Register, cast: Cast) -> None:
    register.add(cast.dora)
    register.change(cast.ada, does="A mobile library")
    form = page_of(register.change(cast.dora, school_ids=["none"]), 422).one("form", action=f"/partners/{NEW}")
    assert sent_by(form)["version"] == ["1"]


def test_what_was_removed_meanwhile_is_not_changed(register: Register, cast: Cast) -> None:
    register.add(cast.dora)
    register.post(cast.ada, f"/partners/{NEW}/remove", version="1")
    page = page_of(register.change(cast.dora, does="More"), 409)
    assert "removed meanwhile" in notice(page)
    assert page.all("form", action=f"/partners/{NEW}/restore")


def test_the_register_is_searched_by_name_work_area_and_school(
    register: Register, cast: Cast, database: Database
) -> None:
    family, data = cast.areas[Area.FAMILY], cast.areas[Area.DATA_INQUIRY]
    add_partner(database, cast.bridge, "Harbor Library", (family,), (cast.alder,))
    add_partner(database, cast.bridge, "Hill University", (data,), (cast.birch,), does="Lesson study")
    for q, names in (
        ("harbor", ["Harbor Library"]),
        ("LESSON study", ["Hill University"]),
        ("data inquiry", ["Hill University"]),
        ("alder", ["Harbor Library"]),
        ("", ["Harbor Library", "Hill University"]),
    ):
        page = register.page(cast.dora, f"/partners?q={q}")
        assert [row.one("th").text for row in page.one("section", id="partners").one("tbody").all("tr")] == names
    nothing = register.page(cast.dora, "/partners?q=<svg onload=x>")
    assert "No partner says “<svg onload=x>”" in nothing.text
    part = register.client_of(cast.dora).get("/partners?q=hill", headers={"hx-request": "true"}).text
    assert part.startswith('<section id="partners"')


def test_the_register_is_to_be_had_as_a_file_filtered_as_seen(
    register: Register, cast: Cast, database: Database
) -> None:
    add_partner(database, cast.bridge, "=cmd|' /C calc'!A0", (), (cast.alder,))
    add_partner(database, cast.bridge, "Hill University")
    page = register.page(cast.jo, "/partners?q=cmd")
    (link,) = [each["href"] for each in page.all("a") if ".csv" in each.get("href")]
    answer = register.client_of(cast.jo).get(link)
    assert answer.headers["content-disposition"] == 'attachment; filename="partners.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Partner,What they do,Areas,Schools,Contact"
    assert lines[1].startswith("'=cmd")
    assert len(lines) == 2
    assert register.client_of(cast.jo).get(link.replace(".csv", ".xlsx")).content.startswith(b"PK")


def test_a_partners_page_counts_the_sessions_that_named_it_and_names_no_coach(
    register: Register, cast: Cast, database: Database, log: Log
) -> None:
    partner_id = add_partner(database, cast.bridge, schools=(cast.alder, cast.cedar))
    at_alder, again = (log.saved(cast.jo, telling(cast, minutes=minutes)) for minutes in (45, 60))
    hidden = log.saved(cast.jo, side_by_side(cast, area_id=cast.areas[Area.LEADERSHIP]))
    for session_id in (at_alder, again, hidden):
        pays(database, cast.bridge, session_id, partner_id=partner_id)
    page = register.page(cast.dora, f"/partners/{partner_id}")
    (row,) = page.one("table").one("tbody").all("tr")
    assert row.text == "Alder High Budget development 2 1.8 h"
    assert page.one("caption").text == "2 sessions, 1.8 h, at 1 school"
    assert "Jo Park" not in page.one("main").text
    assert "No session names them yet" in register.page(cast.sam, f"/partners/{partner_id}").text
    assert register.client_of(cast.jo).post(f"/sessions/{again}/void", data={"version": "1", "reason": "Twice"})
    assert "1 session, 0.8 h" in register.page(cast.dora, f"/partners/{partner_id}").text


def test_an_area_in_work_with_neither_coach_nor_partner_is_a_gap(
    register: Register, cast: Cast, database: Database
) -> None:
    long_ago = cast.today - timedelta(weeks=20)
    areas = (Area.FAMILY, Area.CULTURE, Area.LEADERSHIP, Area.BUDGET)
    keep(database, cast.jo, [telling(cast, held_on=long_ago, area_id=cast.areas[area]) for area in areas])
    keep(database, cast.jo, [telling(cast)])
    add_partner(database, cast.bridge, "Harbor Library", (cast.areas[Area.FAMILY],), (cast.alder,))
    page = register.page(cast.dora)
    section = next(each for each in page.all("section") if "neither coach" in each.text)
    assert section.one("tbody").text == "Alder High School culture"
    assert "neither coach nor partner" not in register.page(cast.jo).text
    sky = register.page(cast.rosa, f"/schools/{cast.alder}/partners").one("ul", class_="constellation")
    stars = {star.one("h3").text: star for star in sky.children if isinstance(star, Element)}
    assert stars["School culture"]["class"] == "gap"
    assert "Harbor Library" in stars["Family engagement"].text
    assert "1 session with us" in stars["Budget development"].text
    assert "Leadership coaching" not in stars
    part = next(
        each
        for each in register.page(cast.rosa, f"/schools/{cast.alder}").all("section")
        if "around the school" in each.text
    )
    assert "School culture" in part.text
    assert "Budget development" not in part.text


def test_a_partner_that_is_added_is_on_the_schools_page_at_once(register: Register, cast: Cast) -> None:
    keep_path = f"/schools/{cast.alder}/partners"
    assert "No partner stands here yet" in register.page(cast.rosa, keep_path).text
    register.add(cast.dora)
    assert "Harbor Library" in register.page(cast.rosa, keep_path).text


@pytest.mark.parametrize("who", ["jo", "rosa"])
def test_who_does_not_keep_the_register_is_told_so(
    register: Register, cast: Cast, database: Database, who: str
) -> None:
    partner_id = add_partner(database, cast.bridge)
    someone = getattr(cast, who)
    assert register.add(someone).status_code == 403
    assert register.client_of(someone).get("/partners/new").status_code == 403
    for act in ("", "/remove", "/restore"):
        assert register.post(someone, f"/partners/{partner_id}{act}", version="1").status_code == 403
    assert "Add a partner" not in register.page(someone).text


def test_another_networks_partner_is_not_there(register: Register, cast: Cast, database: Database) -> None:
    partner_id = add_partner(database, cast.other, "Elder Clinic", schools=(cast.elder,))
    for path in (f"/partners/{partner_id}", f"/partners/{partner_id}/edit"):
        assert register.client_of(cast.dora).get(path).status_code == 404
    assert register.post(cast.dora, f"/partners/{partner_id}/remove", version="1").status_code == 404
    assert "Elder" not in register.page(cast.dora).text
    assert register.client_of(cast.dora).get(f"/schools/{cast.elder}/partners").status_code == 404


@pytest.mark.parametrize("hostile", ["<svg onload=alert(1)>", "=cmd|' /C calc'!A0", "'; DROP TABLE partner --"])
def test_hostile_words_are_words(register: Register, cast: Cast, hostile: str) -> None:
    assert register.add(cast.dora, name=hostile, does=hostile, contact=hostile).status_code == 303
    assert register.page(cast.jo, f"/partners/{NEW}").one("h1").text == hostile


@pytest.mark.parametrize("hostile", ["\x00", "\u202e", "x" * 301])
def test_what_cannot_be_kept_is_said_by_its_field(register: Register, cast: Cast, hostile: str) -> None:
    assert "does" in errors_of(page_of(register.add(cast.dora, does=hostile), 422))


def test_odd_ids_and_versions_get_a_clear_answer(register: Register, cast: Cast) -> None:
    assert register.add(cast.dora, id="mine").status_code == 422
    assert register.client_of(cast.dora).get("/partners/mine").status_code == 404
    assert register.change(cast.dora).status_code == 404, "there is nothing to change"
    register.add(cast.dora)
    assert register.post(cast.dora, f"/partners/{NEW}/remove", version="no").status_code == 409
    assert register.page(cast.dora, "/partners?removed=no")
