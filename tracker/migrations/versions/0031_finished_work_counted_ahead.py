"""what of the running month is finished is counted ahead for the dashboard; whoever changes any of it undoes the count"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COUNTED = (
    "state", "mode", "deadline_kind", "assigned_on", "due_on", "reported_on", "confirmed_on", "stopped_on",
)  # fmt: skip
VERBS = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}


def upgrade() -> None:
    op.add_column("kept_month", sa.Column("first_on", sa.Date()))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for verb, rows in VERBS.items():
        for statement in _sqlite(verb, rows) if is_sqlite else _postgresql(verb, rows):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def _undo(rows: tuple[str, ...]) -> str:
    """Nothing lies between days that are NULL: ended months stay as they were counted."""
    touched = " OR ".join(f"{row}.confirmed_on BETWEEN first_on AND cut_on" for row in rows)
    return f"DELETE FROM kept_month WHERE {touched};"  # noqa: S608 - our own words


def _when(verb: str, rows: tuple[str, ...]) -> str:
    of = f" OF {', '.join(COUNTED)}" if verb == "update" else ""
    finished = " OR ".join(f"{row}.confirmed_on IS NOT NULL" for row in rows)
    return f"AFTER {verb.upper()}{of} ON assignment FOR EACH ROW WHEN ({finished})"


def _sqlite(verb: str, rows: tuple[str, ...]) -> list[str]:
    return [f"CREATE TRIGGER assignment_counted_{verb} {_when(verb, rows)} BEGIN {_undo(rows)} END"]


def _postgresql(verb: str, rows: tuple[str, ...]) -> list[str]:
    name, body = f"assignment_counted_{verb}", f"BEGIN {_undo(rows)} RETURN NULL; END"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} {_when(verb, rows)} EXECUTE FUNCTION {name}()",
    ]
