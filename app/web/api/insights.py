"""`GET /v1/insights`: what people search for, for editors. The one address that asks for a token: rare queries may hold a name."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from app.db import insights
from app.db.engine import reading
from app.domain.errors import NotFound, TokenRefused
from app.domain.insights import KEPT_DAYS, MOST_ROWS, CountedQuery, InsightsReport
from app.web.api.schemas.insights import InsightsAnswer, QueryCounts
from app.web.background.counts import today
from app.web.http.accept import JSON, negotiate
from app.web.http.parameters import describe, read
from app.web.http.problems import NO_STORE
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["insights"])
BEARER = HTTPBearer(scheme_name="insightsToken", description="the value of the setting `INSIGHTS_TOKEN`", auto_error=False)


class Period(BaseModel):
    """The parameters of insights."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(30, ge=1, le=KEPT_DAYS, description="the last so many days, today included")
    limit: int = Field(50, ge=1, le=MOST_ROWS, description="at most this many queries in each list")


@router.get(
    "/insights",
    operation_id="getInsights",
    summary="What people search for",
    response_model=InsightsAnswer,
    openapi_extra=describe(Period),
)
def get_insights(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> Response:
    """The most searched queries, those that find nothing, and those of which no result is opened. At most half a minute old."""
    parts = service(request)
    _admit(given, parts.insights_token)
    negotiate(request.headers.get("accept"), (JSON,))
    period = read(request, Period)
    with reading(parts.sessions) as session:
        report = insights.report(session, today(), period.days, period.limit)
    return Response(present(report).model_dump_json(by_alias=True), headers=NO_STORE, media_type=JSON)


def _admit(given: HTTPAuthorizationCredentials | None, token: SecretStr) -> None:
    """Raises NotFound when no token is set, and TokenRefused when another one is given; how long that takes tells nothing."""
    wanted = token.get_secret_value()
    if not wanted:
        raise NotFound("Insights are turned off here; the setting INSIGHTS_TOKEN turns them on.")
    if given is None or not secrets.compare_digest(given.credentials.encode(), wanted.encode()):
        raise TokenRefused("This address needs the token of the setting INSIGHTS_TOKEN, as `Authorization: Bearer <token>`.")


def present(report: InsightsReport) -> InsightsAnswer:
    """A report as the API shows it."""
    return InsightsAnswer(
        from_=report.first,
        to=report.last,
        searches=report.totals.searches,
        searches_without_results=report.totals.without_results,
        clicks=report.totals.clicks,
        top_queries=_queries(report.top),
        queries_without_results=_queries(report.without_results),
        queries_without_click=_queries(report.without_click),
    )


def _queries(rows: tuple[CountedQuery, ...]) -> tuple[QueryCounts, ...]:
    return tuple(
        QueryCounts(query=row.query, searches=row.counts.searches, without_results=row.counts.without_results, clicks=row.counts.clicks)
        for row in rows
    )
