"""FastAPI dependencies for what nearly every route does, in the order in which a route names them.

A route that uses `Accepts`, then `Query`, then `Fresh` answers 406 before 400 before 304. All are `async`, because FastAPI starts a
thread for each one that is not.
"""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel

from app.catalogue.snapshot import Snapshot
from app.web.http.accept import negotiate
from app.web.http.etags import NotModified, unchanged
from app.web.http.parameters import Nothing, read
from app.web.service import Service, service

Model = TypeVar("Model", bound=BaseModel)


class Accepts:
    """The media type, among those offered, that the client likes best. Raises NotAcceptable."""

    def __init__(self, *offers: str) -> None:
        self.offers = offers

    async def __call__(self, request: Request) -> str:
        """The media type for one request."""
        return negotiate(request.headers.get("accept"), self.offers)


class Query(Generic[Model]):
    """The query parameters as a model, every fault at once. Raises InvalidInput, and NothingPublished for one with `terms`.

    `terms`: whether the model has ids that are looked up in the vocabularies of the current catalogue.
    """

    def __init__(self, model: type[Model], *, terms: bool = False) -> None:
        self.model = model
        self.terms = terms

    async def __call__(self, request: Request) -> Model:
        """The parameters of one request."""
        return read(request, self.model, service(request).catalogue.snapshot.vocabularies if self.terms else None)


async def the_service(request: Request) -> Service:
    """The service of the application that got this request."""
    return service(request)


async def current_snapshot(request: Request) -> Snapshot:
    """The catalogue as it is now. Raises NothingPublished."""
    return service(request).catalogue.snapshot


async def fresh_snapshot(request: Request) -> Snapshot:
    """The catalogue as it is now, for a client that lacks it. Raises NotModified for one that has it, and NothingPublished."""
    snapshot = service(request).catalogue.snapshot
    not_modified = unchanged(request, snapshot.etag)
    if not_modified:
        raise NotModified(not_modified)
    return snapshot


NoParameters = Depends(Query(Nothing))
Parts = Annotated[Service, Depends(the_service)]
Current = Annotated[Snapshot, Depends(current_snapshot)]
Fresh = Annotated[Snapshot, Depends(fresh_snapshot)]
