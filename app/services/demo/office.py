"""What the demo's admin has done lately: a list that came in twice, and changes that stand in the history."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import SQLModel

from app.domain.access import Role
from app.domain.vocabulary import Area
from app.services.demo.assets import CALLS
from app.services.demo.calendar import Calendar
from app.services.demo.story import NetworkStory
from app.services.demo.telling import identity
from app.store.tables import ImportRun, OfficeChange

ENROLLED = ("Alder High", 38)
"""A school whose enrollment was brought up to date, and by how many students."""

SLIP = ("Olive Elementary", 10)
"""A school whose enrollment was once typed with a zero too many, and taken back at once."""


def kept_by_office(story: NetworkStory, days: Calendar, lock_after: int, now: datetime) -> Iterator[SQLModel]:
    """Imports and changes, each as the network's rows are today."""
    network_id = identity(story)
    admin = next(who.name for who in story.sign_ins if who.role is Role.ADMIN)
    by = identity(story, "office", admin)

    def change(days_ago: int, subject: str, subject_id: UUID, before: Any, after: Any, **more: Any) -> OfficeChange:
        return OfficeChange(
            network_id=network_id,
            id=uuid5(network_id, f"change {subject} {subject_id} {days_ago} {len(more)}"),
            subject=subject,
            subject_id=subject_id,
            before=json.dumps(before),
            after=json.dumps(after),
            changed_by=by,
            changed_at=now - timedelta(days=days_ago) + timedelta(minutes=more.pop("minutes", 0)),
            **more,
        )

    rows = len(story.schools)
    for days_ago, added in ((410, rows), (408, 0)):
        yield ImportRun(
            network_id=network_id,
            id=uuid5(network_id, f"import {days_ago}"),
            kind="schools",
            file_name="schools.csv",
            started_at=now - timedelta(days=days_ago),
            rows=rows,
            added=added,
            unchanged=rows - added,
        )
    yield change(150, "network", network_id, {"lock_after_days": None}, {"lock_after_days": lock_after})
    rest = days.breaks[-1]
    rest_id = identity(story, "break", rest.first_on.isoformat())
    dates = {"first_on": rest.first_on.isoformat(), "last_on": rest.last_on.isoformat()}
    yield change(64, "school_break", rest_id, {}, {"name": rest.name, **dates})
    for school in story.schools:
        school_id = identity(story, school.code)
        if school.name == ENROLLED[0] and school.enrollment:
            before = {"enrollment": school.enrollment - ENROLLED[1]}
            yield change(41, "school", school_id, before, {"enrollment": school.enrollment})
        if school.name == SLIP[0] and school.enrollment:
            right, wrong = {"enrollment": school.enrollment}, {"enrollment": school.enrollment * SLIP[1]}
            at = now - timedelta(days=41) + timedelta(minutes=7)
            yield change(41, "school", school_id, right, wrong, minutes=5, undone_by=by, undone_at=at)
            yield change(41, "school", school_id, wrong, right, minutes=7)
    area = {"district_contact": CALLS[Area.FRONT_OFFICE]}
    yield change(26, "area", identity(story, Area.FRONT_OFFICE), {"district_contact": ""}, area)
