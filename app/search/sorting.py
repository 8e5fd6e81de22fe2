"""The orders of results other than relevance. An unknown value comes last; what is equal keeps its order."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain.queries import Sort

Values = Mapping[str, Any]

# Smaller and larger than any value.
LOWEST, HIGHEST = -1_000, 1_000

# The key of each order, and whether its largest value comes first.
ORDERS: Mapping[Sort, tuple[Callable[[Values], Any], bool]] = {
    Sort.EFFECT: (lambda values: values.get("effect", LOWEST), True),
    Sort.EVIDENCE: (lambda values: values.get("evidence", LOWEST), True),
    Sort.COST: (lambda values: values.get("cost", HIGHEST), False),
    Sort.TITLE: (lambda values: values["sortTitle"], False),
    Sort.UPDATED: (lambda values: values["updated"], True),
}


def in_order(slugs: Iterable[str], sort: Sort, values_of: Callable[[str], Values]) -> list[str]:
    """The slugs in this order; `values_of` gives what an item is sorted by."""
    if sort is Sort.RELEVANCE:
        return list(slugs)
    key, largest_first = ORDERS[sort]
    # Python's sort keeps equal ones in their order, also when it is reversed.
    return sorted(slugs, key=lambda slug: key(values_of(slug)), reverse=largest_first)
