"""`POST /v1/clicks`: a front end tells that a visitor opened a search result."""

import contextlib
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from app.db import items
from app.db.engine import Sessions, reading
from app.domain.errors import Moved
from app.domain.items import Slug
from app.domain.queries import Typed
from app.web.http.body import describe_body, read_body
from app.web.http.parameters import Nothing, read
from app.web.http.problems import NO_STORE
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["insights"])


class Click(BaseModel):
    """A result that was opened."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Typed = Field(description="the words that were searched for")
    slug: Slug


@router.post(
    "/clicks",
    operation_id="countClick",
    summary="Tell that a result was opened",
    status_code=HTTPStatus.NO_CONTENT,
    response_description="Thank you; whether it was counted is not said",
    openapi_extra=describe_body(Click),
)
async def count_click(request: Request) -> Response:
    """Counts for the query, without who opened what. Only queries that were searched today are counted; the answer is the same."""
    read(request, Nothing)
    click = await read_body(request, Click)
    parts = service(request)
    if click.slug not in parts.catalogue.snapshot.items:
        await run_in_threadpool(_refuse_unknown, parts.sessions, click.slug)
    await parts.insights.clicked(click.q)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=NO_STORE)


def _refuse_unknown(make: Sessions, slug: str) -> None:
    """Raises NotFound and Removed. An old slug is still somebody's link to the item."""
    with reading(make) as session, contextlib.suppress(Moved):
        items.get(session, slug)
