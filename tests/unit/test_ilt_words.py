"""The sentences of a team's page."""

from datetime import date
from uuid import UUID

import pytest

from app.domain.reach import Reach
from app.domain.teams import Membership
from app.domain.vocabulary import Position
from app.services.team_view import Held
from app.store.schools import AreaFact
from app.store.teams import Proposal
from app.web.ilt_words import continuity_words, days_words, departure_words, proposal_words, reach_words

TODAY = date(2026, 11, 24)

OUTLAST = "in work would outlast any one departure"


def held(*counts: int) -> list[Held]:
    return [
        Held(AreaFact(UUID(int=each), "Data inquiry", None, confidential=False, open=True), each) for each in counts
    ]


@pytest.mark.parametrize(
    ("reached", "members", "words"),
    [
        (5, 7, "5 of 7 ILT members took part side by side in 12 weeks."),
        (0, 1, "0 of 1 ILT member took part side by side in 12 weeks."),
        (0, 0, "Nobody is on the ILT yet, so there is nobody to work beside."),
    ],
)
def test_reach_says_its_numbers_and_never_a_false_zero(reached: int, members: int, words: str) -> None:
    assert reach_words(Reach(reached, members)) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((2, 3), "2 of 2 areas in work would outlast any one departure."),
        ((2, 1, 0), f"1 of 3 areas {OUTLAST}; 1 rests on one person; 1 is held by nobody yet."),
        ((1, 1, 0, 0), f"0 of 4 areas {OUTLAST}; 2 rest on one person; 2 are held by nobody yet."),
        ((0,), f"0 of 1 area {OUTLAST}; 1 is held by nobody yet."),
        ((), "No area is in work, so there is nothing to hold yet."),
    ],
)  # fmt: skip
def test_continuity_says_what_would_outlast_a_departure(counts: tuple[int, ...], words: str) -> None:
    assert continuity_words(held(*counts)) == words


@pytest.mark.parametrize(
    ("count", "left", "words"),
    [
        (1, [("R. Alvarez", ())], ["If R. Alvarez left, nobody would hold data inquiry."]),
        (
            2,
            [("D. Okafor", ("R. Alvarez",)), ("R. Alvarez", ("D. Okafor",))],
            [
                "If D. Okafor left, R. Alvarez would hold data inquiry.",
                "If R. Alvarez left, D. Okafor would hold data inquiry.",
            ],
        ),
        (3, [("A", ("B", "C"))], ["If A left, B and C would hold data inquiry."]),
        (1, [], ["If that person left, nobody would remain."]),
        (2, [], ["If either left, one would remain."]),
        (3, [], ["If any one left, two would remain."]),
        (14, [], ["If any one left, 13 would remain."]),
        (0, [], ["Nobody holds it yet."]),
    ],
)
def test_a_departure_is_told_by_name_where_names_may_be_known_and_else_by_number(
    count: int, left: list[tuple[str, tuple[str, ...]]], words: list[str]
) -> None:
    assert list(departure_words("Data inquiry", count, left)) == words


@pytest.mark.parametrize(
    ("first_on", "last_on", "words"),
    [
        (date(2026, 8, 10), None, "since August 10"),
        (date(2025, 8, 11), None, "since August 11, 2025"),
        (date(2026, 12, 1), None, "from December 1"),
        (date(2026, 8, 10), date(2026, 12, 18), "since August 10, last day December 18"),
        (date(2026, 8, 10), date(2026, 11, 24), "since August 10, last day November 24"),
        (date(2026, 8, 10), date(2026, 11, 23), "August 10 to November 23"),
    ],
)
def test_days_are_told_as_far_as_they_are_worth_telling(first_on: date, last_on: date | None, words: str) -> None:
    rosa = Membership(UUID(int=1), UUID(int=2), "Rosa", Position.OTHER, False, first_on, last_on)  # noqa: FBT003 - a seat
    assert days_words(rosa, TODAY) == words


@pytest.mark.parametrize(
    ("membership_id", "last_on", "words"),
    [
        (None, None, "Lee Kim joins the team: Counselor, on the ILT, from November 2."),
        (UUID(int=3), None, "Lee Kim changes: Counselor, on the ILT, from November 2."),
        (UUID(int=3), date(2026, 11, 20), "Lee Kim leaves the team; the last day is November 20."),
    ],
)
def test_a_proposal_is_told_in_one_line(membership_id: UUID | None, last_on: date | None, words: str) -> None:
    proposal = Proposal(
        id=UUID(int=1),
        person_id=None,
        membership_id=membership_id,
        name="Lee Kim",
        position=Position.COUNSELOR,
        on_ilt=True,
        first_on=date(2026, 11, 2),
        last_on=last_on,
        proposed_by=UUID(int=4),
        decided=False,
        accepted=False,
    )
    assert proposal_words(proposal, TODAY) == words
