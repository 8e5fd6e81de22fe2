"""The shape of coverage: a matrix of counts over two facets."""

from typing import Any

from pydantic import ConfigDict, Field

from app.web.api._shared.schemas import Link, Schema, Template

# The answer to its own `_links.self`, on the catalogue of the day that it was written. An example cannot hold null: FastAPI drops it.
EXAMPLE: dict[str, Any] = {
    "rowFacet": {"name": "problemArea", "label": "Waar gaat het om?"},
    "columnFacet": {"name": "partner", "label": "Partner"},
    "rows": [
        {
            "value": "schooladvies-brugklas",
            "label": "Schooladvies en brede brugklas",
            "count": 1,
            "broader": "overgangen",
            "level": 1,
            "_links": {"items": {"href": "/v1/search?problemArea=schooladvies-brugklas"}},
        }
    ],
    "columns": [
        {
            "value": "jeugdgezondheidszorg",
            "label": "Jeugdgezondheidszorg (GGD/JGZ)",
            "count": 46,
            "broader": "jeugdzorg",
            "level": 1,
            "_links": {"items": {"href": "/v1/search?partner=jeugdgezondheidszorg"}},
        }
    ],
    "cells": [{"row": "schooladvies-brugklas", "counts": [0]}],
    "gaps": [],
    "gapsTotal": 0,
    "total": 231,
    "filters": {"problemArea": ["schooladvies-brugklas"], "partner": ["jeugdgezondheidszorg"]},
    "_links": {
        "self": {"href": "/v1/coverage?rows=problemArea&columns=partner&problemArea=schooladvies-brugklas&partner=jeugdgezondheidszorg"},
        "items": {"href": "/v1/search"},
        "cell": {"href": "/v1/search?problemArea={row}&partner={column}", "templated": True},
    },
}

CSV_EXAMPLE = "Waar gaat het om?,Niveau,Aantal,Gemeente,Ouders en verzorgers\r\nSchooladvies en brede brugklas,1,1,0,0\r\n"


class AxisFacet(Schema):
    """The facet of the rows or of the columns."""

    name: str
    label: str


class ItemsLink(Schema):
    """Where the counted items are."""

    items: Link


class LineEnd(Schema):
    """A term with its number of items, whatever the other facet says."""

    value: str
    label: str
    count: int = Field(ge=0)


class LineOut(LineEnd):
    """A row or a column."""

    broader: str | None = Field(description="the value of the term that includes this one")
    level: int = Field(ge=0, description="how many terms are broader: 0 for a top term")
    links: ItemsLink = Field(alias="_links")


class CellRow(Schema):
    """The cells of one row: a number of items for each of `columns`, in that order, zero included."""

    row: str
    counts: tuple[int, ...]


class GapOut(Schema):
    """A row and a column that no counted item has both of, while next of kin are served."""

    row: LineEnd
    column: LineEnd


class FiltersOut(Schema):
    """The filters that were given."""

    kind: tuple[str, ...] | None = None
    school_type: tuple[str, ...] | None = None
    problem_area: tuple[str, ...] | None = None
    partner: tuple[str, ...] | None = None
    required_partner: tuple[str, ...] | None = None
    goal: tuple[str, ...] | None = None
    setting: tuple[str, ...] | None = None
    recognition: tuple[str, ...] | None = None
    municipality: tuple[str, ...] | None = None
    min_effect: int | None = None
    min_evidence: int | None = None
    max_cost: int | None = None


class CoverageLinks(Schema):
    """Links to this matrix, to all counted items, and to the items of a cell: fill in a `value` for `{row}` and for `{column}`."""

    self_: Link = Field(alias="self")
    items: Link
    cell: Template


class CoverageAnswer(Schema):
    """A matrix of counts; narrower terms come after their broader one, in the order of the vocabulary."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    row_facet: AxisFacet
    column_facet: AxisFacet
    rows: tuple[LineOut, ...]
    columns: tuple[LineOut, ...]
    cells: tuple[CellRow, ...] = Field(description="one for each of `rows`, in that order")
    gaps: tuple[GapOut, ...] = Field(max_length=50, description="where an item is most missed, the row with the fewest items first")
    gaps_total: int = Field(ge=0, description="how many gaps there are, those that `gaps` has no room for included")
    total: int = Field(ge=0, description="how many items are counted, with any term or none")
    filters: FiltersOut
    links: CoverageLinks = Field(alias="_links")
