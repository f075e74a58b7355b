"""The words a clause goes on with after the body it names: what the body is told to do, and how the sentence turns."""

import re

from tracker.intake.letters import plain

# Words a clause goes on with after its subject. Matched without marks, because scans misread marks first.
VERBS = plain(
    "chủ trì|phối hợp|phối, kết hợp|chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|triển khai|thực hiện|"
    "tham mưu|xây dựng|chỉ đạo|lãnh đạo|tăng cường|khẩn trương|tiếp tục|thường xuyên|chủ động|rà soát|"
    "kiểm tra|hướng dẫn|theo dõi|đôn đốc|báo cáo|tổng hợp|đẩy mạnh|đẩy nhanh|nghiên cứu|tiếp thu|"
    "(?<!vien )(?<!truyen )(?<!giao )thông báo|ban hành|phê duyệt|bố trí|cân đối|quán triệt|nghiêm túc|kịp thời|tập trung|căn cứ|"
    "trên cơ sở|chuẩn bị|làm đầu mối|là đầu mối|là cơ quan|là đơn vị|tìm kiếm|cung cấp|đề xuất|đăng tải|"
    "đưa tin|tuyên truyền|phổ biến|vận động|huy động|thành lập|kiện toàn|hoàn thành|hoàn thiện|đảm bảo|"
    "bảo đảm|nâng cao|phát huy|phát động|xác định|đánh giá|thẩm định|thẩm tra|giám sát|xử lý|giải quyết|"
    "tham gia|lồng ghép|duy trì|cập nhật|công khai|niêm yết|khắc phục|ưu tiên|sử dụng|tạo điều kiện|"
    "hỗ trợ|phân công|bám sát|nắm bắt|nắm chắc|quyết liệt|đề nghị|yêu cầu|nhanh chóng|gương mẫu|"
    "không được|đăng ký|phân bổ|giải ngân|khảo sát|phản ánh|tiến hành|điều tra|sẵn sàng|bổ sung|"
    "điều chỉnh|đổi mới|phân loại|siết chặt|xem xét|quan tâm|lưu ý|chú trọng|chấn chỉnh|tiếp nhận|"
    "kêu gọi|cấp phát|bàn giao|nghiệm thu|công bố|bình xét|vận hành|định kỳ|sơ kết|tổng kết|nghiêm cấm|"
    "tuyệt đối|thu thập|làm rõ|làm tốt|làm việc|tổ chức lấy|thống nhất|thông tin về|thông tin đến|thông tin cho|thông tin tới|thông tin kịp thời|"
    "thông tin, tuyên truyền|quản lý chặt|quản lý tốt|dự trù|(?<!đơn vị )dự toán|quyết định|chỉ định|lựa chọn|(?<!chủ )đầu tư|"
    "mua sắm|sửa chữa|thi công|khởi công|nêu cao|phân tích|kê khai|ứng dụng|số hóa|chuyển giao|"
    "chuyển đến|chuyển về|trả lời|tiếp công dân|động viên|thăm hỏi|khen thưởng|biểu dương|phòng ngừa|"
    "ngăn chặn|phát hiện|đấu tranh|tuần tra|ứng trực|trực ban|di dời|sơ tán|cảnh báo|dự báo|kiểm soát|"
    "kiểm đếm|thống kê|hủy bỏ|tạm dừng|khôi phục|đấu nối|tính toán|phân cấp|ủy quyền|giữ vững|tập huấn|"
    "bồi dưỡng|đào tạo|thu hồi|bồi thường|cam kết|định hướng|ra quân|cứu hộ|cứu nạn|tích cực|chịu sự|phấn đấu|"
    "tiên phong|đi đầu|lan tỏa|điều tiết|điều hành|điều động|cắt giảm|tiết giảm|kéo dài|gia hạn|nạo vét|gia cố|tu bổ|"
    "tôn tạo|chăm sóc|phun|thu mua|thu gom|cung ứng|dự trữ|bảo tồn|phát triển|xúc tiến|quảng bá|giới thiệu|kiến nghị|"
    "phản biện|tiếp xúc|giải trình|giải thích|đặt hàng|xét duyệt|thực thi|chấp hành|tuân thủ|áp dụng|đề cao|ổn định|đảm nhiệm|"
    "đảm đương|quản trị|lắp đặt|phát sóng|phát thanh trực|biên soạn|biên tập|soạn thảo|dự thảo|hợp tác|liên kết|liên hệ|"
    "nhắc nhở|phê bình|truy tố|khởi tố|xác minh|triệt phá|trấn áp|tấn công|canh gác|rà quét|cách ly|xét nghiệm|khơi thông|"
    "phát quang|trồng mới|trồng dặm|bàn bạc|thảo luận|vệ sinh môi trường|khử khuẩn|thu dọn|tháo dỡ|đóng góp|ủng hộ|quyên góp|"
    "đôn thúc|chi hỗ trợ|tạm ứng|hoàn trả|nhập liệu|gắn biển|cấm|nghỉ học|tạm hoãn|bảo lãnh|ký kết|xếp hạng|thẩm duyệt|"
    "nêu gương|hạ ngầm|khóa sổ|đăng cai|thông quan|bãi bỏ|thanh tra (?=việc|công tác|chuyên đề|đột xuất|trách nhiệm)|kiểm định|chấm dứt|hoàn trả|tuyển sinh|tuyển dụng|tiếp đón|xin lỗi|khớp nối|gặp gỡ|mời gọi|hưởng ứng|dập tắt|thu hút|đánh số|"
    "tháo gỡ|củng cố|bảo vệ|bảo quản|quản lý|lồng ghép|cấp giấy|cấp phép|tiếp tục|nhân rộng|khai thác|phân tích|sắp xếp|"
    "tích hợp|kết nối|chia sẻ|rà phá|thu thập|thu nộp|truy thu|chi trả|thanh toán|quyết toán|lập hồ sơ|lập danh sách|"
    "chốt số|ghi nhận|đối chiếu|mở rộng|mở đợt|trực tiếp|nâng cấp|tu sửa|cải tạo|tổng kiểm tra|kiểm kê|khoanh vùng|"
    "tiêm phòng|tiêu hủy|khử trùng|giữ gìn|góp ý|lấy ý kiến|chăm lo|tri ân|vận chuyển|phân luồng|giải tỏa|cưỡng chế|"
    "xử phạt|tạm đình chỉ|đình chỉ|ngừng|chia sẻ|giảm thiểu|hạn chế|trang trí|phụ trách (?=các )|truyền thông (?=về |đến |cho |rộng |sâu |trên |kịp )|phục vụ|đón tiếp|bảo dưỡng"
    "|khoanh nợ|vá lại|nắn chỉnh|chuẩn hóa|làm sạch|đối soát|chấm điểm|ghi hình|truyền tải|in ấn|sao gửi|sao lưu"
    "|niêm phong|tịch thu|trục vớt|lai dắt|rào chắn|đào đắp|san lấp|gieo cấy|gieo trồng|thu hoạch|bơm nước|tích nước"
    "|xả lũ|tiêu úng|cấp cứu|thu dung|tiêm vắc xin|diệt bọ gậy|lấy mẫu|truy xuất|miễn giảm|hoàn thuế|nhập dữ liệu"
    "|nhập số liệu|rà lại|xem lại|chỉnh sửa|chỉnh lý|sửa đổi|tạm ngừng|khai trương|vận dụng|tận dụng|khơi dậy"
    "|khuyến khích|cổ vũ|(?<!khối )(?<!cụm )thi đua|học tập|làm theo|trao tặng|trao quà|tham dự|bảo mật|mã hóa|nâng hạng"
    "|cải thiện|răn đe|dọn dẹp|quét dọn|tổng vệ sinh|thả cá|tỉa cành|cắt tỉa|thắp sáng|lắp camera|đấu thầu|thanh lý"
    "|nhận bàn giao|tiếp quản|(?<!chỉ đạo )(?<!doanh nghiệp )(?<!phụ trách )(?<!tổ )chuyển đổi|gán nhãn|định danh|xác thực|kích hoạt|cài đặt"
    "|thiết lập|tạo lập|ước tính|tính đúng|tính đủ|cân nhắc|đề phòng|(?<!chỉ đạo )(?<!chỉ huy )ứng phó|nối lại"
    "|gia tăng|bảo hành|duy tu|sơn kẻ|phân làn|vào cuộc|chuyển hướng|thay thế|thay đổi|thay mặt|ủy nhiệm|đứng ra"
    "|nhận trách nhiệm|kiểm điểm|xét chọn|bình chọn|tôn vinh|vinh danh|hiệp thương|chất vấn|cấp đổi|cấp mới|cấp lại"
    "|cấp bù|thu giữ|tạm giữ|truy bắt|phong tỏa|bóc tách|ghép nối|mít tinh|trang bị|cho vay|tiếp tế|phát quà"
    "|phát thuốc|phát tờ rơi|chôn lấp|xử trí|làm thủ tục|làm mới|tạo thuận lợi|tạo môi trường|không (?=để |tổ chức |tăng "
    "|cho |giải quyết |cấp |tiếp nhận |thực hiện |bố trí |sử dụng |ban hành |phát sinh )|nhân giống|xuất cấp|bổ nhiệm"
    "|điều chuyển|luân chuyển|biệt phái|đốc thúc|nhắn tin|phát loa|bắn pháo hoa|thử nghiệm|thí điểm|giãn tiến độ"
    "|trích lập|trích kinh phí|hạch toán|tất toán|đỡ đầu|kết nghĩa|kèm cặp|phụ đạo|ôn tập|dạy bơi|coi thi|chấm thi"
    "|tập trận|diễn tập|thao diễn|tập dượt|tạm trữ|thu gọn|giảm giá|bình ổn|chào mừng|chào đón|tiếp thị|kêu gọi|hiến đất"
    "|tặng quà|trao đổi|thống kê|chỉnh trang|bóc dỡ|khơi thông|cắm mốc|trích đo|đo đạc|định giá"
    "|thu thập|cập nhật|đồng bộ|đồng hành|trợ giúp|giúp đỡ|hướng tới|khống chế|dập dịch|tiêu độc|bao vây"
    "|giám hộ|tự kiểm tra|tự rà soát|tự đánh giá|tái kiểm tra|phúc tra|hậu kiểm|tiền kiểm"
)
# Words of one syllable are too easily mistaken: they keep their marks ("giao" is not "giáo").
SHORT_VERBS = "gộp|tách|mua|nhắc|bơm|dọn|quét|lập|xuống|treo|đi(?! qua| lại)|đăng|chốt|dành|nắm|đeo|chọn|mời|gặp|đón|thăm|tặng|cắm|dán|trả|nêu(?! trên| ở| tại)|dự(?! án| phòng| báo| toán| thảo| kiến| trữ)|chống|cử|gửi|trình|mở|đưa|phải|cần|ký|nộp|tự|xin|dừng|gắn|đặt|giao|tăng|giảm|rút"
ORGANISING = plain(
    "thực hiện|triển khai|kiểm tra|quán triệt|tuyên truyền|hội nghị|họp|đánh giá|các hoạt động|hoạt động|lấy|thi|phát động|tuần tra|trực ban|ra quân|cứu|đưa|đón|đăng ký|kiểm soát|kiểm kê|vận hành|sắp xếp|"
    "sơ kết|tổng kết|rà soát|theo dõi|tập huấn|bồi dưỡng|hướng dẫn|giám sát|xây dựng|điều tra|khảo sát|cho|tốt|thẩm định|"
    "vận động|thiết lập|hỗ trợ|ký|làm việc|trực|lễ|các lớp|lớp|xét|phổ biến|thường trực|tiếp|đối thoại|học tập|công bố"
)
KINDS_OF_ORGANISATION = plain(
    "(?:chính trị|xã hội|đoàn|tín dụng|kinh tế|đảng|hội|thành viên|có|liên quan|cá nhân|và|tôn giáo|nghề|quốc tế|công đoàn|"
    "sự nghiệp|khoa học|trong|ngoài (?=nước|nhà nước|tỉnh|địa)|nước|cơ sở|hành nghề|tư vấn|bộ máy|cán bộ|trực thuộc|được|thuộc|khác|tự quản|của|hành chính|nhà nước)\\b"
)
TURNS = plain(
    "theo chức năng|theo thẩm quyền|theo nhiệm vụ|theo lĩnh vực|theo phạm vi|theo đúng|theo quy định|"
    "theo kế hoạch|theo hướng|theo phân công|đồng thời|cùng với|thông qua|về việc|trước ngày|chậm nhất|"
    "có văn bản|có kế hoạch|có hình thức|có trách nhiệm|có biện pháp|có giải pháp|có phương án|trực tiếp|được giao|trong quá trình"
)
SHORT_TURNS = "để|nhằm|theo|với|khi|đến|từ|hiện|đang|ngay|cùng|hằng|hàng(?! hải| hóa| không| chục| loạt| tiêu)|sớm|là|nếu|tại|xong|nghiêm|vào"
INSIDE_NAMES = plain("trong (?:toàn )?(?:tỉnh|huyện|xã|ngành|khối|hệ thống|tỉnh|cả nước)")
PREDICATE = re.compile(
    rf"(?<![\w-])(?:(?:{VERBS}|{TURNS})\b|to chuc (?=(?:{ORGANISING})\b)|(?<!cac )(?<!nhung )(?<!va )(?<!, )(?<!quan )(?:(?<!ban )|(?<=dia ban ))(?<!phong )to chuc (?!{KINDS_OF_ORGANISATION})(?=[^\W\d_])|(?!{INSIDE_NAMES}\b)trong\b)"
)
SHORT_PREDICATE = re.compile(
    rf"(?<![\w-])(?<!chương )(?<!công )(?<!quy )(?<!quá )(?<!tiến )(?<!lộ )(?<!thành )(?<!độc )(?<!dân )(?<!trung )"
    rf"(?<!sáng )(?<!được )(?<!ngân )(?<!gia )(?<!thiệt )(?<!bàn )(?<!chuyển )(?<!ngoại )(?<!hậu )(?<!phòng )(?<!, )(?<!chi )(?<!thiết )(?:{SHORT_VERBS}|{SHORT_TURNS})\b(?! thông| diện| đình| cấp\b| chủ (?:chương|dự|đầu|quản))"
)
