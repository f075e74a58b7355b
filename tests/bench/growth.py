"""The same pages of a small and of a large instance, asked in turns: by how much a page grows with what is finished."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench import stage
from tests.bench.compare import Clients, Side, crowds
from tests.bench.load import get
from tests.bench.servers import Server
from tests.bench.stage import Cast


def grown(
    clients: Clients, pages: Mapping[str, str], large: tuple[Server, Cast], small: tuple[Server, Cast]
) -> dict[str, float]:
    """Processor time of a page of the large one beside that of the small one; the goal is 1.3 times."""
    found = {}
    for name, address in pages.items():
        stage.say(f"{name}: growth")
        asked = [_asked(server, cast, address) for server, cast in (large, small)]
        ours, theirs = Side(large[0]), Side(small[0])
        crowds(clients, ours, theirs, *asked)
        found[name] = round(ours.cpu_ms / theirs.cpu_ms, 2) if theirs.cpu_ms else 0.0
    return found


def _asked(server: Server, cast: Cast, address: str) -> bytes:
    path = address.format(body=cast.busiest)
    return get(path, stage.page_of(server.port, path, cast.office)[1], server.port)
