"""venue

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "venue_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("check_key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("median_ms", sa.Integer(), nullable=False),
        sa.Column("worst_ms", sa.Integer(), nullable=False),
        sa.Column("gap_ms", sa.Integer(), nullable=False),
        sa.Column("addresses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_venue_checks_course_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_checks")),
        sa.UniqueConstraint(
            "course_id", "check_key", name=op.f("uq_venue_checks_course_id_check_key")
        ),
    )
    with op.batch_alter_table("venue_checks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_venue_checks_course_id_number"), ["course_id", "number"], unique=False
        )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("venue_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_venue_checks_course_id_number"))

    op.drop_table("venue_checks")
