"""`/item/{slug}`: the page of one item. From the database, as `/v1/items/{slug}` is; what is similar comes from the engine."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.catalogue.snapshot import Snapshot
from app.db import items, runs
from app.db.engine import reading
from app.domain.errors import NotFound, NothingPublished, SearchUnavailable
from app.domain.items import ITEM
from app.dutch.shared_terms import similarity_sentence
from app.search.related.similar import Neighbour, neighbours
from app.web.actions.json_ld import json_ld
from app.web.actions.search import ask
from app.web.actions.vocabularies import kept_vocabularies
from app.web.http.dependencies import Parts
from app.web.site._shared.cards import item_card
from app.web.site._shared.dependencies import ReadsPages
from app.web.site._shared.rendering import etag, keepable, passing, unchanged
from app.web.site.item.view import Alike, item_page

router = APIRouter(include_in_schema=False)
MOST_SIMILAR = 4


@dataclass(frozen=True, slots=True)
class AlikeItems:
    """The items that are like one, and the catalogue that they are from; `failed`: the search is away."""

    snapshot: Snapshot
    items: tuple[Alike, ...] = ()
    failed: bool = False


async def alike_items(slug: str, request: Request, parts: Parts) -> AlikeItems:
    """The items that are like the one of the address. Without an engine the page does without. Raises NothingPublished."""
    snapshot = parts.catalogue.snapshot
    if unchanged(request, etag(snapshot.etag)):  # the browser has them
        return AlikeItems(snapshot)
    try:
        found, snapshot = await ask(parts, lambda current: neighbours(slug, MOST_SIMILAR, current.search_data, current.vocabularies))
    except NotFound:  # it is for the database to say what became of it
        return AlikeItems(snapshot)
    except SearchUnavailable:
        return AlikeItems(snapshot, failed=True)
    return AlikeItems(snapshot, tuple(_alike(neighbour, snapshot) for neighbour in found))


def _alike(neighbour: Neighbour, snapshot: Snapshot) -> Alike:
    kind = snapshot.vocabularies["kinds"].label_of(neighbour.record.kind)
    return Alike(item_card(neighbour.record, snapshot), similarity_sentence(neighbour.shared, kind, near=neighbour.near))


@router.get("/item/{slug}", dependencies=[ReadsPages])
def item(request: Request, slug: str, parts: Parts, alike: Annotated[AlikeItems, Depends(alike_items)]) -> Response:
    """Everything about an item. An old slug leads to the new one; what was removed says so."""
    with reading(parts.sessions) as session:
        row = items.get(session, slug)
        state = runs.state(session)
        if state is None:
            raise NothingPublished
        snapshot = alike.snapshot
        tag = etag(snapshot.etag)
        # For a second after a publish, memory is behind the database: then nothing is kept.
        current = not alike.failed and (snapshot.version.index, snapshot.version.generation) == runs.pointer(state)
        not_modified = unchanged(request, tag) if current else None
        if not_modified:
            return not_modified
        relations = items.relations(session, slug)
        vocabularies = items.current_vocabularies(session, kept_vocabularies(parts))
    described = json_ld(ITEM.validate_python(row.data), row, vocabularies, parts.public_url)
    page = item_page(row, relations, alike.items, vocabularies, snapshot.partner_guides)
    if current:
        return keepable(request, "item/page.html", tag, page=page, json_ld=described)
    return passing(request, "item/page.html", page=page, json_ld=described)
