"""What the bench fills and sends is what coaches would tell; and its floor holds forms to the product's rules."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from app.domain.periods import WEEK
from app.domain.sessions import Surroundings, problems, settle
from app.domain.vocabulary import Heard, Mode
from app.store.tables.sessions import LINE, PROSE
from app.web.forms import MOST_TEACHERS, Fields, read_telling
from tests.load import floors, tellings
from tests.load.floors import LogForm
from tests.load.forms import log_form, posts
from tests.load.network import BenchNetwork, Place, SignedIn
from tests.load.tellings import Told, school_days, span_of, tell, telling_of

TODAY = date(2026, 11, 23)
LATEST = date(2026, 11, 20)

NETWORK = BenchNetwork(
    id=uuid4(),
    area_ids=tuple(uuid4() for _ in range(4)),
    places=tuple(Place(uuid4(), number % 2, tuple(uuid4() for _ in range(5))) for number in range(6)),
    coaches=(SignedIn(uuid4(), "first"), SignedIn(uuid4(), "second")),
    director=SignedIn(uuid4(), "director"),
)


def around(school_id: UUID, coach: int) -> Surroundings:
    place = next(place for place in NETWORK.places if place.school_id == school_id)
    assert place.coach == coach
    return Surroundings(
        TODAY, assigned=True, area_open=True, team=place.team, coach_id=NETWORK.coaches[coach].person_id
    )


def sent(**changes: str | list[str]) -> dict[str, Any]:
    """A form side by side as the floor takes it in; `changes` are fields of it."""
    form: dict[str, Any] = {}
    for name, value in next(form for form in forms() if ("mode", "with") in form):
        form[name] = [*form.get(name, []), value] if name in {"participant_ids", "led_ids"} else value
    return {name: value for name, value in (form | changes).items() if value != ""}


def forms() -> list[list[tuple[str, str]]]:
    return [log_form(NETWORK, number % 2, LATEST) for number in range(60)]


def tales(count: int) -> list[Told]:
    return [told for piece in tell(NETWORK, count, TODAY) for told in piece]


def test_sessions_are_as_many_as_asked_for_oldest_first_and_of_all_schools_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tellings, "PIECE", 250)
    told = tales(600)
    assert [len(piece) for piece in tell(NETWORK, 600, TODAY)] == [250, 250, 100]
    assert [each.day for each in told] == sorted(each.day for each in told)
    assert set(Counter(each.place for each in told).values()) == {100}


def test_ids_are_of_version_7_all_different_and_in_the_order_of_the_days() -> None:
    told = tales(600)
    assert len({each.id for each in told}) == 600
    assert [each.id for each in told] == sorted(each.id for each in told)
    for each in told:
        made = UUID(each.id)
        assert made.hex == each.id
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert datetime.fromtimestamp((made.int >> 80) / 1_000, UTC).date() == each.day


def test_sessions_are_spread_over_the_school_days_of_two_years() -> None:
    days = school_days(TODAY)
    held = Counter(each.day for each in tales(2 * len(days)))
    assert set(held) == set(days)
    assert set(held.values()) == {2}
    assert all(day.weekday() < 5 and not date(2026, 6, 13) <= day < date(2026, 8, 12) for day in days)
    assert days[-1] == TODAY
    assert days[0] - (TODAY - 104 * WEEK) < WEEK


@pytest.mark.parametrize(
    ("count", "years"), [(1_000, 2), (1_000_000, 2), (1_000_001, 4), (2_000_000, 4), (10_000_000, 20)]
)
def test_more_than_a_million_sessions_go_further_back_and_no_year_gets_fuller(count: int, years: int) -> None:
    assert span_of(count) == years * 52 * WEEK
    before = len(school_days(TODAY, span_of(count))) - len(school_days(TODAY))
    assert (before > 0) == (years > 2)
    assert school_days(TODAY, span_of(count))[before:] == school_days(TODAY)


def test_sessions_are_settled_and_without_a_problem() -> None:
    for each in tales(300):
        place = NETWORK.places[each.place]
        telling = telling_of(NETWORK, each)
        assert settle(telling) == telling
        assert problems(telling, around(place.school_id, place.coach)) == {}


def test_principals_speak_of_sessions_side_by_side_that_name_them_and_of_no_others() -> None:
    told = tales(600)
    assert {each.heard for each in told} == {None, Heard.CONFIRMED, Heard.CORRECTED}
    for each in told:
        if each.heard is not None:
            assert telling_of(NETWORK, each).mode is Mode.WITH
            assert NETWORK.places[each.place].team[0] in telling_of(NETWORK, each).participant_ids
        assert (each.counted is None) == (each.lead is None or each.heard is Heard.CORRECTED)


def test_the_forms_tell_of_two_people_a_strength_and_a_note_and_have_no_problem() -> None:
    modes = set()
    for number, form in enumerate(forms()):
        fields: dict[str, list[str]] = {}
        for name, value in form:
            fields.setdefault(name, []).append(value)
        told = settle(read_telling(Fields(fields)))
        assert problems(told, around(told.school_id, number % 2)) == {}
        assert len(told.participant_ids) == 2
        assert told.strength
        assert told.shared_note
        assert len(form) >= 18
        modes.add(told.mode)
    assert modes == set(Mode)


def test_each_post_is_of_a_new_session_and_of_the_next_coach() -> None:
    made = posts(NETWORK, 40)
    lines = [request.split(b"\r\n") for request in made]
    assert len({each[0] for each in lines}) == 40
    assert [each[2] for each in lines[:2]] == [b"cookie: sbs_login=first", b"cookie: sbs_login=second"]
    for request in made:
        head, body = request.split(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in head.split(b"\r\n")


def test_the_floor_has_the_limits_of_the_product() -> None:
    assert (floors.LINE, floors.PROSE, floors.MOST_TEACHERS) == (LINE, PROSE, MOST_TEACHERS)


def test_the_floor_takes_every_form_that_the_product_takes() -> None:
    form = LogForm.model_validate(sent())
    assert form.mode is Mode.WITH
    assert len(form.participant_ids) == 2


def test_the_floor_answers_the_posts_as_the_product_does() -> None:
    client = TestClient(floors.plain(), base_url="http://127.0.0.1", follow_redirects=False)
    for request in posts(NETWORK, 12):
        head, body = request.decode().split("\r\n\r\n")
        path = head.split(maxsplit=2)[1]
        answer = client.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{path}?done=saved"


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": ""},
        {"mode": "for"},
        {"lead": ""},
        {"participant_ids": []},
        {"led_ids": [str(uuid4())]},
        {"minutes": "4"},
        {"minutes": "601"},
        {"teachers": "201"},
        {"held_on": "1999-12-31"},
        {"held_on": "2999-12-31"},
        {"strength": "x" * (LINE + 1)},
        {"shared_note": "x" * (PROSE + 1)},
        {"shared_note": "a bell \x07"},
        {"next_step_due_on": "2026-12-01"},
        {"school_id": "no id"},
    ],
)
def test_the_floor_refuses_what_the_product_refuses_without_a_database(changes: dict[str, str | list[str]]) -> None:
    with pytest.raises(ValidationError):
        LogForm.model_validate(sent(**changes))


def test_a_day_of_a_post_is_over_in_every_time_zone() -> None:
    for request in posts(NETWORK, 30):
        day = request.partition(b"held_on=")[2][:10].decode()
        assert date.fromisoformat(day) < datetime.now(UTC).date()
