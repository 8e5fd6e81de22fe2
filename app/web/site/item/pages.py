"""`/item/{slug}`: the page of one item. From the database, as `/v1/items/{slug}` is; what is similar comes from memory."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.db import items, runs
from app.db.engine import reading
from app.domain.errors import NothingPublished
from app.domain.items import ITEM
from app.dutch.shared_terms import similarity_sentence
from app.web.actions.json_ld import json_ld
from app.web.actions.vocabularies import kept_vocabularies
from app.web.http.dependencies import Parts
from app.web.site._shared.cards import item_card
from app.web.site._shared.dependencies import ReadsPages
from app.web.site._shared.rendering import etag, keepable, passing, unchanged
from app.web.site.item.view import Alike, item_page

router = APIRouter(include_in_schema=False)
MOST_SIMILAR = 4


@router.get("/item/{slug}", dependencies=[ReadsPages])
def item(request: Request, slug: str, parts: Parts) -> Response:
    """Everything about an item. An old slug leads to the new one; what was removed says so."""
    with reading(parts.sessions) as session:
        row = items.get(session, slug)
        state = runs.state(session)
        if state is None:
            raise NothingPublished
        snapshot = parts.catalogue.snapshot
        tag = etag(snapshot.etag)
        # For a second after a publish, memory is behind the database: then nothing is kept.
        current = snapshot.index == state.index
        not_modified = unchanged(request, tag) if current else None
        if not_modified:
            return not_modified
        relations = items.relations(session, slug)
        vocabularies = items.current_vocabularies(session, kept_vocabularies(parts))
    described = json_ld(ITEM.validate_python(row.data), row, vocabularies, parts.public_url)
    page = item_page(row, relations, _similar(slug, snapshot), vocabularies, snapshot.items)
    if current:
        return keepable(request, "item/page.html", tag, page=page, json_ld=described)
    return passing(request, "item/page.html", page=page, json_ld=described)


def _similar(slug: str, snapshot: Snapshot) -> Iterator[Alike]:
    if slug in snapshot.items:
        for similar in snapshot.neighbours.of(slug, MOST_SIMILAR):
            kind = snapshot.vocabularies["kinds"].label_of(snapshot.items[similar.slug].kind)
            why = similarity_sentence(similar.shared, kind, near=similar.near)
            yield Alike(item_card(similar.slug, snapshot), why)
