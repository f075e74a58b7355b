"""Every list that can be had as a workbook, by the word of its address; each reads as the list on the screen does."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.datastructures import MultiDict

from tracker.access.actors import Viewer
from tracker.errors import NotFound
from tracker.exports.lists import (
    below,
    calling,
    changes,
    desk,
    details,
    figures,
    office,
    queues,
    registers,
    search,
    work,
)
from tracker.exports.rules import Listing

Arguments = MultiDict[str, str]

LISTS: dict[str, Callable[[Viewer, Arguments], Listing]] = {
    "don-doc": desk.desk,
    "xac-nhan": queues.confirmations,
    "gia-han": queues.extensions,
    "vuong-mac": queues.difficulties,
    "viec": work.own,
    "nhiem-vu": work.of_task,
    "nhiem-vu-van-ban": work.of_directive,
    "van-ban": registers.directives,
    "don-vi": registers.bodies,
    "nguoi-dung": registers.people,
    "thu": office.letters,
    "nhat-ky": office.log,
    "ra-soat": figures.review,
    "tong-quan": figures.overview,
    "tim": search.found,
    "danh-ba": calling.calls,
    "hang-loat": calling.batches,
    "lo": calling.batch,
    "trinh": calling.submitted,
    "theo-doi": calling.followed,
    "theo-doi-van-ban": calling.followed_directives,
    "chi-tieu": changes.target_list,
    "doi-hom-thu": changes.mailboxes,
    "sap-xep": changes.bodies,
    "su-kien": changes.events,
    "lich-su": details.of_thing,
    "viec-chuyen": details.moved_work,
    "phan-chi-tieu": details.target_parts,
    "thong-bao": details.own_notices,
    "buoc": below.steps,
    "nhiem-vu-duoi": below.serving,
}


def listing(kind: str, viewer: Viewer, arguments: Arguments) -> Listing:
    """The list of a kind as the viewer sees it. Raises NotFound, NotAllowed as the list itself does."""
    if kind not in LISTS:
        raise NotFound("page")
    return LISTS[kind](viewer, arguments)
