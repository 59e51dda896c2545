"""tablet

Revision ID: 20261126_tablet
Revises: 20261125_capacity
"""

import sqlalchemy as sa
from alembic import op

import app.store.types

revision = "20261126_tablet"
down_revision = "20261125_capacity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complete_week",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("said_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "coach_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_complete_week_network_id_coach_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "coach_id", "week", name=op.f("pk_complete_week")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "other_time",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "travel",
                "preparation",
                "network_meeting",
                "learning",
                "missed_visit",
                name="kind_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.Column("history", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'missed_visit' OR (school_id IS NOT NULL AND note <> '')", name=op.f("ck_other_time_missed")
        ),
        sa.CheckConstraint("kind = 'missed_visit' OR minutes >= 5", name=op.f("ck_other_time_some")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 600", name=op.f("ck_other_time_minutes")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_other_time_version")),
        sa.ForeignKeyConstraint(
            ["network_id", "coach_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_other_time_network_id_coach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_other_time_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_other_time")),
        sa.UniqueConstraint("id", name=op.f("uq_other_time_id")),
    )
    with op.batch_alter_table("other_time", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_other_time_network_id_coach_id_spent_on"),
            ["network_id", "coach_id", "spent_on"],
            unique=False,
        )

    op.create_table(
        "digest_sent",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "account_id"],
            ["account.network_id", "account.id"],
            name=op.f("fk_digest_sent_network_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "account_id", "sent_on", name=op.f("pk_digest_sent")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session_co_coach",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "coach_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_session_co_coach_network_id_coach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["coaching_session.network_id", "coaching_session.id"],
            name=op.f("fk_session_co_coach_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "session_id", name=op.f("pk_session_co_coach")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("session_co_coach", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_co_coach_network_id_coach_id"), ["network_id", "coach_id"], unique=False
        )

    op.add_column("account", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("membership_proposal", sa.Column("another", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("coaching_session", sa.Column("started_at", sa.Time(), nullable=True))
    op.add_column("coaching_session", sa.Column("opened_until", sa.Date(), nullable=True))
    op.add_column("review", sa.Column("answer", sa.Text(), nullable=False, server_default=""))
    op.add_column("review", sa.Column("answered_at", app.store.types.Instant(timezone=True), nullable=True))
    op.create_index(op.f("ix_review_network_id_reviewer_id"), "review", ["network_id", "reviewer_id"])
    op.add_column("session_version", sa.Column("told", sa.Text(), nullable=True))
    op.add_column("audit_event", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("audit_event", sa.Column("reason", sa.String(length=300), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("audit_event", "reason")
    op.drop_column("audit_event", "version")
    op.drop_column("session_version", "told")
    op.drop_index(op.f("ix_review_network_id_reviewer_id"), "review")
    op.drop_column("review", "answered_at")
    op.drop_column("review", "answer")
    op.drop_column("coaching_session", "opened_until")
    op.drop_column("coaching_session", "started_at")
    op.drop_column("membership_proposal", "another")
    op.drop_column("account", "digest")
    op.drop_table("session_co_coach")
    op.drop_table("digest_sent")
    op.drop_table("other_time")
    op.drop_table("complete_week")
