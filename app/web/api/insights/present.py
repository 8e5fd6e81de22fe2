"""Insights as the API shows them."""

import secrets
from typing import Annotated
from fastapi import APIRouter, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from app.db import insights
from app.db.engine import reading
from app.domain.errors import NotFound, TokenRefused
from app.domain.insights import KEPT_DAYS, MOST_ROWS, CountedQuery, InsightsReport
from app.web.api.insights.schemas import InsightsAnswer, QueryCounts
from app.web.background.counts import today
from app.web.http.accept import JSON, negotiate
from app.web.http.parameters import describe, read
from app.web.http.problems import NO_STORE
from app.web.service import service


def present_insights(report: InsightsReport) -> InsightsAnswer:
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

