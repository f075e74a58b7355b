"""a frozen review's long texts behind its short columns

SQLite keeps a row's columns in their order and reads through a text of megabytes to reach what stands behind it.
PostgreSQL keeps long texts apart, so nothing changes there.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SHORT = (
    "total",
    "sha256",
    "signer_name",
    "signer_position",
    "authority_lines",
    "note",
    "closed_at",
    "closed_by",
)
LONG = ("figures", "annex", "parts")


def upgrade() -> None:
    _put_in_order("number", *SHORT, *LONG)


def downgrade() -> None:
    _put_in_order("number", "figures", "annex", *SHORT, "parts")


def _put_in_order(*columns: str) -> None:
    """The table made anew with its columns so; the walls that stand on it or look at it are put up again."""
    if op.get_bind().dialect.name != "sqlite":
        return
    walls = op.get_bind().execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%snapshot%'")
    )
    kept = walls.all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("snapshot", recreate="always", partial_reordering=[columns]):
        pass
    for _, wall in kept:
        op.get_bind().exec_driver_sql(wall)
