"""`GET /v1/search`: the hot path. Two hops: parameters to a query, one call to the engine. No database."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.queries import SearchQuery
from app.search.search import SearchOutcome
from app.web.actions.search import answered
from app.web.actions.search_address import in_one_form
from app.web.api.search.present import present_results
from app.web.api.search.schemas import SearchAnswer
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Fresh, Query
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
async def search(request: Request, query: Annotated[SearchQuery, Depends(Query(SearchQuery, terms=True))], fresh: Fresh) -> Response:
    """Full-text search over all kinds of items.

    A repeated parameter is OR within its facet; different facets are AND. A broader term finds all that is narrower.
    """
    asked = in_one_form(query)

    async def present(found: SearchOutcome, snapshot: Snapshot) -> Response:
        answer = present_results(request.url.path, asked, found, snapshot)
        return keepable(request, answer, snapshot.etag) if not found.degraded else passing(answer)

    return await answered(request, asked, fresh, present)
