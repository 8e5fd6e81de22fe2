"""From a search to the engine's multi-search payload. Pure: tested by equality.

The first query finds every item with the words and counts each facet in which nothing is chosen. Each facet in which something is
chosen is counted by a query of its own that leaves that choice out, so that its other values show what they would give.
"""

from collections.abc import Sequence
from typing import Any

from app.domain.facets import FACETS
from app.domain.queries import SearchQuery

# The engine says which items have the words; order, page and highlights come from memory. So all are asked for, by id only.
MAX_HITS = 10_000
MATCHES_NOTHING = "id IN []"


def build(query: SearchQuery, words: str, index: str) -> dict[str, Any]:
    """One payload for `POST /multi-search`; `words` is the query as the engine gets it."""
    filters = facet_filters(query)
    numbers = number_filters(query)
    if query.q and not words:  # signs alone: for the engine no query at all, which would find everything
        numbers.append(MATCHES_NOTHING)
    common = {
        "indexUid": index,
        "q": words,
        "matchingStrategy": "frequency",
        "attributesToRetrieve": ["id"],
        "page": 1,
        "hitsPerPage": MAX_HITS,
    }
    first = {
        **common,
        "filter": [*filters.values(), *numbers],
        "facets": [facet.name for facet in FACETS if facet.name not in filters],
    }
    counts = [
        {**common, "filter": [*(text for other, text in filters.items() if other != facet), *numbers], "facets": [facet]}
        for facet in filters
    ]
    return {"queries": [first, *counts]}


def facet_filters(query: SearchQuery) -> dict[str, str]:
    """The filter of each facet in which something is chosen."""
    return {facet.name: _is_one_of(facet.name, query.selected(facet.name)) for facet in FACETS if query.selected(facet.name)}


def number_filters(query: SearchQuery) -> list[str]:
    """The filters on effect, evidence and cost. An unknown value passes none of them."""
    limits = (("effect >= ", query.min_effect), ("evidence >= ", query.min_evidence), ("cost <= ", query.max_cost))
    return [f"{limit}{value}" for limit, value in limits if value is not None]


def _is_one_of(name: str, values: Sequence[str]) -> str:
    quoted = ", ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return f"{name} IN [{quoted}]"
