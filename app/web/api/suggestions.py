"""`GET /v1/suggestions`: what a half-typed query may mean. One call to the engine for items; terms come from memory."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.domain.facets import FACETS
from app.domain.search import Typed
from app.domain.vocabulary import Term, folded
from app.search import request as search_request
from app.search import response as search_response
from app.web.api.answers import keepable, unchanged
from app.web.api.media import JSON, negotiate
from app.web.api.parameters import describe, read
from app.web.api.schemas.search import Suggestions
from app.web.api.search import engine_answer
from app.web.published import Snapshot
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["search"])
SHORTEST = 2
# Facets whose values people type; the others are chosen from a short list.
SUGGESTED_FACETS = tuple(facet for facet in FACETS if facet.name in {"schoolType", "problemArea", "partner", "municipality"})


class HalfTyped(BaseModel):
    """The parameters of suggestions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Typed = Field("", description="what has been typed so far; nothing below two characters")
    limit: int = Field(6, ge=1, le=20, description="at most this many of each sort")


@router.get(
    "/suggestions", operation_id="suggest", summary="Suggestions as you type", response_model=Suggestions, openapi_extra=describe(HalfTyped)
)
async def suggest(request: Request) -> Response:
    """Items by title and short name, and facet values by label and synonym; typing errors are forgiven for items."""
    negotiate(request.headers.get("accept"), (JSON,))
    parts = service(request)
    query = read(request, HalfTyped)
    snapshot = parts.published.snapshot
    known = unchanged(request, snapshot.etag)
    if known:
        return known
    items: list[dict[str, Any]] = []
    if len(query.q) >= SHORTEST:
        answer, snapshot = await engine_answer(parts, lambda index: search_request.build_suggestions(query.q, query.limit, index))
        items = [_item(hit, snapshot) for hit in answer["results"][0]["hits"]]
    return keepable(request, {"items": items, "terms": _terms(query.q, query.limit, snapshot)}, snapshot.etag)


def _item(hit: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    slug = hit["id"]
    kind, title = snapshot.titles[slug]
    return {
        "slug": slug,
        "kind": {"id": kind, "label": snapshot.vocabularies["kinds"].label_of(kind)},
        "title": title,
        "highlight": search_response.html(hit["_formatted"]["title"]),
        "_links": {"self": {"href": f"/v1/items/{slug}"}},
    }


def _terms(typed: str, limit: int, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Values with items in which a word starts with what was typed; those whose label starts so stand first, then the frequent."""
    start = folded(typed)
    if len(start) < SHORTEST:
        return []
    found = [match for match in _matches(start, snapshot) if match["count"]]
    return sorted(found, key=lambda match: (not folded(match["label"]).startswith(start), -match["count"], match["label"]))[:limit]


def _matches(start: str, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for facet in SUGGESTED_FACETS:
        counts = snapshot.counts[facet.name]
        for term in snapshot.vocabularies[facet.vocabulary].terms:
            matched = _matched(term, start)
            if matched:
                yield {
                    "facet": facet.name,
                    "facetLabel": facet.label,
                    "value": term.id,
                    "label": term.label,
                    "matched": matched,
                    "count": counts.get(term.id, 0),
                }


def _matched(term: Term, start: str) -> str | None:
    """The label or synonym with a word that starts so."""
    return next((word for word in (term.label, *term.synonyms) if f" {folded(word)}".find(f" {start}") >= 0), None)
