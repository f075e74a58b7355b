"""What happened in the invented province: a table of (day, hour, actor, verb, thing, words).

Each body of a group goes one of twelve ways with each of its tasks; which way follows from its place in the list,
so the history is the same at every start and every state of the product occurs in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.demo import above, decided, following, inside, mailboxes, many, since, spoken
from tracker.demo.days import DUE, ISSUED
from tracker.demo.province import COMMITTEE, COMMUNES, DEPARTMENTS, ORGANISATIONS


class Event(NamedTuple):
    """One deed. `day` in working days from today; `thing` is (body, text, section, number in it) or a name.

    A thing without a body is the task itself; `words` of "serve" is the number of the upper task.
    """

    day: int
    hour: int
    actor: str
    verb: str
    thing: tuple[str, str, str, int] | str
    words: str = ""


class Work(NamedTuple):
    """A task as the history names it: its text, section, number within the section, and due day's name."""

    text: str
    section: str
    number: int
    due: str


COMMUNE_WORK = (
    Work("tang-toc", "1", 1, "a1"),
    Work("tang-toc", "1", 2, "a2"),
    Work("tang-toc", "1", 4, "a3"),
    Work("dat-chuan", "1", 1, "b1"),
)
COMMITTEE_WORK = (
    Work("tang-toc", "2", 1, "a4"),
    Work("tang-toc", "2", 3, "a5"),
    Work("tang-toc", "2", 4, "a6"),
)
DEPARTMENT_WORK = (Work("dat-chuan", "2", 1, "b3"),)
ASKED_WORK = (Work("tang-toc", "3", 1, "a7"),)

DONE = (
    "Đã hoàn thành, gửi Báo cáo số {n}/BC-UBND kèm theo.",
    "Đã rà soát {n} công trình; đề nghị điều chuyển vốn của 2 công trình thủy lợi.",
    "Đã ban hành Kế hoạch số {n}/KH-UBND, phân công người phụ trách từng tiêu chí.",
    "Đã giải ngân 87,5% kế hoạch vốn; phần còn lại chờ nghiệm thu khối lượng.",
)
DOING = (
    "Đã lập tổ rà soát gồm 5 người, đang làm việc với từng thôn.",
    "Đang tổng hợp số liệu của các thôn, dự kiến xong trong tuần tới.",
    "Đã họp thống nhất, đang hoàn thiện dự thảo báo cáo.",
)
TOLD = (
    "Đã tổ chức 12 buổi tuyên truyền tại các thôn, 640 lượt người dự.",
    "Phát thanh hằng tuần trên hệ thống truyền thanh xã; vận động hiến 1.200 m2 đất.",
    "Ra quân làm vệ sinh môi trường ngày thứ Bảy hằng tuần tại 9 thôn.",
)
OBSTACLES = (
    "Hai công trình vướng giải phóng mặt bằng, chủ hộ chưa nhận tiền bồi thường.",
    "Đơn giá vật liệu tăng 18% so với dự toán, nhà thầu xin giãn tiến độ.",
    "Tiêu chí môi trường chưa có hướng dẫn đánh giá với xã mới sáp nhập.",
)
ANSWER = (
    "Văn phòng đã làm việc với Sở Xây dựng; đơn vị lập biên bản hiện trạng và gửi trước thứ Sáu để xử lý."
)
BEYOND = "Vượt thẩm quyền của Văn phòng: cần lãnh đạo làm việc với Sở Xây dựng."
RETURN = "Báo cáo chưa nêu số liệu từng công trình. Đề nghị bổ sung theo biểu mẫu kèm công văn."


