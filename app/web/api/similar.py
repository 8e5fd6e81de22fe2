"""`GET /v1/items/{slug}/similar`: items like this one. From memory alone, unless memory does not know the slug."""

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from app.catalogue.snapshot import Snapshot
from app.db import items
from app.db.engine import Sessions, reading
from app.dutch.shared_terms import similarity_sentence
from app.search.related.similar import Neighbour
from app.web.api.cards import cards_of
from app.web.api.items import Slug
from app.web.api.schemas.items import SimilarList
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import describe, read
from app.web.service import Service, service

router = APIRouter(prefix="/v1", tags=["items"])


class HowMany(BaseModel):
    """The parameters of similar items."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(6, ge=1, le=20, description="at most this many", examples=[6])


@router.get(
    "/items/{slug}/similar",
    operation_id="listSimilar",
    summary="Items like this one",
    response_model=SimilarList,
    openapi_extra=describe(HowMany),
)
async def list_similar(request: Request, slug: Slug) -> Response:
    """Items that are close in meaning, have the same terms, or both; the nearest first, each with what they share and why.

    At most a third of them are items that this one is related to. Where another kind of item is close enough, there is one.
    """
    negotiate(request.headers.get("accept"), (JSON,))
    query = read(request, HowMany)
    snapshot = await _snapshot_with(slug, service(request))
    known = unchanged(request, snapshot.etag)
    if known:
        return known
    found = [_item(cards_of(snapshot)[similar.slug], similar, snapshot) for similar in snapshot.neighbours.of(slug, query.limit)]
    return keepable(request, {"slug": slug, "items": found}, snapshot.etag)


async def _snapshot_with(slug: str, parts: Service) -> Snapshot:
    """A catalogue that has this item, which may be newer than memory. Raises Moved, Removed and NotFound."""
    if slug not in parts.catalogue.snapshot.items:
        await run_in_threadpool(_look_up, parts.sessions, slug)
        await parts.catalogue.refresh()
    return parts.catalogue.snapshot


def _look_up(make: Sessions, slug: str) -> None:
    with reading(make) as session:
        items.get(session, slug)


def _item(card: bytes, similar: Neighbour, snapshot: Snapshot) -> orjson.Fragment:
    """A card made at publish time, with what belongs to this answer put in front of its closing brace."""
    kind = snapshot.vocabularies["kinds"].label_of(snapshot.items[similar.slug].kind)
    why = similarity_sentence(similar.shared, kind, near=similar.near)
    own = b',"shared":' + orjson.dumps(similar.shared) + b',"why":' + orjson.dumps(why)
    return orjson.Fragment(card[:-1] + own + b"}")
