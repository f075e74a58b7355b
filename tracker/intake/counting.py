"""How an automatic number is written."""

ROMANS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def written(count: int, kind: str) -> str:
    """A count as decimal, decimalZero, lowerLetter, upperLetter, lowerRoman or upperRoman write it."""
    if kind in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)  # after z: aa, bb
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in ROMANS:
        written += letters * (count // value)
        count %= value
    return written
