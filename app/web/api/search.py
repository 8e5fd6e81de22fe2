"""`GET /v1/search`: the hot path. Two hops: parameters to a query, one call to the engine. No database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACETS, Facet
from app.domain.queries import Hit, SearchQuery, SearchResult
from app.domain.vocabularies import Vocabulary
from app.dutch.search_reasons import reason_sentence
from app.search.ranking.explain import MatchReason, reasons
from app.search.search import SearchOutcome
from app.web.actions.search import find
from app.web.api.cards import cards_of
from app.web.api.paging import page_links, page_object
from app.web.api.schemas.search import SearchAnswer
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, passing, unchanged
from app.web.http.parameters import describe, read
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["search"])


@router.get(
    "/search", operation_id="search", summary="Search with facets", response_model=SearchAnswer, openapi_extra=describe(SearchQuery)
)
async def search(request: Request) -> Response:
    """Full-text search over all kinds of items.

    A repeated parameter is OR within its facet; different facets are AND. A broader term finds all that is narrower.
    """
    negotiate(request.headers.get("accept"), (JSON,))
    parts = service(request)
    snapshot = parts.catalogue.snapshot
    query = read(request, SearchQuery, snapshot.vocabularies)
    known = unchanged(request, snapshot.etag)
    if known:
        return known
    found, snapshot = await find(parts, query)
    parts.insights.searched(query, found.result.total)
    answer = present(request, query, found, snapshot)
    return keepable(request, answer, snapshot.etag) if not found.degraded else passing(answer)


def present(request: Request, query: SearchQuery, found: SearchOutcome, snapshot: Snapshot) -> dict[str, Any]:
    """The answer as JSON data; `SearchAnswer` is its shape."""
    result = found.result
    page = page_object(query.page, query.page_size, result.total)
    reasons_of = _reasons(query, found, snapshot)
    return {
        "items": [_item(cards_of(snapshot)[hit.slug], hit, reasons_of(hit.slug)) for hit in result.hits],
        "facets": [facet_answer(facet, query, result, snapshot.vocabularies[facet.vocabulary]) for facet in FACETS],
        "page": page,
        "_links": page_links(request, query.page, page["totalPages"]),
        "degraded": found.degraded,
        "correction": {"typed": query.q, "meant": found.parsed_query.meant} if found.parsed_query.corrected else None,
        "perhaps": [orjson.Fragment(cards_of(snapshot)[slug]) for slug in found.perhaps],
    }


def _reasons(query: SearchQuery, found: SearchOutcome, snapshot: Snapshot) -> Callable[[str], list[dict[str, Any]] | None]:
    """What tells of an item why it is a result; nothing unless somebody asked."""
    if not query.explain:
        return lambda _: None
    return lambda slug: [_why(reason) for reason in reasons(slug, query, found, snapshot.search_data, snapshot.vocabularies)]


def _item(card: bytes, hit: Hit, why: list[dict[str, Any]] | None) -> orjson.Fragment:
    """A card made at publish time, with what belongs to this search put in front of its closing brace."""
    own = b',"highlights":' + orjson.dumps(hit.highlights)
    if why is not None:
        own += b',"why":' + orjson.dumps(why)
    return orjson.Fragment(card[:-1] + own + b"}")


def _why(reason: MatchReason) -> dict[str, Any]:
    text = reason_sentence(reason.code, reason.typed, reason.found, reason.facet)
    return {"kind": reason.kind, "text": text, "typed": reason.typed, "found": ", ".join(reason.found) or None}


def facet_answer(facet: Facet, query: SearchQuery, result: SearchResult, vocabulary: Vocabulary) -> dict[str, Any]:
    """A facet with the values that occur in a result; `FacetOut` is its shape."""
    counts = result.counts.get(facet.name, {})
    return {"name": facet.name, "label": facet.label, "values": _values(vocabulary, counts, query.selected(facet.name))}


def _values(vocabulary: Vocabulary, counts: Mapping[str, int], selected: Sequence[str]) -> list[dict[str, Any]]:
    """The values that occur, in the engine's order (the most frequent first), narrower ones inside broader ones.

    A broader term occurs wherever a narrower one does, so only a chosen value without items can miss its place.
    """
    missing = {term: 0 for chosen in selected for term in (chosen, *vocabulary.ancestors(chosen)) if term not in counts}
    terms = vocabulary.by_id
    values: dict[str, dict[str, Any]] = {
        term: {"value": term, "label": terms[term].label, "count": count, "selected": term in selected}
        for term, count in (*counts.items(), *missing.items())
    }
    top = []
    for term, value in values.items():
        broader = terms[term].broader
        if broader is None:
            top.append(value)
        else:
            values[broader].setdefault("children", []).append(value)
    return top
