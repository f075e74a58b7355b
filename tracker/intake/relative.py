"""A deadline counted from the day a document is received: "trong 05 ngày làm việc kể từ ngày nhận được văn bản"."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from tracker.intake.letters import plain
from tracker.workdays.rules import add_working_days, roll_forward

FROM_RECEIPT = re.compile(
    r"(?P<count>\d{1,3}) ngay(?P<working> lam viec)?,? (?:ke tu|tinh tu|sau)(?: ngay| khi)? nhan(?: duoc)? "
    r"(?:van ban|cong van|cong dien|chi thi|quyet dinh|ke hoach|thong bao)"
)


def days_after_receipt(phrase: str) -> int | None:
    """How many days, working or not, a phrase counts from the receipt; None where it counts from anything else."""
    found = FROM_RECEIPT.search(plain(phrase))
    return int(found["count"]) if found else None


def due_after_receipt(phrase: str, received_on: date, exceptions: Mapping[date, bool]) -> date | None:
    """The day a phrase means once the day of receipt is known; None where it counts from anything else.

    The day of receipt is not counted, and a last day off moves to the next working day (Civil Code 2015,
    articles 147 and 148). `exceptions` is the calendar as in workdays.rules.
    """
    found = FROM_RECEIPT.search(plain(phrase))
    if not found:
        return None
    days = int(found["count"])
    if found["working"]:
        return add_working_days(received_on, days, exceptions)
    return roll_forward(received_on + timedelta(days=days), exceptions)
