"""FastAPI dependencies for what nearly every page does. A page that uses `ReadsPages`, then `FreshPage` answers 406 before 304."""

from typing import Annotated

from fastapi import Depends, Request

from app.catalogue.snapshot import Snapshot
from app.web.http.dependencies import Accepts
from app.web.http.etags import NotModified
from app.web.service import service
from app.web.site._shared.rendering import etag, unchanged

ReadsPages = Depends(Accepts("text/html"))


async def fresh_page(request: Request) -> Snapshot:
    """The catalogue as it is now, for a browser that lacks a page of it. Raises NotModified for one that has it, and NothingPublished."""
    snapshot = service(request).catalogue.snapshot
    not_modified = unchanged(request, etag(snapshot.etag))
    if not_modified:
        raise NotModified(not_modified)
    return snapshot


FreshPage = Annotated[Snapshot, Depends(fresh_page)]
