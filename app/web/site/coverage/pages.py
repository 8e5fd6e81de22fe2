"""`/dekking`: what there is for each pair of terms of two facets, and what is missing. From memory alone, as `/v1/coverage` is."""

from fastapi import APIRouter, Request, Response

from app.search.coverage import coverage
from app.web.actions.tables import coverage_table
from app.web.http import etags
from app.web.http.accept import CSV, negotiate
from app.web.http.csv import CSV_TYPE
from app.web.http.kept import keep
from app.web.service import service
from app.web.site._shared.rendering import etag, keepable, unchanged
from app.web.site.coverage.asked import read_coverage
from app.web.site.coverage.view import coverage_page

router = APIRouter(include_in_schema=False)


@router.get("/dekking")
async def matrix(request: Request) -> Response:
    """The same matrix as `/v1/coverage`, by the same parameters, the broad terms first."""
    negotiate(request.headers.get("accept"), ("text/html",))
    snapshot = service(request).catalogue.snapshot
    tag = etag(snapshot.etag)
    known = unchanged(request, tag)
    if known:
        return known
    asked = read_coverage(request.query_params.multi_items(), snapshot.vocabularies)
    found = coverage(asked.query, snapshot.search_data, snapshot.vocabularies)
    return keep(request, keepable(request, "coverage/page.html", tag, page=coverage_page(asked, found, snapshot)), snapshot)


@router.get("/dekking.csv")
async def matrix_as_csv(request: Request) -> Response:
    """All of the matrix for a spreadsheet."""
    negotiate(request.headers.get("accept"), (CSV,))
    snapshot = service(request).catalogue.snapshot
    tag = f'{snapshot.etag[:-1]}-csv"'
    known = etags.unchanged(request, tag)
    if known:
        return known
    query = read_coverage(request.query_params.multi_items(), snapshot.vocabularies).query
    table = coverage_table(query, coverage(query, snapshot.search_data, snapshot.vocabularies))
    answer = etags.keepable(request, table, tag, CSV_TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="dekking.csv"'
    return keep(request, answer, snapshot)
