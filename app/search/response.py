"""From the engine's answer to a result. Pure."""

from collections.abc import Mapping
from html import escape
from typing import Any

from app.domain.search import Hit, SearchQuery, SearchResult
from app.search.request import END_MARK, HIGHLIGHTED, MARK, facet_filters


def parse(answer: Mapping[str, Any], query: SearchQuery) -> SearchResult:
    """The result in an answer to the payload that `request.build` made for this query."""
    page, *counted = answer["results"]
    counts = dict(page["facetDistribution"])
    for facet, result in zip(facet_filters(query), counted, strict=True):
        counts[facet] = result["facetDistribution"].get(facet, {})
    return SearchResult(hits=tuple(_hit(hit) for hit in page["hits"]), total=page["totalHits"], counts=counts)


def _hit(hit: Mapping[str, Any]) -> Hit:
    formatted = hit.get("_formatted", {})
    marked = {name: formatted[name] for name in (*HIGHLIGHTED, "body") if MARK in formatted.get(name, "")}
    return Hit(hit["id"], {name: html(text) for name, text in marked.items()})


def html(text: str) -> str:
    """Escaped text with `<mark>` around the matches."""
    return escape(" ".join(text.split()), quote=False).replace(MARK, "<mark>").replace(END_MARK, "</mark>")
