"""The desk's filters: what an address means, and back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from tracker.home.desk import VIEWS, Filters
from tracker.home.page import address


@pytest.mark.parametrize(
    "query",
    [
        "",
        "xem=soon",
        "xem=new&van-ban=4&loai=2&don-vi=7&tre=9&nhom=task&mat-do=dense",
        "don-vi=9223372036854775",
    ],
)
def test_an_address_survives_the_way_there_and_back(query: str) -> None:
    assert dict(parse_qsl(Filters.read(dict(parse_qsl(query))).query())) == dict(parse_qsl(query))


@pytest.mark.parametrize(
    "query",
    [
        "xem=everything",
        "van-ban=x",
        "tre=-1",
        "loai=%00",
        "don-vi=" + "9" * 19,
        "tre=9999",
        "tre=½",
        "nhom=x&mat-do=y",
    ],
)
def test_what_cannot_be_read_is_left_out(query: str) -> None:
    assert Filters.read(dict(parse_qsl(query))) == Filters()


def test_what_goes_without_saying_is_not_said() -> None:
    assert address(Filters()) == "/don-doc"
    assert address(Filters(view="soon")) == "/don-doc?xem=soon"
    assert address(Filters(), chon="het") == "/don-doc?chon=het"


def test_one_filter_comes_off_and_the_others_stay() -> None:
    both = Filters(view="soon", type=2, days=5, group="task")
    assert both.changed(days=None) == Filters(view="soon", type=2, group="task")
    assert both.widened == Filters(view="soon", group="task")
    assert both.is_narrowed
    assert not both.widened.is_narrowed


def test_a_small_form_carries_along_what_it_does_not_ask_for() -> None:
    assert Filters(view="new", type=2, group="task").stated("group") == [("xem", "new"), ("loai", "2")]


def test_the_first_view_is_who_is_late() -> None:
    assert VIEWS[0] == "late"
