"""The page of results, from the engine's answer and what was ranked in memory. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.queries import Hit, SearchQuery, SearchResult
from app.search.ranking.rerank import Ranking
from app.search.retrieval.filters import Mask
from app.search.retrieval.payloads import facet_filters
from app.search.search_data import SearchData
from app.search.sorting import in_order
from app.search.understanding.query import ParsedQuery


@dataclass(frozen=True, slots=True)
class SearchContext:
    """A search on its way: its query as understood, what was ranked in memory, and which items its filters let through."""

    query: SearchQuery
    parsed_query: ParsedQuery
    ranking: Ranking
    data: SearchData
    allowed: Mask

    def always_included(self, leaving_out: str | None = None) -> list[str]:
        """The items that are results whatever the engine says, as far as the filters let them through."""
        allowed = self.data.filters.allowed(self.query, leaving_out) if leaving_out else self.allowed
        return [slug for slug in self.ranking.always_included if allowed[self.data.places[slug]]]


def build(answer: Mapping[str, Any], context: SearchContext) -> SearchResult:
    """The result in the engine's answer to the payload of this search.

    What is counted, filtered, sorted and paged is one set: every item that has the words, and those that are always included.
    """
    first, *per_facet = answer["results"]
    query, data = context.query, context.data
    ranked = _ranked(_slugs(first), context.ranking, context.always_included())
    ordered = in_order(ranked, query.sort, lambda slug: data.items[slug].values)
    start = (query.page - 1) * query.page_size
    shown = ordered[start : start + query.page_size]
    return SearchResult(
        hits=tuple(Hit(slug, data.highlighter.highlights(slug, context.parsed_query.wanted)) for slug in shown),
        total=len(ordered),
        counts=_facet_counts(first, per_facet, context),
        without={} if ordered else _totals_without_choice(per_facet, context),
    )


def _slugs(result: Mapping[str, Any]) -> list[str]:
    return [hit["id"] for hit in result["hits"]]


def _ranked(by_words: Sequence[str], ranking: Ranking, always_included: Sequence[str]) -> list[str]:
    """The items ranked in memory, as far as they are results; then what else has the words, in the engine's order."""
    members = {*by_words, *always_included}
    return list(dict.fromkeys((*(slug for slug in ranking.slugs if slug in members), *by_words)))


def _facet_counts(first: Mapping[str, Any], per_facet: Sequence[Mapping[str, Any]], context: SearchContext) -> dict[str, Mapping[str, int]]:
    """Items per facet and term. A facet's own choice does not narrow its counts."""
    uncounted = _uncounted(first, context.always_included())
    counts = {facet: _sum(terms, facet, uncounted, context.data) for facet, terms in first["facetDistribution"].items()}
    for facet, result in zip(facet_filters(context.query), per_facet, strict=True):
        uncounted = _uncounted(result, context.always_included(leaving_out=facet))
        counts[facet] = _sum(result["facetDistribution"].get(facet, {}), facet, uncounted, context.data)
    return counts


def _totals_without_choice(per_facet: Sequence[Mapping[str, Any]], context: SearchContext) -> dict[str, int]:
    """Items without the choice in each chosen facet: the query that counts such a facet leaves its choice out already."""
    return {
        facet: len({*_slugs(result), *context.always_included(leaving_out=facet)})
        for facet, result in zip(facet_filters(context.query), per_facet, strict=True)
    }


def _uncounted(result: Mapping[str, Any], always_included: Sequence[str]) -> list[str]:
    """The items that are results, but that the engine has not counted."""
    if not always_included:
        return []
    counted = set(_slugs(result))
    return [slug for slug in always_included if slug not in counted]


def _sum(counts: Mapping[str, int], facet: str, uncounted: Iterable[str], data: SearchData) -> Mapping[str, int]:
    """The engine's counts with those of more items; the most frequent term first."""
    if not uncounted:
        return counts
    total = Counter(counts)
    for slug in uncounted:
        total.update(data.items[slug].facets[facet])
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))
