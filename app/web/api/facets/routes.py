"""`/v1/facets`: the facets, and their values with counts over the whole catalogue, searchable by label and synonym."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.domain.errors import NotFound
from app.domain.facets import FACET_BY_NAME, FACETS
from app.domain.queries import Typed
from app.domain.unknown_names import did_you_mean
from app.domain.vocabularies import Term, folded
from app.web.api._shared.schemas import Link
from app.web.api.facets.schemas import FacetInfo, FacetList, FacetValues, TermCount
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Fresh, NoParameters, Query
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import describe
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["facets"])


class ValueSearch(BaseModel):
    """The parameters of a facet's values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Typed = Field("", description="part of a label or synonym")


@router.get(
    "/facets",
    operation_id="listFacets",
    summary="The facets",
    response_model=FacetList,
    dependencies=[Depends(Accepts(JSON)), NoParameters],
)
async def list_facets(request: Request, snapshot: Fresh) -> Response:
    """The facets by which a search can be narrowed, in the order of a form."""
    content = FacetList(
        facets=tuple(
            FacetInfo(
                name=facet.name,
                label=facet.label,
                description=facet.description,
                vocabulary=facet.vocabulary,
                links={
                    "values": Link(href=f"/v1/facets/{facet.name}/values"),
                    "vocabulary": Link(href=f"/v1/vocabularies/{facet.vocabulary}"),
                },
            )
            for facet in FACETS
        )
    )
    return keepable(request, content.model_dump_json(by_alias=True).encode(), snapshot.etag)


@router.get(
    "/facets/{facet}/values",
    operation_id="listFacetValues",
    summary="The values of a facet",
    response_model=FacetValues,
    dependencies=[Depends(Accepts(JSON))],
    openapi_extra=describe(ValueSearch),
)
async def list_facet_values(
    request: Request,
    facet: Annotated[str, Path(description="a facet's name", examples=["partner"])],
    query: Annotated[ValueSearch, Depends(Query(ValueSearch))],
) -> Response:
    """Every value of a facet with the number of items in the whole catalogue, in the vocabulary's order."""
    declared = FACET_BY_NAME.get(facet)
    if declared is None:
        raise NotFound(f"There is no facet {facet!r}{did_you_mean(facet, FACET_BY_NAME)}")
    snapshot = service(request).catalogue.snapshot
    counts = snapshot.counts[facet]
    content = FacetValues(
        name=facet,
        label=declared.label,
        values=tuple(
            TermCount(value=term.id, label=term.label, synonyms=term.synonyms, broader=term.broader, count=counts.get(term.id, 0))
            for term in snapshot.vocabularies[declared.vocabulary].terms
            if _mentions(term, folded(query.q))
        ),
    )
    return unchanged(request, snapshot.etag) or keepable(request, content.model_dump_json(by_alias=True).encode(), snapshot.etag)


def _mentions(term: Term, text: str) -> bool:
    return any(text in folded(word) for word in (term.id, term.label, *term.synonyms))
