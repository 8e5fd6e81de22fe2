"""`/zoeken`: the page of results."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.queries import FACET_FIELDS, SearchQuery
from app.search.search import SearchOutcome
from app.web.actions.search import answered, find
from app.web.actions.search_address import in_one_form
from app.web.http.dependencies import Parts
from app.web.service import Service
from app.web.site._shared.choices import each_and_all, nothing_in
from app.web.site._shared.dependencies import FreshPage, ReadsPages
from app.web.site._shared.lenient import read_leniently
from app.web.site._shared.rendering import etag, keepable, passing
from app.web.site.search.view import search_page

router = APIRouter(include_in_schema=False)
ONLY_COUNTED = {"page": 1, "page_size": 1}


@router.get("/zoeken", dependencies=[ReadsPages])
async def search(request: Request, parts: Parts, fresh: FreshPage) -> Response:
    """The page of the search that `/v1/search` does, by the same parameters."""
    given, ignored = read_leniently(request.query_params.multi_items(), fresh.vocabularies)
    query = in_one_form(given)

    async def present(found: SearchOutcome, snapshot: Snapshot) -> Response:
        without = await _without(parts, query, found.result.without) if found.result.total == 0 else None
        page = search_page(query, found, snapshot, ignored, without)
        if found.degraded:
            return passing(request, "search/page.html", page=page)
        return keepable(request, "search/page.html", etag(snapshot.etag), page=page)

    return await answered(request, query, fresh, present, repr(ignored) if ignored else "")


async def _without(parts: Service, query: SearchQuery, per_facet: Mapping[str, int]) -> dict[tuple[str, ...], int | None]:
    """The number of items without each field that narrows a search, and without all of them. `per_facet` has it for the facets.

    Without all is counted only when that is the sole way out; else None, for it is sure to give something.
    """
    groups = each_and_all(query.narrowing)
    counts: dict[tuple[str, ...], int | None] = {(FACET_FIELDS[facet],): count for facet, count in per_facet.items()}
    if any(per_facet.values()) and len(groups) > 1:
        counts[groups[-1]] = None
    uncounted = [fields for fields in groups if fields not in counts]
    found = await asyncio.gather(*(find(parts, query.model_copy(update=nothing_in(fields) | ONLY_COUNTED)) for fields in uncounted))
    counts |= {fields: each.result.total for fields, (each, _) in zip(uncounted, found, strict=True)}
    return {fields: counts[fields] for fields in groups}
