"""`GET /v1/items/{slug}/similar`: items like this one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from app.catalogue.snapshot import Snapshot
from app.db import items
from app.db.engine import Sessions, reading
from app.dutch.shared_terms import similarity_sentence
from app.search.related.similar import Neighbour, neighbours
from app.web.actions.search import ask
from app.web.api._shared.cards import card_members
from app.web.api._shared.paths import Slug
from app.web.api.similar.schemas import SimilarList
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Parts, Query
from app.web.http.etags import keepable, unchanged
from app.web.http.kept import keep
from app.web.http.parameters import describe

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
    present, snapshot = await ask(parts, lambda current: current.records([slug]))
    known = slug in present
    not_modified = unchanged(request, snapshot.etag) if known else None
    if not_modified:
        return not_modified
    if not known:  # the database may be newer than memory
        await run_in_threadpool(_look_up, parts.sessions, slug)
        await parts.catalogue.refresh()
    found, snapshot = await ask(parts, lambda current: neighbours(slug, query.limit, current.search_data, current.vocabularies))
    content = {"slug": slug, "items": [_present(neighbour, snapshot) for neighbour in found]}
    return keep(request, keepable(request, content, snapshot.etag), snapshot)


def _look_up(make: Sessions, slug: str) -> None:
    with reading(make) as session:
        items.get(session, slug)


def _present(neighbour: Neighbour, snapshot: Snapshot) -> dict[str, Any]:
    """A card with what belongs to this answer."""
    kind = snapshot.vocabularies["kinds"].label_of(neighbour.record.kind)
    why = similarity_sentence(neighbour.shared, kind, near=neighbour.near)
    return {**card_members(neighbour.record, snapshot), "shared": neighbour.shared, "why": why}
