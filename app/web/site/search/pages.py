"""`/zoeken`: the page of results."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.domain.queries import FACET_FIELDS, SearchQuery
from app.web.actions.search import find
from app.web.http.accept import negotiate
from app.web.service import Service, service
from app.web.site._shared.choices import narrowing, nothing_in
from app.web.site._shared.lenient import read_leniently
from app.web.site._shared.rendering import etag, keepable, passing, unchanged
from app.web.site.search.view import search_page

router = APIRouter(include_in_schema=False)
OFFERS = ("text/html",)
ONE = {"page": 1, "page_size": 1}


@router.get("/zoeken")
async def search(request: Request) -> Response:
    """The same search as `/v1/search`, by the same parameters."""
    negotiate(request.headers.get("accept"), OFFERS)
    parts = service(request)
    query, ignored = read_leniently(request.query_params.multi_items(), parts.catalogue.snapshot.vocabularies)
    tag = etag(parts.catalogue.snapshot.etag)
    known = unchanged(request, tag)
    if known:
        return known
    found, snapshot = await find(parts, query)
    parts.insights.searched(query, found.result.total)
    without = await _without(parts, query, found.result.without) if found.result.total == 0 else None
    page = search_page(query, found, snapshot, ignored, without)
    if found.degraded:
        return passing(request, "search/page.html", page=page)
    return keepable(request, "search/page.html", etag(snapshot.etag), page=page)


async def _without(parts: Service, query: SearchQuery, known: Mapping[str, int]) -> dict[tuple[str, ...], int | None]:
    """How many items there are without each field that narrows a search, and without all of them. `known` has it per facet.

    Without all is counted only when that is the sole way out; else None, for it is sure to give something.
    """
    names = narrowing(query)
    counts: dict[tuple[str, ...], int | None] = {(FACET_FIELDS[facet],): count for facet, count in known.items()}
    if any(known.values()) and len(names) > 1:
        counts[tuple(names)] = None
    asked = [some for some in (*((name,) for name in names), tuple(names)) if some and some not in counts]
    found = await asyncio.gather(*(find(parts, query.model_copy(update=nothing_in(some) | ONE)) for some in asked))
    counts |= {some: each.result.total for some, (each, _) in zip(asked, found, strict=True)}
    return {some: counts[some] for some in dict.fromkeys((*((name,) for name in names), tuple(names))) if some}
