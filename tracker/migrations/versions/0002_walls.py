"""walls: the audit chain's first link, and triggers that hold even against SQL by hand

The audit lines and frozen snapshots are append-only. A report or decision whose day is on or before
the cut of a closed period can be neither written, changed nor removed (decision 14).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "snapshot")
DATED_FACTS = ("report", "decision")
CLOSED = "(SELECT max(cut_on) FROM period WHERE state = 'closed')"


def upgrade() -> None:
    op.get_bind().execute(sa.text("INSERT INTO audit_head (id, seq, mac) VALUES (1, 0, :mac)"), {"mac": b""})
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _sqlite() if sqlite else _postgresql():
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def _sqlite() -> list[str]:
    frozen = [
        f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]
    days = {"INSERT": "NEW.day", "UPDATE": "min(OLD.day, NEW.day)", "DELETE": "OLD.day"}
    closed = [
        f"CREATE TRIGGER {table}_closed_{verb.lower()} BEFORE {verb} ON {table} WHEN {day} <= {CLOSED} "
        "BEGIN SELECT raise(ABORT, 'period is closed'); END"
        for table in DATED_FACTS
        for verb, day in days.items()
    ]
    return frozen + closed


def _postgresql() -> list[str]:
    functions = [
        "CREATE FUNCTION keeps() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE FUNCTION period_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE day date; BEGIN "
        "IF TG_OP = 'INSERT' THEN day := NEW.day; ELSIF TG_OP = 'DELETE' THEN day := OLD.day; "
        "ELSE day := least(OLD.day, NEW.day); END IF; "
        f"IF day <= {CLOSED} THEN RAISE EXCEPTION 'period is closed'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    ]
    frozen = [
        f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION keeps()"
        for table in APPEND_ONLY
    ]
    closed = [
        f"CREATE TRIGGER {table}_closed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION period_is_closed()"
        for table in DATED_FACTS
    ]
    return functions + frozen + closed
