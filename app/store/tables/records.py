"""What happened: the audit log and the imports."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field

from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of, of_network, utc_now
from app.store.types import Instant


class AuditEvent(Tenant, table=True):
    """Who did what to what, append-only. `fields` names what changed, comma-separated; never what it said.

    `version` is the one that the act made of a subject that has versions. `reason` is given where somebody of the
    office reaches over a lock, and is no part of what anybody told.
    """

    __tablename__ = "audit_event"
    __table_args__ = (of("person", "actor_id"), KEYED_ROWS)

    subject_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    actor_id: UUID | None = None
    act: str = Field(max_length=40)
    subject: str = Field(max_length=40)
    fields: str = Field(default="", max_length=400)
    version: int | None = None
    reason: str = Field(default="", max_length=300)


class ImportRun(Row, table=True):
    __tablename__ = "import_run"
    __table_args__ = (of_network(),)

    kind: str = Field(max_length=20)
    file_name: str = Field(max_length=255)
    started_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    rows: int = 0
    added: int = 0
    unchanged: int = 0
    bad: int = 0


class OfficeChange(Row, table=True):
    """A change that the office made to what it keeps (a school, an area, a setting), to look up and to undo.

    `before` and `after` are JSON of the fields that changed, {} where the subject was not there before, or not after.
    """

    __tablename__ = "office_change"
    __table_args__ = (
        of("person", "changed_by"),
        of("person", "undone_by"),
        check("undone", "(undone_at IS NULL) = (undone_by IS NULL)"),
        sa.Index(None, "network_id", "subject", "subject_id"),
    )

    subject: str = Field(max_length=40)
    subject_id: UUID
    before: str = Field(sa_type=sa.Text)
    after: str = Field(sa_type=sa.Text)
    changed_by: UUID
    changed_at: datetime = Field(sa_type=Instant)
    undone_by: UUID | None = None
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
