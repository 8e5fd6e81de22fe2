"""Results of a search as the API shows them."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from fastapi import Request

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACETS, Facet
from app.domain.queries import Hit, SearchQuery, SearchResult
from app.domain.vocabularies import Vocabulary
from app.search.ranking.explain import Why, why
from app.search.search import Found
from app.web.actions.facet_values import ValueNode, facet_values
from app.web.api._shared.cards import card_members
from app.web.api._shared.paging import page_links, page_object


def present_results(request: Request, query: SearchQuery, found: Found, snapshot: Snapshot) -> dict[str, Any]:
    """The answer as JSON data; `SearchAnswer` is its shape."""
    result = found.result
    page = page_object(query.page, query.page_size, result.total)
    cards, reasons = card_members(snapshot), _reasons(query, found, snapshot)
    return {
        "items": [_item(cards[hit.slug], hit, reasons(hit.slug)) for hit in result.hits],
        "facets": [_facet(facet, query, result, snapshot.vocabularies[facet.vocabulary]) for facet in FACETS],
        "page": page,
        "_links": page_links(request, query.page, page["totalPages"]),
        "degraded": found.degraded,
        "correction": {"typed": query.q, "meant": found.reading.meant} if found.reading.corrected else None,
        "perhaps": [cards[slug] for slug in found.perhaps],
    }


def _reasons(query: SearchQuery, found: Found, snapshot: Snapshot) -> Callable[[str], list[Why] | None]:
    """What tells of an item why it is a result; nothing unless somebody asked."""
    if not query.explain:
        return lambda _: None
    return lambda slug: why(slug, query, found, snapshot.catalogue, snapshot.vocabularies)


def _item(card: Mapping[str, orjson.Fragment], hit: Hit, reasons: list[Why] | None) -> dict[str, Any]:
    """A card with what belongs to this search behind it."""
    own = {"highlights": hit.highlights} if reasons is None else {"highlights": hit.highlights, "why": reasons}
    return {**card, **own}


def _facet(facet: Facet, query: SearchQuery, result: SearchResult, vocabulary: Vocabulary) -> dict[str, Any]:
    values = [_value(node) for node in facet_values(facet, query, result, vocabulary)]
    return {"name": facet.name, "label": facet.label, "values": values}


def _value(node: ValueNode) -> dict[str, Any]:
    own = {"value": node.term.id, "label": node.term.label, "count": node.count, "selected": node.selected}
    return own | {"children": [_value(child) for child in node.children]} if node.children else own
