"""capacity

Revision ID: 20261125_capacity
Revises: 20261124_first
"""

import sqlalchemy as sa
from alembic import op

import app.store.types

revision = "20261125_capacity"
down_revision = "20261124_first"
branch_labels = None
depends_on = None

COUNTED = (
    ("counted_mode", ("for", "with"), True),
    ("counted_lead", ("coach", "shared", "school"), False),
    ("heard", ("confirmed", "corrected", "differing", "differing_on_lead"), False),
)
BY_SCHOOL, BY_DAY = "ix_coaching_session_network_id_school_id_held_on", "ix_coaching_session_by_day"
DAY = ["network_id", "school_id", "held_on"]
COUNTED_BY = ["area_id", "counted_mode", "origin", "minutes", "voided_at"]
ROLLUPS = ("school_week", "school_area_week")
COUNTERS = ("reviewed_sessions", "confirmed_sessions", "corrected_sessions", "differing_sessions")


def upgrade() -> None:
    op.create_table(
        "agreed_service",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("next_up", sa.String(length=300), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("director_id", sa.Uuid(), nullable=True),
        sa.Column("director_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.Column("leader_id", sa.Uuid(), nullable=True),
        sa.Column("leader_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("(director_id IS NULL) = (director_at IS NULL)", name=op.f("ck_agreed_service_director")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_on IS NULL)",
            name=op.f("ck_agreed_service_ended"),
        ),
        sa.CheckConstraint("(leader_id IS NULL) = (leader_at IS NULL)", name=op.f("ck_agreed_service_leader")),
        sa.CheckConstraint("until_on >= first_on", name=op.f("ck_agreed_service_dates")),
        sa.ForeignKeyConstraint(
            ["network_id", "area_id"], ["area.network_id", "area.id"], name=op.f("fk_agreed_service_network_id_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "director_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_agreed_service_network_id_director_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "ended_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_agreed_service_network_id_ended_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "leader_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_agreed_service_network_id_leader_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "proposed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_agreed_service_network_id_proposed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_agreed_service_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_agreed_service")),
    )
    with op.batch_alter_table("agreed_service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreed_service_network_id_school_id"), ["network_id", "school_id"], unique=False
        )

    op.create_table(
        "annotation",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=60), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "agreed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_annotation_network_id_agreed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "entered_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_annotation_network_id_entered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_annotation_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_annotation")),
    )
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_annotation_network_id_school_id"), ["network_id", "school_id"], unique=False
        )

    op.create_table(
        "flag_answer",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "dependent",
                "rising",
                "easing",
                "stuck",
                "alone",
                "reactive",
                "fragile",
                "slipped",
                "duplicate",
                "under-served",
                "disputed",
                "silent",
                "reached",
                "held",
                name="rule_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("withdrawn_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "answered_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_flag_answer_network_id_answered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "area_id"], ["area.network_id", "area.id"], name=op.f("fk_flag_answer_network_id_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_flag_answer_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_flag_answer")),
    )
    with op.batch_alter_table("flag_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_flag_answer_network_id_school_id"), ["network_id", "school_id"], unique=False
        )

    op.create_table(
        "handoff",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("handed_over_on", sa.Date(), nullable=False),
        sa.Column("now_runs", sa.String(length=300), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by IS NULL)", name=op.f("ck_handoff_agreed")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_on IS NULL)",
            name=op.f("ck_handoff_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agreed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_handoff_network_id_agreed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "area_id"], ["area.network_id", "area.id"], name=op.f("fk_handoff_network_id_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "ended_by"], ["person.network_id", "person.id"], name=op.f("fk_handoff_network_id_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "proposed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_handoff_network_id_proposed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_handoff_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_handoff")),
    )
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoff_network_id_school_id"), ["network_id", "school_id"], unique=False)
        batch_op.create_index(
            "uq_handoff_open",
            ["network_id", "school_id", "area_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "ilt_rating",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "purpose",
                "accountability",
                "continuity",
                name="dimension_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_ilt_rating_level")),
        sa.ForeignKeyConstraint(
            ["network_id", "agreed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_ilt_rating_network_id_agreed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "entered_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_ilt_rating_network_id_entered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_ilt_rating_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "school_id", "rated_on", "dimension", name=op.f("pk_ilt_rating")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handoff_check",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("held", "not_held", name="outcome_word", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("ran_by", sa.Uuid(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_handoff_check_number")),
        sa.ForeignKeyConstraint(
            ["network_id", "answered_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_handoff_check_network_id_answered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "handoff_id"],
            ["handoff.network_id", "handoff.id"],
            name=op.f("fk_handoff_check_network_id_handoff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "ran_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_handoff_check_network_id_ran_by"),
        ),
        sa.PrimaryKeyConstraint("network_id", "handoff_id", "number", name=op.f("pk_handoff_check")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handoff_holder",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "handoff_id"],
            ["handoff.network_id", "handoff.id"],
            name=op.f("fk_handoff_holder_network_id_handoff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "person_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_handoff_holder_network_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "handoff_id", "person_id", name=op.f("pk_handoff_holder")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "membership_proposal",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "position",
            sa.Enum(
                "principal",
                "assistant_principal",
                "teacher_leader",
                "coordinator",
                "counselor",
                "office_staff",
                "other",
                name="position_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on_ilt", sa.Boolean(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_membership_proposal_decided")),
        sa.CheckConstraint("last_on IS NULL OR first_on <= last_on", name=op.f("ck_membership_proposal_dates")),
        sa.ForeignKeyConstraint(
            ["network_id", "decided_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_membership_proposal_network_id_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "membership_id"],
            ["membership.network_id", "membership.id"],
            name=op.f("fk_membership_proposal_network_id_membership_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "person_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_membership_proposal_network_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "proposed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_membership_proposal_network_id_proposed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_membership_proposal_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_membership_proposal")),
    )
    with op.batch_alter_table("membership_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_proposal_network_id_school_id"), ["network_id", "school_id"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "confirmed",
                "coach_led",
                "corrected",
                "not_there",
                "withdrawn",
                name="verdict_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=True),
        sa.Column("said_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("lapsed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("fit IS NULL OR fit BETWEEN 1 AND 4", name=op.f("ck_review_fit")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_review_number")),
        sa.ForeignKeyConstraint(
            ["network_id", "reviewer_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_review_network_id_reviewer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["coaching_session.network_id", "coaching_session.id"],
            name=op.f("fk_review_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "session_id", "reviewer_id", "number", name=op.f("pk_review")),
        sqlite_with_rowid=False,
    )
    for name, kinds, needed in COUNTED:
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        op.add_column(
            "coaching_session",
            sa.Column(
                name,
                sa.String(length=32),
                sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_coaching_session_{name}_word")),
                nullable=not needed,
                server_default=kinds[0] if needed else None,
            ),
        )
    op.add_column("school", sa.Column("need_weight_reason", sa.String(length=300), nullable=False, server_default=""))
    op.execute("UPDATE coaching_session SET counted_mode = mode, counted_lead = lead")
    op.drop_index(BY_SCHOOL, "coaching_session")
    op.create_index(BY_DAY, "coaching_session", [*DAY, *COUNTED_BY])
    for table in ROLLUPS:
        for name in COUNTERS:
            op.add_column(
                table,
                sa.Column(
                    name,
                    sa.Integer(),
                    sa.CheckConstraint(f"{name} >= 0", name=op.f(f"ck_{table}_{name}")),
                    nullable=False,
                    server_default="0",
                ),
            )


def downgrade() -> None:
    op.drop_table("review")
    op.drop_column("school", "need_weight_reason")
    for table in ROLLUPS:
        for name in reversed(COUNTERS):
            op.drop_column(table, name)
    op.drop_index(BY_DAY, "coaching_session")
    op.create_index(BY_SCHOOL, "coaching_session", DAY)
    for name, _, _ in reversed(COUNTED):
        op.drop_column("coaching_session", name)
    with op.batch_alter_table("membership_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_proposal_network_id_school_id"))

    op.drop_table("membership_proposal")
    op.drop_table("handoff_holder")
    op.drop_table("handoff_check")
    op.drop_table("ilt_rating")
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handoff_open", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_handoff_network_id_school_id"))

    op.drop_table("handoff")
    with op.batch_alter_table("flag_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flag_answer_network_id_school_id"))

    op.drop_table("flag_answer")
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annotation_network_id_school_id"))

    op.drop_table("annotation")
    with op.batch_alter_table("agreed_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreed_service_network_id_school_id"))

    op.drop_table("agreed_service")
