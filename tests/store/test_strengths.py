"""Strengths and next steps as words alone: which sessions they come from, and in what order."""

from dataclasses import replace
from datetime import timedelta

from app.domain.periods import Window
from app.domain.vocabulary import Area
from app.store.engine import Database
from app.store.scope import tie
from app.store.strengths import Step, Strength, list_steps, list_strengths
from tests.support.acts import submit, void
from tests.support.cast import Cast
from tests.support.tellings import side_by_side, telling
from tests.support.years import keep

BUDGET = "Budget development"


def strengths(database: Database, cast: Cast, most: int = 10) -> list[Strength]:
    with database.reading() as connection:
        tie(connection, cast.bridge)
        return list(list_strengths(connection, cast.bridge, cast.alder, Window.ending(cast.today), most))


def steps(database: Database, cast: Cast) -> list[Step]:
    with database.reading() as connection:
        tie(connection, cast.bridge)
        since = cast.today - timedelta(days=3)
        return list(list_steps(connection, cast.bridge, cast.alder, Window.ending(cast.today), since, 10))


def test_the_newest_come_first_and_no_more_than_are_wanted(database: Database, cast: Cast) -> None:
    days = [cast.today - timedelta(days=number) for number in (5, 0, 9)]
    keep(database, cast.jo, [side_by_side(cast, held_on=day, strength=f"On {day}") for day in days])
    newest = [Strength(f"On {day}", BUDGET, day) for day in sorted(days, reverse=True)]
    assert strengths(database, cast) == newest
    assert strengths(database, cast, 2) == newest[:2]


def test_what_is_done_for_the_school_may_show_a_strength_too(database: Database, cast: Cast) -> None:
    keep(database, cast.jo, [telling(cast, strength="Had every paper ready")])
    assert [each.words for each in strengths(database, cast)] == ["Had every paper ready"]


def test_only_what_counts_in_these_weeks_at_this_school_and_is_not_confidential(database: Database, cast: Cast) -> None:
    said = side_by_side(cast, strength="Seen", next_step_text="Next")
    keep(
        database,
        cast.jo,
        [
            replace(said, strength="", next_step_text=""),
            replace(said, held_on=cast.today - timedelta(weeks=20)),
            replace(said, school_id=cast.birch, participant_ids=frozenset()),
            replace(said, area_id=cast.areas[Area.LEADERSHIP]),
        ],
    )
    submit(database, cast.jo, 0, said)
    void(database, cast.jo, 1)
    assert strengths(database, cast) == []
    assert steps(database, cast) == []


def test_steps_are_those_without_a_day_and_those_that_are_not_long_due(database: Database, cast: Cast) -> None:
    def step(words: str, due: int | None, held: int) -> object:
        day = None if due is None else cast.today + timedelta(days=due)
        held_on = cast.today - timedelta(days=held)
        return side_by_side(cast, held_on=held_on, next_step_text=words, next_step_due_on=day)

    said = [step("Undated", None, 1), step("Just due", -3, 2), step("Long due", -4, 3), step("To come", 5, 4)]
    keep(database, cast.jo, said)  # type: ignore[arg-type]
    assert [each.words for each in steps(database, cast)] == ["Undated", "Just due", "To come"]
    assert steps(database, cast)[0] == Step("Undated", BUDGET, None)
