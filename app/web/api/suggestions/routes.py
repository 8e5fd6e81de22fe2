"""`GET /v1/suggestions`: what a half-typed query may mean."""

from collections.abc import Iterable, Sequence
from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.catalogue.snapshot import Snapshot
from app.domain.queries import Typed
from app.domain.vocabularies import folded
from app.search.suggestions.items import suggest_items
from app.search.suggestions.marking import MIN_TYPED_LETTERS
from app.search.understanding.tokens import words
from app.web.actions.search import ask
from app.web.api.suggestions.present import present_item, present_term
from app.web.api.suggestions.schemas import Suggestions
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Current, Parts, Query
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import describe

router = APIRouter(prefix="/v1", tags=["search"])


class HalfTyped(BaseModel):
    """The parameters of suggestions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Typed = Field("", description="what has been typed so far; nothing below two characters")
    limit: int = Field(6, ge=1, le=20, description="at most this many of each sort")


@router.get(
    "/suggestions",
    operation_id="suggest",
    summary="Suggestions as you type",
    response_model=Suggestions,
    dependencies=[Depends(Accepts(JSON))],
    openapi_extra=describe(HalfTyped),
)
async def suggest(request: Request, parts: Parts, query: Annotated[HalfTyped, Depends(Query(HalfTyped))], snapshot: Current) -> Response:
    """Items by title and short name, facet values by label and synonym, and what others searched for with success.

    What was typed may start a word or a part of a compound: `verzuim` suggests ziekteverzuim. One typing error is forgiven.
    """
    good = parts.insights.good_queries()
    not_modified = unchanged(request, _etag(snapshot, good))
    if not_modified:
        return not_modified
    items, snapshot = await ask(parts, lambda current: suggest_items(query.q, query.limit, current.search_data))
    answer = {
        "items": [present_item(found, snapshot) for found in items],
        "terms": [present_term(found, snapshot) for found in snapshot.suggested_terms.suggest(query.q, query.limit)],
        "queries": [{"q": q, "searches": searches} for q, searches in _earlier(query.q, good, snapshot)[: query.limit]],
    }
    return keepable(request, answer, _etag(snapshot, good))


def _etag(snapshot: Snapshot, good: Sequence[tuple[str, int]]) -> str:
    return f'{snapshot.etag[:-1]}-{crc32(repr(good).encode()):x}"'


def _earlier(typed: str, good: Iterable[tuple[str, int]], snapshot: Snapshot) -> list[tuple[str, int]]:
    """Earlier good queries with a word that starts so, the most searched first.

    Only those in words of the catalogue: what others typed must not become a place to write on.
    """
    start = folded(typed)
    if len(start) < MIN_TYPED_LETTERS:
        return []
    knows = snapshot.search_data.lexicon.knows
    return [(q, searches) for q, searches in good if f" {folded(q)}".find(f" {start}") >= 0 and all(map(knows, words(q)))]
