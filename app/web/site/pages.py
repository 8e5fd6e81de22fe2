"""The pages. Thin: ask the domain and the search, make a view, fill in a template."""

from fastapi import APIRouter, Request, Response

from app.domain.search import SearchQuery
from app.web.api.media import negotiate
from app.web.api.search import find
from app.web.service import Service, service
from app.web.site.home_views import home
from app.web.site.lenient import read_leniently
from app.web.site.rendering import etag, keepable, passing, unchanged
from app.web.site.search_views import narrowing, nothing_in, search_page

router = APIRouter(include_in_schema=False)
OFFERS = ("text/html",)
MOST_DROPPED = 5


@router.get("/")
async def front_page(request: Request) -> Response:
    """What this is, a search box, and ways in."""
    negotiate(request.headers.get("accept"), OFFERS)
    snapshot = service(request).published.snapshot
    tag = etag(snapshot.etag)
    return unchanged(request, tag) or keepable(request, "home.html", tag, page=home(snapshot))


@router.get("/zoeken")
async def search(request: Request) -> Response:
    """The same search as `/v1/search`, by the same parameters."""
    negotiate(request.headers.get("accept"), OFFERS)
    parts = service(request)
    query, ignored = read_leniently(request.query_params.multi_items(), parts.published.snapshot.vocabularies)
    tag = etag(parts.published.snapshot.etag)
    known = unchanged(request, tag)
    if known:
        return known
    found, snapshot = await find(parts, query)
    parts.insights.searched(query, found.result.total)
    page = search_page(query, found, snapshot, ignored, await _without(parts, query) if found.result.total == 0 else None)
    if found.degraded:
        return passing(request, "search.html", page=page)
    return keepable(request, "search.html", etag(snapshot.etag), page=page)


async def _without(parts: Service, query: SearchQuery) -> dict[tuple[str, ...], int]:
    """How many items there are without each field that narrows a search, and without all of them."""
    names = narrowing(query)
    counts = {}
    for some in dict.fromkeys((*((name,) for name in names[:MOST_DROPPED]), *([tuple(names)] if names else []))):
        found, _ = await find(parts, query.model_copy(update={**nothing_in(some), "page": 1, "page_size": 1}))
        counts[some] = found.result.total
    return counts
