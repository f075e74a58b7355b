"""closed periods hold: signed copies are kept; no way of writing, by hand or at the same moment, reaches closed facts

The walls of 0002 and 0025 let through, as raw SQL: REPLACE and UPDATE OR REPLACE on SQLite (which remove a row
without asking its triggers), TRUNCATE and a write that commits after the closing on PostgreSQL, granted extensions,
changes of bodies, remarks, conclusions, another version beside the signed one, and the closed period's own row.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUT = "(SELECT max(cut_on) FROM period WHERE state = 'closed')"
DAYS = dict.fromkeys(("report", "decision", "measure", "target_revision", "assignment_move"), "day")
"""Dated facts and the column of their day (decision 14); an extension's is the office's day of `decided_at`."""
HAD_WALLS = ("report", "decision", "measure", "target_revision")
APPEND_ONLY = ("audit", "snapshot", "signed_copy")
SAID = {"remark": ("section", "words"), "conclusion": ("words",)}
"""What is said in a period; whether a conclusion was given out as a task goes on after it."""
FIXED = ("id", "name", "first_on", "cut_on", "snapshot_number")
REOPENED = (
    "EXISTS (SELECT 1 FROM audit WHERE thing = 'period:' || OLD.id AND verb = 'review.reopen' AND seq > coalesce("
    "(SELECT max(seq) FROM audit WHERE thing = 'period:' || OLD.id AND verb = 'review.close'), 0))"
)
"""A closed period is opened again by the verb that says who and why, and by nothing else."""


def upgrade() -> None:
    op.create_table(
        "signed_copy",
        sa.Column("id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_signed_copy_period_id_period")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_signed_copy_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_copy")),
    )
    op.create_index("ix_signed_copy_period_id", "signed_copy", ["period_id"])
    op.create_index("ix_signed_copy_file_id", "signed_copy", ["file_id"])
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def _sqlite() -> list[str]:
    days = {table: f"{{}}.{column}" for table, column in DAYS.items()}
    days["extension"] = "date({}.decided_at, '+7 hours')"
    old = [
        f"DROP TRIGGER {table}_closed_{verb}"
        for table in HAD_WALLS
        for verb in ("insert", "update", "delete")
    ]
    facts = [made for table, day in days.items() for made in _dated(table, day)]
    said = [made for table, columns in SAID.items() for made in _said(table, columns)]
    frozen = [
        _wall("signed_copy", "keeps", "UPDATE", "", "signed_copy is append-only"),
        _wall("signed_copy", "keeps", "DELETE", "", "signed_copy is append-only"),
        _wall("audit", "keeps", "INSERT", _there("audit", "seq = NEW.seq"), "audit is append-only"),
        _wall("signed_copy", "keeps", "INSERT", _there("signed_copy", "id = NEW.id"), "signed_copy is append-only"),
        _wall(
            "snapshot", "keeps", "INSERT",
            _there("snapshot", "id = NEW.id OR (period_id = NEW.period_id AND number = NEW.number)"),
            "snapshot is append-only",
        ),
        _wall("snapshot", "closed", "INSERT", _is_closed("NEW")),
    ]  # fmt: skip
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FIXED)
    replaced = _there("period", "state = 'closed' AND id IS NOT OLD.id AND (id = NEW.id OR name = NEW.name)")
    kept = f"(OLD.state = 'closed' AND ({changed} OR NEW.state IS 'closed' OR NOT {REOPENED})) OR {replaced}"
    taken = _there("period", "state = 'closed' AND (id = NEW.id OR name = NEW.name)")
    period = [
        _wall("period", "closed", "INSERT", taken),
        _wall("period", "closed", "UPDATE", kept),
        _wall("period", "closed", "DELETE", "OLD.state = 'closed'"),
    ]
    return old + facts + said + frozen + period


def _wall(table: str, name: str, verb: str, when: str, words: str = "period is closed") -> str:
    asked = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {table}_{name}_{verb.lower()} BEFORE {verb} ON {table}{asked} "
        f"BEGIN SELECT raise(ABORT, '{words}'); END"
    )


def _there(table: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {condition})"  # noqa: S608 - our own words


def _dated(table: str, day: str) -> list[str]:
    new, old, kept = (f"{day.format(row)} <= {CUT}" for row in ("NEW", "OLD", table))
    replaced = _there(table, f"{table}.id = NEW.id AND {kept}")
    return [
        _wall(table, "closed", "INSERT", f"{new} OR {replaced}"),
        _wall(table, "closed", "UPDATE", f"{old} OR {new} OR (NEW.id IS NOT OLD.id AND {replaced})"),
        _wall(table, "closed", "DELETE", old),
    ]


def _is_closed(row: str) -> str:
    return _there("period", f"period.id = {row}.period_id AND period.state = 'closed'")


def _said(table: str, columns: tuple[str, ...]) -> list[str]:
    new, old = _is_closed("NEW"), _is_closed("OLD")
    changed = " OR ".join(
        f"NEW.{name} IS NOT OLD.{name}" for name in ("id", "period_id", *columns, '"by"', "at")
    )
    of_closed = f"{table}.id = NEW.id AND {_is_closed(table)}"
    return [
        _wall(table, "closed", "INSERT", f"{new} OR {_there(table, of_closed)}"),
        _wall(table, "closed", "UPDATE", f"({changed}) AND ({old} OR {new} OR {_there(table, of_closed)})"),
        _wall(table, "closed", "DELETE", old),
    ]


def _postgresql() -> list[str]:
    """A write may have been asked about before the closing and be committed after it: dated facts are asked about
    again at the commit, in line with the closing, which holds the end of the audit chain (`trail.wait_turn`).
    """
    local = "({}.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
    functions = [
        _dated_function("period_is_closed", "{}.day"),
        _dated_function("decided_in_closed_period", local),
        _function(
            "any_period_is_closed",
            "IF EXISTS (SELECT 1 FROM period WHERE state = 'closed') THEN RAISE EXCEPTION 'period is closed'; END IF; "
            "RETURN NULL;",
        ),
        _function("said_in_closed_period", _said_body(), "DECLARE found_state text;"),
        _function("closed_period_stays", _period_body()),
    ]
    dated = dict.fromkeys(DAYS, "period_is_closed") | {"extension": "decided_in_closed_period"}
    made = []
    for table, function in dated.items():
        if table not in HAD_WALLS:
            made.append(_each_row(f"{table}_closed", "BEFORE INSERT OR UPDATE OR DELETE", table, function))
        made.append(
            f"CREATE CONSTRAINT TRIGGER {table}_closed_meanwhile AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}('meanwhile')"
        )
    for table in SAID:
        made.append(
            _each_row(f"{table}_closed", "BEFORE INSERT OR UPDATE OR DELETE", table, "said_in_closed_period")
        )
    made.append(_each_row("snapshot_closed", "BEFORE INSERT", "snapshot", "said_in_closed_period"))
    made.append(_each_row("period_closed", "BEFORE UPDATE OR DELETE", "period", "closed_period_stays"))
    made.append(_each_row("signed_copy_keeps", "BEFORE UPDATE OR DELETE", "signed_copy", "keeps"))
    emptied = dict.fromkeys(APPEND_ONLY, "keeps") | dict.fromkeys(
        (*dated, *SAID, "period"), "any_period_is_closed"
    )
    return functions + made + [
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {function}()"
        for table, function in emptied.items()
    ]  # fmt: skip


def _function(name: str, body: str, declared: str = "") -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {declared} BEGIN {body} END $$"


def _each_row(name: str, when: str, table: str, function: str) -> str:
    return f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"


def _dated_function(name: str, day: str) -> str:
    new, old = day.format("NEW"), day.format("OLD")
    body = (
        "IF TG_NARGS > 0 THEN PERFORM 1 FROM audit_head FOR SHARE; END IF; "
        f"IF TG_OP = 'INSERT' THEN day := {new}; ELSIF TG_OP = 'DELETE' THEN day := {old}; "
        f"ELSE day := least({old}, {new}); END IF; "
        f"IF day <= {CUT} THEN RAISE EXCEPTION 'period is closed'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    )
    return _function(name, body, "DECLARE day date;")


def _said_body() -> str:
    """The period's row is locked, so that nothing is said while it is being closed."""
    changed = " OR ".join(
        f"(TG_TABLE_NAME = '{table}' AND to_jsonb(NEW) -> '{column}' IS DISTINCT FROM to_jsonb(OLD) -> '{column}')"
        for table, columns in SAID.items()
        for column in ("id", "period_id", *columns, "by", "at")
    )
    refuse = "IF found_state = 'closed' THEN RAISE EXCEPTION 'period is closed'; END IF;"
    look = "SELECT state INTO found_state FROM period WHERE id = {}.period_id FOR SHARE;"
    return (
        f"IF TG_OP = 'UPDATE' THEN IF NOT ({changed}) THEN RETURN NEW; END IF; END IF; "
        f"IF TG_OP <> 'INSERT' THEN {look.format('OLD')} {refuse} END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; {look.format('NEW')} {refuse} RETURN NEW;"
    )


def _period_body() -> str:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED)
    return (
        "IF OLD.state <> 'closed' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
        "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'period is closed'; END IF; "
        f"IF {changed} OR NEW.state = 'closed' OR NOT {REOPENED} THEN RAISE EXCEPTION 'period is closed'; END IF; "
        "RETURN NEW;"
    )
