"""The ways a mail server goes wrong that we know how to take: what it does, our settings, the class and the phase."""

from __future__ import annotations

from typing import Any

from tests.outbox.faulty import CUT, DRIP, MID_BODY

# mode -> (server, settings, class of each attempt, phase)
MODES: dict[str, tuple[dict[str, Any], dict[str, str], str, str]] = {
    "banner 421": ({"answers": {"banner": "421 busy"}}, {}, "transient", "connect"),
    "banner 554": ({"answers": {"banner": "554 go away"}}, {}, "transient", "connect"),
    "no STARTTLS": ({}, {"smtp_security": "starttls"}, "config", "starttls"),
    "AUTH 535": (
        {"features": ("AUTH PLAIN",), "answers": {"auth": "535 wrong"}},
        {"smtp_user": "u", "smtp_password": "p"},
        "config",
        "auth",
    ),
    "AUTH 454": (
        {"features": ("AUTH PLAIN",), "answers": {"auth": "454 later"}},
        {"smtp_user": "u", "smtp_password": "p"},
        "transient",
        "auth",
    ),
    "MAIL 451": ({"answers": {"mail": "451 later"}}, {}, "transient", "mail"),
    "MAIL 550": ({"answers": {"mail": "550 not you"}}, {}, "config", "mail"),
    "RCPT 450": ({"answers": {"rcpt": "450 later"}}, {}, "transient", "rcpt"),
    "RCPT 452": ({"answers": {"rcpt": "452 full"}}, {}, "transient", "rcpt"),
    "RCPT 550": ({"answers": {"rcpt": "550 nobody"}}, {}, "permanent", "rcpt"),
    "RCPT 551": ({"answers": {"rcpt": "551 elsewhere"}}, {}, "permanent", "rcpt"),
    "RCPT 553": ({"answers": {"rcpt": "553 bad name"}}, {}, "permanent", "rcpt"),
    "RCPT drop": ({"answers": {"rcpt": CUT}}, {}, "transient", "rcpt"),
    "DATA 451": ({"answers": {"data": "451 later"}}, {}, "transient", "data"),
    "DATA 554": ({"answers": {"data": "554 no"}}, {}, "permanent", "data"),
    "drop before 354": ({"answers": {"data": CUT}}, {}, "transient", "data"),
    "drop mid-body": ({"answers": {"body": MID_BODY}}, {}, "unknown", "end"),
    "drop after dot": ({"answers": {"end": CUT}}, {}, "unknown", "end"),
    "4xx after dot": ({"answers": {"end": "451 later"}}, {}, "transient", "end"),
    "5xx after dot": ({"answers": {"end": "554 spam"}}, {}, "permanent", "end"),
    "250 too late": ({"delays": {"end": 1.2}}, {}, "unknown", "end"),
    "drip": ({"answers": {"mail": DRIP}}, {}, "transient", "mail"),
    "drip after dot": ({"answers": {"end": DRIP}}, {}, "unknown", "end"),
}
