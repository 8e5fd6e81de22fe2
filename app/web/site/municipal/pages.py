"""`/gemeenten`: the way in for municipalities."""

from fastapi import APIRouter, Request, Response

from app.web.actions.search import ask
from app.web.http.accept import negotiate
from app.web.http.kept import keep
from app.web.service import service
from app.web.site._shared.rendering import etag, keepable, unchanged
from app.web.site.municipal.view import municipal_page

router = APIRouter(include_in_schema=False)


@router.get("/gemeenten")
async def municipalities(request: Request) -> Response:
    """The page that tells what schools need of a municipality and its partners, what it can add and when, and who did so."""
    negotiate(request.headers.get("accept"), ("text/html",))
    snapshot = service(request).catalogue.snapshot
    tag = etag(snapshot.etag)
    not_modified = unchanged(request, tag)
    if not_modified:
        return not_modified
    page, snapshot = await ask(service(request), lambda current: current.derived_slowly(municipal_page))
    return keep(request, keepable(request, "municipal/page.html", etag(snapshot.etag), page=page), snapshot)
