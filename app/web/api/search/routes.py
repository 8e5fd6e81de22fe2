"""`GET /v1/search`: the hot path. Two hops: parameters to a query, one call to the engine. No database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from app.web.http.dependencies import Accepts, Fresh, NoParameters, Parts, Query, Current
from fastapi import Depends
from typing import Annotated
from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACETS, Facet
from app.domain.queries import Hit, SearchQuery, SearchResult
from app.domain.vocabularies import Vocabulary
from app.search.ranking.explain import Why, why
from app.search.search import Found
from app.web.actions.search import find
from app.web.api._shared.cards import cards_of
from app.web.api._shared.paging import page_links, page_object
from app.web.api.search.schemas import SearchAnswer
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, passing, unchanged
from app.web.http.parameters import describe, read
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["search"])


@router.get(
    "/search",
    operation_id="search",
    summary="Search with facets",
    response_model=SearchAnswer,
    dependencies=[Depends(Accepts(JSON))],
    openapi_extra=describe(SearchQuery),
)
async def search(request: Request, parts: Parts, query: Annotated[SearchQuery, Depends(Query(SearchQuery, terms=True))], _: Fresh) -> Response:
    """Full-text search over all kinds of items.

    A repeated parameter is OR within its facet; different facets are AND. A broader term finds all that is narrower.
    """
    found, snapshot = await find(parts, query)
    parts.insights.searched(query, found.result.total)
    answer = present_results(request, query, found, snapshot)
    return keepable(request, answer, snapshot.etag) if not found.degraded else passing(answer)










