"""Words for the codes of a document."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from tracker.audit.fields import explain

KINDS: dict[str, LazyString] = {
    "cong_van": lazy_gettext("Official letter"),
    "ke_hoach": lazy_gettext("Plan"),
    "thong_bao": lazy_gettext("Notice"),
    "chi_thi": lazy_gettext("Instruction"),
    "cong_dien": lazy_gettext("Telegram"),
    "quyet_dinh": lazy_gettext("Decision"),
    "chuong_trinh_phoi_hop": lazy_gettext("Joint programme"),
    "ket_luan": lazy_gettext("Conclusion"),
    "nghi_quyet": lazy_gettext("Resolution"),
    "quy_che": lazy_gettext("Working rules"),
    "quy_dinh": lazy_gettext("Regulation"),
    "thong_cao": lazy_gettext("Communiqué"),
    "huong_dan": lazy_gettext("Guidance"),
    "chuong_trinh": lazy_gettext("Programme"),
    "phuong_an": lazy_gettext("Scheme"),
    "de_an": lazy_gettext("Proposal scheme"),
    "du_an": lazy_gettext("Project"),
    "bao_cao": lazy_gettext("Report (document)"),
    "bien_ban": lazy_gettext("Minutes"),
    "to_trinh": lazy_gettext("Submission"),
    "hop_dong": lazy_gettext("Contract"),
    "ban_ghi_nho": lazy_gettext("Memorandum"),
    "ban_thoa_thuan": lazy_gettext("Agreement"),
    "giay_uy_quyen": lazy_gettext("Letter of authority"),
    "giay_moi": lazy_gettext("Invitation"),
    "giay_gioi_thieu": lazy_gettext("Letter of introduction"),
    "giay_nghi_phep": lazy_gettext("Leave permit"),
    "phieu_gui": lazy_gettext("Sending slip"),
    "phieu_chuyen": lazy_gettext("Transfer slip"),
    "phieu_bao": lazy_gettext("Notification slip"),
}
"""Those that give work first, then the others of decree 30/2020/NĐ-CP, which may do so too."""

ORIGINS: dict[str, LazyString] = {
    "own": lazy_gettext("Ours"),
    "upper": lazy_gettext("From a superior"),
    "oral": lazy_gettext("Oral conclusion"),
}
URGENCIES: dict[str, LazyString] = {
    "thuong": lazy_gettext("Ordinary"),
    "khan": lazy_gettext("Urgent"),
    "thuong_khan": lazy_gettext("Very urgent"),
    "hoa_toc": lazy_gettext("Express"),
}
STATES: dict[str, LazyString] = {
    "draft": lazy_gettext("Draft"),
    "issued": lazy_gettext("Tasks assigned"),
    "withdrawn": lazy_gettext("Thrown away"),
}
ENDINGS: dict[str, LazyString] = {
    "withdrawn": lazy_gettext("Withdrawn"),
    "replaced": lazy_gettext("Replaced"),
}
"""How an issued document came to its end."""

RELATIONS: dict[str, LazyString] = {
    "can_cu": lazy_gettext("Based on"),
    "thuc_hien": lazy_gettext("Carries out"),
    "sua_doi": lazy_gettext("Amends"),
    "thay_the": lazy_gettext("Replaces"),
    "don_doc": lazy_gettext("Urges, follows up"),
    "khac": lazy_gettext("Mentions"),
}
CHANGED: dict[str, LazyString] = {
    "sua_doi": lazy_gettext("This document has been amended by"),
    "thay_the": lazy_gettext("This document has been replaced by"),
}
CHANGES: dict[str, LazyString] = {
    "sua_doi": lazy_gettext("This document amends"),
    "thay_the": lazy_gettext("This document replaces"),
}
PROBLEMS: dict[str, LazyString] = {
    "cites_itself": lazy_gettext("A document does not cite itself; choose another."),
}


def kind_said(code: str) -> str:
    """The kind of a document in words."""
    return str(KINDS[code])


def origin_said(code: str) -> str:
    """Whose document it is."""
    return str(ORIGINS[code])


def urgency_said(code: str) -> str:
    """How urgent it is."""
    return str(URGENCIES[code])


def ending_said(code: str) -> str:
    """How an issued document came to its end."""
    return str(ENDINGS[code])


def relation_said(code: str) -> str:
    """What a document does to one it cites."""
    return str(RELATIONS[code])


def changed_said(code: str) -> str:
    """What has been done to a document by a later one."""
    return str(CHANGED[code])


def changes_said(code: str) -> str:
    """What a document does to an earlier one."""
    return str(CHANGES[code])


def directive_name(directive: Any) -> str:
    """How a document (or a row of the register) is named: its number, else its subject, else its kind."""
    if directive.number or directive.subject:
        return str(directive.number or directive.subject)
    return str(gettext("%(kind)s without a number", kind=KINDS[directive.kind]))


explain("directive", kind=KINDS, origin=ORIGINS, urgency=URGENCIES, state=STATES, ending=ENDINGS)
explain("directive_link", relation=RELATIONS)
