"""Two of one session: the assistant principal was called away."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from app.domain.vocabulary import Lead, Mode, Position, Source
from app.store import tables
from app.store.bulk import BulkRow, insert_tellings
from app.store.engine import Database
from app.store.scope import tie
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import errors_of, notice, page_of, sent_by, told_by
from tests.support.paying import add_partner, add_source
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling
from tests.web.acts import Acts
from tests.web.conftest import Log, on_both

pytestmark = on_both

GONE = datetime(2026, 10, 1, tzinfo=UTC)


def edit_of(client_of: ClientOf, cast: Cast, session_id: UUID | str) -> dict[str, list[str]]:
    form = page_of(client_of(cast.jo).get(f"/sessions/{session_id}/edit")).one("form", id="log")
    return told_by(form)


def test_a_split_makes_two_of_one_and_no_minute_is_lost(
    database: Database, client_of: ClientOf, cast: Cast, acts: Acts
) -> None:
    whole = edit_of(client_of, cast, acts.path.removeprefix("/sessions/"))
    answer = acts.split()
    assert answer.headers["location"] == f"{acts.path}?done=split"
    assert count(database, "coaching_session") == 2
    first, second = (
        edit_of(client_of, cast, acts.path.removeprefix("/sessions/")),
        edit_of(client_of, cast, acts.rest_id),
    )
    assert first == whole | {"minutes": ["20"], "version": ["2"]}
    assert second == {
        "version": ["1"],
        "school_id": [str(cast.alder)],
        "area_id": whole["area_id"],
        "held_on": [str(cast.today)],
        "minutes": ["25"],
        "mode": ["for"],
        "origin": ["requested"],
    }


def test_a_second_part_that_was_with_the_school_keeps_the_people(client_of: ClientOf, cast: Cast, acts: Acts) -> None:
    assert acts.split({"mode": "with", "lead": "coach"}).status_code == 303
    second = edit_of(client_of, cast, acts.rest_id)
    assert (second["mode"], second["lead"]) == ([Mode.WITH], [Lead.COACH])
    assert second["participant_ids"] == [str(cast.rosa.person_id)]
    assert "led_ids" not in second


def test_a_session_is_split_also_where_its_partner_and_what_paid_for_it_were_taken_away_since(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    partner, grant = add_partner(database, cast.bridge), add_source(database, cast.bridge)
    said = side_by_side(cast, partner_id=partner, funding_id=grant)
    acts = Acts(client_of, cast, log.saved(cast.jo, said))
    change(database, tables.Partner, cast.bridge, {"id": partner}, removed_at=GONE)
    change(database, tables.FundingSource, cast.bridge, {"id": grant}, last_on=GONE.date())
    assert acts.split().status_code == 303
    second = edit_of(client_of, cast, acts.rest_id)
    assert (second["partner_id"], second["funding_id"]) == ([str(partner)], [str(grant)])


def test_a_split_that_comes_again_is_the_same_answer(database: Database, acts: Acts) -> None:
    assert {acts.split().headers["location"] for _ in range(3)} == {f"{acts.path}?done=split"}
    assert count(database, "coaching_session") == 2
    assert "20 minutes" in acts.page()


def test_a_split_that_comes_again_with_something_else_is_not_taken_for_the_first(
    database: Database, acts: Acts
) -> None:
    acts.split()
    for other in ({"minutes": "10"}, {"mode": "with", "lead": "school"}):
        page = page_of(acts.split(other, version=2), 409)
        assert page.one("main").all("a", class_="btn main")[0]["href"] == f"/sessions/{acts.rest_id}"
    assert count(database, "coaching_session") == 2
    assert "20 minutes" in acts.page()


NOT_SPLIT: dict[str, tuple[dict[str, str], str, str]] = {
    "no minutes": ({"minutes": ""}, "minutes", "How many minutes was the second part?"),
    "half a minute": ({"minutes": "2.5"}, "minutes", "Write a whole number, like 25."),
    "no time": ({"minutes": "0"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "too short a second": ({"minutes": "4"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "too short a first": ({"minutes": "41"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "all of it": ({"minutes": "45"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "more than all of it": ({"minutes": "600"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "not said who did it": ({"mode": ""}, "mode", "Say who did the work in the second part."),
    "done in a third way": ({"mode": "both"}, "mode", "Choose one of the two."),
    "with, and not said who led": ({"mode": "with"}, "lead", "Say who led: you, the school, or both."),
    "for, and led": (
        {"lead": "school"},
        "lead",
        "Work done for the school has no lead from the school: leave this empty, or choose “with”.",
    ),
}


@pytest.mark.parametrize("case", NOT_SPLIT)
def test_a_split_is_refused_in_words_by_the_field(
    database: Database, client_of: ClientOf, cast: Cast, acts: Acts, case: str
) -> None:
    changes, field, words = NOT_SPLIT[case]
    page = page_of(acts.split(changes), 422)
    assert errors_of(page) == {field: words}
    assert count(database, "coaching_session") == 1
    sent = sent_by(page.one("form", action=f"{acts.path}/split"))
    assert sent["rest_id"] == [str(acts.rest_id)]
    if field != "minutes":
        assert sent["minutes"] == ["25"]
    right = {"minutes": "25", "mode": "for"} if field != "lead" else {"lead": "coach"} if "with" in case else {}
    assert client_of(cast.jo).post(f"{acts.path}/split", data=sent | right).status_code == 303


def test_a_session_too_short_for_two_says_so(acts: Acts, cast: Cast, log: Log) -> None:
    log(cast.jo, telling(cast, minutes=9), UUID(acts.path.removeprefix("/sessions/")), version=1)
    page = page_of(acts.split({"minutes": "5"}, version=2), 422)
    assert errors_of(page) == {"minutes": "This is too short to be two sessions."}


def test_a_second_part_with_the_school_asks_first_who_took_part(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    acts = Acts(client_of, cast, log.saved(cast.jo, telling(cast)))
    page = page_of(acts.split({"mode": "with", "lead": "shared"}), 422)
    assert notice(page).startswith("Side by side with whom?")
    assert page.one("main").one("p", role="alert").one("a")["href"] == f"{acts.path}/edit"
    assert count(database, "coaching_session") == 1


def test_a_voided_session_is_not_split(database: Database, client_of: ClientOf, cast: Cast, acts: Acts) -> None:
    acts.void()
    page_of(client_of(cast.jo).get(f"{acts.path}/split"), 404)
    page_of(acts.split(version=2), 409)
    assert count(database, "coaching_session") == 1


@pytest.mark.parametrize("owner", ["sam", "otto"])
def test_the_second_part_cannot_take_anothers_place(
    database: Database, cast: Cast, acts: Acts, log: Log, owner: str
) -> None:
    theirs = (
        telling(cast, school_id=cast.cedar)
        if owner == "sam"
        else telling(cast, school_id=cast.elder, area_id=next(iter(cast.other_areas.values())))
    )
    taken = log.saved(getattr(cast, owner), theirs)
    page_of(acts.split({"rest_id": str(taken)}), 404)
    assert count(database, "coaching_session") == 2
    assert "45 minutes" in acts.page()


def test_a_second_part_without_a_readable_id_is_asked_for_again(acts: Acts) -> None:
    page = page_of(acts.split({"rest_id": "second"}), 422)
    assert notice(page) == "Open this page again."
    sent = sent_by(page.one("form", action=f"{acts.path}/split"))
    assert UUID(sent["rest_id"][0])


def test_a_counted_position_is_split_with_the_people(client_of: ClientOf, cast: Cast, log: Log) -> None:
    said = side_by_side(cast, participant_ids=frozenset(), positions=frozenset({Position.OTHER}))
    acts = Acts(client_of, cast, log.saved(cast.jo, said))
    acts.split({"mode": "with", "lead": "school"})
    assert edit_of(client_of, cast, acts.rest_id)["positions"] == ["other"]


def test_a_split_of_a_version_that_has_changed_since_is_a_conflict_whatever_its_minutes(
    database: Database, cast: Cast, acts: Acts, log: Log
) -> None:
    log(cast.jo, side_by_side(cast, minutes=25), UUID(acts.path.removeprefix("/sessions/")), version=1)
    page_of(acts.split({"minutes": "25"}), 409)
    page_of(acts.split({"minutes": "5"}), 409)
    assert count(database, "coaching_session") == 1


def test_a_session_of_an_older_log_that_did_not_say_who_led_is_edited_before_it_is_split(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    unsaid = side_by_side(cast, lead=None)
    row = BulkRow(uuid4(), cast.jo.person_id, Source.IMPORT, datetime.now(UTC), unsaid)
    with database.writing() as connection:
        tie(connection, cast.bridge)
        insert_tellings(connection, cast.bridge, [row])
    acts = Acts(client_of, cast, row.id)
    page = page_of(acts.split({"mode": "with", "lead": "coach"}), 422)
    assert errors_of(page) == {}
    assert notice(page).startswith("The first part cannot stay as it is. Say who led: you, the school, or both.")
    assert page.one("main").one("p", role="alert").one("a")["href"] == f"{acts.path}/edit"
    assert count(database, "coaching_session") == 1
