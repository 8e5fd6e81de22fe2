"""`/`: the first page. From memory alone."""

from fastapi import APIRouter, Request, Response

from app.web.http.accept import negotiate
from app.web.service import service
from app.web.site._shared.rendering import etag, keepable, unchanged
from app.web.site.home.view import home_page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request) -> Response:
    """The first page: what this is, a search box, and ways in."""
    negotiate(request.headers.get("accept"), ("text/html",))
    snapshot = service(request).catalogue.snapshot
    tag = etag(snapshot.etag)
    return unchanged(request, tag) or keepable(request, "home/page.html", tag, page=snapshot.derived(home_page))
