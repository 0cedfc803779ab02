"""Certificates: keys, states, credentials, designs, pictures, name checks, letters.

Revision 0009, after 0008.
"""

import json
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NOT_VALID = sa.text("state <> 'valid'")
BY_CODE_POINT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_NAME_KEYS = ("name_km_key", "name_latin_key")
MOMENT = sa.DateTime(timezone=True)
_TABLES = {
    "added_by": "accounts",
    "proposed_by": "accounts",
    "certificate_id": "certificates",
    "course_id": "courses",
    "seat_id": "seats",
}


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "issuer_keys",
        *_needed(sa.String(), "key_id", "public_key", "issuer", "name", "reason"),
        *_needed(sa.Boolean(), "is_own"),
        *_needed(sa.Integer(), "next_index"),
        *_needed(MOMENT, "added_at"),
        *_optional(MOMENT, "retired_at", "distrusted_at"),
        *_optional(sa.Uuid(), "added_by"),
        *_of("issuer_keys", "added_by"),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_issuer_keys")),
    )
    op.create_table(
        "certificate_designs",
        *_needed(sa.Uuid(), "id", "family"),
        *_needed(sa.Integer(), "version"),
        *_needed(sa.String(), "kind", "name", "submission_key"),
        *_needed(sa.Text(), "design"),
        *_needed(MOMENT, "made_at"),
        *_optional(MOMENT, "used_at"),
        *_optional(sa.Uuid(), "made_by"),
        *_key("certificate_designs", ["family", "version"], ["submission_key"]),
    )
    _change_certificates()
    op.create_table(
        "certificate_credentials",
        *_needed(sa.Uuid(), "certificate_id"),
        *_needed(sa.String(), "document"),
        *_of("certificate_credentials", "certificate_id"),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_credentials")),
    )
    op.create_table(
        "certificate_changes",
        *_needed(sa.Uuid(), "id", "certificate_id"),
        *_needed(sa.Integer(), "version"),
        *_needed(sa.String(), "state", "reason", "submission_key"),
        *_needed(MOMENT, "changed_at"),
        *_optional(sa.Uuid(), "changed_by", "seconded_by"),
        *_of("certificate_changes", "certificate_id"),
        *_key(
            "certificate_changes",
            ["certificate_id", "version"],
            ["certificate_id", "submission_key"],
        ),
    )
    op.create_table(
        "certificate_proposals",
        *_needed(sa.Uuid(), "id", "certificate_id", "proposed_by"),
        *_needed(sa.String(), "state", "reason", "submission_key"),
        *_needed(MOMENT, "proposed_at"),
        *_needed(sa.Boolean(), "is_accepted"),
        *_optional(MOMENT, "decided_at"),
        *_optional(sa.Uuid(), "decided_by"),
        *_of("certificate_proposals", "certificate_id", "proposed_by"),
        *_key("certificate_proposals", ["certificate_id", "submission_key"]),
    )
    _index("certificate_proposals", "decided_at", "id")
    op.create_table(
        "certificate_pictures",
        *_needed(sa.String(), "digest", "media_type"),
        *_needed(sa.LargeBinary(), "content"),
        *_needed(MOMENT, "added_at"),
        *_optional(sa.Uuid(), "added_by"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_certificate_pictures")),
    )
    _add_checks_and_letters()


def _add_checks_and_letters() -> None:
    op.create_table(
        "name_checks",
        *_needed(sa.Uuid(), "id", "course_id", "seat_id"),
        *_needed(sa.Integer(), "version"),
        *_needed(sa.Boolean(), "is_right"),
        *_needed(sa.String(), "name_km", "name_latin", "wanted_km", "wanted_latin", "note"),
        *_needed(sa.String(), "submission_key"),
        *_needed(MOMENT, "said_at"),
        *_optional(MOMENT, "settled_at"),
        *_optional(sa.Uuid(), "settled_by"),
        *_of("name_checks", "course_id", "seat_id"),
        *_key("name_checks", ["seat_id", "version"], ["seat_id", "submission_key"]),
    )
    _index("name_checks", "course_id", "seat_id")
    op.create_table(
        "certificate_letters",
        *_needed(sa.Uuid(), "id", "certificate_id"),
        *_needed(sa.String(), "address", "language", "state", "last_fault", "submission_key"),
        *_needed(sa.Integer(), "tries"),
        *_needed(MOMENT, "next_try_at", "asked_at"),
        *_optional(MOMENT, "sent_at"),
        *_optional(sa.Uuid(), "asked_by"),
        *_of("certificate_letters", "certificate_id"),
        *_key("certificate_letters", ["certificate_id", "submission_key"]),
    )
    _index("certificate_letters", "state", "next_try_at")


def _change_certificates() -> None:
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("exception", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(), nullable=True))
    op.execute("UPDATE certificates SET exception = '', state = 'valid'")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        for name in ("course_id", "seat_id"):
            batch_op.alter_column(name, existing_type=sa.Uuid(), nullable=True)
        for name in ("exception", "state"):
            batch_op.alter_column(name, existing_type=sa.String(), nullable=False)
        for column in _optional(sa.Uuid(), "account_id", "replaces", "design_id"):
            batch_op.add_column(column)
        for column in (*_optional(sa.String(), "key_id"), *_optional(sa.Integer(), "status_index")):
            batch_op.add_column(column)
        for column in _optional(BY_CODE_POINT, *_NAME_KEYS):
            batch_op.add_column(column)
        batch_op.create_foreign_key(
            batch_op.f("fk_certificates_account_id"), "accounts", ["account_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_certificates_replaces"), "certificates", ["replaces"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_certificates_design_id"), "certificate_designs", ["design_id"], ["id"]
        )
        for names in (["course_id", "account_id", "kind", "edition"], ["key_id", "status_index"]):
            batch_op.create_unique_constraint(
                batch_op.f(f"uq_certificates_{'_'.join(names)}"), names
            )
    _fill_name_keys()
    _index("certificates", "account_id")
    _index("certificates", "replaces")
    _index("certificates", "design_id")
    op.create_index(
        "ix_certificates_not_valid", "certificates", ["key_id", "status_index"],
        sqlite_where=NOT_VALID, postgresql_where=NOT_VALID,
    )  # fmt: skip


def _fill_name_keys() -> None:
    """The printed names as they are looked for."""
    asked = sa.text("SELECT id, facts FROM certificates")
    put = sa.text(
        "UPDATE certificates SET name_km_key = :km, name_latin_key = :latin WHERE id = :id"
    )
    for row in op.get_bind().execute(asked).all():
        facts = json.loads(row.facts)
        km, latin = _as_looked_for(facts["name_km"]), _as_looked_for(facts["name_en"])
        op.get_bind().execute(put, {"id": row.id, "km": km, "latin": latin})
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        for name in _NAME_KEYS:
            batch_op.alter_column(name, existing_type=BY_CODE_POINT, nullable=False)
    for name in _NAME_KEYS:
        _index("certificates", name, "id")


def _as_looked_for(name: str) -> str:
    """`people.rules.search_key` as it was at this revision."""
    folded = unicodedata.normalize("NFC", name).casefold()
    for sign in "\u200b\u200c\u200d":
        folded = folded.replace(sign, "")
    return "".join(folded.replace("\u17d2\u178a", "\u17d2\u178f").replace("ឲ្យ", "ឱ្យ").split())


def downgrade() -> None:
    """Back. Certificates without a seat here and all signatures are gone.

    So are those that do not count: before this revision there was nothing to say so with, and they
    would count again.
    """
    for table in (
        "certificate_letters",
        "name_checks",
        "certificate_pictures",
        "certificate_proposals",
        "certificate_changes",
        "certificate_credentials",
    ):
        op.drop_table(table)
    op.drop_index("ix_certificates_not_valid", "certificates")
    op.execute("UPDATE certificates SET replaces = NULL")
    op.execute(
        "DELETE FROM certificates WHERE course_id IS NULL OR seat_id IS NULL OR state <> 'valid'"
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        for name in _NAME_KEYS:
            batch_op.drop_index(batch_op.f(f"ix_certificates_{name}_id"))
            batch_op.drop_column(name)
        for name in ("account_id", "replaces", "design_id"):
            batch_op.drop_index(batch_op.f(f"ix_certificates_{name}"))
            batch_op.drop_constraint(batch_op.f(f"fk_certificates_{name}"), type_="foreignkey")
        for names in ("course_id_account_id_kind_edition", "key_id_status_index"):
            batch_op.drop_constraint(batch_op.f(f"uq_certificates_{names}"), type_="unique")
        for name in ("exception", "state", "account_id", "replaces", "key_id", "status_index"):
            batch_op.drop_column(name)
        batch_op.drop_column("design_id")
        for name in ("course_id", "seat_id"):
            batch_op.alter_column(name, existing_type=sa.Uuid(), nullable=False)
    op.drop_table("certificate_designs")
    op.drop_table("issuer_keys")


def _needed(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _optional(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names]


def _of(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys to the ids of the tables that these columns are known to mean."""
    return [
        sa.ForeignKeyConstraint([name], [f"{_TABLES[name]}.id"], name=op.f(f"fk_{table}_{name}"))
        for name in columns
    ]


def _key(table: str, *unique: list[str]) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(sa.UniqueConstraint(*each, name=op.f(f"uq_{table}_{'_'.join(each)}")) for each in unique),
    ]


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
