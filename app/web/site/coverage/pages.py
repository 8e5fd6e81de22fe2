"""`/dekking`: what there is for each pair of terms of two facets, and what is missing."""

from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.coverage import CoverageQuery
from app.search.coverage import Coverage, coverage
from app.web.actions.search import ask
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
    found, snapshot = await _matrix(request, asked.query)
    page = coverage_page(asked, found, snapshot)
    return keep(request, keepable(request, "coverage/page.html", etag(snapshot.etag), page=page), snapshot)


@router.get("/dekking.csv")
async def matrix_as_csv(request: Request) -> Response:
    """All of the matrix for a spreadsheet."""
    negotiate(request.headers.get("accept"), (CSV,))
    snapshot = service(request).catalogue.snapshot
    known = etags.unchanged(request, _csv_etag(snapshot))
    if known:
        return known
    query = read_coverage(request.query_params.multi_items(), snapshot.vocabularies).query
    found, snapshot = await _matrix(request, query)
    answer = etags.keepable(request, coverage_table(query, found), _csv_etag(snapshot), CSV_TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="dekking.csv"'
    return keep(request, answer, snapshot)


async def _matrix(request: Request, query: CoverageQuery) -> tuple[Coverage, Snapshot]:
    return await ask(service(request), lambda current: coverage(query, current.search_data, current.vocabularies))


def _csv_etag(snapshot: Snapshot) -> str:
    return f'{snapshot.etag[:-1]}-csv"'
