"""`/v1/items`: the catalogue for harvesting, one item in full, and what changed in it when."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel

from app import __version__
from app.db import items, runs
from app.db.engine import reading
from app.db.models import IndexState, ItemRow
from app.domain.did_you_mean import did_you_mean
from app.domain.errors import NothingPublished
from app.domain.items import ITEM, PartnerRole
from app.domain.queries import MAX_PAGE, MAX_PAGE_SIZE, Terms
from app.web.api.cards import card, full
from app.web.api.json_ld import json_ld
from app.web.api.paging import page_links, page_object
from app.web.api.schemas.items import FieldChange, ItemCard, ItemFull, ItemList, Revision, RevisionList
from app.web.http.accept import CSV, JSON, JSON_LD, negotiate
from app.web.http.csv import CSV_TYPE, table
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import Nothing, describe, read
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["items"])
Slug = Annotated[str, Path(description="the item's slug; an old one is answered with 301", examples=["feedback"])]
REPRESENTATIONS = (JSON, CSV, JSON_LD)
CSV_COLUMNS = (
    "slug", "kind", "title", "summary", "schoolTypes", "problemAreas", "requiredPartners", "otherPartners",
    "goal", "effectMonths", "evidence", "cost", "recognition", "municipalities", "modifiedAt", "href",
)  # fmt: skip


def _written_out(value: object) -> object:
    """Only RFC 3339: pydantic by itself also reads a bare number, as seconds since 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", value):
        raise ValueError("must be a moment with a time zone such as 2026-01-31T12:00:00Z")
    return value


class Harvest(BaseModel):
    """The parameters of the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)

    kind: Terms = ()
    modified_since: Annotated[AwareDatetime | None, BeforeValidator(_written_out)] = Field(
        None, description="only what changed from this moment on, with a time zone"
    )
    page: int = Field(1, ge=1, le=MAX_PAGE, description="page number, from 1")
    page_size: int = Field(50, ge=1, le=MAX_PAGE_SIZE, description="items per page")

    @field_validator("kind")
    @classmethod
    def _known(cls, values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        known = (info.context or {})["kinds"].by_id
        for value in values:
            if value not in known:
                raise ValueError(f"must be an id from /v1/vocabularies/kinds, not {value!r}{did_you_mean(value, known)}")
        return values


@router.get("/items", operation_id="listItems", summary="The catalogue", response_model=ItemList, openapi_extra=describe(Harvest))
def list_items(request: Request) -> Response:
    """Every item by slug, a page at a time, as JSON, CSV or JSON-LD by `Accept`."""
    media_type = negotiate(request.headers.get("accept"), REPRESENTATIONS)
    parts = service(request)
    query = read(request, Harvest, parts.catalogue.snapshot.vocabularies)
    with reading(parts.sessions) as session:
        etag = _etag(runs.state(session), media_type)
        known = unchanged(request, etag)
        if known:
            return known
        rows, total = items.page(session, query.kind, query.modified_since, query.page, query.page_size)
        vocabularies = items.all_vocabularies(session)
    cards = [(row, card(ITEM.validate_python(row.data), vocabularies)) for row in rows]
    if media_type == CSV:
        return keepable(request, _csv(cards, parts.public_url), etag, CSV_TYPE)
    if media_type == JSON_LD:
        graph = {"@context": "https://schema.org", "@graph": [json_ld(one, row, parts.public_url) for row, one in cards]}
        return keepable(request, graph, etag, JSON_LD)
    page = page_object(query.page, query.page_size, total)
    content = {
        "items": [one.model_dump(mode="json", by_alias=True) for _, one in cards],
        "page": page,
        "_links": page_links(request, query.page, page["totalPages"]),
    }
    return keepable(request, content, etag)


@router.get("/items/{slug}", operation_id="getItem", summary="One item in full", response_model=ItemFull)
def get_item(request: Request, slug: Slug) -> Response:
    """Everything about an item: body as HTML and Markdown, every rating, partners, sources and related items both ways."""
    media_type = negotiate(request.headers.get("accept"), (JSON, JSON_LD))
    read(request, Nothing)
    parts = service(request)
    with reading(parts.sessions) as session:
        row = items.get(session, slug)
        etag = _etag(runs.state(session), media_type)
        known = unchanged(request, etag)
        if known:
            return known
        relations = items.relations(session, slug)
        vocabularies = items.all_vocabularies(session)
    item = ITEM.validate_python(row.data)
    if media_type == JSON_LD:
        return keepable(request, json_ld(card(item, vocabularies), row, parts.public_url), etag, JSON_LD)
    return keepable(request, full(item, row, relations, vocabularies).model_dump_json(by_alias=True).encode(), etag)


@router.get("/items/{slug}/revisions", operation_id="listRevisions", summary="What changed when", response_model=RevisionList)
def list_revisions(request: Request, slug: Slug) -> Response:
    """Every change of an item, newest first, with the old and new value of each field. Ratings included."""
    negotiate(request.headers.get("accept"), (JSON,))
    read(request, Nothing)
    with reading(service(request).sessions) as session:
        rows = items.revisions(session, slug)
        etag = _etag(runs.state(session), JSON)
    known = unchanged(request, etag)
    if known:
        return known
    revisions = tuple(
        Revision(
            at=row.at,
            action=row.action,
            checksum_before=row.checksum_before,
            checksum_after=row.checksum_after,
            changes={to_camel(name): FieldChange(from_=change["from"], to=change["to"]) for name, change in row.changes.items()},
        )
        for row in rows
    )
    return keepable(request, RevisionList(slug=slug, revisions=revisions).model_dump_json(by_alias=True).encode(), etag)


def _etag(state: IndexState | None, media_type: str) -> str:
    """The catalogue that these rows were read from, and the representation."""
    if state is None:
        raise NothingPublished
    return f'"{state.index[-16:]}-{__version__}-{media_type.split("/")[1]}"'


def _csv(cards: Iterable[tuple[ItemRow, ItemCard]], public_url: str) -> bytes:
    """The catalogue as a table: one row per item, several values in a cell joined by semicolons."""
    rows = (_csv_row(item, row, public_url) for row, item in cards)
    return table([CSV_COLUMNS, *([row[name] for name in CSV_COLUMNS] for row in rows)])


def _csv_row(item: ItemCard, row: ItemRow, public_url: str) -> dict[str, Any]:
    current = item.current_ratings
    return {
        "slug": item.slug,
        "kind": item.kind.id,
        "title": item.title,
        "summary": item.summary,
        "schoolTypes": _joined(term.id for term in item.school_types),
        "problemAreas": _joined(term.id for term in item.problem_areas),
        "requiredPartners": _joined(partner.id for partner in item.partners if partner.role is PartnerRole.REQUIRED),
        "otherPartners": _joined(partner.id for partner in item.partners if partner.role is not PartnerRole.REQUIRED),
        "goal": item.goal.id if item.goal else None,
        "effectMonths": current.effect.value if current.effect else None,
        "evidence": current.evidence.value if current.evidence else None,
        "cost": current.cost.value if current.cost else None,
        "recognition": item.recognition.level.id if item.recognition else None,
        "municipalities": _joined(place.municipality.id for place in item.places if place.municipality),
        "modifiedAt": row.modified_at.isoformat(),
        "href": f"{public_url}/v1/items/{item.slug}",
    }


def _joined(values: Iterable[str]) -> str:
    return ";".join(values)
