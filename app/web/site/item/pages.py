"""`/item/{slug}`: the page of one item. From the database, as `/v1/items/{slug}` is; what is similar comes from memory."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.db import items, runs
from app.db.engine import reading
from app.domain.errors import NothingPublished
from app.domain.items import ITEM
from app.web.actions.json_ld import json_ld
from app.web.http.accept import negotiate
from app.web.service import service
from app.web.site._shared.cards import item_card
from app.web.site._shared.rendering import etag, keepable, passing, unchanged
from app.web.site.item.view import Alike, item_page

router = APIRouter(include_in_schema=False)
MOST_SIMILAR = 4


@router.get("/item/{slug}")
def item(request: Request, slug: str) -> Response:
    """Everything about an item. An old slug leads to the new one; what was removed says so."""
    negotiate(request.headers.get("accept"), ("text/html",))
    parts = service(request)
    with reading(parts.sessions) as session:
        row = items.get(session, slug)
        state = runs.state(session)
        if state is None:
            raise NothingPublished("The database holds no catalogue yet; run `menukaart publish`.")
        snapshot = parts.catalogue.snapshot
        tag = etag(snapshot.etag)
        # For a second after a publish, memory is behind the database: then nothing is kept.
        current = snapshot.index == state.index
        known = unchanged(request, tag) if current else None
        if known:
            return known
        relations = items.relations(session, slug)
        vocabularies = items.all_vocabularies(session)
    described = json_ld(ITEM.validate_python(row.data), row.modified_at, vocabularies, parts.public_url)
    page = item_page(row, relations, _similar(slug, snapshot), vocabularies, snapshot.items)
    if current:
        return keepable(request, "item/page.html", tag, page=page, json_ld=described)
    return passing(request, "item/page.html", page=page, json_ld=described)


def _similar(slug: str, snapshot: Snapshot) -> Iterator[Alike]:
    if slug in snapshot.items:
        for similar in snapshot.neighbours.of(slug, MOST_SIMILAR):
            yield Alike(item_card(similar.slug, snapshot), similar.why)
