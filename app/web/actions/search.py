"""A search as the API and the site both ask it."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from app.catalogue.snapshot import Snapshot
from app.domain.countable import looks_personal
from app.domain.errors import IndexMissing
from app.domain.queries import SearchQuery
from app.search.search import SearchOutcome, search
from app.web.actions.search_address import address
from app.web.http.kept import given_before, keep
from app.web.service import Service, service

Present = Callable[[SearchOutcome, Snapshot], Awaitable[Response]]


async def answered(request: Request, query: SearchQuery, snapshot: Snapshot, present: Present, heard: str = "") -> Response:
    """The answer to a search and one more count of it: what was answered before if this catalogue was asked the same, else a new one.

    `query` is in one form; `heard` is what else the answer depends on.
    """
    under = f"{address(request.scope['path'], query)} {heard}"
    before = given_before(request, snapshot, under)
    if before:
        return before
    parts = service(request)
    found, asked = await find(parts, query)
    count = parts.insights.searched(query, found.result.total)
    response = await present(found, asked)
    # A text that may be of a person stays in memory no longer than its search.
    return response if looks_personal(query.q) else keep(request, response, asked, under, count)


async def find(parts: Service, query: SearchQuery) -> tuple[SearchOutcome, Snapshot]:
    """The outcome and the catalogue that it comes from. An index that was replaced meanwhile is looked up once more."""
    snapshot = parts.catalogue.snapshot
    try:
        return await search(query, snapshot.search_data, parts.meili, parts.meaning), snapshot
    except IndexMissing:
        await parts.catalogue.refresh()
        snapshot = parts.catalogue.snapshot
        return await search(query, snapshot.search_data, parts.meili, parts.meaning), snapshot
