"""`GET /v1/coverage`: how many items there are for each pair of terms of two facets, and where they are missed. From memory alone."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.search.coverage import Coverage, CoverageLine, coverage
from app.web.api.schemas.coverage import CoverageAnswer
from app.web.http.accept import CSV, JSON, negotiate
from app.web.http.csv import CSV_TYPE, table
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import describe, read
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["facets"])
SEARCH = "/v1/search"
CSV_EXAMPLE = "Waar gaat het om?,Niveau,Aantal,Gemeente,Ouders en verzorgers\r\nSchooladvies en brede brugklas,1,1,0,0\r\n"


@router.get(
    "/coverage",
    operation_id="getCoverage",
    summary="What is covered, and where the gaps are",
    response_model=CoverageAnswer,
    openapi_extra=describe(CoverageQuery),
)
async def get_coverage(request: Request) -> Response:
    """A matrix of counts over two different facets, as JSON or CSV by `Accept`; a cell has as many items as the search it leads to.

    A choice in the facet of the rows or the columns shows the chosen terms and what is narrower, and nothing else of that facet; the
    other filters say which items are counted. An item counts for each of its terms and for all that is broader, so cells overlap.

    `gaps` are the pairs of a row and a column without any counted item, where one is missed: neither term has a narrower one, there
    are items for the row's broader term (for a top term: for anything) with this column, and for this row with the column's broader
    term. So a row or column without any item is in no gap; its `count` is 0. First comes the row with the fewest items, and within
    it the column with the most; at most 50 of them.
    """
    media_type = negotiate(request.headers.get("accept"), (JSON, CSV))
    snapshot = service(request).catalogue.snapshot
    query = read(request, CoverageQuery, snapshot.vocabularies)
    etag = snapshot.etag if media_type == JSON else f'{snapshot.etag[:-1]}-csv"'
    known = unchanged(request, etag)
    if known:
        return known
    found = coverage(query, snapshot.search_data, snapshot.vocabularies)
    if media_type == CSV:
        return keepable(request, as_table(query, found), etag, CSV_TYPE)
    return keepable(request, present(query, found), etag)


def as_table(query: CoverageQuery, found: Coverage) -> bytes:
    """The matrix as people open it in a spreadsheet: labels above and in front, and per row its level and all its items."""
    header = [FACET_BY_NAME[query.rows].label, "Niveau", "Aantal", *(column.term.label for column in found.columns)]
    rows = zip(found.rows, found.counts, strict=True)
    return table([header, *([row.term.label, row.level, row.count, *counts] for row, counts in rows)])


def present(query: CoverageQuery, found: Coverage) -> dict[str, Any]:
    """The answer as JSON data; `CoverageAnswer` is its shape."""
    return {
        "rowFacet": _facet(query.rows),
        "columnFacet": _facet(query.columns),
        "rows": [_line(query, query.rows, row) for row in found.rows],
        "columns": [_line(query, query.columns, column) for column in found.columns],
        "cells": [{"row": row.term.id, "counts": counts} for row, counts in zip(found.rows, found.counts, strict=True)],
        "gaps": [{"row": _end(row), "column": _end(column)} for row, column in found.gaps],
        "gapsTotal": found.gaps_total,
        "total": found.total,
        "filters": query.given(),
        "_links": _links(query),
    }


def _facet(name: str) -> dict[str, str]:
    return {"name": name, "label": FACET_BY_NAME[name].label}


def _end(line: CoverageLine) -> dict[str, Any]:
    return {"value": line.term.id, "label": line.term.label, "count": line.count}


def _line(query: CoverageQuery, facet: str, line: CoverageLine) -> dict[str, Any]:
    items = _address(SEARCH, query.counted.given() | {facet: line.term.id})
    return {**_end(line), "broader": line.term.broader, "level": line.level, "_links": {"items": {"href": items}}}


def _links(query: CoverageQuery) -> dict[str, Any]:
    counted = query.counted.given()
    return {
        "self": {"href": _address("/v1/coverage", {"rows": query.rows, "columns": query.columns} | query.given())},
        "items": {"href": _address(SEARCH, counted)},
        "cell": {"href": _address(SEARCH, counted, f"{query.rows}={{row}}&{query.columns}={{column}}"), "templated": True},
    }


def _address(path: str, parameters: Mapping[str, Any], template: str = "") -> str:
    text = "&".join(part for part in (urlencode(parameters, doseq=True), template) if part)
    return f"{path}?{text}" if text else path
