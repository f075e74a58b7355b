"""`kill -9` of sending workers: no letter is lost, and a second copy is one whose first try is written down as unknown.

Real mail server process, real signals, the product's own delivery loop; only the limits are short (R1, R2).
"""

from __future__ import annotations

import random
import time
from typing import Any

from tests.chaos.letters import AT_ONCE, compare, drain, is_at_work, post_office, queue, start, top_up
from tests.chaos.line import told
from tracker.outbox.transport import Pace

WORKERS = 2
PACE = Pace(total=1.0, step=0.5, lease=2.0)
LEAST, MOST = 0.02, 0.18  # seconds from one kill to the next


def main() -> None:
    told(run, "kills", 100, broken=("lost", "unexplained"))


def run(kills: int, engine: str) -> dict[str, Any]:
    """Kill, restart, drain, and compare what the mail server took with what the tables say."""
    with post_office(engine) as (app, log):
        queue(app, AT_ONCE)
        workers = [start(app, PACE) for _ in range(WORKERS)]
        effective = 0
        try:
            for _ in range(kills):
                place = random.randrange(WORKERS)
                workers[place].wait_until_at_work()
                time.sleep(random.uniform(LEAST, MOST))
                workers[place].kill()
                effective += is_at_work(app, workers[place].pid)
                top_up(app)
                workers[place] = start(app, PACE)
            drain(app)
        finally:
            for worker in workers:
                worker.kill()
        return {"kills": kills, "effective": effective, **compare(app, log)}


if __name__ == "__main__":
    main()
