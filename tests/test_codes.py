"""Codes in addresses: of one number, one key and one version, and of nothing else."""

from __future__ import annotations

from tracker import codes


def test_codes_cannot_be_made_up() -> None:
    code = codes.code_of(b"key", 42, 1)
    assert codes.number_in(code) == 42
    assert codes.is_genuine(code, b"key", 42, 1)
    for other in (codes.code_of(b"other", 42, 1), codes.code_of(b"key", 42, 2), code[:-2] + "43"):
        assert not codes.is_genuine(other, b"key", 42, 1)
    for junk in ("", "lien-ket-moi", code[:22], code + "x", "-" * 22 + "01", "a" * 500):
        assert codes.number_in(junk) is None


def test_a_code_of_one_purpose_opens_nothing_of_another() -> None:
    one, other = codes.derived(b"key", "one"), codes.derived(b"key", "other")
    assert not codes.is_genuine(codes.code_of(one, 42, 1), other, 42, 1)
