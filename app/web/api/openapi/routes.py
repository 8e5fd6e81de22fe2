"""`/v1/openapi.json`: the document that is true for what is served now, and the page that shows it.

What every operation has in common (headers, problem documents, the ids that facets accept) is added here, in one place.
"""

from fastapi import APIRouter, Request, Response

from app import __version__
from app.domain.errors import NothingPublished
from app.web.api.openapi.document import document
from app.web.http.dependencies import NoParameters, Parts
from app.web.http.etags import keepable, unchanged

router = APIRouter(prefix="/v1", include_in_schema=False)


@router.get("/openapi.json", dependencies=[NoParameters])
async def openapi(request: Request, parts: Parts) -> Response:
    """The OpenAPI document of what is served now."""
    try:
        snapshot = parts.catalogue.snapshot
        etag = f'{snapshot.etag[:-1]}-openapi"'
    except NothingPublished:
        snapshot, etag = None, f'"{__version__}-openapi"'
    return unchanged(request, etag) or keepable(request, document(request.app, parts.public_url, snapshot), etag)
