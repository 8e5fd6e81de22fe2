"""`GET /v1/search`: the hot path. Two hops: parameters to a query, one call to the engine. No database."""

from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.queries import SearchQuery
from app.search.search import SearchOutcome
from app.web.actions.search import answered
from app.web.actions.search_address import in_one_form
from app.web.api.search.present import present_results
from app.web.api.search.schemas import SearchAnswer
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, passing, unchanged
from app.web.http.parameters import describe, read
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["search"])


# Without dependencies, though they would say the same: to solve them takes longer than to read the parameters.
@router.get(
    "/search", operation_id="search", summary="Search with facets", response_model=SearchAnswer, openapi_extra=describe(SearchQuery)
)
async def search(request: Request) -> Response:
    """Full-text search over all kinds of items.

    A repeated parameter is OR within its facet; different facets are AND. A broader term finds all that is narrower.
    """
    negotiate(request.headers.get("accept"), (JSON,))
    fresh = service(request).catalogue.snapshot
    query = in_one_form(read(request, SearchQuery, fresh.vocabularies))

    async def present(found: SearchOutcome, snapshot: Snapshot) -> Response:
        answer = present_results(request.scope["path"], query, found, snapshot)
        return keepable(request, answer, snapshot.etag) if not found.degraded else passing(answer)

    return unchanged(request, fresh.etag) or await answered(request, query, fresh, present)
