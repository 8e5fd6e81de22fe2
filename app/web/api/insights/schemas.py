"""The shapes of what people search for."""

from datetime import date

from pydantic import Field

from app.web.api._shared.schemas import Schema


class QueryCounts(Schema):
    """One query and how often, over the whole period."""

    query: str
    searches: int = Field(ge=0)
    without_results: int = Field(ge=0, description="searches of the whole catalogue that found nothing")
    clicks: int = Field(ge=0, description="results that were opened")


class InsightsAnswer(Schema):
    """What people searched for in a period. Counts are per day and query, and know no persons."""

    from_: date = Field(alias="from", description="first day of the period")
    to: date = Field(description="last day of the period: today, as far as it has been written down")
    searches: int = Field(ge=0)
    searches_without_results: int = Field(ge=0)
    clicks: int = Field(ge=0)
    top_queries: tuple[QueryCounts, ...] = Field(description="the most searched")
    queries_without_results: tuple[QueryCounts, ...] = Field(description="what found nothing at least once, most often first")
    queries_without_click: tuple[QueryCounts, ...] = Field(description="what found something of which nothing was opened")
