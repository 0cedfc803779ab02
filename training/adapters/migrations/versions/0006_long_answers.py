"""Long answers: what tells answers apart is short enough for every index.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BY_CHOICE = "uq_quiz_answers_attempt_id_item_id_choice_submission_key"
BY_MARK = "uq_quiz_answers_attempt_id_item_id_choice_mark_submission_key"


def upgrade() -> None:
    """Forward. No answer was long until now, so that each stands for itself."""
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choice_mark", sa.String(), nullable=True))
    op.execute("UPDATE quiz_answers SET choice_mark = choice")
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.alter_column("choice_mark", existing_type=sa.String(), nullable=False)
        batch_op.drop_constraint(batch_op.f(BY_CHOICE), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(BY_MARK), ["attempt_id", "item_id", "choice_mark", "submission_key"]
        )


def downgrade() -> None:
    """Back. Long answers are cut off, or PostgreSQL could not keep them apart."""
    op.execute("UPDATE quiz_answers SET choice = SUBSTR(choice, 1, 600)")
    with op.batch_alter_table("quiz_answers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(BY_MARK), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(BY_CHOICE), ["attempt_id", "item_id", "choice", "submission_key"]
        )
        batch_op.drop_column("choice_mark")
