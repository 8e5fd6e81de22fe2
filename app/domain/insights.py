"""Counts of what people search for: per query and day, and as editors read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

KEPT_DAYS = 400
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of searches, of searches in the whole catalogue that found nothing, and of results that were opened."""

    searches: int = 0
    without_results: int = 0
    clicks: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.searches + other.searches, self.without_results + other.without_results, self.clicks + other.clicks)


@dataclass(frozen=True, slots=True)
class CountedQuery:
    """One query with its counts over a number of days."""

    query: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class InsightsReport:
    """The searches from `first` to `last`, both included. Each list begins with the most frequent."""

    first: date
    last: date
    totals: Counts
    top: tuple[CountedQuery, ...]
    without_results: tuple[CountedQuery, ...]
    without_click: tuple[CountedQuery, ...]


def first_of(days: int, last: date) -> date:
    """The first of this many days, when `last` is the last of them."""
    return last - timedelta(days=days - 1)


def tables(report: InsightsReport) -> str:
    """The report as plain text: a line of totals and three tables."""
    return "\n".join(_lines(report))


def _lines(report: InsightsReport) -> Iterator[str]:
    searches, found_nothing, clicks = report.totals.searches, report.totals.without_results, report.totals.clicks
    yield f"From {report.first} to {report.last}: {_many(searches, 'search', 'searches')}, {found_nothing} of them without results,"
    yield f"and {_many(clicks, 'opened result', 'opened results')}."
    for title, rows in (
        ("Most searched", report.top),
        ("Without results", report.without_results),
        ("With results, but none was opened", report.without_click),
    ):
        yield from ("", title, *(_table(rows) if rows else ("  none",)))


def _table(rows: Sequence[CountedQuery]) -> Iterator[str]:
    yield f"{'searches':>10}{'without results':>17}{'opened':>8}  query"
    for row in rows:
        yield f"{row.counts.searches:>10}{row.counts.without_results:>17}{row.counts.clicks:>8}  {row.query}"


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
