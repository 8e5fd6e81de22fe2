"""The orders of results other than relevance, as the engine sorts. An unknown value comes last; equals go by title, then by id."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.queries import Sort
from app.search.retrieval.records import Record

Values = Mapping[str, Any]

# Smaller and larger than any value.
LOWEST, HIGHEST = -1_000, 1_000


class Descending(str):
    """A text that sorts the other way round."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


ORDERS: Mapping[Sort, Callable[[Values], Any]] = {
    Sort.RELEVANCE: lambda values: values["kindOrder"],
    Sort.EFFECT: lambda values: -values.get("effect", LOWEST),
    Sort.EVIDENCE: lambda values: -values.get("evidence", LOWEST),
    Sort.COST: lambda values: values.get("cost", HIGHEST),
    Sort.TITLE: lambda _: 0,
    Sort.UPDATED: lambda values: Descending(values["updated"]),
}


def sort_key(kept: Record, sort: Sort) -> tuple[Any, str, str]:
    """The key that puts records in the engine's order; of relevance that of a search without words."""
    return ORDERS[sort](kept.values), kept.values["sortTitle"], kept.id
