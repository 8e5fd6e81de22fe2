"""`/`: the first page. From memory alone."""

from fastapi import APIRouter, Request, Response

from app.web.http.kept import keep
from app.web.site._shared.dependencies import FreshPage, ReadsPages
from app.web.site._shared.rendering import etag, keepable
from app.web.site.home.view import home_page

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[ReadsPages])
async def home(request: Request, snapshot: FreshPage) -> Response:
    """The first page: a search box, and ways in."""
    return keep(request, keepable(request, "home/page.html", etag(snapshot.etag), page=snapshot.derived(home_page)), snapshot)
