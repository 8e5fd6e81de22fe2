"""`GET /v1/insights`: what people search for, for editors. The one address that asks for a token: rare queries may hold a name."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from app.db import insights
from app.db.engine import reading
from app.domain.errors import NotFound, TokenRefused
from app.domain.insights import KEPT_DAYS, MOST_ROWS
from app.web.api.insights.present import present_insights
from app.web.api.insights.schemas import InsightsAnswer
from app.web.background.counts import today
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Parts, Query
from app.web.http.parameters import describe
from app.web.http.problems import NO_STORE

router = APIRouter(prefix="/v1", tags=["insights"])
BEARER = HTTPBearer(scheme_name="insightsToken", description="the value of the setting `INSIGHTS_TOKEN`", auto_error=False)


class Period(BaseModel):
    """The parameters of insights."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(30, ge=1, le=KEPT_DAYS, description="the last so many days, today included")
    limit: int = Field(50, ge=1, le=MOST_ROWS, description="at most this many queries in each list")


async def admitted(parts: Parts, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> None:
    """Refuse who has not the token; how long that takes tells nothing. Raises NotFound when none is set, and TokenRefused."""
    wanted = parts.insights_token.get_secret_value()
    if not wanted:
        raise NotFound("Insights are turned off here; the setting INSIGHTS_TOKEN turns them on.")
    if given is None or not secrets.compare_digest(given.credentials.encode(), wanted.encode()):
        raise TokenRefused("This address needs the token of the setting INSIGHTS_TOKEN, as `Authorization: Bearer <token>`.")


@router.get(
    "/insights",
    operation_id="getInsights",
    summary="What people search for",
    response_model=InsightsAnswer,
    dependencies=[Depends(admitted), Depends(Accepts(JSON))],
    openapi_extra=describe(Period),
)
def get_insights(parts: Parts, period: Annotated[Period, Depends(Query(Period))]) -> Response:
    """The most searched queries, those that find nothing, and those of which no result is opened. At most half a minute old."""
    with reading(parts.sessions) as session:
        report = insights.report(session, today(), period.days, period.limit)
    return Response(present_insights(report).model_dump_json(by_alias=True), headers=NO_STORE, media_type=JSON)
