"""The product beside the floor: asked in turns, so that what else the machine does meets both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from statistics import median

from tests.bench.load import Ask, Heard, drive
from tests.bench.servers import Server
from tests.bench.stage import CLIENTS

ROUNDS = 10
ALONE = 30  # requests of one client in a round
CROWD_ROUNDS = 4
CROWD_SECONDS = 1.2
WARM = 3


@dataclass
class Side:
    """One server and what has been heard of it."""

    server: Server
    alone: Heard = field(default_factory=Heard)
    crowd: Heard = field(default_factory=Heard)
    cpu: float = 0.0
    crowd_cpu: float = 0.0
    p50s: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        """Processor time of one answer to the crowd; what a database server of its own does is not in it."""
        return 1000 * self.crowd_cpu / max(1, len(self.crowd.seconds))

    def told(self) -> dict[str, float]:
        """Milliseconds, and answers a second."""
        return {
            "p50_ms": round(self.alone.percentile(0.5), 2),
            "p95_ms": round(self.alone.percentile(0.95), 2),
            "cpu_ms": round(1000 * self.cpu / max(1, len(self.alone.seconds)), 2),
            "p50_8_clients_ms": round(self.crowd.percentile(0.5), 2),
            "p95_8_clients_ms": round(self.crowd.percentile(0.95), 2),
            "per_second_8_clients": round(self.crowd.rate, 1),
            "errors": len(self.alone.errors) + len(self.crowd.errors),
        }


class Clients:
    """Clients in a process of their own."""

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def ask(self, side: Side, asks: Sequence[Ask], **limits: float) -> Heard:
        """See `load.drive`."""
        heard: Heard = self.pool.submit(drive, side.server.port, asks, **limits).result()  # type: ignore[arg-type]
        return heard

    def close(self) -> None:
        self.pool.shutdown()


def reading(clients: Clients, ours: Side, floor: Side, our_page: bytes, floor_page: bytes) -> None:
    """One client in turns, then eight in turns, over one page of each."""
    for side, page in ((ours, our_page), (floor, floor_page)):
        clients.ask(side, [Ask([page])] * CLIENTS, seconds=0.5)  # both processes have seen it
    for _ in range(ROUNDS):
        for side, page in ((ours, our_page), (floor, floor_page)):
            _alone(clients, side, Ask([page]), ALONE + WARM)
    crowds(clients, ours, floor, our_page, floor_page)


def crowds(clients: Clients, ours: Side, floor: Side, our_page: bytes, floor_page: bytes) -> None:
    """Eight clients in turns over one page of each."""
    for _ in range(CROWD_ROUNDS):
        for side, page in ((ours, our_page), (floor, floor_page)):
            crowd(clients, side, [Ask([page])] * CLIENTS)


@dataclass
class Posts:
    """Requests that are each sent once: those of one client alone, and of eight together."""

    alone: list[bytes]
    crowd: list[list[bytes]]


def writing(clients: Clients, ours: Side, floor: Side, our_posts: Posts, floor_posts: Posts) -> None:
    """The same with requests that are each sent once."""
    both = ((ours, our_posts), (floor, floor_posts))
    for turn in range(ROUNDS):
        for side, posts in both:
            _alone(clients, side, Ask(posts.alone[turn::ROUNDS], again=False), len(posts.alone), warm=1)
    for turn in range(CROWD_ROUNDS):
        for side, posts in both:
            crowd(clients, side, [Ask(each[turn::CROWD_ROUNDS], again=False) for each in posts.crowd])


def _alone(clients: Clients, side: Side, ask: Ask, most: int, warm: int = WARM) -> None:
    before = side.server.cpu_seconds()
    heard = clients.ask(side, [ask], most=most, warm=warm)
    side.cpu += side.server.cpu_seconds() - before
    side.p50s.append(heard.percentile(0.5))
    side.alone += heard


def crowd(clients: Clients, side: Side, asks: Sequence[Ask]) -> None:
    """Several clients together, for a while or until each has sent what it has."""
    before = side.server.cpu_seconds()
    heard = clients.ask(side, asks, seconds=CROWD_SECONDS if asks[0].again else 600.0)
    side.crowd_cpu += side.server.cpu_seconds() - before
    side.rates.append(heard.rate)
    side.crowd += heard


def compared(ours: Side, floor: Side) -> dict[str, object]:
    """Both sides' figures and their ratios: medians over the turns, so that one bad turn says little."""
    ratio = {
        "p50": median(_each(ours.p50s, floor.p50s)),
        "cpu": ours.cpu / floor.cpu if floor.cpu else 0.0,
        "per_second_8_clients": median(_each(ours.rates, floor.rates)),
        "p95_to_own_p50": ours.alone.percentile(0.95) / ours.alone.percentile(0.5),
    }
    return {
        **ours.told(),
        "floor": floor.told(),
        "ratio": {name: round(value, 3) for name, value in ratio.items()},
    }


def _each(ours: list[float], floor: list[float]) -> Iterator[float]:
    return (ours_one / floor_one for ours_one, floor_one in zip(ours, floor, strict=True) if floor_one)
