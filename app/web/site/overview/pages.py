"""`/overzicht`: effect against cost, with evidence as weight."""

from fastapi import APIRouter, Request, Response

from app.web.actions.search import ask
from app.web.http.accept import negotiate
from app.web.http.kept import keep
from app.web.service import service
from app.web.site._shared.lenient import read_leniently
from app.web.site._shared.rendering import etag, keepable, unchanged
from app.web.site.overview.view import PARAMETERS, chosen_items, overview_page

router = APIRouter(include_in_schema=False)


@router.get("/overzicht")
async def overview(request: Request) -> Response:
    """The picture and the table, narrowed by parameters of the search."""
    negotiate(request.headers.get("accept"), ("text/html",))
    snapshot = service(request).catalogue.snapshot
    tag = etag(snapshot.etag)
    known = unchanged(request, tag)
    if known:
        return known
    given = ((name, value) for name, value in request.query_params.multi_items() if name in PARAMETERS)
    query, ignored = read_leniently(given, snapshot.vocabularies)
    chosen, snapshot = await ask(service(request), lambda current: chosen_items(query, current))
    page = overview_page(query, chosen, snapshot, ignored)
    return keep(request, keepable(request, "overview/page.html", etag(snapshot.etag), page=page), snapshot)
