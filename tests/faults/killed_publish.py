"""`menukaart publish` that is killed with -9 at a point of its work that has a name."""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from meilisearch import Client

from app.cli.main import cli
from app.db import items, runs, vectors
from app.search.index import build

BATCHES = 4


class Moment:
    """Just before or just after a call of a function, by default the first one. `of` is the module or class that has it."""

    def __init__(self, of: Any, name: str, *, after: bool = False, call: int = 1) -> None:
        self.of, self.name, self.after, self.call = of, name, after, call

    def kill(self) -> None:
        """Let this process be killed when the moment comes."""
        function: Callable[..., Any] = getattr(self.of, self.name)
        calls = count(1)

        def deadly(*arguments: Any, **options: Any) -> Any:
            now = next(calls) == self.call
            if now and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = function(*arguments, **options)
            if now:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(self.of, self.name, deadly)


# The old catalogue is served when a publish is killed at one of these, …
BEFORE_THE_COMMIT = {
    "before the run is recorded": Moment(runs, "start"),
    "run recorded": Moment(items, "plan"),
    "vectors made": Moment(vectors, "save"),
    "vectors kept": Moment(Client, "create_index"),
    "index asked for": Moment(Client, "create_index", after=True),
    "index made": Moment(Client, "wait_for_task", after=True, call=1),
    "index set": Moment(Client, "wait_for_task", after=True, call=2),
    **{f"batch {number} in the index": Moment(Client, "wait_for_task", after=True, call=2 + number) for number in range(1, BATCHES + 1)},
    "documents counted": Moment(build, "build", after=True),
    "transaction begun": Moment(runs, "refuse_overtaken", after=True),
    "items written": Moment(items, "save", after=True),
    "vocabularies written": Moment(items, "save_vocabularies", after=True),
    "language written": Moment(items, "save_language", after=True),
    "pointer written": Moment(runs, "point_to", after=True),
    "run closed": Moment(runs, "succeed", after=True),
    "before the commit": Moment(vectors, "forget_others", after=True),
}
# … and the new one at these.
AFTER_THE_COMMIT = {
    "committed": Moment(build, "prune"),
    "old index going": Moment(Client, "delete_index", after=True),
    "old index gone": Moment(Client, "delete_tasks"),
    "old tasks going": Moment(Client, "delete_tasks", after=True),
    "pruned": Moment(build, "prune", after=True),
}
POINTS = BEFORE_THE_COMMIT | AFTER_THE_COMMIT
# Where a publish that changes a few pages of an index can be killed before the commit.
BEFORE_THE_COMMIT_OF_A_FEW = {
    "old documents read": Moment(build, "revise"),
    "leftovers gone": Moment(build, "_end", call=1),
    "leftovers put right": Moment(build, "_add"),
    "new documents sent": Moment(build, "_sent", after=True),
    "new documents there": Moment(build, "_add", after=True),
    "old texts end": Moment(build, "_end", after=True, call=3),
    "old outlines end": Moment(build, "_end", after=True, call=4),
    "revised": Moment(build, "revise", after=True),
    "pointer to the revision written": Moment(runs, "point_to", after=True),
    "before the commit of a few": Moment(runs, "succeed", after=True),
}
POINTS_OF_A_FEW = BEFORE_THE_COMMIT_OF_A_FEW | {"a few committed": Moment(build, "prune")}
EVERY_POINT = POINTS | POINTS_OF_A_FEW


def publish(point: str, settings: dict[str, str], documents: int, log: Path) -> None:
    """Publish in this process with these settings, and be killed at a point; at none when `point` is empty."""
    with log.open("a") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    os.environ.update(settings)
    build.BATCH = -(-documents // BATCHES)
    if point:
        EVERY_POINT[point].kill()
    cli(["publish"])
