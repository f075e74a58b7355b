"""What may be a password, and how it is kept."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask

from tests.world import World
from tracker.auth import passwords
from tracker.auth.rules import password_fault
from tracker.db import transaction
from tracker.errors import Refused


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("ngắn", "password_short"),
        ("mười một ký", "password_short"),
        ("aaaaaaaaaaaa", "password_common"),
        ("123456789012", "password_common"),
        ("matkhau123456", "password_common"),
        ("Mật khẩu 2026!", "password_common"),
        ("P@ssw0rd123456", "password_common"),
        ("abcabcabcabc", "password_common"),
        ("anhyeuem1234", "password_common"),
        ("phamthioanh1", "password_name"),
        ("oanhpt.oanhpt", "password_name"),
        ("ba con vịt bơi", None),
        ("Oanh thích cà phê sữa đá", None),
        ("correct horse battery", None),
        ("日本語のパスワードはながい", None),
    ],
)
def test_policy(password: str, fault: str | None) -> None:
    assert password_fault(password, "oanhpt", "Phạm Thị Oanh", "oanhpt@lamgiang.example") == fault


def test_the_hash_is_argon2id_of_the_agreed_cost(world: World) -> None:
    hashed = passwords.hash_new("ba con vịt bơi", world.people["oanh"])
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_keyboards_that_write_letters_differently_agree(world: World) -> None:
    hashed = passwords.hash_new(unicodedata.normalize("NFC", "ba con vịt bơi"), world.people["oanh"])
    assert passwords.fits(unicodedata.normalize("NFD", "ba con vịt bơi"), hashed)
    assert not passwords.fits("ba con vit boi", hashed)


def test_nothing_fits_an_account_without_a_password(app: Flask) -> None:
    assert not passwords.fits("nobody's password", None)
    assert not passwords.fits("", "not a hash")


def test_hashing_never_holds_up_writers(app: Flask) -> None:
    with pytest.raises(AssertionError), transaction():
        passwords.fits("x", None)


def test_a_refused_password_is_not_hashed(world: World) -> None:
    with pytest.raises(Refused, match="password_short"):
        passwords.hash_new("ngắn", world.people["oanh"])
