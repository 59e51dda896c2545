"""What the demo's stories are made of: its people, its calendar, its decks and its lines."""

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from app.domain.vocabulary import Area, Mode, Phase, Position
from app.services.demo.area_lines import SIDE_BY_SIDE
from app.services.demo.bridge import ALDER, BIRCH, BRIDGE, ELM
from app.services.demo.calendar import calendar, is_holiday
from app.services.demo.deck import HAND, Deck
from app.services.demo.harbor import HARBOR
from app.services.demo.lines import DONE_FOR_NOTES, DONE_FOR_STEPS, DONE_FOR_STRENGTHS, PRIVATE_NOTES, fits, lines_of
from app.services.demo.story import NetworkStory


def test_fourteen_schools_have_nine_coaches_of_one_to_three_schools_each() -> None:
    assert len(BRIDGE.schools) == 14
    assert Counter(school.phase for school in BRIDGE.schools) == {
        Phase.REBUILDING: 3,
        Phase.TRANSFORMING: 8,
        Phase.SUSTAINING: 3,
    }
    schools = Counter(coach.name for school in BRIDGE.schools for coach in school.coaches if coach.stay.until is None)
    assert len(schools) == 9
    assert set(schools.values()) <= {1, 2, 3}
    assert {school for school in BRIDGE.schools if any(coach.name == "Jo Marsh" for coach in school.coaches)} == {
        ALDER,
        BIRCH,
        ELM,
    }


@pytest.mark.parametrize("network", [BRIDGE, HARBOR], ids=lambda network: network.slug)
def test_everybody_has_a_name_of_their_own_and_leaders_of_areas_are_on_the_team(network: NetworkStory) -> None:
    members = [member.name for school in network.schools for member in school.team]
    coaches = {coach.name for school in network.schools for coach in school.coaches}
    office = {who.name for who in network.sign_ins} - coaches - set(members)
    assert len({*members, *coaches, *office}) == len(members) + len(coaches) + len(office)
    for school in network.schools:
        here = sum(member.stay.until is None for member in school.team)
        assert 5 <= here <= 8
        assert {name for work in school.work for name in work.leaders} <= {member.name for member in school.team}
        assert {sum((s.done_for, s.coach, s.shared, s.school)) for s in school.spells} == {100}


@pytest.mark.parametrize(
    "day", ["2026-09-07", "2026-11-11", "2027-01-18", "2027-02-15", "2027-05-31", "2026-05-25", "2027-06-19"]
)
def test_schools_are_closed_on_holidays(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))
    assert not is_holiday(date.fromisoformat(day) + timedelta(weeks=1))
    assert not is_holiday(date.fromisoformat(day) - timedelta(days=1))


def test_breaks_are_whole_weeks_around_thanksgiving_christmas_and_spring() -> None:
    this_year = calendar(BRIDGE, date(2026, 11, 24)).breaks[-3:]
    assert [(rest.first_on.isoformat(), rest.last_on.isoformat()) for rest in this_year] == [
        ("2026-11-23", "2026-11-27"),
        ("2026-12-21", "2027-01-01"),
        ("2027-03-29", "2027-04-02"),
    ]


def test_a_hand_of_ten_keeps_to_the_shares_of_its_deck() -> None:
    deck = Deck({"for": 71, "with": 29}, Random(4))  # noqa: S311 - a story, not a secret
    hands = [[deck.draw() for _ in range(HAND)] for _ in range(20)]
    assert {hand.count("for") for hand in hands} == {7, 8}
    assert sum(hand.count("for") for hand in hands) == 142
    assert len({tuple(hand) for hand in hands}) > 10


def test_no_line_names_anybody_or_any_room() -> None:
    surnames = {
        member.name.split(". ")[1] for network in (BRIDGE, HARBOR) for s in network.schools for member in s.team
    }
    coaches = {word for s in BRIDGE.schools for coach in s.coaches for word in coach.name.split()}
    for line in every_line():
        assert not {*re.findall(r"[A-Z]\w+", line)} & (surnames | coaches)
        assert not re.search(r"\b(room|Mr|Ms|Mrs)\b|\d", line)
        assert len(line) <= 300


def test_sixty_strengths_are_all_different() -> None:
    strengths = [line for lines in SIDE_BY_SIDE.values() for line in lines.strengths]
    assert len(set(strengths)) == len(strengths) == 60


def test_every_area_has_lines_that_fit_whoever_is_there() -> None:
    for area in Area:
        for mode in Mode:
            lines = lines_of(area, mode)
            for each in (lines.strengths, lines.notes, lines.steps):
                assert any(fits(line, ()) for line in each)
    assert not fits("The AP asked, waited, and let the teacher think.", {Position.PRINCIPAL})
    assert fits("The AP asked, waited, and let the teacher think.", {Position.ASSISTANT_PRINCIPAL})


def every_line() -> list[str]:
    side_by_side = [each for lines in SIDE_BY_SIDE.values() for each in (lines.strengths, lines.notes, lines.steps)]
    done_for = [DONE_FOR_STRENGTHS, DONE_FOR_STEPS, *DONE_FOR_NOTES.values()]
    return [line for lines in (*side_by_side, *done_for, PRIVATE_NOTES) for line in lines]
