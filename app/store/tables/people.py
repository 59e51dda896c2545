"""People: who they are, how they sign in, what they may do, and where they belong."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.access import Role
from app.domain.vocabulary import Position
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of, of_network, utc_now
from app.store.types import Instant, words


class Person(Row, table=True):
    __table_args__ = (of_network(), sa.Index(None, "network_id", "name"))

    name: str = Field(max_length=120)


class Account(Row, table=True):
    """How a person signs in. E-mails are unique everywhere, so signing in needs no network's name.

    `digest` is whether they want reminders by e-mail; `locale` the language they chose, or "" for their network's.
    """

    __table_args__ = (
        of("person", "person_id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("network_id", "person_id"),
    )

    person_id: UUID
    email: str = Field(max_length=254)
    password_hash: str | None = Field(default=None, max_length=255)
    active: bool = True
    digest: bool = True
    locale: str = Field(default="", max_length=12)


class Assignment(Row, table=True):
    """A role, at one school or (with no school) in the whole network, from and until dates, both included."""

    __table_args__ = (
        of("person", "person_id"),
        of("school", "school_id"),
        check("dates", "last_on IS NULL OR first_on <= last_on"),
        sa.Index(None, "network_id", "person_id"),
        sa.Index(None, "network_id", "school_id"),
    )

    person_id: UUID
    role: Role = Field(sa_type=words(Role, "role"))
    school_id: UUID | None = None
    first_on: date
    last_on: date | None = None


class Membership(Row, table=True):
    """A team member: a person at a school, in a position, perhaps on its Instructional Leadership Team."""

    __table_args__ = (
        of("person", "person_id"),
        of("school", "school_id"),
        check("dates", "last_on IS NULL OR first_on <= last_on"),
        sa.Index(None, "network_id", "school_id"),
        sa.Index(None, "network_id", "person_id"),
    )

    person_id: UUID
    school_id: UUID
    position: Position = Field(sa_type=words(Position, "position"))
    on_ilt: bool = False
    first_on: date
    last_on: date | None = None


class Login(Row, table=True):
    """A signed-in browser. Only a hash of its token is kept, so the database opens no door."""

    __table_args__ = (of("account", "account_id"), sa.UniqueConstraint("token_hash"))

    account_id: UUID
    token_hash: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class DigestSent(Tenant, table=True):
    """A reminder that was sent, one a day and account at most; `told` is what it was about: the next is then news."""

    __tablename__ = "digest_sent"
    __table_args__ = (of("account", "account_id"), KEYED_ROWS)

    account_id: UUID = Field(primary_key=True)
    sent_on: date = Field(primary_key=True)
    sent_at: datetime = Field(sa_type=Instant)
    told: str = Field(default="", sa_type=sa.Text)
