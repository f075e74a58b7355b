"""The words a template may use, for the page where templates are changed (`placeholders.py` fills them in)."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

WORDS: tuple[tuple[str, LazyString], ...] = (
    ("{{ co_quan_cap_tren }}", lazy_gettext("The body above the authority; empty where there is none")),
    ("{{ co_quan }}", lazy_gettext("The authority; |upper writes it in capitals")),
    ("{{ so }}{{ ky_hieu }}", lazy_gettext("Number and symbol")),
    ("{{ dia_danh_ngay }}", lazy_gettext("Place and day")),
    ("{{ loai_van_ban }}", lazy_gettext("Kind of document; empty for an official letter")),
    ("{{ trich_yeu }}", lazy_gettext("Subject")),
    ("{{ du_thao }}", lazy_gettext("That it is a draft; empty once signed")),
    ("{%p for ten in kinh_gui %}", lazy_gettext("Each addressee")),
    (
        "{%p for p in phan %}",
        lazy_gettext("Each part: p.dau_muc its head, p.doan its paragraphs, p.bang its tables"),
    ),
    ("{%p for noi in noi_nhan %}", lazy_gettext("Each line of the recipients")),
    (
        "{%p for dong in dong_quyen %}",
        lazy_gettext("Each line of authority above the position (TM., KT., TL., TUQ.)"),
    ),
    ("{{ chuc_vu }}", lazy_gettext("Position of the signer")),
    ("{{ nguoi_ky }}", lazy_gettext("Name of the signer")),
    ("{{ dau_ban }}", lazy_gettext("Version and fingerprint of the figures, for the foot of the page")),
    (
        "{%p for pl in phu_luc %}",
        lazy_gettext(
            "Each annex: pl.so, pl.ten, pl.kem_theo, pl.bang its table, pl.bang_khac further tables, pl.ghi_chu"
        ),
    ),
)
