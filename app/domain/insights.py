"""What people search for, in numbers: per query and day, and as editors read it."""

from dataclasses import dataclass
from datetime import date, timedelta

KEPT_DAYS = 400
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """How often: searched, searched in the whole catalogue without finding anything, and a result opened."""

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
class Report:
    """What was searched from `first` to `last`, both included. Each list begins with what matters most."""

    first: date
    last: date
    totals: Counts
    top: tuple[CountedQuery, ...]
    without_results: tuple[CountedQuery, ...]
    without_click: tuple[CountedQuery, ...]


def first_of(days: int, last: date) -> date:
    """The first of this many days, when `last` is the last of them."""
    return last - timedelta(days=days - 1)
