"""Many sessions at once: an import, the demo, a bench. What one form does, for a chunk at a time.

The database says which sessions were new, and the sums of a chunk are made here before its rollups are raised: in a
log kept in order of its days, many sessions fall to one row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.measures import Tally
from app.domain.periods import monday
from app.domain.reviews import Counted, Effective, Review, as_counted, as_told, effective
from app.domain.sessions import Telling, content_hash, tally
from app.domain.vocabulary import Source, Verdict
from app.store import rollups, sessions
from app.store.reviews import review
from app.store.rollups import LEAD_COUNTERS, area_lead, school_area_week, school_week
from app.store.session_support import has_support, support, support_row
from app.store.session_versions import version
from app.store.sessions import co_coach, next_step, participant, session
from app.store.tables.rollups import COUNTERS

CHUNK = 2_000
"""Sessions in memory at once: about 8 MB of rows. Larger chunks are no faster."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class BulkReview:
    """What one leader says of a session, and when."""

    reviewer_id: UUID
    verdict: Verdict
    said_at: datetime
    comment: str = ""
    fit: int | None = None


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One session to be kept; its telling is settled, and has been judged by whoever made it.

    Its reviews are in the order in which they were said.
    """

    id: UUID
    coach_id: UUID
    source: Source
    received_at: datetime
    telling: Telling
    reviews: tuple[BulkReview, ...] = ()

    @property
    def effective(self) -> Effective:
        if not self.reviews:
            return as_told(self.telling)
        said = [Review(each.reviewer_id, each.verdict, number) for number, each in enumerate(self.reviews, start=1)]
        return effective(self.telling.mode, self.telling.lead, self.telling.participant_ids, said)


_inserting = {
    "sqlite": sqlite.insert(session).on_conflict_do_nothing().returning(session.c.id),
    "postgresql": postgresql.insert(session).on_conflict_do_nothing().returning(session.c.id),
}

_FRESH_STATISTICS = "ANALYZE coaching_session, person, school, area"
"""PostgreSQL keeps its plan of a foreign key's check as long as it knows no better. Made while a table was empty, that
plan reads all of a network's rows for each new one, and 100,000 sessions were not done in ten minutes."""


def insert_tellings(connection: Connection, network_id: UUID, rows: Iterable[BulkRow]) -> int:
    """Keep the sessions whose ids are not there yet, move the sums, and raise the revisions once; how many were new.

    The sums come last, each row once and in the order of its key: on PostgreSQL, whoever logs a session meanwhile waits
    for that and not for all the file, and nobody waits in a circle.
    """
    added = 0
    sums = _Sums()
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        if new := _insert_new(connection, network_id, chunk):
            _insert_parts(connection, network_id, new)
            sums.add(network_id, [as_counted(row.telling, row.effective) for row in new])
            added += len(new)
            if added == CHUNK and connection.dialect.name == "postgresql":
                connection.exec_driver_sql(_FRESH_STATISTICS)
    if added:
        sums.put_in(connection, network_id)
        rollups.touch(connection, network_id, sums.schools)
    return added


def _insert_new(connection: Connection, network_id: UUID, chunk: list[BulkRow]) -> list[BulkRow]:
    by_id = {row.id: row for row in reversed(chunk)}  # of two rows with one id, the first is kept
    values = [
        {
            "network_id": network_id,
            "id": row.id,
            "coach_id": row.coach_id,
            "source": row.source,
            "version": 1,
            "received_at": row.received_at,
            **sessions.told(row.telling),
            **sessions.counting(row.effective),
        }
        for row in by_id.values()
    ]
    new = connection.execute(_inserting[connection.dialect.name], values).scalars()
    return [by_id[session_id] for session_id in new]


def _insert_parts(connection: Connection, network_id: UUID, new: list[BulkRow]) -> None:
    people = [part for row in new for part in sessions.participant_rows(network_id, row.id, row.telling)]
    versions = [
        {"network_id": network_id, "session_id": row.id, "version": 1, "content_hash": content_hash(row.telling)}
        for row in new
    ]
    reviews = [said for row in new for said in _review_rows(network_id, row)]
    steps = [sessions.next_step_row(network_id, row.id, row.telling) for row in new if row.telling.next_step_text]
    beside = [sessions.co_coach_row(network_id, row.id, row.telling) for row in new if row.telling.co_coach_id]
    backed = [support_row(network_id, row.id, row.telling) for row in new if has_support(row.telling)]
    parts = (
        (participant, people),
        (version, versions),
        (next_step, steps),
        (co_coach, beside),
        (support, backed),
        (review, reviews),
    )
    for table, values in parts:
        if values:
            connection.execute(sa.insert(table), values)


def _review_rows(network_id: UUID, row: BulkRow) -> Iterable[dict[str, Any]]:
    numbers: Counter[UUID] = Counter()
    for said in row.reviews:
        numbers[said.reviewer_id] += 1
        yield {
            "network_id": network_id,
            "session_id": row.id,
            "reviewer_id": said.reviewer_id,
            "number": numbers[said.reviewer_id],
            "verdict": said.verdict,
            "comment": said.comment,
            "fit": said.fit,
            "said_at": said.said_at,
        }


class _Sums:
    """What new sessions add to the rollups, by the keys of their rows as the tables have them, without the network."""

    def __init__(self) -> None:
        self._by_area: dict[Key, Tally] = defaultdict(Tally)
        self._by_leader: dict[Key, Counter[str]] = defaultdict(Counter)

    @property
    def schools(self) -> set[UUID]:
        return {school_id for _, _, school_id in self._by_area}

    def add(self, network_id: UUID, new: Iterable[Counted]) -> None:
        for each in new:
            telling = each.telling
            self._by_area[telling.area_id, monday(telling.held_on), telling.school_id] += tally(telling, each.heard)
            for row in rollups.lead_rows(network_id, telling):
                leader = row["school_id"], row["area_id"], row["person_id"], row["led_on"]
                self._by_leader[leader].update({name: row[name] for name in LEAD_COUNTERS})

    def put_in(self, connection: Connection, network_id: UUID) -> None:
        """Raise the rollups, table by table and in the order of the keys, as `rollups.move` does."""
        by_school: dict[Key, Tally] = defaultdict(Tally)
        for (_, week, school_id), sums in self._by_area.items():
            by_school[week, school_id] += sums
        for table, found in ((school_week, by_school), (school_area_week, self._by_area)):
            rows = ((key, rollups.counted(found[key])) for key in sorted(found))
            _raise(connection, network_id, table, COUNTERS, rows)
        _raise(connection, network_id, area_lead, LEAD_COUNTERS, sorted(self._by_leader.items(), key=itemgetter(0)))


def _raise(
    connection: Connection,
    network_id: UUID,
    table: sa.Table,
    counters: tuple[str, ...],
    sums: Iterable[tuple[Key, Mapping[str, int]]],
) -> None:
    """Raise a rollup by what is given for its keys, in their order."""
    names = [column.name for column in table.primary_key.columns]
    rows = ({**dict(zip(names, (network_id, *key), strict=True)), **figures} for key, figures in sums)
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(rollups.raising(connection.dialect.name, table, counters), chunk)
