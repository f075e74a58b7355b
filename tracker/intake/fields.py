"""Fields of the specialised bodies, written as the offices write them; names with "và" or a comma inside."""

from tracker.intake.letters import BARE, lowered, plain

FIELDS = (
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và PTNT",
    "Nông nghiệp và Môi trường",
    "Tài nguyên và Môi trường",
    "Kế hoạch và Đầu tư",
    "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo",
    "Văn hóa, Thể thao và Du lịch",
    "Văn hóa và Thể thao",
    "Văn hóa và Thông tin",
    "Văn hóa - Xã hội",
    "Thông tin và Truyền thông",
    "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội",
    "Dân tộc và Tôn giáo",
    "Kinh tế và Hạ tầng",
    "Kinh tế, Hạ tầng và Đô thị",
    "Tài chính - Kế hoạch",
    "Giao thông vận tải",
    "Xây dựng nếp sống văn hóa và Gia đình",
    "Xây dựng chính quyền và Công tác thanh niên",
    "Xây dựng chính quyền",
    "Tài chính hành chính sự nghiệp",
    "Tài chính kế toán",
    "Kinh tế đối ngoại",
    "Kinh tế ngành",
    "Kinh tế tổng hợp",
    "Tư pháp - Hộ tịch",
    "Quy hoạch - Kiến trúc",
    "Công Thương",
    "Tài chính",
    "Xây dựng",
    "Nội vụ",
    "Tư pháp",
    "Y tế",
    "Ngoại vụ",
    "Du lịch",
    "Công an",
    "Quốc phòng",
    "Ngoại giao",
    "Dân tộc",
    "Kinh tế",
    "NN&PTNT",
    "NN&MT",
    "TN&MT",
    "KH&ĐT",
    "KH&CN",
    "GD&ĐT",
    "VHTT&DL",
    "VH,TT&DL",
    "TT&TT",
    "LĐ-TB&XH",
    "LĐTB&XH",
    "GTVT",
)
# Names of two words and more are found whatever marks a scan has given them.
BARE_LONG = sorted((plain(field) for field in FIELDS if field.count(" ") > 1), key=len, reverse=True)
LONGEST = max(map(len, FIELDS))
LOWERED = sorted((lowered(field) for field in FIELDS), key=len, reverse=True)
WRITTEN = {plain(field): field for field in FIELDS}


def field_at(low: str, start: int) -> int:
    """Where the field that begins at `start` of a lowered text ends; `start` itself where none does."""
    for field in LOWERED:
        end = start + len(field)
        if low.startswith(field, start) and not low[end : end + 1].isalnum():
            return end
    bare = low[start : start + LONGEST + 1].translate(BARE)
    for field in BARE_LONG:
        if bare.startswith(field) and not bare[len(field) : len(field) + 1].isalnum():
            return start + len(field)
    return start
