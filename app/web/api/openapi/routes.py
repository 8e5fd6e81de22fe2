"""`/v1/openapi.json`: the document that is true for what is served now, and the page that shows it.

What every operation has in common (headers, problem documents, the ids that facets accept) is added here, in one place.
"""

from collections.abc import Iterator
from typing import Any

from app.web.http.dependencies import Accepts, Fresh, NoParameters, Parts, Query, Current
from fastapi import Depends
from typing import Annotated
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.catalogue.snapshot import Snapshot
from app.domain.errors import NothingPublished
from app.domain.facets import FACET_BY_NAME
from app.web.api.coverage.routes import CSV_EXAMPLE
from app.web.api.operations.schemas import Problem
from app.web.http.accept import CSV, JSON, JSON_LD
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import Nothing, read
from app.web.http.problems import MEDIA_TYPE
from app.web.service import service

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
















