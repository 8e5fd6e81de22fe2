"""The same asked of the service and of the engine in alternating rounds, so that the noise of a shared machine falls on both alike."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.measure.bench import wrk
from app.measure.bench.wrk import LoadFigures, PreparedRequest

MANY = 16
WARM_SECONDS = 1
WARM_SHARE = 10  # one in so many requests is for warming up alone


@dataclass(frozen=True, slots=True)
class AskedOfSide:
    """What is asked of one side. `again`: requests may be repeated, because nothing keeps answers to them."""

    url: str
    prepared: Sequence[PreparedRequest]
    again: bool = False
    counted: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: how to ask it of the service, and of the engine where that has an answer to it."""

    name: str
    service: AskedOfSide
    engine: AskedOfSide | None
    engine_does: str = ""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure. `connections` are measured in turn in every round."""

    rounds: int = 3
    seconds: int = 2
    connections: tuple[int, ...] = (1, MANY)


@dataclass(slots=True)
class SideFigures:
    """The figures of one side by number of connections."""

    loads: dict[int, list[LoadFigures]] = field(default_factory=dict)

    def throughput(self, connections: int = MANY) -> float:
        """Answers a second, the median of the rounds."""
        return float(np.median([load.throughput for load in self.loads[connections]]))

    def percentile(self, percent: float, connections: int = 1) -> float:
        """Seconds within which this part of all requests was answered; not a number when no connection had a second request."""
        waits: npt.NDArray[np.float64] = np.concatenate([load.waits for load in self.loads[connections]])
        return float(np.percentile(waits, percent)) if len(waits) else math.nan

    @property
    def every(self) -> list[LoadFigures]:
        """Every load."""
        return [load for loads in self.loads.values() for load in loads]

    def errors(self) -> dict[str, int]:
        """Errors by kind."""
        return dict(sum((Counter(load.errors) for load in self.every), Counter()))

    def counts(self, connections: int = MANY) -> dict[str, int]:
        """In how many answers each text stood."""
        loads = self.loads[connections]
        return {text: sum(load.counts[text] for load in loads) for text in loads[0].counts}

    def answers(self, connections: int = MANY) -> int:
        """How many answers there were."""
        return sum(load.requests for load in self.loads[connections])

    def raw(self) -> dict[str, Any]:
        """The figures as JSON data; milliseconds."""
        return {
            "errors": self.errors(),
            "repeated": sum(load.repeated for load in self.every),
            **{
                f"at{connections}": {
                    "requests": sum(load.requests for load in loads),
                    "perSecond": [round(load.throughput, 1) for load in loads],
                    **{f"p{percent}": round(1000 * self.percentile(percent, connections), 3) for percent in (50, 90, 95, 99)},
                    **({"answersWith": self.counts(connections)} if loads[0].counts else {}),
                }
                for connections, loads in self.loads.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides of a kind of question, measured in one run."""

    name: str
    service: SideFigures
    engine: SideFigures | None

    def times(self, percent: float) -> float | None:
        """How many times as long as the engine the service takes; None without an engine's answer."""
        return self.service.percentile(percent) / self.engine.percentile(percent) if self.engine else None

    def share(self) -> float | None:
        """Which part of the engine's throughput the service has."""
        return self.service.throughput() / self.engine.throughput() if self.engine else None

    def raw(self) -> dict[str, Any]:
        """The figures as JSON data."""
        return {"service": self.service.raw(), "engine": self.engine.raw() if self.engine else None}


def compare(kind: Kind, effort: Effort, enough_time: Callable[[], bool] = lambda: True) -> Compared:
    """Both sides in alternating rounds. Fewer rounds when the service's requests or the time run out, never less than one."""
    sides = {name: _Queue(asked) for name, asked in (("engine", kind.engine), ("service", kind.service)) if asked}
    found = {name: SideFigures() for name in sides}
    for queue in sides.values():
        queue.warm_up()
    for number in range(effort.rounds):
        if number and not (enough_time() and all(queue.lasts(effort) for queue in sides.values())):
            break
        for connections in effort.connections:
            for name in sorted(sides, reverse=number % 2 == 1):
                found[name].loads.setdefault(connections, []).append(sides[name].load(connections, effort.seconds))
    return Compared(kind.name, found["service"], found.get("engine"))


class _Queue:
    """The requests of one side, each handed out once where they may not be repeated."""

    def __init__(self, asked: AskedOfSide) -> None:
        self._asked = asked
        held_back = max(MANY, len(asked.prepared) // WARM_SHARE)
        self._warm, self._fresh = asked.prepared[:held_back], asked.prepared if asked.again else asked.prepared[held_back:]
        self._place = 0
        self._used: Mapping[int, int] = {}

    def warm_up(self) -> None:
        """One unmeasured load."""
        wrk.load(self._asked.url, self._warm, min(MANY, len(self._warm)), WARM_SECONDS)

    def lasts(self, effort: Effort) -> bool:
        """Whether there is enough for another round like the last one."""
        return self._asked.again or self._place + sum(self._used.get(number, 0) for number in effort.connections) <= len(self._fresh)

    def load(self, connections: int, seconds: int) -> LoadFigures:
        """One load with what comes next; from the start again when there is nothing left."""
        rest = self._fresh[self._place :]
        if len(rest) < connections or self._asked.again:
            rest, self._place = self._fresh, 0
        figures = wrk.load(self._asked.url, rest, connections, seconds, self._asked.counted)
        self._used = {**self._used, connections: figures.used}
        self._place += figures.used
        return figures
