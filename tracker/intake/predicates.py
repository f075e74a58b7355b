"""Where the name of a body ends and what it is told to do begins."""

import re

from tracker.intake.fields import field_at
from tracker.intake.letters import lowered, plain

# Words a clause goes on with after its subject. Matched without marks, because scans misread marks first.
VERBS = plain(
    "chủ trì|phối hợp|phối, kết hợp|chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|triển khai|thực hiện|"
    "tham mưu|xây dựng|chỉ đạo|lãnh đạo|tăng cường|khẩn trương|tiếp tục|thường xuyên|chủ động|rà soát|"
    "kiểm tra|hướng dẫn|theo dõi|đôn đốc|báo cáo|tổng hợp|đẩy mạnh|đẩy nhanh|nghiên cứu|tiếp thu|"
    "thông báo|ban hành|phê duyệt|bố trí|cân đối|quán triệt|nghiêm túc|kịp thời|tập trung|căn cứ|"
    "trên cơ sở|chuẩn bị|làm đầu mối|là đầu mối|là cơ quan|là đơn vị|tìm kiếm|cung cấp|đề xuất|đăng tải|"
    "đưa tin|tuyên truyền|phổ biến|vận động|huy động|thành lập|kiện toàn|hoàn thành|hoàn thiện|đảm bảo|"
    "bảo đảm|nâng cao|phát huy|phát động|xác định|đánh giá|thẩm định|thẩm tra|giám sát|xử lý|giải quyết|"
    "tham gia|lồng ghép|duy trì|cập nhật|công khai|niêm yết|khắc phục|ưu tiên|sử dụng|tạo điều kiện|"
    "hỗ trợ|phân công|bám sát|nắm bắt|nắm chắc|quyết liệt|đề nghị|yêu cầu|nhanh chóng|gương mẫu|"
    "không được|đăng ký|phân bổ|giải ngân|khảo sát|phản ánh|tiến hành|điều tra|sẵn sàng|bổ sung|"
    "điều chỉnh|đổi mới|phân loại|siết chặt|xem xét|quan tâm|lưu ý|chú trọng|chấn chỉnh|tiếp nhận|"
    "kêu gọi|cấp phát|bàn giao|nghiệm thu|công bố|bình xét|vận hành|định kỳ|sơ kết|tổng kết|nghiêm cấm|"
    "tuyệt đối|thu thập|làm rõ|làm tốt|làm việc|tổ chức lấy|thống nhất|thông tin về|thông tin kịp thời|"
    "thông tin, tuyên truyền|quản lý chặt|quản lý tốt|dự trù|dự toán|quyết định|chỉ định|lựa chọn|(?<!chủ )đầu tư|"
    "mua sắm|sửa chữa|thi công|khởi công|nêu cao|phân tích|kê khai|ứng dụng|số hóa|chuyển giao|"
    "chuyển đến|chuyển về|trả lời|tiếp công dân|động viên|thăm hỏi|khen thưởng|biểu dương|phòng ngừa|"
    "ngăn chặn|phát hiện|đấu tranh|tuần tra|ứng trực|trực ban|di dời|sơ tán|cảnh báo|dự báo|kiểm soát|"
    "kiểm đếm|thống kê|hủy bỏ|tạm dừng|khôi phục|đấu nối|tính toán|phân cấp|ủy quyền|giữ vững|tập huấn|"
    "bồi dưỡng|đào tạo|thu hồi|bồi thường|cam kết|định hướng|ra quân|cứu hộ|cứu nạn|tích cực|chịu sự|phấn đấu|"
    "tháo gỡ|củng cố|bảo vệ|bảo quản|quản lý|lồng ghép|cấp giấy|cấp phép|tiếp tục|nhân rộng|khai thác|phân tích|sắp xếp|"
    "tích hợp|kết nối|chia sẻ|rà phá|thu thập|thu nộp|truy thu|chi trả|thanh toán|quyết toán|lập hồ sơ|lập danh sách|"
    "chốt số|ghi nhận|đối chiếu|mở rộng|mở đợt|trực tiếp|nâng cấp|tu sửa|cải tạo|tổng kiểm tra|kiểm kê|khoanh vùng|"
    "tiêm phòng|tiêu hủy|khử trùng|giữ gìn|góp ý|lấy ý kiến|chăm lo|tri ân|vận chuyển|phân luồng|giải tỏa|cưỡng chế|"
    "xử phạt|tạm đình chỉ|đình chỉ|ngừng|chia sẻ|giảm thiểu|hạn chế|trang trí|phục vụ|đón tiếp|bảo dưỡng"
)
# Words of one syllable are too easily mistaken: they keep their marks ("giao" is not "giáo").
SHORT_VERBS = "lập|cử|gửi|trình|mở|đưa|phải|cần|ký|nộp|tự|xin|dừng|gắn|đặt|giao|tăng|giảm|rút"
ORGANISING = plain(
    "thực hiện|triển khai|kiểm tra|quán triệt|tuyên truyền|hội nghị|họp|đánh giá|các hoạt động|hoạt động|lấy|thi|phát động|tuần tra|trực ban|ra quân|cứu|đưa|đón|đăng ký|kiểm soát|kiểm kê|vận hành|sắp xếp|"
    "sơ kết|tổng kết|rà soát|theo dõi|tập huấn|bồi dưỡng|hướng dẫn|giám sát|xây dựng|điều tra|khảo sát|cho|tốt|thẩm định|"
    "vận động|thiết lập|hỗ trợ|ký|làm việc|trực|lễ|các lớp|lớp|xét|phổ biến|thường trực|tiếp|đối thoại|học tập|công bố"
)
TURNS = plain(
    "theo chức năng|theo thẩm quyền|theo nhiệm vụ|theo lĩnh vực|theo phạm vi|theo đúng|theo quy định|"
    "theo kế hoạch|theo hướng|theo phân công|đồng thời|cùng với|thông qua|về việc|trước ngày|chậm nhất|"
    "có văn bản|có kế hoạch|có biện pháp|có giải pháp|có phương án|trực tiếp|được giao|trong quá trình"
)
SHORT_TURNS = "để|nhằm|theo|với|khi|đến|từ|hiện|đang|ngay|cùng|hằng|hàng|sớm|là|nếu|tại|xong|nghiêm|vào"
INSIDE_NAMES = plain("trong (?:toàn )?(?:tỉnh|huyện|xã|ngành|khối|hệ thống|tỉnh|cả nước)")
PREDICATE = re.compile(
    rf"(?<![\w-])(?:(?:{VERBS}|{TURNS})\b|to chuc (?=(?:{ORGANISING})\b)|(?!{INSIDE_NAMES}\b)trong\b)"
)
SHORT_PREDICATE = re.compile(
    rf"(?<![\w-])(?<!chương )(?<!công )(?<!quy )(?<!quá )(?<!tiến )(?<!lộ )(?<!thành )(?<!độc )(?<!dân )(?<!trung )"
    rf"(?<!sáng )(?<!được )(?<!ngân )(?<!gia )(?<!thiệt )(?<!bàn )(?<!chuyển )(?<!ngoại )(?<!thiết )(?:{SHORT_VERBS}|{SHORT_TURNS})\b(?! thông| diện| đình| cấp\b| chủ (?:chương|dự|đầu|quản))"
)
REACH = 700  # letters: no list of bodies is longer, and a search must not run through a whole file
COLON = re.compile(r":\s+(?=\S)")
# After these a small word is still part of a name: "Ban chỉ đạo", "Tổ kiểm tra", "Văn phòng điều phối".
NAMING = re.compile(
    r"(?:^|[^\w])(?P<many>các |những )?(?:ban|ủy ban|(?<!công )(?<!trụ )(?<!thanh tra )(?<!thuộc )(?<!văn phòng )(?<!lãnh đạo )sở|bộ|phòng|tổ|đội|đoàn|văn phòng|trung tâm|chi cục|cục|hội đồng|"
    r"bộ phận|công chức|viên chức|cán bộ|viện|nhóm|quỹ|chi nhánh|(?<!xã )hội|phó ban|trưởng ban|phòng ban|(?<!môi )(?<!thị )(?<!nhà )(?<!hiện )trường|kho|trạm|hạt|"
    r"ban thường vụ|doanh nghiệp|công ty|chủ)\s$"
)
GROUP_PARTICIPLES = re.compile(
    r"(?:được giao (?:vốn|chủ trì|quản lý|nhiệm vụ|kế hoạch|chỉ tiêu|làm chủ)|có tên|được phân công|(?:đang )?làm việc tại|phụ trách (?=lĩnh vực|tiêu chí|địa bàn))\b"
)
PLACE_IN_DOCUMENT = re.compile(
    r"(?:tại|theo) (?:khoản|điểm|điều|mục|phụ lục|danh sách|danh mục) ?(?:\d|[ivx]+\b|[a-h]\b|kèm|này|nêu)"
)
WORKS_AT = re.compile(r"(?:làm việc|công tác|hoạt động|đóng chân|học tập) tại$")
# Bodies named after what they do: these words are no predicate there.
NAMED_AFTER_WORK = re.compile(
    plain(
        r"(?:dự án đầu tư(?: xây dựng)?|đầu tư xây dựng|đầu tư phát triển|xúc tiến đầu tư|phục vụ hành chính công|kiểm soát bệnh tật|"
        r"bảo vệ thực vật|bảo vệ (?:và )?phát triển rừng|phát triển quỹ đất|đăng ký đất đai|quản lý (?:dự án|rừng|thị trường|chất lượng|"
        r"khu|các|đầu tư|bảo trì|đô thị|nhà|di tích)|phòng chống thiên tai|tìm kiếm cứu nạn|vận động hiến máu|hỗ trợ nông dân|"
        r"phối hợp liên ngành|tiếp công dân|kế hoạch tổng hợp|giáo dục thường xuyên)"
    )
)
# A body's level closes its name: a small word after it that none of these goes on with is the predicate.
LEVEL = re.compile(
    r"\b(?:tỉnh|huyện|xã|phường|thị trấn|thị xã|đặc khu|trung ương|việt nam|(?:tỉnh|huyện|thành|đảng|xã) ủy|cùng cấp)\s+(?=[^\W\d_])"
)
GOES_ON = re.compile(
    r"(?:và|của|thuộc|trực|có|liên|trên|ven|biên|miền|vùng|được|còn|nêu|khác|chưa|phụ|quản|tỉnh|huyện|xã|phường|thị|thành|"
    r"quận|đặc|khu|khóa|các|cấp|nơi|trọng|hội|là|do|bị|đã|đang|ủy|số|đạt|theo|trung|giáp|không|ngoài|gần|cơ|bạn|nội|viên)\b"
)


