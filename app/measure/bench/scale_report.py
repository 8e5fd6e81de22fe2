"""What runs with many items have found: as raw figures, as tables, and as a picture of the curve."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from app.measure.bench import curve, tables
from app.measure.bench.curve import Curve
from app.measure.bench.rounds import Compared
from app.measure.bench.scale_run import SizeRun

TITLE = "Searches by number of items"
DESCRIPTION = (
    "Milliseconds of one search at one connection, by words and by meaning with facets chosen, for the service and for the engine asked "
    "directly; half of the searches take less than the solid line, 95 of 100 less than the dashed one."
)
DRAWN = ("by words, facets", "by meaning, facets")
PERCENTS = (50, 95)


def raw(runs: Sequence[SizeRun]) -> bytes:
    """All figures as JSON."""
    data = [
        {
            "items": run.count,
            "steps": run.figures,
            "questions": {one.name: one.raw() for one in run.compared},
            "skipped": run.skipped,
        }
        for run in runs
    ]
    return orjson.dumps(data, option=orjson.OPT_INDENT_2)


def text(run: SizeRun) -> str:
    """The figures of one size as Markdown: the steps, the questions, and what was skipped."""
    steps = tables.markdown(("step", "figures"), [(name, _told(found)) for name, found in run.figures.items()])
    lines = [f"{run.count} items", "", steps, "", tables.compared(run.compared)]
    lines += [tables.ways(one) for one in run.compared if one.service.counts()]
    return "\n".join([*lines, *(f"skipped: {name}: {reason}" for name, reason in run.skipped.items())])


def picture(runs: Sequence[SizeRun]) -> str:
    """The curve of the searches that are drawn, as SVG."""
    return curve.picture(TITLE, DESCRIPTION, ("items", "milliseconds"), list(_curves(runs)))


def _curves(runs: Sequence[SizeRun]) -> Iterator[Curve]:
    colour = 0
    for name in DRAWN:
        found = {run.count: one for run in runs for one in run.compared if one.name == name}
        for side in ("service", "engine"):
            for percent in PERCENTS:
                yield Curve(f"{side} {name}, p{percent}", _points(found, side, percent), colour, dashed=percent != PERCENTS[0])
            colour += 1


def _points(found: Mapping[int, Compared], side: str, percent: int) -> dict[float, float]:
    sides = {count: getattr(one, side) for count, one in found.items()}
    points = {count: 1000 * figures.percentile(percent) for count, figures in sides.items() if figures}
    return {count: milliseconds for count, milliseconds in points.items() if milliseconds > 0}


def _told(found: Mapping[str, Any]) -> str:
    """The figures of a step in one line, without the lines that a command said."""
    parts = []
    for name, value in found.items():
        if isinstance(value, Mapping):
            parts.append(f"{name}: {_told(value)}")
        elif not isinstance(value, list):
            parts.append(f"{name} {tables.EMPTY if value is None else value}")
    return "; ".join(parts)
