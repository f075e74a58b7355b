"""Words that tell somebody to do something elsewhere, but belong to the name of a body here."""

import re

from tracker.intake.letters import plain

# After these a small word is still part of a name: "Ban chỉ đạo", "Tổ kiểm tra", "Văn phòng điều phối".
NAMING = re.compile(
    r"(?:^|[^\w])(?P<many>các |những )?(?:ban|ủy ban|(?<!công )(?<!cơ )(?<!trụ )(?<!thanh tra )(?<!thuộc )(?<!văn phòng )(?<!lãnh đạo )sở|(?<!chi )(?<!đảng )(?<!nội )(?<!toàn )(?<!đồng )bộ|(?<!biên )(?<!quốc )(?<!văn )phòng|tổ|(?<!quân )(?<!bộ )đội|(?<!tỉnh )(?<!huyện )(?<!xã )(?<!thành )(?<!công )(?<!tập )(?<!chi )đoàn|trung tâm|chi cục|cục|hội đồng|"
    r"bộ phận|công chức|viên chức|cán bộ|(?<!thư )viện|nhóm|quỹ|chi nhánh|(?<!xã )hội|phó ban|trưởng ban|phòng ban|(?<!môi )(?<!thị )(?<!nhà )(?<!hiện )(?<!y tế )(?<!đoàn )(?<!hội )(?<!phòng )trường|kho|trạm|hạt|"
    r"ban thường vụ|doanh nghiệp|công ty|chủ)\s$"
)
# The last word of a run of groups names nothing of its own ("các khoa, phòng, trung tâm" and then a verb).
IN_GROUP = re.compile(
    r"\bcác [^\W\d_]+(?: [^\W\d_]+){0,2}(?:, [^\W\d_]+(?: [^\W\d_]+){0,2}){0,4}"
    r"(?:,| và) (?:phòng|ban|sở|trung tâm|trường|đội|tổ|trạm|viện)\s$"
)
# What the members of a group do by trade tells who they are ("các đơn vị quản lý đường bộ"), where an order still follows.
TRADE = re.compile(
    r"(?:quản lý|khai thác|phân phối|thu gom|cung ứng|sản xuất|vận hành|sử dụng|chế biến|thi công|bảo trì|tư vấn|cung cấp|"
    r"vận chuyển|đóng chân|bảo vệ|nuôi|trồng|phát hành)\b"
)
TRADERS = re.compile(
    r"\b(?:các|những) (?:đơn vị|doanh nghiệp|cơ sở|công ty|tổ chức|cá nhân|thương nhân|hộ|lực lượng|cơ quan|nhà máy|hợp tác xã|chủ)"
    r"(?: cổ phần| tnhh)?(?:, [^,]{3,12})? $"
)
GROUP_PARTICIPLES = re.compile(
    r"(?:tham mưu(?:,| và)? giúp việc|được giao (?:vốn|chủ trì|quản lý|nhiệm vụ|kế hoạch|chỉ tiêu|làm chủ)|có tên|được đảng(?:,| và) nhà nước giao nhiệm vụ|được phân công|(?:đang )?làm việc tại|phụ trách (?=lĩnh vực|tiêu chí|địa bàn))\b"
)
PLACE_IN_DOCUMENT = re.compile(
    r"(?:tại|theo) (?:khoản|điểm|điều|mục|phụ lục|danh sách|danh mục) ?(?:\d|[ivx]+\b|[a-h]\b|kèm|này|nêu)"
)
CONTRACTORS = re.compile(r"(?:nhà thầu|đơn vị|đội|tổ) $")
WORKS_AT = re.compile(r"(?:làm việc|công tác|hoạt động|đóng chân|học tập) tại$")
# Bodies named after what they do: these words are no predicate there.
NAMED_AFTER_WORK = re.compile(
    plain(
        r"(?:dự án đầu tư(?: xây dựng)?|đầu tư xây dựng|đầu tư phát triển|xúc tiến đầu tư|phục vụ hành chính công|kiểm soát bệnh tật|"
        r"bảo vệ thực vật|bảo vệ (?:và )?phát triển rừng|phát triển quỹ đất|đăng ký đất đai|xây dựng nông thôn mới|xử lý vi phạm|xây dựng pháp luật|xây dựng văn bản|phát triển (?:công nghiệp|hạ tầng|cụm công nghiệp|đô thị|nhà|doanh nghiệp|kinh tế|rừng)|quản lý (?:dự án|rừng|thị trường|chất lượng|"
        r"khu|các|đầu tư|bảo trì|đô thị|nhà|di tích)|phòng chống thiên tai|tìm kiếm cứu nạn|vận động hiến máu|hỗ trợ nông dân|"
        r"phối hợp liên ngành|tiếp công dân|kế hoạch tổng hợp|giáo dục thường xuyên)"
    )
)
RESCUE = re.compile(
    r"\b(?:ban (?:chỉ huy|chỉ đạo)|cảnh sát|đội)\b.{0,60}\b(?:tìm kiếm|chữa cháy|cứu nạn|cứu hộ)(?:,| và|, và)? $"
)
# Who has not done something yet ("các đơn vị chưa gửi báo cáo"): that tells them apart.
NOT_YET = re.compile(r"\bchưa (?:[^\W\d_]+ ){0,2}$")
# Such a body has begun, and not an office that orders such work.
WORKERS = re.compile(
    r"\b(?:ban|bql|bqlda|trung tâm|quỹ|cục|vụ|hạt|đội|tổ|văn phòng|ngân hàng|công ty|phòng)\b[^,;.]{0,40}$"
)


