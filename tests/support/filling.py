"""A row in every table, in both networks, for tests that ask something of all of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.domain.periods import monday
from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Dimension, Other, Outcome, Position, Rule, Verdict
from app.services.sessions import submit_session
from app.store import tables
from app.store.engine import Database
from app.store.scope import Unscoped, scoped
from tests.support.cast import TODAY, Cast, Someone, visit_of
from tests.support.filling_lessons import lessons_of
from tests.support.tellings import side_by_side

NOW = datetime.combine(TODAY, time(18), UTC)
"""Ten in the morning of the cast's today."""

TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}

ANYBODY = {"unscoped": Unscoped.NETWORKS}
"""Execution options of a statement of a test that looks over the walls."""


def fill(database: Database, cast: Cast) -> None:
    """What the cast lacks: a session of each network with all that hangs on it, and what people agreed on and said."""
    jo = side_by_side(cast, next_step_text="Rosa drafts the budget", next_step_owner_id=cast.rosa.person_id)
    otto = side_by_side(
        cast,
        school_id=cast.elder,
        area_id=cast.other_areas[Area.BUDGET],
        participant_ids=frozenset({cast.oona.person_id}),
        next_step_text="Oona drafts the budget",
        next_step_owner_id=cast.oona.person_id,
    )
    for who, leader, telling in ((cast.jo, cast.rosa, jo), (cast.otto, cast.oona, otto)):
        with database.writing() as connection:
            visit = visit_of(connection, who, NOW)
            told = submit_session(visit, uuid4(), 0, telling)
            with scoped(connection, who.network_id) as session:
                session.add(_winter_break(who.network_id))
                session.add(tables.ImportRun(network_id=who.network_id, kind="log", file_name="log.csv"))
                session.flush()
                said = _said_and_agreed(told.session_id, telling, who, leader.person_id)
                lessons = lessons_of(who.network_id, told.session_id, telling, who.person_id, NOW)
                for rows in (*said, *lessons):
                    session.add_all(rows)
                    session.flush()


def row_of(connection: sa.Connection, table: sa.Table, network_id: UUID) -> dict[str, Any]:
    """One row of a network's, whichever."""
    owner = table.c["id" if table.name == "network" else "network_id"]
    found = connection.execute(sa.select(table).where(owner == network_id).limit(1), execution_options=ANYBODY)
    return dict(found.mappings().one())


def change_row(connection: sa.Connection, table: sa.Table, row: dict[str, Any], **changes: Any) -> None:
    """Write over the walls, so that only the database itself can refuse."""
    same = (column == row[column.name] for column in table.primary_key)
    connection.execute(sa.update(table).where(*same).values(changes), execution_options=ANYBODY)


def _winter_break(network_id: UUID) -> tables.SchoolBreak:
    return tables.SchoolBreak(
        network_id=network_id, name="Winter break", first_on=date(2026, 12, 21), last_on=date(2027, 1, 8)
    )


def _said_and_agreed(session_id: UUID, telling: Telling, who: Someone, leader: UUID) -> Iterator[list[SQLModel]]:
    """A row of everything that people say of a school, in the order in which rows point to each other."""
    handoff, today = uuid4(), NOW.date()
    network_id, coach = who.network_id, who.person_id
    place: dict[str, Any] = {"network_id": network_id, "school_id": telling.school_id}
    area: dict[str, Any] = {"area_id": telling.area_id}
    yield [
        tables.Handoff(
            **place, **area, id=handoff, handed_over_on=today, now_runs="It", proposed_by=coach, proposed_at=NOW
        ),
        tables.AgreedService(
            **place, **area, first_on=today, until_on=today, next_up="They", proposed_by=coach, proposed_at=NOW
        ),
        tables.IltRating(
            **place, rated_on=today, dimension=Dimension.PURPOSE, level=2, entered_by=leader, entered_at=NOW
        ),
        tables.Annotation(**place, noted_on=today, words="new principal", entered_by=leader, entered_at=NOW),
        tables.MembershipProposal(
            **place, name="Lee", position=Position.OTHER, first_on=today, proposed_by=coach, proposed_at=NOW
        ),
        tables.FlagAnswer(
            **place,
            rule=Rule.DEPENDENT,
            what="Less",
            who="We",
            due_on=today,
            answered_by=coach,
            answered_on=today,
            answered_at=NOW,
        ),
    ]
    yield [
        tables.HandoffHolder(network_id=network_id, handoff_id=handoff, person_id=leader),
        tables.HandoffCheck(
            network_id=network_id,
            handoff_id=handoff,
            number=1,
            due_on=today,
            outcome=Outcome.HELD,
            answered_by=leader,
            answered_on=today,
            answered_at=NOW,
        ),
        tables.Review(
            network_id=network_id,
            session_id=session_id,
            reviewer_id=leader,
            number=1,
            verdict=Verdict.WITHDRAWN,
            said_at=NOW,
        ),
    ]
    yield [
        tables.SessionCoCoach(network_id=network_id, session_id=session_id, coach_id=leader),
        tables.CompleteWeek(network_id=network_id, coach_id=coach, week=monday(today), said_at=NOW),
        tables.OtherTime(
            network_id=network_id, coach_id=coach, kind=Other.TRAVEL, spent_on=today, minutes=30, received_at=NOW
        ),
        tables.DigestSent(network_id=network_id, account_id=who.account_id, sent_on=today, sent_at=NOW),
    ]
