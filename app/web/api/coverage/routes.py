"""`GET /v1/coverage`: how many items there are for each pair of terms of two facets, and where they are missed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.coverage import CoverageQuery
from app.search.coverage import coverage
from app.web.actions.search import ask
from app.web.actions.tables import coverage_table
from app.web.api.coverage.present import present_coverage
from app.web.api.coverage.schemas import CoverageAnswer
from app.web.http.accept import CSV, JSON
from app.web.http.csv import CSV_TYPE
from app.web.http.dependencies import Accepts, Current, Parts, Query
from app.web.http.etags import keepable, unchanged
from app.web.http.kept import keep
from app.web.http.parameters import describe

router = APIRouter(prefix="/v1", tags=["facets"])


@router.get(
    "/coverage",
    operation_id="getCoverage",
    summary="What is covered, and where the gaps are",
    response_model=CoverageAnswer,
    openapi_extra=describe(CoverageQuery),
)
async def get_coverage(
    request: Request,
    media_type: Annotated[str, Depends(Accepts(JSON, CSV))],
    query: Annotated[CoverageQuery, Depends(Query(CoverageQuery, terms=True))],
    snapshot: Current,
    parts: Parts,
) -> Response:
    """A matrix of counts over two different facets, as JSON or CSV by `Accept`; a cell has as many items as the search it leads to.

    A choice in the facet of the rows or the columns shows the chosen terms and what is narrower, and nothing else of that facet; the
    other filters say which items are counted. An item counts for each of its terms and for all that is broader, so cells overlap.

    `gaps` are the pairs of a row and a column without any counted item, where one is missed: neither term has a narrower one, there
    are items for the row's broader term (for a top term: for anything) with this column, and for this row with the column's broader
    term. So a row or column without any item is in no gap; its `count` is 0. First comes the row with the fewest items, and within
    it the column with the most; at most 50 of them.
    """
    not_modified = unchanged(request, _etag(snapshot, media_type))
    if not_modified:
        return not_modified
    matrix, snapshot = await ask(parts, lambda current: coverage(query, current.search_data, current.vocabularies))
    if media_type == CSV:
        return keep(request, keepable(request, coverage_table(query, matrix), _etag(snapshot, media_type), CSV_TYPE), snapshot)
    return keep(request, keepable(request, present_coverage(query, matrix), _etag(snapshot, media_type)), snapshot)


def _etag(snapshot: Snapshot, media_type: str) -> str:
    return snapshot.etag if media_type == JSON else f'{snapshot.etag[:-1]}-csv"'