def places_of_work(flat: str) -> list[tuple[int, int]]:
    """Where a text without marks has words such bodies are named after."""
    return [found.span() for found in NAMED_AFTER_WORK.finditer(flat)]


def participles(low: str) -> list[tuple[int, int]]:
    """Where words tell the members of a group apart ("các đơn vị được giao quản lý …") and order nothing."""
    return [found.span() for found in GROUP_PARTICIPLES.finditer(low)]


def may_tell_apart(low: str, at: int) -> bool:
    """Whether the verb at `at` may only tell which members of a group are meant."""
    return bool(TRADE.match(low, at) and TRADERS.search(low[:at]))


# Words that order elsewhere, and the words right before them after which they still belong to the name.
AFTER: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("",), re.compile(r"(?:được|bị) $")),  # "UBND các xã được kiểm tra"
    (("",), NOT_YET),
    (("cứu nạn", "cứu hộ"), RESCUE),
    (("giám sát", "quản lý", "thẩm tra"), re.compile(r"\btư vấn $")),
    (("thi công", "tư vấn"), CONTRACTORS),
    (("tập trung",), re.compile(r"\b(?:cấp nước|cách ly|cai nghiện|giết mổ|nước sạch|chăn nuôi) $")),
    (("cùng cấp",), re.compile(r"")),  # without its marks it reads like "cung cấp"
)


def belongs_to_name(low: str, at: int, work: list[tuple[int, int]], apart: list[tuple[int, int]]) -> bool:
    """Whether the word at `at` of a lowered text that begins with a name still belongs to it; `work`:
    places_of_work, `apart`: participles."""
    if any(start <= at < end for start, end in work) and WORKERS.search(low[:at]):
        return True
    if any(start <= at < end for start, end in apart) or PLACE_IN_DOCUMENT.match(low, at):
        return True
    if WORKS_AT.search(low[: at + 3]):  # "công chức làm việc tại Trung tâm"
        return True
    if any(low.startswith(words, at) and before.search(low[:at]) for words, before in AFTER):
        return True
    naming = NAMING.search(low, max(0, at - 24), at)
    return bool(naming and not naming["many"] and not IN_GROUP.search(low[:at]))
