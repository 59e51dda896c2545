"""Tells a school's story: a session for every visit, each with its day, people and words. Pure, given a calendar.

The latest session is told first, because stories count back from today; modes, areas and lines come from decks, so that
any stretch of a story looks as it should on a page, whatever day today is.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from random import Random
from typing import TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from app.domain.periods import DAY, WEEK
from app.domain.sessions import Telling, settle
from app.domain.vocabulary import Aim, Area, Lead, Mode, Origin, Position, Source
from app.services.demo.calendar import Calendar
from app.services.demo.deck import Deck
from app.services.demo.habits import HABITS, Habit
from app.services.demo.lines import PRIVATE_NOTES, fits, lines_of
from app.services.demo.story import Member, NetworkStory, SchoolStory, Spell, Stay, Work
from app.store.bulk import BulkRow

NAMES = UUID("9d2a6c1e-7c55-5f0b-8d0e-51de51de51de")
"""Ids are made from names, so that a demo made again has the same ones."""

STRENGTH, NOTE, PRIVATE, STEP = 0.5, 0.35, 0.06, 0.3
"""How often a coach writes each of them."""

LOOKS_ON, SOMEONE_ELSE = 0.25, 0.06
"""How often somebody of the school is there while we do its work, and how often there is somebody outside the team."""

NO_AIM = 25
"""Of a hundred sessions, those whose coach did not say what they aimed at."""

LOGGED = {(0, 15): 80, (1, 8): 16, (4, 17): 4}
"""When sessions are logged, as (days later, from what hour): most the same afternoon."""

Card = TypeVar("Card")


class Kind(Enum):
    """How a session went: done for the school, or with it, led by whom."""

    FOR = (Mode.FOR, None)
    COACH = (Mode.WITH, Lead.COACH)
    SHARED = (Mode.WITH, Lead.SHARED)
    SCHOOL = (Mode.WITH, Lead.SCHOOL)


LEADING = {Kind.COACH: 0, Kind.SHARED: 1, Kind.SCHOOL: 2}
"""How many of an area's leaders are marked as leading."""


def identity(network: NetworkStory, *what: str) -> UUID:
    return uuid5(NAMES, "/".join((network.slug, *what)))


def tell(network: NetworkStory, school: SchoolStory, calendar: Calendar, now: datetime) -> list[BulkRow]:
    """A school's sessions from the first day of the calendar until now, oldest first."""
    return _Teller(network, school, calendar, now).rows()


