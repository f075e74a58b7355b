"""A cell's value as the office writes it on paper."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def shown(value: Any, kind: str) -> str:
    """A value as the office writes it: 1.248; 89,53 (half up, "-" for no rate); 14/11/2026."""
    if value is None:
        return "-" if kind == "rate" else ""
    if kind == "int":
        return f"{value:,}".replace(",", ".") if value != "" else ""
    if kind == "rate":
        part, whole = value.split("/")
        share = Decimal(int(part) * 100) / int(whole)
        return str(share.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")
    if kind == "date":
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    return str(value)