def predicate_start(text: str, begin: int = 0) -> int | None:
    """Where, after a name that begins at `begin`, its predicate begins; None where the whole text is a name.

    In "Sở Tài chính: Tham mưu …" that is the colon.
    """
    found = _predicate(text[begin : begin + REACH])
    return None if found is None else begin + found


def _predicate(text: str) -> int | None:
    """The same in a text that begins with the name."""
    colon = COLON.search(text, 1)
    if colon and (is_order(text[colon.end() :]) or _begins_clause(text[colon.end() :])):
        before = _predicate(text[: colon.start()])
        return colon.start() if before is None else before
    low, flat = lowered(text), plain(text)
    work = [found.span() for found in NAMED_AFTER_WORK.finditer(flat)]
    places = [*PREDICATE.finditer(flat, 1), *SHORT_PREDICATE.finditer(low, 1)]
    for found in sorted(places, key=re.Match.start):
        at = found.start()
        if any(start <= at < end for start, end in work) and _names_workers(low[:at]):
            continue
        if not text[at : found.end()].strip().islower() or GROUP_PARTICIPLES.match(low, at):
            continue
        if PLACE_IN_DOCUMENT.match(low, at) or WORKS_AT.search(
            low[: at + 3]
        ):  # "có tên tại Điều 1", "làm việc tại"
            continue
        if low.startswith("cùng cấp", at):  # without its marks it reads like "cung cấp"
            continue
        naming = NAMING.search(low, max(0, at - 24), at)
        if naming and not naming["many"]:
            continue
        return _closed_before(text, low, at)
    return _closed_before(text, low, len(text))


