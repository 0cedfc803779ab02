"""Staff are listed by a sort key of their own; indexes where the nation would be read through.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY_OF_PERSON = """
UPDATE accounts SET sort_key =
(SELECT persons.sort_key FROM persons WHERE persons.id = accounts.person_id)
"""


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sort_key", sa.LargeBinary(), nullable=True))
    op.execute(KEY_OF_PERSON)
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.alter_column("sort_key", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.create_index(batch_op.f("ix_accounts_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_role"), ["role"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_accounts_sort_key_id"), ["sort_key", "id"], unique=False
        )
    for table in ("attendance_marks", "attendance_openings"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(
                batch_op.f(f"ix_{table}_agenda_item_id"), ["agenda_item_id"], unique=False
            )
    with op.batch_alter_table("wrong_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wrong_tries_window"), ["window"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("wrong_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wrong_tries_window"))
    for table in ("attendance_openings", "attendance_marks"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_agenda_item_id"))
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_sort_key_id"))
        batch_op.drop_index(batch_op.f("ix_accounts_role"))
        batch_op.drop_index(batch_op.f("ix_accounts_person_id"))
        batch_op.drop_column("sort_key")
