"""Counts of what people search for: per query and day, and as editors read them."""

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
