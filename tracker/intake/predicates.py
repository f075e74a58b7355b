"""Where the name of a body ends and what it is told to do begins."""

import re

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
    "bồi dưỡng|đào tạo|thu hồi|bồi thường|cam kết"
)
# Words of one syllable are too easily mistaken: they keep their marks ("giao" is not "giáo").
SHORT_VERBS = "lập|cử|gửi|trình|mở|đưa|phải|cần|ký|nộp|tự|xin|dừng|gắn|đặt|giao"
ORGANISING = plain(
    "thực hiện|triển khai|kiểm tra|quán triệt|tuyên truyền|hội nghị|họp|đánh giá|các hoạt động|hoạt động|lấy|thi|phát động|"
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
    rf"(?<!sáng )(?<!được )(?<!bàn )(?<!chuyển )(?<!ngoại )(?<!thiết )(?:{SHORT_VERBS}|{SHORT_TURNS})\b(?! thông| diện| đình)"
)
REACH = 700  # letters: no list of bodies is longer, and a search must not run through a whole file
COLON = re.compile(r":\s+(?=\S)")
# After these a small word is still part of a name: "Ban chỉ đạo", "Tổ kiểm tra", "Văn phòng điều phối".
NAMING = re.compile(
    r"(?:^|[^\w])(?P<many>các |những )?(?:ban|ủy ban|sở|bộ|phòng|tổ|đội|đoàn|văn phòng|trung tâm|chi cục|cục|hội đồng|"
    r"bộ phận|công chức|viên chức|cán bộ|viện|nhóm|quỹ|chi nhánh|(?<!xã )hội|phó ban|trưởng ban|phòng ban|(?<!môi )(?<!thị )(?<!nhà )(?<!hiện )trường|kho|trạm|hạt|"
    r"ban thường vụ|doanh nghiệp|công ty|chủ)\s$"
)
GROUP_PARTICIPLES = re.compile(r"(?:được giao (?:vốn|chủ trì|quản lý)|có tên|được phân công)\b")


def predicate_start(text: str, begin: int = 0) -> int | None:
    """Where, after a name that begins at `begin`, its predicate begins; None where the whole text is a name.

    In "Sở Tài chính: Tham mưu …" that is the colon.
    """
    found = _predicate(text[begin : begin + REACH])
    return None if found is None else begin + found


def _predicate(text: str) -> int | None:
    """The same in a text that begins with the name."""
    colon = COLON.search(text, 1)
    if colon and is_order(text[colon.end() :]):
        before = _predicate(text[: colon.start()])
        return colon.start() if before is None else before
    low, flat = lowered(text), plain(text)
    places = [*PREDICATE.finditer(flat, 1), *SHORT_PREDICATE.finditer(low, 1)]
    for found in sorted(places, key=re.Match.start):
        at = found.start()
        if not text[at : found.end()].strip().islower() or GROUP_PARTICIPLES.match(low, at):
            continue
        naming = NAMING.search(low, max(0, at - 24), at)
        if naming and not naming["many"]:
            continue
        return at
    return None


def is_order(text: str) -> bool:
    """Whether a text begins by telling somebody to do something."""
    text = text[:40]
    flat = plain(text)
    return bool(PREDICATE.match(flat) or SHORT_PREDICATE.match(lowered(text)) or re.match(r"to chuc\b", flat))
