"""The house's rules about passwords, codes and attempts. Times are in seconds unless the name says otherwise."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker.vietnamese import fold

SHORTEST_PASSWORD = 12  # characters; no rotation, no rules of composition (OWASP ASVS 5.0, 6.2)
QUARTER_HOUR, HOUR, MINUTE = 900, 3600, 60
TRIES_PER_ACCOUNT = 5  # wrong passwords in any quarter of an hour
TRIES_PER_ADDRESS = 30  # wrong attempts from one IP address in any quarter of an hour
TRIES_IN_ALL = 300  # sign-ins a minute
LETTERS_PER_HOUR = 3  # reset links or codes to one person
CODE_TRIES = 5
CODE_LIFE = 600
RESET_LIFE = 2 * HOUR
FIRST_LIFE = 72 * HOUR  # a link an administrator hands over may wait over a weekend

ADMIN_IDLE = timedelta(minutes=5)  # a screen left alone there could give anybody any right

COMMON_WORDS = """
    password matkhau mat khau qwerty qwertyuiop asdfghjkl zxcvbnm abc abcd abcdef iloveyou letmein welcome admin
    administrator quantri root user test vietnam hanoi saigon tphcm hochiminh ubnd ubndtinh ubndxa vanphong
    congvan chinhquyen nongthonmoi dondoc anhyeuem emyeuanh yeuem yeuanh khongbiet khongcho bimat maiyeu
    toiyeuvietnam vietnamvodich conmeo giadinh hanhphuc thanhcong taikhoan dangnhap xinchao motnghin
"""
COMMON = frozenset(COMMON_WORDS.split())
LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
)


def idle_limit(role: str, ordinary: timedelta) -> timedelta:
    """How long a session may rest: an administrator's, who gives rights to others, least.

    By role and not by page: pages that give rights or change the installation are open to administrators alone,
    and an administrator has no other work here. What office and auditor share with them (stuck letters, the
    calendar, the log) gives nobody a right, so they keep the time of their own work (TCVN 14423:2026, 5.5.2.2 a).
    """
    return min(ordinary, ADMIN_IDLE) if role == "admin" else ordinary


def password_fault(password: str, *of_the_person: str) -> str | None:
    """Why this may not be a password (`password_short`, `password_common`, `password_name`), None when it may.

    Common is what is left as a well-known word, one repeated character, a run on the keyboard or a run of digits
    once digits and signs at both ends are taken off.
    """
    if len(password) < SHORTEST_PASSWORD:
        return "password_short"
    plain = re.sub(r"[\W_]", "", fold(password))
    spelled = re.sub(r"[\W_]", "", fold(password.strip("0123456789!").translate(LEET)))
    if _is_common(plain) or (spelled and _is_common(spelled)):
        return "password_common"
    for known in of_the_person:
        word = re.sub(r"[\W_]", "", fold(known.partition("@")[0]))
        if len(word) >= 4 and word in plain and len(plain.replace(word, "")) < 6:
            return "password_name"
    return None


def _is_common(plain: str) -> bool:
    word = plain.strip("0123456789")
    if len(set(plain)) < 5 or word in COMMON or not word:
        return True
    return any(half in COMMON and half * (len(word) // len(half)) == word for half in _prefixes(word))


def _prefixes(word: str) -> list[str]:
    return [word[:n] for n in range(3, len(word) // 2 + 1) if len(word) % n == 0]
