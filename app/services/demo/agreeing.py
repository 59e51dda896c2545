"""What the demo's schools and its network have agreed on and said: handoffs, direct service, ratings, answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from app.domain.handoffs import Check, Handoff, next_check
from app.domain.periods import WEEK, monday
from app.domain.vocabulary import Dimension, Outcome
from app.services.demo.calendar import Calendar, weekday
from app.services.demo.story import Handing, NetworkStory, SchoolStory
from app.services.demo.telling import identity
from app.store import tables

RATED_EVERY = 9
"""School weeks between an Instructional Leadership Team's ratings of itself: four meetings a school year."""

MEETS_ON = timedelta(days=1)
"""Tuesday."""


def agreements_of(
    network: NetworkStory, school: SchoolStory, calendar: Calendar, director_id: UUID, now: datetime
) -> Iterator[SQLModel]:
    """A school's rows, in the order in which they point to each other."""
    story = _Agreeing(network, school, calendar, director_id, now)
    for handing in school.handings:
        yield from story.handoff(handing)
    yield from story.services()
    yield from story.ratings()
    yield from story.notes()
    yield from story.answers()
    yield from story.proposals()


class _Agreeing:
    def __init__(
        self, network: NetworkStory, school: SchoolStory, calendar: Calendar, director_id: UUID, now: datetime
    ) -> None:
        self.network, self.school, self.calendar, self.now = network, school, calendar, now
        self.director_id = director_id
        self.zone = ZoneInfo(network.timezone)
        self.place: dict[str, Any] = {"network_id": identity(network), "school_id": identity(network, school.code)}
        self.coach_id = identity(network, "coach", school.coaches[0].name)
        leader = next((member.name for member in reversed(school.team) if member.account), None)
        self.leader_id = self._person(leader) if leader else director_id

    def handoff(self, handing: Handing) -> Iterator[SQLModel]:
        since = self.calendar.days_ago(handing.days)
        kept = Handoff(
            id=self._id("handoff", handing.area),
            school_id=self.place["school_id"],
            area_id=self._area(handing.area),
            handed_over_on=since,
            now_runs=handing.now_runs,
            agreed_on=since,
            ended_on=None,
            holders=frozenset(map(self._person, handing.holders)),
        )
        agreed_at = self._at(since, 14)
        yield tables.Handoff(
            **self.place,
            id=kept.id,
            area_id=kept.area_id,
            handed_over_on=since,
            now_runs=kept.now_runs,
            proposed_by=self.coach_id,
            proposed_at=self._at(since - timedelta(days=3), 16),
            agreed_by=self.leader_id if handing.agreed else None,
            agreed_at=agreed_at if handing.agreed else None,
        )
        for person_id in sorted(kept.holders):
            yield tables.HandoffHolder(network_id=self.place["network_id"], handoff_id=kept.id, person_id=person_id)
        for turn in range(handing.held):
            due = next_check(kept, self.calendar.weeks, since)
            if due is None or due.due_on > self.calendar.today:
                return
            ran_by = self._person(handing.holders[turn % len(handing.holders)])
            check = Check(due.number, due.due_on, Outcome.HELD, ran_by, weekday(due.due_on))
            kept = replace(kept, checks=(*kept.checks, check))
            yield tables.HandoffCheck(
                network_id=self.place["network_id"],
                handoff_id=kept.id,
                number=check.number,
                due_on=check.due_on,
                outcome=check.outcome,
                ran_by=ran_by,
                answered_by=self.leader_id,
                answered_on=check.answered_on,
                answered_at=self._at(check.answered_on, 8),
            )

    def services(self) -> Iterator[SQLModel]:
        for agreed in self.school.agreed:
            first_on = self._week(agreed.since)
            at = self._at(first_on, 9)
            yield tables.AgreedService(
                **self.place,
                id=self._id("agreed", agreed.area),
                area_id=self._area(agreed.area),
                first_on=first_on,
                until_on=self._week(-agreed.until) + timedelta(days=4),
                next_up=agreed.next_up,
                proposed_by=self.coach_id,
                proposed_at=at,
                director_id=self.director_id,
                director_at=at,
                leader_id=self.leader_id,
                leader_at=at,
            )

    def ratings(self) -> Iterator[SQLModel]:
        for turn, levels in enumerate(self.school.ratings):
            day = monday(self.calendar.weeks_ago(1 + turn * RATED_EVERY)) + MEETS_ON
            while self.calendar.quiet(day):
                day -= WEEK
            for dimension, level in zip(Dimension, levels, strict=True):
                yield tables.IltRating(
                    **self.place,
                    rated_on=day,
                    dimension=dimension,
                    level=level,
                    entered_by=self.leader_id,
                    entered_at=self._at(day, 16),
                    agreed_by=self.leader_id,
                )

    def notes(self) -> Iterator[SQLModel]:
        for note in self.school.notes:
            day = self._week(note.weeks)
            yield tables.Annotation(
                **self.place,
                id=self._id("note", note.words),
                noted_on=day,
                words=note.words,
                entered_by=self.leader_id,
                entered_at=self._at(day, 12),
                agreed_by=self.leader_id,
            )

    def answers(self) -> Iterator[SQLModel]:
        for answer in self.school.answered:
            day = self._week(answer.weeks) + MEETS_ON
            yield tables.FlagAnswer(
                **self.place,
                id=self._id("answer", answer.rule),
                rule=answer.rule,
                area_id=self._area(answer.area) if answer.area else None,
                what=answer.what,
                who=answer.who,
                due_on=self._week(-answer.due) + timedelta(days=4),
                answered_by=self.director_id,
                answered_on=day,
                answered_at=self._at(day, 9),
            )

    def proposals(self) -> Iterator[SQLModel]:
        for member in self.school.proposed:
            first_on, _ = self.calendar.days_of(member.stay)
            yield tables.MembershipProposal(
                **self.place,
                id=self._id("proposed", member.name),
                name=member.name,
                position=member.position,
                on_ilt=member.on_ilt,
                first_on=first_on,
                proposed_by=self.coach_id,
                proposed_at=self._at(first_on + timedelta(days=2), 15),
            )

    def _week(self, ago: int) -> date:
        return monday(self.calendar.today) - ago * WEEK

    def _at(self, day: date, hour: int) -> datetime:
        return min(datetime.combine(day, time(hour), self.zone), self.now)

    def _area(self, area: str) -> UUID:
        return identity(self.network, area)

    def _person(self, name: str) -> UUID:
        return identity(self.network, self.school.code, name)

    def _id(self, *what: str) -> UUID:
        return identity(self.network, self.school.code, *what)
