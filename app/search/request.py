"""From a search to the engine's multi-search payload. Pure: tested by equality.

The first query finds the page of items and counts every facet in which nothing is chosen. Each facet in which something is
chosen is counted by a query of its own that leaves that choice out, so that its other values show what they would give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def build(query: SearchQuery, words: str, picked: Sequence[str], window: "Window", index: str) -> dict[str, Any]:
    """One payload for `POST /multi-search`.

    `words` is the query as the engine gets it. `picked` are ranked in memory: they are left out of every count, and a query of their
    own, without filters, says which of them have the words. So whoever joins the two counts each item once.
    """
    filters = facet_filters(query)
    numbers = number_filters(query)
    others = [_is_none_of("id", picked)] if picked else []
    asked = {"indexUid": index, "q": words, "matchingStrategy": "frequency"}
    found = {**asked, "attributesToRetrieve": ["id"], **_highlighting(query)}
    queries = [
        {
            **found,
            "filter": [*filters.values(), *numbers, *others],
            "facets": [facet.name for facet in FACETS if facet.name not in filters],
            "sort": [*ORDERS[query.sort]],
            "page": window.page,
            "hitsPerPage": window.size,
        }
    ]
    queries += [
        {
            **asked,
            "filter": [*(text for other, text in filters.items() if other != facet), *numbers, *others],
            "facets": [facet],
            "limit": 0,
        }
        for facet in filters
    ]
    if picked:
        queries.append({**found, "filter": [_is_one_of("id", picked)], "limit": len(picked)})
    return {"queries": queries}


@dataclass(frozen=True, slots=True)
class Window:
    """Which of the engine's hits are asked for: its `page` of `size` hits, which starts at hit number `start`, from 0."""

    page: int
    size: int

    @property
    def start(self) -> int:
        """The number of the first hit."""
        return (self.page - 1) * self.size


def window(query: SearchQuery, least: int, most: int) -> Window:
    """The smallest page of the engine's that has every hit of the page asked for.

    Between `least` and `most` picked items come before the engine's hits, or in another order than relevance between them. Only
    whole pages have exact totals, so the page is widened until it fits.
    """
    start = max(0, (query.page - 1) * query.page_size - most)
    end = query.page * query.page_size - (least if query.sort is Sort.RELEVANCE else 0)
    if end <= start:
        return Window(1, 1)
    size = next(size for size in range(end - start, end + 1) if start // size == (end - 1) // size)
    return Window(start // size + 1, size)


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


def _is_none_of(name: str, values: Sequence[str]) -> str:
    return f"NOT {_is_one_of(name, values)}"


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
