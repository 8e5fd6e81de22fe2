"""`POST /v1/clicks`: a front end tells that a visitor opened a search result."""

import contextlib
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from app.db import items
from app.db.engine import Sessions, reading
from app.domain.errors import Moved
from app.web.actions.search import is_in_catalogue
from app.web.api.clicks.schemas import Click
from app.web.http.body import describe_body, read_body
from app.web.http.dependencies import NoParameters, Parts
from app.web.http.problems import NO_STORE

router = APIRouter(prefix="/v1", tags=["insights"])


@router.post(
    "/clicks",
    operation_id="countClick",
    summary="Tell that a result was opened",
    status_code=HTTPStatus.NO_CONTENT,
    response_description="Thank you; whether it was counted is not said",
    dependencies=[NoParameters],
    openapi_extra=describe_body(Click),
)
async def count_click(request: Request, parts: Parts) -> Response:
    """Counts for the query, without who opened what. Only queries that were searched today are counted; the answer is the same."""
    click = await read_body(request, Click)
    if not await is_in_catalogue(parts, click.slug):
        await run_in_threadpool(_refuse_unknown, parts.sessions, click.slug)
    parts.insights.clicked(click.q)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=NO_STORE)


def _refuse_unknown(sessions: Sessions, slug: str) -> None:
    """Raises NotFound and Removed. An old slug is still somebody's link to the item."""
    with reading(sessions) as session, contextlib.suppress(Moved):
        items.get(session, slug)
