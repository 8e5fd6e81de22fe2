"""Counts of facets, true for the one set of results: what the engine counted, and the results that it does not know of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.search.context import SearchContext, slugs_of
from app.search.retrieval.payloads import facet_filters
from app.search.search_data import SearchData


def facet_counts(first: Mapping[str, Any], per_facet: Sequence[Mapping[str, Any]], context: SearchContext) -> dict[str, Mapping[str, int]]:
    """Items per facet and term. A facet's own choice does not narrow its counts."""
    uncounted = _uncounted(first, context.always_included())
    counts = {facet: _sum(terms, facet, uncounted, context.data) for facet, terms in first["facetDistribution"].items()}
    for facet, result in zip(facet_filters(context.query), per_facet, strict=True):
        uncounted = _uncounted(result, context.always_included(leaving_out=facet))
        counts[facet] = _sum(result["facetDistribution"].get(facet, {}), facet, uncounted, context.data)
    return counts


def totals_without_choice(per_facet: Sequence[Mapping[str, Any]], context: SearchContext) -> dict[str, int]:
    """Items without the choice in each chosen facet: the query that counts such a facet leaves its choice out already."""
    return {
        facet: len({*slugs_of(result), *context.always_included(leaving_out=facet)})
        for facet, result in zip(facet_filters(context.query), per_facet, strict=True)
    }


def _uncounted(result: Mapping[str, Any], always_included: Sequence[str]) -> list[str]:
    """The items that are results, but that the engine has not counted."""
    if not always_included:
        return []
    counted = set(slugs_of(result))
    return [slug for slug in always_included if slug not in counted]


def _sum(counts: Mapping[str, int], facet: str, uncounted: Iterable[str], data: SearchData) -> Mapping[str, int]:
    """The engine's counts with those of more items; the most frequent term first."""
    if not uncounted:
        return counts
    total = Counter(counts)
    for slug in uncounted:
        total.update(data.items[slug].facets[facet])
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))
