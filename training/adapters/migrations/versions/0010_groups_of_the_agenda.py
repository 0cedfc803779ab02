"""Nobody is in a parallel group that the agenda of the course does not name.

Revision 0010, after 0009.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OUT_OF_WHAT_IS_GONE = """
UPDATE seats SET group_name = '' WHERE group_name <> '' AND NOT EXISTS (
SELECT 1 FROM agenda_items WHERE agenda_items.course_id = seats.course_id
AND agenda_items.group_name = seats.group_name)
"""


def upgrade() -> None:
    """Forward."""
    op.execute(OUT_OF_WHAT_IS_GONE)


def downgrade() -> None:
    """Back: there is nothing to go back to."""
