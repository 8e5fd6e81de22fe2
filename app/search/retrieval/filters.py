"""The filters of a search over records, for the items that are results by their meaning: the engine counts those with the words."""

from collections.abc import Mapping

from app.domain.facets import FACETS
from app.domain.queries import Filters
from app.search.retrieval.records import Record

# Each limit with the value that it is set to, and whether that is the most.
LIMITS: Mapping[str, tuple[str, bool]] = {"effect": ("min_effect", False), "evidence": ("min_evidence", False), "cost": ("max_cost", True)}


def passes(kept: Record, query: Filters, leaving_out: str | None = None) -> bool:
    """Whether the filters of a query let an item through; `leaving_out` is a facet whose choice does not count."""
    for facet in FACETS:
        chosen = query.selected(facet.name)
        if chosen and facet.name != leaving_out and kept.facets[facet.name].isdisjoint(chosen):
            return False
    return _within(kept, query)


def _within(kept: Record, query: Filters) -> bool:
    """Whether an item is within the limits. An unknown value is within none."""
    for name, (field, most) in LIMITS.items():
        limit = getattr(query, field)
        if limit is None:
            continue
        value = kept.values.get(name)
        if value is None or (value > limit if most else value < limit):
            return False
    return True
