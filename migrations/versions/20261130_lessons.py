"""lessons

Revision ID: 20261130_lessons
Revises: 20261126_tablet
"""

import sqlalchemy as sa
from alembic import op

import app.store.types

revision = "20261130_lessons"
down_revision = "20261126_tablet"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "funding_source",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "public", "philanthropic", "fee", name="kind_word", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("budget_minutes", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("budget_minutes IS NULL OR budget_minutes >= 0", name=op.f("ck_funding_source_budget")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_funding_source_dates")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_funding_source_version")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_funding_source_network_id")),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_funding_source")),
        sa.UniqueConstraint("network_id", "name", name=op.f("uq_funding_source_network_id_name")),
    )
    op.create_table(
        "network_logo",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_network_logo_network_id")),
        sa.PrimaryKeyConstraint("network_id", name=op.f("pk_network_logo")),
    )
    op.create_table(
        "nudge_phrase",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=60), nullable=False),
        sa.Column("instead", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_nudge_phrase_network_id")),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_nudge_phrase")),
        sa.UniqueConstraint("network_id", "words", name=op.f("uq_nudge_phrase_network_id_words")),
    )
    op.create_table(
        "partner",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("does", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_partner_version")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_partner_network_id")),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_partner")),
        sa.UniqueConstraint("network_id", "name", name=op.f("uq_partner_network_id_name")),
    )
    op.create_table(
        "barrier",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "working",
                "solved",
                "left",
                name="status_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("next_act", sa.String(length=300), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_barrier_version")),
        sa.ForeignKeyConstraint(
            ["network_id", "area_id"], ["area.network_id", "area.id"], name=op.f("fk_barrier_network_id_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "opened_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_barrier_network_id_opened_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_barrier_network_id_school_id"),
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_barrier_network_id")),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_barrier")),
    )
    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_barrier_network_id_school_id"), ["network_id", "school_id"], unique=False)

    op.create_table(
        "default_funding",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("funding_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "coach_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_default_funding_network_id_coach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "funding_id"],
            ["funding_source.network_id", "funding_source.id"],
            name=op.f("fk_default_funding_network_id_funding_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "coach_id", name=op.f("pk_default_funding")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "office_change",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_office_change_undone")),
        sa.ForeignKeyConstraint(
            ["network_id", "changed_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_office_change_network_id_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "undone_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_office_change_network_id_undone_by"),
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_office_change")),
    )
    with op.batch_alter_table("office_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_office_change_network_id_subject_subject_id"),
            ["network_id", "subject", "subject_id"],
            unique=False,
        )

    op.create_table(
        "partner_area",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "area_id"], ["area.network_id", "area.id"], name=op.f("fk_partner_area_network_id_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "partner_id"],
            ["partner.network_id", "partner.id"],
            name=op.f("fk_partner_area_network_id_partner_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "partner_id", "area_id", name=op.f("pk_partner_area")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "partner_school",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "partner_id"],
            ["partner.network_id", "partner.id"],
            name=op.f("fk_partner_school_network_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_partner_school_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "partner_id", "school_id", name=op.f("pk_partner_school")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "phase_change",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "rebuilding",
                "transforming",
                "sustaining",
                name="phase_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_phase_change_network_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "set_by"], ["person.network_id", "person.id"], name=op.f("fk_phase_change_network_id_set_by")
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_phase_change")),
    )
    with op.batch_alter_table("phase_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_phase_change_network_id_school_id"), ["network_id", "school_id"], unique=False
        )

    op.create_table(
        "reflection",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("needs_note", sa.String(length=4000), nullable=False),
        sa.Column("barriers", sa.Integer(), nullable=False),
        sa.Column("barriers_note", sa.String(length=4000), nullable=False),
        sa.Column("said_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("barriers BETWEEN 1 AND 4", name=op.f("ck_reflection_barriers")),
        sa.CheckConstraint("needs BETWEEN 1 AND 4", name=op.f("ck_reflection_needs")),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["person.network_id", "person.id"],
            name=op.f("fk_reflection_network_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_reflection_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "school_id", "month", "author_id", name=op.f("pk_reflection")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "term_plan",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("minutes_a_week", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_term_plan_dates")),
        sa.CheckConstraint("minutes_a_week >= 0", name=op.f("ck_term_plan_minutes")),
        sa.ForeignKeyConstraint(
            ["network_id", "made_by"], ["person.network_id", "person.id"], name=op.f("fk_term_plan_network_id_made_by")
        ),
        sa.PrimaryKeyConstraint("network_id", "id", name=op.f("pk_term_plan")),
    )
    op.create_table(
        "barrier_session",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("barrier_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "barrier_id"],
            ["barrier.network_id", "barrier.id"],
            name=op.f("fk_barrier_session_network_id_barrier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["coaching_session.network_id", "coaching_session.id"],
            name=op.f("fk_barrier_session_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "barrier_id", "session_id", name=op.f("pk_barrier_session")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("barrier_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_barrier_session_network_id_session_id"), ["network_id", "session_id"], unique=False
        )

    op.create_table(
        "planned_time",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("proposed >= 0 AND minutes >= 0", name=op.f("ck_planned_time_minutes")),
        sa.ForeignKeyConstraint(
            ["network_id", "plan_id"],
            ["term_plan.network_id", "term_plan.id"],
            name=op.f("fk_planned_time_network_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_planned_time_network_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "plan_id", "school_id", name=op.f("pk_planned_time")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session_support",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("funding_id", sa.Uuid(), nullable=True),
        sa.Column(
            "modelled",
            sa.Enum(
                "language",
                "behavior",
                "expectation",
                "practice",
                "routine",
                name="modelled_word",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "funding_id"],
            ["funding_source.network_id", "funding_source.id"],
            name=op.f("fk_session_support_network_id_funding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "partner_id"],
            ["partner.network_id", "partner.id"],
            name=op.f("fk_session_support_network_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["coaching_session.network_id", "coaching_session.id"],
            name=op.f("fk_session_support_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "session_id", name=op.f("pk_session_support")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("session_support", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_support_network_id_partner_id"), ["network_id", "partner_id"], unique=False
        )

    op.create_table(
        "wall_strength",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("put_by", sa.Uuid(), nullable=False),
        sa.Column("put_at", app.store.types.Instant(timezone=True), nullable=False),
        sa.Column("removed_at", app.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "put_by"],
            ["person.network_id", "person.id"],
            name=op.f("fk_wall_strength_network_id_put_by"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["coaching_session.network_id", "coaching_session.id"],
            name=op.f("fk_wall_strength_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("network_id", "session_id", name=op.f("pk_wall_strength")),
        sqlite_with_rowid=False,
    )
    op.add_column("account", sa.Column("locale", sa.String(length=12), nullable=False, server_default=""))

    op.add_column("area", sa.Column("district_contact", sa.String(length=160), nullable=False, server_default=""))

    op.add_column("network", sa.Column("notes_keep_months", sa.Integer(), nullable=True))
    op.add_column("network", sa.Column("color", sa.String(length=7), nullable=False, server_default=""))

    with op.batch_alter_table("other_time", schema=None) as batch_op:
        batch_op.add_column(sa.Column("funding_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_other_time_network_id_funding_id"),
            "funding_source",
            ["network_id", "funding_id"],
            ["network_id", "id"],
        )

    op.add_column("school", sa.Column("color", sa.String(length=7), nullable=False, server_default=""))
    op.add_column("school", sa.Column("motto", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("school", "motto")
    op.drop_column("school", "color")

    with op.batch_alter_table("other_time", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_other_time_network_id_funding_id"), type_="foreignkey")
        batch_op.drop_column("funding_id")

    op.drop_column("network", "color")
    op.drop_column("network", "notes_keep_months")

    op.drop_column("area", "district_contact")

    op.drop_column("account", "locale")

    op.drop_table("wall_strength")
    with op.batch_alter_table("session_support", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_support_network_id_partner_id"))

    op.drop_table("session_support")
    op.drop_table("planned_time")
    with op.batch_alter_table("barrier_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_barrier_session_network_id_session_id"))

    op.drop_table("barrier_session")
    op.drop_table("term_plan")
    op.drop_table("reflection")
    with op.batch_alter_table("phase_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_change_network_id_school_id"))

    op.drop_table("phase_change")
    op.drop_table("partner_school")
    op.drop_table("partner_area")
    with op.batch_alter_table("office_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_change_network_id_subject_subject_id"))

    op.drop_table("office_change")
    op.drop_table("default_funding")
    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_barrier_network_id_school_id"))

    op.drop_table("barrier")
    op.drop_table("partner")
    op.drop_table("nudge_phrase")
    op.drop_table("network_logo")
    op.drop_table("funding_source")
