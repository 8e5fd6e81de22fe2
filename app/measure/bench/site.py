"""The search page against the API's answer to the same search, in one run: what making HTML adds. And how large the pages are."""

import gzip
import itertools
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2

from app.measure.bench.drawn import API, PAGE, DrawnSearch


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Median seconds of the API's answer and of the page, and the bytes of the largest page, compressed."""

    api: float
    page: float
    largest: int

    @property
    def ratio(self) -> float:
        """Page over API; 1 would be free."""
        return self.page / self.api


def measure(url: str, work: Sequence[DrawnSearch]) -> PageTimes:
    """Each search first once unmeasured, so that neither pays for embedding it; then by both, which of them first in turn."""
    seconds: dict[str, list[float]] = {API: [], PAGE: []}
    largest = 0
    turns = itertools.cycle(((API, PAGE), (PAGE, API)))
    with httpx2.Client(headers={"Accept-Encoding": "identity"}, trust_env=False) as client:
        for search, turn in zip(work, turns, strict=False):
            addresses = {path: f"{url}{search.request(path).target}" for path in turn}
            client.get(addresses[API]).raise_for_status()
            for path in turn:
                started = time.perf_counter()
                response = client.get(addresses[path])
                seconds[path].append(time.perf_counter() - started)
                response.raise_for_status()
            page = response if turn[-1] == PAGE else client.get(addresses[PAGE])
            largest = max(largest, len(gzip.compress(page.content)))
    return PageTimes(statistics.median(seconds[API]), statistics.median(seconds[PAGE]), largest)


def table(report: PageTimes) -> str:
    """The report as lines for people: the ratio first, since it is what can be compared between machines."""
    return (
        f"the search page: {report.ratio:.2f} times the API's answer ({1000 * report.page:.2f} against {1000 * report.api:.2f} ms)\n"
        f"the largest page: {report.largest / 1000:.1f} kB compressed"
    )
