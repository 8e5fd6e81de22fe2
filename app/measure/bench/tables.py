"""What was measured as lines for people: the ratios first, since they are what can be compared between machines."""

import math
from collections.abc import Callable, Sequence

from app.measure.bench.rounds import MANY, Compared, SideFigures

EMPTY = "–"
HEADINGS = (
    "",
    f"a second at {MANY}",
    "engine",
    "share",
    "p50 ms",
    "engine",
    "times",
    "p95 ms",
    "engine",
    "times",
    f"p99 ms at {MANY}",
    "errors",
)


def compared(found: Sequence[Compared]) -> str:
    """A Markdown table with a line for each kind of question: the service, the engine, and what the one is of the other."""
    return markdown(HEADINGS, [_row(one) for one in found])


def ways(one: Compared) -> str:
    """How many of the answers were made in which way."""
    told = ", ".join(f"{count} with {text}" for text, count in one.service.counts().items())
    return f"{one.name}, at {MANY} connections: {one.service.answers()} answers, {told}"


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, the columns as wide as what stands in them."""
    widths = [max(3, *(len(line[place]) for line in (headings, *rows))) for place in range(len(headings))]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join("| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |" for line in lines)


def number(value: float | None, digits: int = 2) -> str:
    """A number, or a dash for one that is not there."""
    return EMPTY if value is None or math.isnan(value) else f"{value:.{digits}f}"


def _row(one: Compared) -> list[str]:
    service, engine = one.service, one.engine
    per_second = [_of(side, SideFigures.throughput, 0) for side in (service, engine)]
    times = [[*(_milliseconds(side, percent) for side in (service, engine)), number(one.times(percent))] for percent in (50, 95)]
    sides = (("", service), ("engine's ", engine))
    errors = ", ".join(f"{count} {whose}{kind}" for whose, side in sides if side for kind, count in side.errors().items())
    tail = number(1000 * service.percentile(99, MANY), 1)
    return [one.name, *per_second, number(one.share()), *times[0], *times[1], tail, errors or "0"]


def _milliseconds(side: SideFigures | None, percent: float) -> str:
    return _of(side, lambda figures: 1000 * figures.percentile(percent), 2)


def _of(side: SideFigures | None, figure: Callable[[SideFigures], float], digits: int) -> str:
    return number(figure(side) if side else None, digits)
