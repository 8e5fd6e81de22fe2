"""`/v1/items`: the catalogue for harvesting, one item in full, and what changed in it when."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app import __version__
from app.db import items, runs
from app.db.engine import reading
from app.db.models import IndexState
from app.domain.errors import NothingPublished
from app.domain.items import ITEM
from app.web.actions.json_ld import json_ld
from app.web.actions.tables import items_table
from app.web.actions.vocabularies import kept_vocabularies
from app.web.api._shared.cards import card
from app.web.api._shared.paging import page_links, page_object
from app.web.api._shared.paths import Slug
from app.web.api.items.harvest import Harvest
from app.web.api.items.present import full, revision
from app.web.api.items.schemas import ItemFull, ItemList, RevisionList
from app.web.http.accept import CSV, JSON, JSON_LD
from app.web.http.csv import CSV_TYPE
from app.web.http.dependencies import Accepts, NoParameters, Parts, Query
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import Nothing, describe

router = APIRouter(prefix="/v1", tags=["items"])


@router.get("/items", operation_id="listItems", summary="The catalogue", response_model=ItemList, openapi_extra=describe(Harvest))
def list_items(
    request: Request,
    parts: Parts,
    media_type: Annotated[str, Depends(Accepts(JSON, CSV, JSON_LD))],
    query: Annotated[Harvest, Depends(Query(Harvest, terms=True))],
) -> Response:
    """Every item by slug, a page at a time, as JSON, CSV or JSON-LD by `Accept`."""
    with reading(parts.sessions) as session:
        etag = _etag(runs.state(session), media_type)
        not_modified = unchanged(request, etag)
        if not_modified:
            return not_modified
        rows, total = items.page(session, query.kind, query.modified_since, query.page, query.page_size)
        vocabularies = items.current_vocabularies(session, kept_vocabularies(parts))
    listed = [(ITEM.validate_python(row.data), row) for row in rows]
    if media_type == CSV:
        return keepable(request, items_table(listed, parts.public_url), etag, CSV_TYPE)
    if media_type == JSON_LD:
        graph = [json_ld(item, row, vocabularies, parts.public_url) for item, row in listed]
        return keepable(request, {"@context": "https://schema.org", "@graph": graph}, etag, JSON_LD)
    page = page_object(query.page, query.page_size, total)
    content = {
        "items": [card(item, vocabularies).model_dump(mode="json", by_alias=True) for item, _ in listed],
        "page": page,
        "_links": page_links(request.url.path, request.query_params.multi_items(), query.page, page["totalPages"]),
    }
    return keepable(request, content, etag)


@router.get("/items/{slug}", operation_id="getItem", summary="One item in full", response_model=ItemFull)
def get_item(
    request: Request,
    parts: Parts,
    slug: Slug,
    media_type: Annotated[str, Depends(Accepts(JSON, JSON_LD))],
    _: Annotated[Nothing, NoParameters],
) -> Response:
    """Everything about an item: body as HTML and Markdown, every rating, partners, sources and related items both ways."""
    with reading(parts.sessions) as session:
        row = items.get(session, slug)
        etag = _etag(runs.state(session), media_type)
        not_modified = unchanged(request, etag)
        if not_modified:
            return not_modified
        relations = items.relations(session, slug)
        vocabularies = items.current_vocabularies(session, kept_vocabularies(parts))
    item = ITEM.validate_python(row.data)
    if media_type == JSON_LD:
        return keepable(request, json_ld(item, row, vocabularies, parts.public_url), etag, JSON_LD)
    return keepable(request, full(item, row, relations, vocabularies).model_dump_json(by_alias=True).encode(), etag)


@router.get(
    "/items/{slug}/revisions",
    operation_id="listRevisions",
    summary="What changed when",
    response_model=RevisionList,
    dependencies=[Depends(Accepts(JSON)), NoParameters],
)
def list_revisions(request: Request, parts: Parts, slug: Slug) -> Response:
    """Every change of an item, newest first, with the old and new value of each field. Ratings included."""
    with reading(parts.sessions) as session:
        rows = items.revisions(session, slug)
        etag = _etag(runs.state(session), JSON)
    not_modified = unchanged(request, etag)
    if not_modified:
        return not_modified
    content = RevisionList(slug=slug, revisions=tuple(map(revision, rows)))
    return keepable(request, content.model_dump_json(by_alias=True).encode(), etag)


def _etag(state: IndexState | None, media_type: str) -> str:
    """The catalogue that these rows were read from, and the representation."""
    if state is None:
        raise NothingPublished("The database holds no catalogue yet; run `menukaart publish`.")
    return f'"{state.index[-16:]}-{__version__}-{media_type.split("/")[1]}"'