def _begins_clause(text: str) -> bool:
    """Whether what stands after a colon is a clause of its own ("Cấp tài khoản cho …") and no list of fields or places."""
    words = re.split(r"[,;.]", text[:120], maxsplit=1)[0].split()
    return (
        len(words) > 4
        and words[0][:1].isupper()
        and words[1].islower()
        and field_at(lowered(text[:60]), 0) == 0
    )


def _names_workers(before: str) -> bool:
    """Whether such a body has begun ("Ban Quản lý", "Trung tâm", "Quỹ"), and not an office that orders such work."""
    return bool(
        re.search(
            r"\b(?:ban|bql|bqlda|trung tâm|quỹ|cục|hạt|đội|tổ|văn phòng|ngân hàng|công ty|phòng)\b[^,;.]{0,40}$",
            before,
        )
    )


def _closed_before(text: str, low: str, end: int) -> int | None:
    """Where a name was closed by its level before `end`; `end` itself, or None at the end of the text, where it was not."""
    for level in LEVEL.finditer(low, 1, end):
        after = text[level.end() : level.end() + 1]
        if after.islower() and level.end() < end and not GOES_ON.match(low, level.end()):
            return level.end()
    return end if end < len(text) else None


def is_order(text: str) -> bool:
    """Whether a text begins by telling somebody to do something."""
    text = text[:40]
    flat = plain(text)
    return bool(PREDICATE.match(flat) or SHORT_PREDICATE.match(lowered(text)) or re.match(r"to chuc\b", flat))