class _Teller:
    def __init__(self, network: NetworkStory, school: SchoolStory, calendar: Calendar, now: datetime) -> None:
        self.network, self.school, self.calendar, self.now = network, school, calendar, now
        self.zone = ZoneInfo(network.timezone)
        self.luck = Random(f"{network.slug}/{school.code}")  # noqa: S311 - a story, not a secret
        self.origins = self._deck({Origin.REQUESTED: school.requested, Origin.PLANNED: 100 - school.requested})
        quick = round((100 - NO_AIM) * school.quick / 100)
        aims = {None: NO_AIM, Aim.SYMPTOM: quick, Aim.SYSTEM: 100 - NO_AIM - quick}
        self.aims: Deck[Aim | None] = self._deck(aims)
        self.works: Callable[[Kind, bool], Deck[Work]] = cache(self._works)
        self.minutes: Callable[[Kind, tuple[int, ...]], Deck[int]] = cache(lambda _, each: self._deck(Counter(each)))
        self.lines: Callable[[tuple[str, ...]], Deck[str]] = cache(lambda lines: self._deck(Counter(lines)))
        self.turns: Counter[Area] = Counter()

    def rows(self) -> list[BulkRow]:
        days = self.calendar.visits(
            self.school.pace, self.luck, seen_today=self.school.seen_today, silent=self.school.silent
        )
        kinds = self._kinds(self.school.spells, len(days))
        latest_first = [self._row(*each) for each in zip(range(len(days), 0, -1), reversed(days), kinds, strict=True)]
        return latest_first[::-1]

    def _kinds(self, spells: Sequence[Spell], number: int) -> list[Kind]:
        """How each of `number` sessions went, the latest first."""
        kinds: list[Kind] = []
        for spell in spells:
            shares = (spell.done_for, spell.coach, spell.shared, spell.school)
            deck = self._deck(dict(zip(Kind, shares, strict=True)))
            left = number - len(kinds)
            kinds += [deck.draw() for _ in range(left if spell.sessions is None else min(left, spell.sessions))]
        return kinds

    def _works(self, kind: Kind, quiet: bool) -> Deck[Work]:  # noqa: FBT001 - a key of the cache
        """What a session of a kind may be about: where nobody leads, or we always do, none was led by the school."""
        weights = {}
        for work in self.school.work:
            weight = work.done_for if kind is Kind.FOR else work.done_with
            can_be = kind in {Kind.FOR, Kind.COACH} if work.ours else kind is not Kind.SCHOOL or bool(work.leaders)
            if weight and can_be and not (quiet and HABITS[work.area].classes):
                weights[work] = weight
        return self._deck(weights)

    def _row(self, number: int, day: date, kind: Kind) -> BulkRow:
        coaches = [coach.name for coach in self.school.coaches if self._there(coach.stay, day)]
        coach_id = identity(self.network, "coach", self.luck.choice(coaches))
        work = self.works(kind, self.calendar.quiet(day)).draw()
        habit = HABITS[work.area]
        people, led = self._company(kind, work, habit, day)
        mode, lead = kind.value
        telling = Telling(
            school_id=identity(self.network, self.school.code),
            area_id=identity(self.network, work.area),
            held_on=day,
            minutes=self.minutes(kind, habit.minutes).draw(),
            mode=mode,
            lead=lead,
            origin=self.origins.draw(),
            aim=self.aims.draw(),
            participant_ids=frozenset(map(self._id, people)),
            led_ids=frozenset(map(self._id, led)),
            positions=frozenset({Position.OFFICE_STAFF} if self.luck.random() < SOMEONE_ELSE else ()),
            teachers=self.luck.randint(*habit.teachers),
        )
        return BulkRow(
            id=identity(self.network, self.school.code, "session", str(number)),
            coach_id=coach_id,
            source=Source.FORM,
            received_at=self._received(day),
            telling=settle(self._with_words(telling, work.area, people, coach_id)),
        )

    def _company(self, kind: Kind, work: Work, habit: Habit, day: date) -> tuple[list[Member], list[Member]]:
        """Who took part, and who of them led: an area's leaders take turns, or two lead it together."""
        team = [member for member in self.school.team if self._there(member.stay, day)]
        nearest = sorted(team, key=lambda member: (member.position not in habit.asked, self.luck.random()))
        if kind is Kind.FOR:
            return (nearest[:1] if self.luck.random() < LOOKS_ON else []), []
        self.turns[work.area] += 1
        leaders = [member for member in team if member.name in work.leaders]
        turn = self.turns[work.area] % max(1, len(leaders))
        led = (leaders[turn:] + leaders[:turn])[: LEADING[kind]]
        present = list(dict.fromkeys([*led, *nearest]))
        return present[: max(len(led), self.luck.randint(*habit.company))], led

    def _with_words(self, telling: Telling, area: Area, people: list[Member], coach_id: UUID) -> Telling:
        lines, present = lines_of(area, telling.mode), {member.position for member in people}
        step = self._perhaps(STEP, lines.steps, present)
        return replace(
            telling,
            strength=self._perhaps(STRENGTH, lines.strengths, present),
            shared_note=self._perhaps(NOTE, lines.notes, present),
            private_note=self._perhaps(PRIVATE, PRIVATE_NOTES, present),
            next_step_text=step,
            next_step_owner_id=self.luck.choice([coach_id, *map(self._id, people)]) if step else None,
            next_step_due_on=telling.held_on + self.luck.randint(1, 3) * WEEK if step else None,
        )

    def _perhaps(self, chance: float, lines: tuple[str, ...], present: set[Position]) -> str:
        """By chance the next line that fits whoever is there; of any lines, one always does."""
        if self.luck.random() >= chance:
            return ""
        deck = self.lines(lines)
        while not fits(line := deck.draw(), present):
            pass
        return line

    def _received(self, day: date) -> datetime:
        """When it was logged: not before its day, and not after now."""
        days, hour = self.luck.choices(tuple(LOGGED), tuple(LOGGED.values()))[0]
        planned = datetime.combine(day + days * DAY, time(hour), self.zone)
        planned += timedelta(minutes=self.luck.randint(0, 150))
        latest = self.now - timedelta(minutes=self.luck.randint(5, 50))
        return max(datetime.combine(day, time(), self.zone), min(planned, latest))

    def _id(self, member: Member) -> UUID:
        return identity(self.network, self.school.code, member.name)

    def _there(self, stay: Stay, day: date) -> bool:
        first, last = self.calendar.days_of(stay)
        return first <= day and (last is None or day <= last)

    def _deck(self, weights: Mapping[Card, int]) -> Deck[Card]:
        return Deck(weights, self.luck)
