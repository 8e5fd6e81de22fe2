"""Results of a search as the API shows them."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACETS, Facet
from app.domain.queries import Hit, SearchQuery, SearchResult
from app.domain.vocabularies import Vocabulary
from app.dutch.search_reasons import reason_sentence
from app.search.ranking.explain import MatchReason, reasons
from app.search.search import SearchOutcome
from app.web.actions.facet_values import ValueNode, facet_values
from app.web.actions.search_address import parameters
from app.web.api._shared.cards import card_members
from app.web.api._shared.paging import page_links, page_object


def present_results(path: str, query: SearchQuery, found: SearchOutcome, snapshot: Snapshot) -> dict[str, Any]:
    """The answer as JSON data; `SearchAnswer` is its shape."""
    result = found.result
    page = page_object(query.page, query.page_size, result.total)
    reasons_of = _reasons(query, found, snapshot)
    return {
        "items": [_item(card_members(found.records[hit.slug], snapshot), hit, reasons_of(hit.slug)) for hit in result.hits],
        "facets": [_facet(facet, query, result, snapshot.vocabularies[facet.vocabulary]) for facet in FACETS],
        "page": page,
        "_links": page_links(path, parameters(query), query.page, page["totalPages"]),
        "degraded": found.degraded,
        "meaningBy": found.meaning_by,
        "correction": {"typed": query.q, "meant": found.parsed_query.meant} if found.parsed_query.corrected else None,
        "bounded": found.bounded,
        "perhaps": [card_members(kept, snapshot) for kept in found.perhaps],
    }


def _reasons(query: SearchQuery, found: SearchOutcome, snapshot: Snapshot) -> Callable[[str], list[dict[str, Any]] | None]:
    """A function from a slug to the reasons why it is a result; to None unless somebody asked."""
    if not query.explain:
        return lambda _: None
    return lambda slug: [
        _reason(reason) for reason in reasons(found.records[slug], query, found, snapshot.search_data, snapshot.vocabularies)
    ]


def _item(card: Mapping[str, orjson.Fragment], hit: Hit, why: list[dict[str, Any]] | None) -> dict[str, Any]:
    """A card with what belongs to this search behind it."""
    own = {"highlights": hit.highlights} if why is None else {"highlights": hit.highlights, "why": why}
    return {**card, **own}


def _reason(reason: MatchReason) -> dict[str, Any]:
    text = reason_sentence(reason.code, reason.typed, reason.found, reason.facet)
    return {"kind": reason.kind, "text": text, "typed": reason.typed, "found": ", ".join(reason.found) or None}


def _facet(facet: Facet, query: SearchQuery, result: SearchResult, vocabulary: Vocabulary) -> dict[str, Any]:
    values = [_value(node) for node in facet_values(facet, query, result, vocabulary)]
    return {"name": facet.name, "label": facet.label, "values": values}


def _value(node: ValueNode) -> dict[str, Any]:
    own = {"value": node.term.id, "label": node.term.label, "count": node.count, "selected": node.selected}
    return own | {"children": [_value(child) for child in node.children]} if node.children else own
