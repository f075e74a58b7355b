"""Names of bodies in running text: the words one begins with."""

import re

from tracker.intake.letters import BARE

GENERIC = (
    "cơ quan|đơn vị|địa phương|tổ chức|ban(?! (?:thường vụ|thường trực|chỉ|chấp hành|quản))|ngành|sở|bộ|đoàn thể|phòng|huyện|thành phố|thị xã|thị trấn|xã|phường|đặc khu|"
    "doanh nghiệp|hội|cấp|trường học|nhà trường|khu phố|tổ dân phố|thôn|bản|xóm|bộ phận|chủ đầu tư|ban ngành|cá nhân|quận|"
    "lực lượng|tổ chức chính trị|trung tâm|trạm|viện|khoa|chi bộ|đảng bộ"
)
HEAD = re.compile(
    r"(?:(?:các )?đồng chí (?=chủ tịch|giám đốc|trưởng|thủ trưởng|bí thư|thành viên|phó))?(?:"
    r"(?:phó )?thủ tướng|(?:phó )?chủ nhiệm|(?:phó )?chủ tịch|(?:phó )?(?:tổng )?giám đốc|thủ trưởng|người đứng đầu|(?:phó )?trưởng (?!thành|hợp)|(?:phó )?chánh |bộ trưởng|"
    r"chỉ huy trưởng|(?:phó )?hiệu trưởng|(?:phó )?bí thư|thường trực|thành viên|ủy viên|ủy ban|ubnd|hđnd|ubmttq|mttq|mặt trận tổ quốc|"
    r"hội đồng|công an|bộ chỉ huy|bộ tư lệnh|bộ đội biên phòng|bộ phận|bộ (?!tiêu chí|máy|thủ tục|mặt|hồ sơ|chỉ số|luật|câu hỏi)|"
    r"sở (?!hữu|dĩ|thích)|ban (?!hành|ngày|đêm|đầu)|phòng (?!,|chống|ngừa|cháy|trừ|, chống|dịch|tránh)|văn phòng|trung tâm|"
    r"chi cục|cục |tổng cục|vụ |thanh tra (?=tỉnh|huyện|sở|chính|bộ|nhà)|kho bạc|thuế (?=tỉnh|thành phố|cơ sở|khu vực|huyện|nhà nước)|ngân hàng|bảo hiểm xã hội|viện |tòa án|"
    r"cơ quan|đơn vị|đảng ủy|huyện ủy|tỉnh ủy|thành ủy|đoàn (?=thanh niên|tncs|tn |kiểm tra|công tác|luật sư)|tỉnh đoàn|huyện đoàn|đoàn thể|hội (?!nghị|thảo|họp|nhập|tụ)|"
    r"tổng liên đoàn|liên đoàn|liên minh|liên hiệp|báo (?!cáo|chí|động|hiệu|giá|tin|đài|gồm)|đài |cổng thông tin|tập đoàn|tổng công ty|"
    r"công ty|doanh nghiệp|trường (?!hợp|kỳ)|nhà trường|bệnh viện|trạm |tổ (?!ch[uưứừữửựúùũủụ]c)|tổ chức (?=chính trị|thành viên|đoàn thể|đảng)|"
    r"đội (?!ngũ)|công chức|cán bộ|chủ đầu tư|chủ rừng|hợp tác xã|lực lượng|nhà thầu|vườn quốc gia|khu bảo tồn |kiểm toán nhà nước|\d{1,3} (?=(?:tổ dân phố|khu phố|xã|phường|thôn|ấp|đơn vị|trường|huyện|bản|xóm)\b)|viễn thông (?=[^\W\d_])|chi nhánh |thư viện|bảo tàng|bộ môn|cộng tác viên|tình nguyện viên|nhân viên y tế|già làng|trưởng bản|kế toán |văn thư |mỗi (?=xã|phường|thôn|cơ quan|đơn vị|chi bộ|tổ|phòng|trường|hội)|toàn thể (?=cán bộ|đảng viên|công chức|các)|từng (?=đồng chí|cơ quan|đơn vị|thành viên|phòng|xã|thôn)|tất cả các |lãnh đạo các (?=phòng|ban,)|hiệp hội|học viện|chi bộ|đảng bộ|chi hội|chi đoàn|đồng chí |hạt kiểm lâm|điện lực|quân đội|ban, ngành|"
    r"công đoàn|cơ sở (?=giáo dục|y tế|cai nghiện|bảo trợ)|nhà (?=máy|hát|xuất bản|thiếu nhi|đầu tư)|phân viện|phân hiệu|khối thi đua|cụm thi đua|"
    r"đảng viên|tổng biên tập|thường vụ|tiểu ban|câu lạc bộ|xí nghiệp|lâm trường|hai (?=đơn vị|bên|ngành|cơ quan)|biên phòng |"
    r"kiểm lâm (?=tỉnh|địa bàn|viên)|tổ chức (?=tín dụng|công đoàn)|hệ thống (?=truyền thanh|đài)|quân khu|quân đoàn|lữ đoàn|trung đoàn|"
    r"sư đoàn|binh đoàn|hải đoàn|(?:các )?đ/c |quý (?=cơ quan|đơn vị|ủy ban|sở|công ty)|mặt trận (?=xã|phường|tỉnh|huyện|các cấp|thôn)|ub mttq|"
    r"bhxh|nhcsxh|ttyt|bcđ|bchqs|ca (?=xã|tỉnh|phường|huyện)|tt hđnd|vp (?=ubnd|đảng|hđnd|sở)|tòa soạn|cổng ttđt|tạp chí |cảng hàng không|cựu chiến binh|"
    r"đoàn (?=đại biểu quốc hội|đbqh|trường|xã|phường|cơ sở|khối|liên ngành)|tổ công tác|thông tấn xã|tư vấn (?=giám sát|thiết kế|quản lý|thẩm tra)|ngành (?=giáo dục|y tế|nông nghiệp|điện|văn hóa|công an|quân đội|kiểm sát|thuế|ngân hàng|xây dựng|công thương|tòa án)|đồn |cảng vụ|hải quan|cấp ủy|bưu điện|khoa (?!học)|tổ dân phố|khu phố|nhóm |quỹ |chính quyền|địa phương|bch |bqp |bcđ |ttytế|trạm|dân quân|viettel|vnpt|vinaphone|mobifone|evn|"
    r"các (?!nội dung|nhiệm vụ|giải pháp|biện pháp|văn bản|quy định|hoạt động|công trình|dự án|tiêu chí|chỉ tiêu|chương trình|"
    r"mục tiêu|kế hoạch|hồ sơ|thủ tục|cụm công nghiệp|khu công nghiệp|kcn|ccn|trường hợp|vấn đề|khó khăn|thông tin|điều kiện|hình thức|"
    r"cuộc |hộ (?!kinh doanh|tiểu thương|sản xuất)|đối tượng|sản phẩm|mô hình|nguồn|vướng mắc|ý kiến|tuyến|điểm|loại|báo cáo|dịch vụ|phương|bước|mặt|lĩnh vực|"
    r"di tích|thiết bị|khoản|chính sách|công việc|quyết định|công văn|em |cháu |con |vụ |hành vi|tổ chức, cá nhân|hạng mục)"
    r"|đội ngũ (?=cán bộ))"
)
GROUP_WORD = re.compile(rf"(?:các |những )?(?:{GENERIC})\b")


# Names too long to be anything else, whatever marks a scan has given them.
MISREAD_HEAD = re.compile(
    r"(?:chu tich )?uy ban nhan dan|uy ban mat tran|hoi dong nhan dan|bao hiem xa hoi|mat tran to quoc|van phong ubnd|trung tam y te|"
    r"ban chi huy quan su|to truong cac|truong cac phong|cac co quan, don vi|so (?:noi vu|tai chinh|xay dung|y te|tu phap|cong thuong|nong nghiep|giao duc)\b"
)


def begins_name(low: str, at: int = 0) -> bool:
    """Whether the name of a body begins at `at` of a lowered text."""
    return bool(HEAD.match(low, at)) or bool(MISREAD_HEAD.match(low[at : at + 30].translate(BARE)))
