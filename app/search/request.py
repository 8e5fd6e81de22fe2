"""From a search to the engine's multi-search payload. Pure: tested by equality.

The first query finds the page of items and counts every facet in which nothing is chosen. Each facet in which something is
chosen is counted by a query of its own that leaves that choice out, so that its other values show what they would give.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.facets import FACETS
from app.domain.search import SearchQuery, Sort

# Marks around a match, replaced by <mark> after escaping. Private-use characters: the checker keeps them out of the content.
MARK, END_MARK = "\ue000", "\ue001"
HIGHLIGHTED = ("title", "summary")
CROP_WORDS = 30
ORDERS: Mapping[Sort, Sequence[str]] = {
    Sort.RELEVANCE: (),
    Sort.EFFECT: ("effect:desc",),
    Sort.EVIDENCE: ("evidence:desc",),
    Sort.COST: ("cost:asc",),
    Sort.TITLE: ("sortTitle:asc",),
    Sort.UPDATED: ("updated:desc",),
}


def build(query: SearchQuery, index: str) -> dict[str, Any]:
    """One payload for `POST /multi-search`."""
    filters = facet_filters(query)
    numbers = number_filters(query)
    words = {"indexUid": index, "q": query.q, "matchingStrategy": "frequency"}
    page = {
        **words,
        "filter": [*filters.values(), *numbers],
        "facets": [facet.name for facet in FACETS if facet.name not in filters],
        "sort": [*ORDERS[query.sort]],
        "page": query.page,
        "hitsPerPage": query.page_size,
        "attributesToRetrieve": ["id"],
        **_highlighting(query),
    }
    counts = [
        {
            **words,
            "filter": [*(text for other, text in filters.items() if other != facet), *numbers],
            "facets": [facet],
            "limit": 0,
        }
        for facet in filters
    ]
    return {"queries": [page, *counts]}


def build_suggestions(typed: str, limit: int, index: str) -> dict[str, Any]:
    """The payload for items that a half-typed query may mean: by title, short name or term."""
    query = {
        "indexUid": index,
        "q": typed,
        "limit": limit,
        "attributesToRetrieve": ["id"],
        "attributesToSearchOn": ["title", "names", "terms"],
        "attributesToHighlight": ["title"],
        "highlightPreTag": MARK,
        "highlightPostTag": END_MARK,
    }
    return {"queries": [query]}


def facet_filters(query: SearchQuery) -> dict[str, str]:
    """The filter of each facet in which something is chosen."""
    return {facet.name: _is_one_of(facet.name, query.selected(facet.name)) for facet in FACETS if query.selected(facet.name)}


def number_filters(query: SearchQuery) -> list[str]:
    """The filters on effect, evidence and cost. An unknown value passes none of them."""
    limits = (("effect >= ", query.min_effect), ("evidence >= ", query.min_evidence), ("cost <= ", query.max_cost))
    return [f"{limit}{value}" for limit, value in limits if value is not None]


def _is_one_of(facet: str, values: Sequence[str]) -> str:
    quoted = ", ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return f"{facet} IN [{quoted}]"


def _highlighting(query: SearchQuery) -> dict[str, Any]:
    if not query.q:
        return {}
    return {
        "attributesToHighlight": [*HIGHLIGHTED, "body"],
        "attributesToCrop": ["body"],
        "cropLength": CROP_WORDS,
        "highlightPreTag": MARK,
        "highlightPostTag": END_MARK,
    }
