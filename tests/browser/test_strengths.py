"""What went well: a strength with its tap onto the wall, and a soft word while typing what others will read."""

from playwright.sync_api import Page, expect

from app.store.engine import Database
from tests.browser.conftest import Open, with_any_scripts
from tests.browser.hands import Thumb, chosen, group
from tests.browser.tablet import Tablet, change_table, entries, expect_all_sent, log_offline, until
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.nudging import add_nudge
from tests.support.paying import add_partner, add_source, usually

FIELD = "What went well here?"
PAT = "Pat Rhee, ext. 410"


def soft_line(page: Page, name: str = "strength") -> str:
    return page.locator(f'.nudge[data-for="{name}"]').inner_text()


@with_any_scripts
def test_one_tap_puts_a_strength_on_the_wall(open_browser: Open, database: Database, cast: Cast, scripts: str) -> None:
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    thumb = Thumb(page)
    page.get_by_label(FIELD).fill("The team opened with its own data")
    thumb.tap(page.locator("label", has_text="Put it on the school"))
    thumb.log_with_rosa(school="Alder High")
    page.get_by_role("link", name="On the school").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Strengths wall")
    expect(page.locator(".wall")).to_contain_text("The team opened with its own data")
    thumb.press("Take it down")
    expect(page.get_by_role("status")).to_contain_text("It is off the wall.")
    thumb.press("Undo")
    expect(page.locator(".wall")).to_contain_text("The team opened with its own data")
    assert count(database, "wall_strength") == 1


def test_words_of_the_list_bring_up_another_way_to_say_it_for_whoever_types_alone(
    open_browser: Open, database: Database, cast: Cast
) -> None:
    for words, instead in (("low kids", "students we serve"), ("can't", "not yet"), ("kind", "good"), ("c++ (2)", "x")):
        add_nudge(database, cast.ada, words, instead)
    page = open_browser(cast.jo, "ours alone", keeps=False)
    page.goto("/log")
    asked: list[str] = []
    page.on("request", lambda request: None if "/static/" in request.url else asked.append(request.url))
    field = page.get_by_label(FIELD)
    for typed, shown in (
        ("Our Low  Kids read aloud", "“low kids”: would “students we serve” say it too?"),
        ("They can\N{RIGHT SINGLE QUOTATION MARK}t wait", "“can't”: would “not yet” say it too?"),
        ("A kind word", "“kind”: would “good” say it too?"),
        ("We use C++ (2)", "“c++ (2)”: would “x” say it too?"),
        ("Kindness; lowkids; mankind", ""),
        ("", ""),
    ):
        field.fill(typed)
        assert soft_line(page) == shown, typed
    Thumb(page).unfold("Add a next step")
    page.get_by_label("Shared note").fill("the low kids")
    page.get_by_label("Private note").fill("the low kids")
    assert soft_line(page, "shared_note").startswith("“low kids”")
    assert asked == [], "nothing of it is told to anybody"


def test_where_the_district_runs_it_well_the_form_says_whom_to_call(
    open_browser: Open, database: Database, cast: Cast
) -> None:
    change_table(
        database,
        "area",
        {"network_id": cast.bridge, "name": "Budget development"},
        district_provides=True,
        district_contact=PAT,
    )
    page = open_browser(cast.jo, "ours alone", keeps=False)
    page.goto("/log")
    thumb, line = Thumb(page), page.locator(".district")
    thumb.chip("Area", "Budget development")
    expect(line).to_be_hidden()
    thumb.chip("Who did the work?", "For the school")
    expect(line).to_have_text(f"The district runs this well: call {PAT}.")
    thumb.chip("Area", "ILT meetings")
    expect(line).to_be_hidden()


def test_what_usually_pays_follows_the_day_until_the_coach_chooses(
    open_browser: Open, database: Database, cast: Cast
) -> None:
    usual = add_source(database, cast.bridge, "Title I", cast.today, cast.today)
    add_source(database, cast.bridge, "Harbor Fund")
    usually(database, cast.bridge, cast.jo.person_id, usual)
    page = open_browser(cast.jo, "ours alone", keeps=False)
    page.goto("/log")
    thumb = Thumb(page)
    paid = page.get_by_label("What pays for it?")
    expect(paid).to_have_value(str(usual))
    thumb.chip("When", "Yesterday")
    expect(paid).to_have_value("")
    thumb.chip("When", "Today")
    expect(paid).to_have_value(str(usual))
    thumb.unfold("Add a next step")
    paid.select_option(label="Harbor Fund")
    thumb.chip("When", "Yesterday")
    expect(paid.locator("option:checked")).to_have_text("Harbor Fund")


def test_without_wi_fi_it_is_all_there_too(tablet: Tablet, database: Database, cast: Cast) -> None:
    add_nudge(database, cast.ada, "low kids", "students we serve")
    library = add_partner(database, cast.bridge)
    usual = add_source(database, cast.bridge)
    usually(database, cast.bridge, cast.jo.person_id, usual)
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        context.set_offline(offline=True)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("No connection. You can log all the same")
        page.get_by_label(FIELD).fill("Low kids read aloud")
        assert soft_line(page) == "“low kids”: would “students we serve” say it too?"
        Thumb(page).tap(page.locator("label", has_text="Put it on the school"))
        Thumb(page).unfold("Add a next step")
        page.get_by_label("A community partner with you?").select_option(label="Harbor Library")
        expect(page.get_by_label("What pays for it?")).to_have_value(str(usual))
        Thumb(page).log_with_rosa(school="Alder High")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")
        (entry,) = entries(page, "queued")
        assert ["partner_id", str(library)] in entry["fields"]
        assert ["wall", "1"] in entry["fields"]
        context.set_offline(offline=False)
        other = context.new_page()  # the first goes by itself to what was sent
        other.goto("/sessions")
        expect_all_sent(other)
    assert count(database, "session_support") == 1
    assert count(database, "wall_strength") == 1


def test_what_does_not_pay_any_more_comes_back_to_its_form(tablet: Tablet, database: Database, cast: Cast) -> None:
    grant = add_source(database, cast.bridge, "Harbor Fund")
    usually(database, cast.bridge, cast.jo.person_id, grant)
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        session_id = log_offline(context, page)
        change_table(database, "funding_source", {"id": grant}, last_on=cast.today.replace(day=1))
        context.set_offline(offline=False)
        assert until(lambda: any(each["trouble"] for each in entries(page, "queued")))
        page.goto(f"/log?draft={session_id}")
        expect(page.locator("#funding_id-error")).to_contain_text("This does not pay for that day.")
        page.get_by_label("What pays for it?").select_option(label="Not said")
        page.get_by_role("button", name="Save session").tap()
        expect(page.get_by_role("status").first).to_contain_text("Saved: 45 minutes")
    assert count(database, "coaching_session") == 1
    assert count(database, "session_support") == 0


def test_in_a_confidential_area_there_is_no_wall_to_put_it_on(open_browser: Open, cast: Cast) -> None:
    page = open_browser(cast.jo, "ours alone", keeps=False)
    page.goto("/log")
    thumb = Thumb(page)
    thumb.unfold("More areas")
    expect(group(page, "Area")).to_be_visible()
    thumb.chip("Area", "Leadership coaching")
    expect(page.locator(".to-wall")).to_be_hidden()
    assert chosen(page, "wall") == []
