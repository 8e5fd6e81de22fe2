"""Coverage as the API shows it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.search.coverage import Coverage, CoverageLine

SEARCH = "/v1/search"


def present_coverage(query: CoverageQuery, matrix: Coverage) -> dict[str, Any]:
    """The answer as JSON data; `CoverageAnswer` is its shape."""
    return {
        "rowFacet": _facet(query.rows),
        "columnFacet": _facet(query.columns),
        "rows": [_line(query, query.rows, row) for row in matrix.rows],
        "columns": [_line(query, query.columns, column) for column in matrix.columns],
        "cells": [{"row": row.term.id, "counts": counts} for row, counts in zip(matrix.rows, matrix.counts, strict=True)],
        "gaps": [{"row": _end(row), "column": _end(column)} for row, column in matrix.gaps],
        "gapsTotal": matrix.gaps_total,
        "total": matrix.total,
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
