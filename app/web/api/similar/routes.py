"""`GET /v1/items/{slug}/similar`: items like this one. From memory alone, unless memory does not know the slug."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from app.catalogue.snapshot import Snapshot
from app.db import items
from app.db.engine import Sessions, reading
from app.dutch.shared_terms import similarity_sentence
from app.search.related.similar import Neighbour
from app.web.api._shared.cards import card_members
from app.web.api._shared.paths import Slug
from app.web.api.similar.schemas import SimilarList
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Parts, Query
from app.web.http.etags import keepable, unchanged
from app.web.http.kept import keep
from app.web.http.parameters import describe
from app.web.service import Service

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
    dependencies=[Depends(Accepts(JSON))],
    openapi_extra=describe(HowMany),
)
async def list_similar(request: Request, parts: Parts, slug: Slug, query: Annotated[HowMany, Depends(Query(HowMany))]) -> Response:
    """Items that are close in meaning, have the same terms, or both; the nearest first, each with what they share and why.

    At most a third of them are items that this one is related to. Where another kind of item is close enough, there is one.
    """
    snapshot = await _snapshot_with(slug, parts)
    not_modified = unchanged(request, snapshot.etag)
    if not_modified:
        return not_modified
    similar = [_present(neighbour, snapshot) for neighbour in snapshot.neighbours.of(slug, query.limit)]
    return keep(request, keepable(request, {"slug": slug, "items": similar}, snapshot.etag), snapshot)


async def _snapshot_with(slug: str, parts: Service) -> Snapshot:
    """A catalogue that has this item, which may be newer than memory. Raises Moved, Removed and NotFound."""
    if slug not in parts.catalogue.snapshot.items:
        await run_in_threadpool(_look_up, parts.sessions, slug)
        await parts.catalogue.refresh()
    return parts.catalogue.snapshot


def _look_up(make: Sessions, slug: str) -> None:
    with reading(make) as session:
        items.get(session, slug)


def _present(neighbour: Neighbour, snapshot: Snapshot) -> dict[str, Any]:
    """A card with what belongs to this answer."""
    kind = snapshot.vocabularies["kinds"].label_of(snapshot.items[neighbour.slug].kind)
    why = similarity_sentence(neighbour.shared, kind, near=neighbour.near)
    return {**card_members(snapshot)[neighbour.slug], "shared": neighbour.shared, "why": why}
