"""Searches that were asked before: against a fixed JSON of that size from the same process, and against the engine."""

import statistics
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import httpx2

from app.measure.bench import tables
from app.measure.bench.drawn import queries, searches
from app.measure.bench.kinds import BenchSides
from app.measure.bench.processes import RunningService, service
from app.measure.bench.rounds import AskedOfSide, Compared, Effort, Kind, compare
from app.measure.bench.wrk import PreparedRequest

COMMAND = (sys.executable, "-m", "app.cli.fixed_answer")


@dataclass(frozen=True, slots=True)
class RepeatedFigures:
    """Repeated searches beside a fixed JSON of `size` bytes, beside the engine by words, and beside its hybrid search."""

    size: int
    fixed: Compared
    words: Compared
    hybrid: Compared | None


def service_with_fixed_answer(settings: Mapping[str, str]) -> AbstractContextManager[RunningService]:
    """The service with a route that answers a fixed JSON."""
    return service(settings, COMMAND)


def measure(sides: BenchSides, count: int, effort: Effort) -> RepeatedFigures:
    """`count` searches asked again and again, each asked before anything is measured."""
    drawn = searches(sides.material.terms, queries(sides.material.words, count), count)
    hot = AskedOfSide(sides.url, [search.request() for search in drawn], again=True)
    size = int(statistics.median(_sizes(sides.url, hot.prepared)))
    fixed = AskedOfSide(sides.url, [PreparedRequest(f"/v1/fixed/{size}")] * count, again=True)
    words = AskedOfSide(sides.plain.engine.url, [sides.plain.search(search) for search in drawn], again=True)
    hybrid = None
    if sides.material.embedder:
        asked = AskedOfSide(
            sides.plain.engine.url, [sides.plain.search(search, sides.material.vector(search.q)) for search in drawn], again=True
        )
        hybrid = compare(Kind("beside its hybrid search", hot, asked), effort)
    return RepeatedFigures(
        size,
        compare(Kind("beside a fixed JSON", hot, fixed), effort),
        compare(Kind("beside the engine by words", hot, words), effort),
        hybrid,
    )


def table(found: RepeatedFigures) -> str:
    """The figures as a table; the second side is the fixed JSON in the first line, the engine in the others."""
    lines = [one for one in (found.fixed, found.words, found.hybrid) if one]
    return f"searches asked before, answers of {found.size / 1000:.0f} kB (`engine` is what they stand beside)\n\n{tables.compared(lines)}"


def _sizes(url: str, prepared: Sequence[PreparedRequest]) -> list[int]:
    """Bytes of each answer, asked twice, so that each was asked before."""
    sizes = []
    with httpx2.Client(trust_env=False, headers={"Accept-Encoding": "identity"}) as client:
        for request in (*prepared, *prepared):
            response = client.get(f"{url}{request.target}")
            response.raise_for_status()
            sizes.append(len(response.content))
    return sizes
