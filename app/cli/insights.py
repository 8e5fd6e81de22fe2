"""`menukaart insights`: what people search for, as tables of plain text or as JSON."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from app import settings
from app.cli.reporting import command_group, reports_errors
from app.db import insights as counts
from app.db.engine import connect, reading, sessions
from app.domain.insights import KEPT_DAYS, MOST_ROWS, CountedQuery, InsightsReport
from app.web.api.insights.present import present_insights
from app.web.background.counts import today

commands = command_group()


@commands.command()
@reports_errors
def insights(
    days: Annotated[int, typer.Option(min=1, max=KEPT_DAYS, help="The last so many days, today included.")] = 30,
    limit: Annotated[int, typer.Option(min=1, max=MOST_ROWS, help="At most this many queries in each table.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON, as /v1/insights has it.")] = False,
) -> None:
    """Tell what people search for, what they do not find and what they do not open."""
    with reading(sessions(connect(settings.load().database))) as session:
        report = counts.report(session, today(), days, limit)
    typer.echo(present_insights(report).model_dump_json(by_alias=True, indent=1) if as_json else insights_tables(report))


def insights_tables(report: InsightsReport) -> str:
    """A line of totals and three tables."""
    return "\n".join(_lines(report))


def _lines(report: InsightsReport) -> Iterator[str]:
    searches, without_results, clicks = report.totals.searches, report.totals.without_results, report.totals.clicks
    yield f"From {report.first} to {report.last}: {_many(searches, 'search', 'searches')}, {without_results} of them without results,"
    yield f"and {_many(clicks, 'opened result', 'opened results')}."
    for title, rows in (
        ("Most searched", report.top),
        ("Without results", report.without_results),
        ("With results, but none was opened", report.without_click),
    ):
        yield from ("", title, *(_table(rows) if rows else ("  none",)))


def _table(rows: Sequence[CountedQuery]) -> Iterator[str]:
    yield f"{'searches':>10}{'without results':>17}{'opened':>8}  query"
    for row in rows:
        yield f"{row.counts.searches:>10}{row.counts.without_results:>17}{row.counts.clicks:>8}  {row.query}"


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
