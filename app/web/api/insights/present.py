"""Insights as the API shows them."""

from app.domain.insights import CountedQuery, InsightsReport
from app.web.api.insights.schemas import InsightsAnswer, QueryCounts


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
