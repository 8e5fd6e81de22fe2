"""The page of results, from the engine's answer and what was ranked in memory. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.queries import Hit, SearchResult
from app.search.context import SearchContext, slugs_of
from app.search.facets import facet_counts, totals_without_choice
from app.search.ranking.rerank import Ranking
from app.search.sorting import in_order


def build(answer: Mapping[str, Any], context: SearchContext) -> SearchResult:
    """The result in the engine's answer to the payload of this search.

    What is counted, filtered, sorted and paged is one set: every item that has the words, and those that are always included.
    """
    first, *per_facet = answer["results"]
    query, data = context.query, context.data
    ranked = _ranked(slugs_of(first), context.ranking, context.always_included())
    ordered = in_order(ranked, query.sort, lambda slug: data.items[slug].values)
    start = (query.page - 1) * query.page_size
    shown = ordered[start : start + query.page_size]
    return SearchResult(
        hits=tuple(Hit(slug, data.highlighter.highlights(slug, context.parsed_query.wanted)) for slug in shown),
        total=len(ordered),
        counts=facet_counts(first, per_facet, context),
        without={} if ordered else totals_without_choice(per_facet, context),
    )


def _ranked(by_words: Sequence[str], ranking: Ranking, always_included: Sequence[str]) -> list[str]:
    """The items ranked in memory, as far as they are results; then what else has the words, in the engine's order."""
    members = {*by_words, *always_included}
    return list(dict.fromkeys((*(slug for slug in ranking.slugs if slug in members), *by_words)))
