"""Whether a body is ordered or asked. It follows from the body, not from the verb of the text."""

import re

from tracker.intake.letters import lowered

# The Front, mass organisations, elected and Party bodies, courts and procuracies: outside the government's tree.
ASKED = re.compile(
    r"(?:các )?(?:thường trực |ban thường vụ |ban thường trực |chủ tịch |bí thư )?(?:"
    r"(?:ủy ban |ub)?(?:trung ương )?(?:mttq|mặt trận|ubmttq)|ủy ban trung ương mặt trận|ủy ban mttq|ubmttq|"
    r"(?:các )?(?:tổ chức )?(?:chính trị|đoàn thể)|(?:các )?tổ chức (?:ct|thành viên|đoàn thể|xã hội|hội)|"
    r"hội (?!đồng (?!nhân))|liên đoàn lao động|công đoàn|liên hiệp|đoàn thanh niên|đoàn tncs|tỉnh đoàn|huyện đoàn|xã đoàn|"
    r"hđnd|hội đồng nhân dân|đảng ủy|huyện ủy|tỉnh ủy|thành ủy|ban tuyên giáo|ban dân vận|ban tổ chức (?:tỉnh|huyện|trung)|"
    r"ủy ban kiểm tra|tòa án|viện kiểm sát|đoàn đại biểu quốc hội|văn phòng (?:tỉnh|huyện|đảng) ủy)"
)


def is_asked(body: str) -> bool:
    """Whether one named body is outside the issuer's own tree."""
    return bool(ASKED.match(lowered(body)))


def mode_of(lead: tuple[str, ...]) -> str:
    """ "de_nghi" where every leading body is only asked, else "giao"."""
    return "de_nghi" if lead and all(is_asked(body) for body in lead) else "giao"