class Case(NamedTuple):
    """One body and one task of it; `place` varies hours, words and numbers."""

    body: str
    thing: tuple[str, str, str, int]
    issued: int
    due: int
    place: int

    @property
    def result(self) -> str:
        return DONE[self.place // 3 % 4].format(n=112 + self.place * 3)

    def begun(self) -> list[Event]:
        """Received within days, and under way."""
        doing = min(self.issued + 6, self.due - 2)
        return [
            Event(self.issued + 1 + self.place % 3, 9, self.body, "accept", self.thing),
            Event(doing, 10, self.body, "doing", self.thing, DOING[self.place % 3]),
        ]

    def done(self, day: int, hour: int, more: str = "") -> Event:
        return Event(day, hour, self.body, "done", self.thing, self.result + more)


def in_time(case: Case) -> list[Event]:
    day = case.due - 1 - case.place % 3
    return [*case.begun(), case.done(day, 14), Event(day + 1, 16, "hoa", "confirm", case.thing)]


def late(case: Case) -> list[Event]:
    done, confirmed = case.done(case.due + 3, 11), Event(case.due + 4, 9, "ky", "confirm", case.thing)
    return [*case.begun(), done, confirmed]


def returned(case: Case) -> list[Event]:
    back = Event(case.due + 1, 9, "hoa", "return", case.thing, RETURN)
    again = case.done(case.due + 3, 10, " Đã bổ sung số liệu từng công trình.")
    return [
        *case.begun(),
        case.done(case.due, 16),
        back,
        again,
        Event(case.due + 4, 10, "hoa", "confirm", case.thing),
    ]


def waiting(case: Case) -> list[Event]:
    return [*case.begun(), case.done(max(case.due, -1), 8)]


def urged(case: Case) -> list[Event]:
    return [
        *case.begun(),
        Event(case.due + 4, 9, "hoa", "urge", case.thing, "Đề nghị báo cáo kết quả trong tuần."),
    ]


def never_received(case: Case) -> list[Event]:
    return [Event(case.due + 2, 15, "hoa", "call", case.thing, "Đã gọi, đơn vị hứa báo cáo trong ngày.")]


def hindered(case: Case) -> list[Event]:
    turn = case.place // len(WAYS) % 3  # answered, before the leader, still before the office
    raised = Event(case.due - 4, 15, case.body, "difficulty", case.thing, OBSTACLES[case.place % 3])
    answered = [Event(case.due - 2, 9, "hoa", "answer", case.thing, ANSWER)] if turn == 0 else []
    passed = [Event(case.due - 3, 16, "hoa", "pass up", case.thing, BEYOND)] if turn == 1 else []
    return [*case.begun(), raised, *passed, *answered]


def asking_for_time(case: Case) -> list[Event]:
    why = "Chờ kết quả thẩm định của Sở Xây dựng."
    asked = Event(case.due - 3, 14, case.body, "ask extension", case.thing, why)
    yes = Event(case.due - 1, 16, "lam", "grant extension", case.thing, "Đồng ý, không gia hạn thêm.")
    return [*case.begun(), asked, *([yes] if case.place // len(WAYS) % 2 == 0 else [])]


WAYS = (*[in_time] * 5, late, returned, waiting, urged, never_received, hindered, asking_for_time)


def _ways(bodies: Sequence[str], works: Sequence[Work], start: int) -> Iterator[Event]:
    for number, body in enumerate(bodies):
        for nth, work in enumerate(works):
            place = start + number * 5 + nth * 7
            thing = (body, work.text, work.section, work.number)
            case = Case(body, thing, ISSUED[work.text], DUE[work.due], place)
            if thing in decided.BY_THING:
                deeds = decided.BY_THING[thing](case)
                yield from (Event(*deed[:4], thing, deed[4]) for deed in deeds)
                continue
            way = WAYS[place % len(WAYS)]
            yield from way(case)
            if way is hindered:
                neighbour = bodies[number - 1]
                yield Event(case.due - 3, 10, neighbour, "met", (neighbour, *thing[1:]), body)


def _regular(bodies: Sequence[str]) -> Iterator[Event]:
    """The monthly report of the second directive, and the regular duties: most bodies keep them up."""
    begun = ISSUED["dat-chuan"]
    for number, body in enumerate(bodies):
        monthly, duty = (body, "dat-chuan", "1", 2), (body, "tang-toc", "1", 3)
        yield Event(-9 - number % 4, 15, body, "doing", duty, TOLD[number % 3])
        if number % 6 == 5:
            continue
        yield Event(begun + 1, 8, body, "accept", monthly)
        yield Event(
            begun + 1 + number % 2, 15, body, "done", monthly, f"Báo cáo tháng số {240 + number}/BC-UBND."
        )
        yield Event(begun + 3, 9, "hoa", "confirm", monthly)


def _above() -> Iterator[Event]:
    """The superior's notice: typed in, begun by both who lead its tasks, served by tasks of both directives."""
    entered = ISSUED[above.NAME]
    yield Event(entered, 9, "ky", "enter", above.NAME)
    for number, task in enumerate(above.TASKS, 1):
        thing = (task.lead, above.NAME, "", number)
        yield Event(entered + 1, 9, task.lead, "accept", thing)
        yield Event(entered + 20, 10, task.lead, "doing", thing, DOING[number])
    for text, section, number, upper in above.SERVING:
        yield Event(ISSUED[text] + 1, 15, "hoa", "serve", ("", text, section, number), str(upper))


def _since() -> Iterator[Event]:
    """Two directives typed by hand that did not last, one that waits for an event, and a task that was corrected."""
    for name in since.BY_HAND:
        yield Event(ISSUED[name], 14, "ky", "enter", name)
        for nth, lead in enumerate(since.LEADS[:3]):
            yield Event(ISSUED[name] + 1 + nth, 10, lead, "accept", (lead, name, "", 1))
    lead = since.LEADS[0]
    yield Event(ISSUED[since.LISTS] + 4, 15, lead, "done", (lead, since.LISTS, "", 1), TOLD[0])
    yield Event(ISSUED[since.LISTS] + 5, 9, "hoa", "confirm", (lead, since.LISTS, "", 1))
    yield Event(ISSUED[since.FAIR] + 6, 9, "lam", "withdraw", since.FAIR, since.WITHDRAWN)
    yield Event(ISSUED["dat-chuan"], 15, "hoa", "replace", since.LISTS, since.REPLACED)
    yield Event(ISSUED["dat-chuan"] + 1, 9, "hoa", "correct", since.CORRECTED, since.PRODUCT)


def table() -> list[Event]:
    """The whole history in the order it happened."""
    events = [
        Event(ISSUED["tang-toc"], 9, "hoa", "issue", "tang-toc"),
        Event(ISSUED["dat-chuan"], 10, "ky", "issue", "dat-chuan"),
        *_above(),
        *(Event(*deed) for deed in spoken.TABLE),
        *_since(),
        *_ways([f"UBND {name}" for name in COMMUNES], COMMUNE_WORK, 1),
        *_regular([f"UBND {name}" for name in COMMUNES]),
        *_ways(COMMITTEE, COMMITTEE_WORK, 3),
        *_ways(DEPARTMENTS, DEPARTMENT_WORK, 1),
        *_ways(ORGANISATIONS, ASKED_WORK, 4),
        *(Event(*deed) for deed in inside.DEEDS),
        *(Event(*deed) for deed in mailboxes.DEEDS),
        *(Event(*deed) for deed in many.DEEDS),
        *(Event(*deed) for deed in following.DEEDS),
    ]
    return sorted((event for event in events if event.day <= 0), key=lambda event: (event.day, event.hour))
