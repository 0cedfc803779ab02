"""Assessments: what a course lets its people answer has a name of its own, and terms.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("closed_at IS NULL")
SLUG_OF_REVISION = """
UPDATE {table} SET slug =
(SELECT module_revisions.slug FROM module_revisions WHERE module_revisions.id = {table}.revision_id)
"""
FORGET_OTHER_PURPOSES = (
    "DELETE FROM quiz_answers WHERE attempt_id IN"
    " (SELECT id FROM quiz_attempts WHERE slug LIKE '%.%' OR number > 1)",
    "DELETE FROM quiz_attempts WHERE slug LIKE '%.%' OR number > 1",
    "DELETE FROM quiz_openings WHERE slug LIKE '%.%'",
)


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("quiz_openings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slug", sa.String(), nullable=True))
    with op.batch_alter_table("quiz_attempts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slug", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("form", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("finished_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    for table in ("quiz_openings", "quiz_attempts"):
        op.execute(SLUG_OF_REVISION.format(table=table))
    op.execute("UPDATE quiz_attempts SET form = ''")
    op.execute(
        "UPDATE quiz_attempts SET finished_by = 'seat', seen_at = finished_at"
        " WHERE finished_at IS NOT NULL"
    )
    with op.batch_alter_table("quiz_openings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_quiz_openings_open", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN
        )
        batch_op.alter_column("slug", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("revision_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.drop_column("purpose")
        batch_op.create_index(
            "ix_quiz_openings_open",
            ["course_id", "slug"],
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        )
    with op.batch_alter_table("quiz_attempts", schema=None) as batch_op:
        batch_op.drop_constraint(
            "uq_quiz_attempts_seat_id_revision_id_purpose_number", type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_quiz_attempts_course_id_revision_id"))
        batch_op.alter_column("slug", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("form", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("seat_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("revision_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.drop_column("purpose")
        batch_op.create_unique_constraint(
            batch_op.f("uq_quiz_attempts_seat_id_slug_number"), ["seat_id", "slug", "number"]
        )
        batch_op.create_index(
            batch_op.f("ix_quiz_attempts_course_id_slug"), ["course_id", "slug"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_quiz_attempts_slug_id"), ["slug", "id"], unique=False)
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
    _add_tables()


def _add_tables() -> None:
    op.create_table(
        "quiz_terms",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_quiz_terms_course_id")
        ),
        sa.PrimaryKeyConstraint("course_id", "slug", name=op.f("pk_quiz_terms")),
    )
    op.create_table(
        "quiz_extra_time",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_quiz_extra_time_seat_id")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_quiz_extra_time")),
    )
    op.create_table(
        "quiz_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_quiz_corrections_course_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_corrections")),
        sa.UniqueConstraint(
            "course_id",
            "submission_key",
            name=op.f("uq_quiz_corrections_course_id_submission_key"),
        ),
    )
    op.create_table(
        "quiz_given_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["quiz_attempts.id"], name=op.f("fk_quiz_given_marks_attempt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_given_marks")),
        sa.UniqueConstraint(
            "attempt_id",
            "item_id",
            "submission_key",
            name=op.f("uq_quiz_given_marks_attempt_id_item_id_submission_key"),
        ),
    )
    op.create_table(
        "quiz_old_results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["quiz_attempts.id"], name=op.f("fk_quiz_old_results_attempt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_old_results")),
    )
    with op.batch_alter_table("quiz_old_results", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quiz_old_results_attempt_id"), ["attempt_id"], unique=False
        )


def downgrade() -> None:
    """Back. Sheets of other purposes than a module's quiz cannot be kept."""
    with op.batch_alter_table("quiz_old_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_old_results_attempt_id"))
    for table in (
        "quiz_old_results", "quiz_given_marks", "quiz_corrections", "quiz_extra_time", "quiz_terms"
    ):  # fmt: skip
        op.drop_table(table)
    for statement in FORGET_OTHER_PURPOSES:
        op.execute(statement)
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.drop_column("arrived_at")
    with op.batch_alter_table("quiz_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_attempts_slug_id"))
        batch_op.drop_index(batch_op.f("ix_quiz_attempts_course_id_slug"))
        batch_op.drop_constraint(batch_op.f("uq_quiz_attempts_seat_id_slug_number"), type_="unique")
        batch_op.alter_column("seat_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("revision_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.add_column(
            sa.Column("purpose", sa.String(), nullable=False, server_default="module")
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_quiz_attempts_seat_id_revision_id_purpose_number"),
            ["seat_id", "revision_id", "purpose", "number"],
        )
        batch_op.create_index(
            batch_op.f("ix_quiz_attempts_course_id_revision_id"),
            ["course_id", "revision_id"],
            unique=False,
        )
        for column in ("slug", "form", "due_at", "finished_by", "seen_at"):
            batch_op.drop_column(column)
    with op.batch_alter_table("quiz_openings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_quiz_openings_open", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN
        )
        batch_op.alter_column("revision_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.add_column(
            sa.Column("purpose", sa.String(), nullable=False, server_default="module")
        )
        batch_op.drop_column("slug")
        batch_op.create_index(
            "ix_quiz_openings_open",
            ["course_id", "revision_id", "purpose"],
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        )
