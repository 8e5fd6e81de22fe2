"""A search as the API and the site both ask it, and whatever else the current catalogue is asked through the engine."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from app.catalogue.snapshot import Snapshot
from app.db import items
from app.db.engine import Sessions, reading
from app.domain.countable import looks_personal
from app.domain.errors import IndexMissing, SearchUnavailable
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


Answer = TypeVar("Answer")


async def ask(parts: Service, question: Callable[[Snapshot], Awaitable[Answer]]) -> tuple[Answer, Snapshot]:
    """The answer and the catalogue that it comes from. With an index that was replaced meanwhile, it is asked once more."""
    snapshot = parts.catalogue.snapshot
    try:
        return await question(snapshot), snapshot
    except IndexMissing:
        await parts.catalogue.refresh()
        snapshot = parts.catalogue.snapshot
        return await question(snapshot), snapshot


async def is_in_catalogue(parts: Service, slug: str) -> bool:
    """Whether there is an item of this slug, by the engine, or by the database while that is away. Raises DatabaseUnavailable."""
    try:
        found, _ = await ask(parts, lambda snapshot: snapshot.records([slug]))
    except SearchUnavailable:
        return await run_in_threadpool(_is_published, parts.sessions, slug)
    return slug in found


def _is_published(sessions: Sessions, slug: str) -> bool:
    with reading(sessions) as session:
        return slug in items.titles(session, [slug])


async def find(parts: Service, query: SearchQuery) -> tuple[SearchOutcome, Snapshot]:
    """The outcome of a search and the catalogue that it comes from."""
    return await ask(parts, lambda snapshot: search(query, snapshot.search_data, parts.meaning))
