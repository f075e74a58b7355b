"""a line moves the head: the audit chain's head follows each line by a trigger, not by a statement of its own"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOVE = "UPDATE audit_head SET seq = NEW.seq, mac = NEW.mac WHERE id = 1"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER audit_moves_head AFTER INSERT ON audit BEGIN {MOVE}; END")
        return
    op.execute(
        f"CREATE FUNCTION moves_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {MOVE}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_moves_head AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION moves_head()"
    )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
