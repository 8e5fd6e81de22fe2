"""`GET /v1/search`: the hot path. Two hops: parameters to a query, one call to the engine. No database."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.domain.queries import SearchQuery
from app.web.actions.search import find
from app.web.api.search.present import present_results
from app.web.api.search.schemas import SearchAnswer
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Fresh, Parts, Query
from app.web.http.etags import keepable, passing
from app.web.http.parameters import describe

router = APIRouter(prefix="/v1", tags=["search"])


@router.get(
    "/search",
    operation_id="search",
    summary="Search with facets",
    response_model=SearchAnswer,
    dependencies=[Depends(Accepts(JSON))],
    openapi_extra=describe(SearchQuery),
)
async def search(
    request: Request, parts: Parts, query: Annotated[SearchQuery, Depends(Query(SearchQuery, terms=True))], _: Fresh
) -> Response:
    """Full-text search over all kinds of items.

    A repeated parameter is OR within its facet; different facets are AND. A broader term finds all that is narrower.
    """
    found, snapshot = await find(parts, query)
    parts.insights.searched(query, found.result.total)
    answer = present_results(request, query, found, snapshot)
    return keepable(request, answer, snapshot.etag) if not found.degraded else passing(answer)
