"""question files

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "question_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("becomes", sa.String(), nullable=False),
        sa.Column("kept_as", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_question_files_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_files")),
    )
    with op.batch_alter_table("question_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_files_account_id_id"), ["account_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_question_files_uploaded_at"), ["uploaded_at"], unique=False
        )
    with op.batch_alter_table("course_modules", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_modules_revision_id"), ["revision_id"], unique=False
        )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("course_modules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_modules_revision_id"))
    with op.batch_alter_table("question_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_files_uploaded_at"))
        batch_op.drop_index(batch_op.f("ix_question_files_account_id_id"))

    op.drop_table("question_files")
