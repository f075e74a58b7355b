"""Short and long forms of the words of the office, as data: whoever searches for one finds the other."""

from __future__ import annotations

from tracker.search.words import Words, words

FORMS: tuple[tuple[str, ...], ...] = (
    ("NTM", "nông thôn mới"),
    ("MTQG", "mục tiêu quốc gia"),
    ("CTMTQG", "chương trình mục tiêu quốc gia"),
    ("BCĐ", "ban chỉ đạo"),
    ("BCH", "ban chấp hành", "ban chỉ huy"),
    ("BQL", "ban quản lý"),
    ("MTTQ", "mặt trận tổ quốc"),
    ("UBND", "ủy ban nhân dân"),
    ("HĐND", "hội đồng nhân dân"),
    ("NN&PTNT", "NNPTNT", "nông nghiệp và phát triển nông thôn"),
    ("NN&MT", "NNMT", "nông nghiệp và môi trường"),
    ("TN&MT", "TNMT", "tài nguyên và môi trường"),
    ("KH&ĐT", "KHĐT", "kế hoạch và đầu tư"),
    ("KH&CN", "KHCN", "khoa học và công nghệ"),
    ("GD&ĐT", "GDĐT", "giáo dục và đào tạo"),
    ("VHTT&DL", "VHTTDL", "VH,TT&DL", "văn hóa, thể thao và du lịch"),
    ("LĐTB&XH", "LĐTBXH", "LĐ-TB&XH", "lao động, thương binh và xã hội"),
    ("TT&TT", "TTTT", "thông tin và truyền thông"),
    ("GTVT", "giao thông vận tải"),
    ("LHPN", "liên hiệp phụ nữ"),
    ("CCB", "cựu chiến binh"),
    ("LĐLĐ", "liên đoàn lao động"),
    ("TNCS", "thanh niên cộng sản"),
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("KBNN", "kho bạc nhà nước"),
    ("NHCSXH", "ngân hàng chính sách xã hội"),
    ("DTTS", "dân tộc thiểu số"),
    ("OCOP", "mỗi xã một sản phẩm"),
    ("GPMB", "giải phóng mặt bằng"),
    ("TTHC", "thủ tục hành chính"),
    ("CCHC", "cải cách hành chính"),
    ("CĐS", "chuyển đổi số"),
    ("ANTT", "an ninh trật tự"),
    ("ATTP", "an toàn thực phẩm"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("PCTT", "phòng chống thiên tai", "phòng, chống thiên tai"),
    ("QĐ", "quyết định"),
    ("NQ", "nghị quyết"),
    ("KH", "kế hoạch"),
    ("CV", "công văn"),
    ("TB", "thông báo"),
    ("BC", "báo cáo"),
    ("VP", "văn phòng"),
    ("TP", "thành phố"),
)
"""What means one thing stands on one line; a search for any of it looks for all of it."""

SAME: dict[Words, tuple[Words, ...]] = {
    words(form): tuple(dict.fromkeys(map(words, line))) for line in FORMS for form in line
}
"""Each form to all of its line, as words that are compared."""
LONGEST = max(map(len, SAME))
