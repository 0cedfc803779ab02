"""Attendance three ways: claims, sheets, head counts; days and groups; seats that leave or merge.

Revision 0008, after 0007.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("closed_at IS NULL")
OPEN: dict[str, Any] = {"unique": True, "sqlite_where": STILL_OPEN, "postgresql_where": STILL_OPEN}
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    _add_column("agenda_items", sa.Column("day", sa.Integer(), nullable=False), "0")
    _add_column("agenda_items", sa.Column("group_name", sa.String(), nullable=False), "''")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_course_id_starts_at"))
        batch_op.create_index(
            batch_op.f("ix_agenda_items_course_id_day_starts_at"),
            ["course_id", "day", "starts_at"],
            unique=False,
        )
    _add_column("seats", sa.Column("group_name", sa.String(), nullable=False), "''")
    _add_column("seats", sa.Column("is_expected", sa.Boolean(), nullable=False), "false")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_seats_merged_into"), "seats", ["merged_into"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_seats_merged_into"), ["merged_into"], unique=False)
    _add_column("attendance_marks", sa.Column("device", sa.String(), nullable=False), "''")
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("restores", sa.Uuid(), nullable=True))
    with op.batch_alter_table("attendance_openings", schema=None) as batch_op:
        batch_op.drop_index("uq_attendance_openings_open")
        batch_op.create_index(
            "uq_attendance_openings_open", ["course_id", "agenda_item_id"], **OPEN
        )
    _add_tables()
    _add_list_files()


def _add_column(table: str, column: sa.Column[Any], value: str) -> None:
    """A column that may not be empty: filled with `value` in the rows that are there."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(sa.Column(column.name, column.type, nullable=True))
    op.execute(f"UPDATE {table} SET {column.name} = {value}")  # noqa: S608 (our own words)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(column.name, existing_type=column.type, nullable=False)


def _of(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys to the ids of the tables that these columns are known to mean."""
    tables = {
        "course_id": "courses", "agenda_item_id": "agenda_items", "seat_id": "seats",
        "sheet_id": "attendance_sheets", "said_by": "accounts", "counted_by": "accounts",
        "made_by": "accounts", "entered_by": "accounts", "added_by": "accounts",
        "account_id": "accounts",
    }  # fmt: skip
    return [
        sa.ForeignKeyConstraint([name], [f"{tables[name]}.id"], name=op.f(f"fk_{table}_{name}"))
        for name in columns
    ]


def _key(table: str, *columns: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}")),
    ]


def _needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _add_tables() -> None:
    op.create_table(
        "course_logos",
        _needed("id", sa.Uuid()),
        _needed("course_id", sa.Uuid()),
        _needed("role", sa.String()),
        _needed("position", sa.Integer()),
        _needed("words_km", sa.String()),
        _needed("words_en", sa.String()),
        _needed("media_type", sa.String()),
        _needed("content", sa.LargeBinary()),
        _needed("submission_key", sa.String()),
        _needed("added_at", MOMENT),
        *_of("course_logos", "course_id"),
        *_key("course_logos", "course_id", "submission_key"),
    )
    with op.batch_alter_table("course_logos", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_logos_course_id_position"),
            ["course_id", "position"],
            unique=False,
        )
    op.create_table(
        "attendance_claims",
        _needed("id", sa.Uuid()),
        _needed("course_id", sa.Uuid()),
        _needed("agenda_item_id", sa.Uuid()),
        _needed("seat_id", sa.Uuid()),
        _needed("source", sa.String()),
        _needed("status", sa.String()),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        _needed("said_at", MOMENT),
        _needed("device", sa.String()),
        _needed("submission_key", sa.String()),
        *_of("attendance_claims", "course_id", "agenda_item_id", "seat_id", "said_by"),
        *_key("attendance_claims", "seat_id", "agenda_item_id", "submission_key"),
    )
    op.create_table(
        "attendance_head_counts",
        _needed("id", sa.Uuid()),
        _needed("course_id", sa.Uuid()),
        _needed("agenda_item_id", sa.Uuid()),
        _needed("counted", sa.Integer()),
        _needed("marked", sa.Integer()),
        sa.Column("counted_by", sa.Uuid(), nullable=True),
        _needed("counted_at", MOMENT),
        _needed("submission_key", sa.String()),
        *_of("attendance_head_counts", "course_id", "agenda_item_id", "counted_by"),
        *_key("attendance_head_counts", "course_id", "submission_key"),
    )
    for table in ("attendance_claims", "attendance_head_counts"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(
                batch_op.f(f"ix_{table}_agenda_item_id"), ["agenda_item_id"], unique=False
            )
            batch_op.create_index(
                batch_op.f(f"ix_{table}_course_id_agenda_item_id"),
                ["course_id", "agenda_item_id"],
                unique=False,
            )
    _add_sheets()


def _add_sheets() -> None:
    op.create_table(
        "attendance_sheets",
        _needed("id", sa.Uuid()),
        _needed("course_id", sa.Uuid()),
        _needed("number", sa.Integer()),
        _needed("day", sa.Integer()),
        _needed("half", sa.String()),
        _needed("group_name", sa.String()),
        _needed("seat_ids", sa.Text()),
        _needed("blanks", sa.Integer()),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        _needed("made_at", MOMENT),
        _needed("submission_key", sa.String()),
        *_of("attendance_sheets", "course_id", "made_by"),
        *_key("attendance_sheets", "course_id", "number"),
        sa.UniqueConstraint(
            "course_id",
            "submission_key",
            name=op.f("uq_attendance_sheets_course_id_submission_key"),
        ),
    )
    op.create_table(
        "attendance_sheet_entries",
        _needed("id", sa.Uuid()),
        _needed("sheet_id", sa.Uuid()),
        _needed("rows", sa.Text()),
        _needed("walk_ins", sa.Text()),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        _needed("entered_at", MOMENT),
        _needed("submission_key", sa.String()),
        *_of("attendance_sheet_entries", "sheet_id", "entered_by"),
        *_key("attendance_sheet_entries", "sheet_id", "submission_key"),
    )
    op.create_table(
        "attendance_sheet_photos",
        _needed("id", sa.Uuid()),
        _needed("sheet_id", sa.Uuid()),
        _needed("content", sa.LargeBinary()),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        _needed("added_at", MOMENT),
        _needed("submission_key", sa.String()),
        *_of("attendance_sheet_photos", "sheet_id", "added_by"),
        *_key("attendance_sheet_photos", "sheet_id", "submission_key"),
    )


def _add_list_files() -> None:
    op.create_table(
        "list_files",
        _needed("id", sa.Uuid()),
        _needed("account_id", sa.Uuid()),
        _needed("course_id", sa.Uuid()),
        _needed("name", sa.String()),
        _needed("content", sa.LargeBinary()),
        _needed("seats_made", sa.Integer()),
        _needed("uploaded_at", MOMENT),
        *_of("list_files", "account_id", "course_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_files")),
    )
    with op.batch_alter_table("list_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_files_account_id_id"), ["account_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_list_files_uploaded_at"), ["uploaded_at"], unique=False
        )


def downgrade() -> None:
    """Back. What only this version knows is gone; of parallel openings one stays open."""
    for table in (
        "list_files",
        "attendance_sheet_photos",
        "attendance_sheet_entries",
        "attendance_sheets",
        "attendance_head_counts",
        "attendance_claims",
        "course_logos",
    ):
        op.drop_table(table)
    op.execute(
        "UPDATE attendance_openings SET closed_at = opened_at WHERE closed_at IS NULL AND EXISTS"
        " (SELECT 1 FROM attendance_openings AS later WHERE later.closed_at IS NULL"
        " AND later.course_id = attendance_openings.course_id"
        " AND later.id > attendance_openings.id)"
    )
    with op.batch_alter_table("attendance_openings", schema=None) as batch_op:
        batch_op.drop_index("uq_attendance_openings_open")
        batch_op.create_index("uq_attendance_openings_open", ["course_id"], **OPEN)
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.drop_column("restores")
        batch_op.drop_column("device")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_merged_into"))
        batch_op.drop_constraint(batch_op.f("fk_seats_merged_into"), type_="foreignkey")
        for name in ("merged_into", "left_at", "is_expected", "group_name"):
            batch_op.drop_column(name)
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_course_id_day_starts_at"))
        batch_op.create_index(
            batch_op.f("ix_agenda_items_course_id_starts_at"),
            ["course_id", "starts_at"],
            unique=False,
        )
        batch_op.drop_column("group_name")
        batch_op.drop_column("day")
