"""Commands for content files alone: no database, no engine."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app import settings
from app.cli.reporting import command_group, counted, reports_errors
from app.content import load, scaffold
from app.content.cache import cache_in
from app.content.schema import front_matter_schema
from app.content.thin_terms import gaps
from app.domain.errors import ContentInvalid

commands = command_group()


@commands.command()
@reports_errors
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Files to report on; all of them when left out.")] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Also list terms with few items or none.")] = False,
) -> None:
    """Report every problem in the content as path:line: message. Needs no database and no engine."""
    values = settings.load()
    report = load.check(values.content_dir, files or (), cache_in(values.var_dir))
    if report.problems:
        raise ContentInvalid(report.problems)
    count = len(files or report.content.items)
    typer.echo("1 item is in order." if count == 1 else f"{count} items are in order.")
    if coverage:
        for gap in gaps(report.content.items, report.content.vocabularies):
            typer.echo(f"{gap.facet}={gap.term} ({gap.label}): {counted(gap.count, 'item') if gap.count else 'no items'}")


@commands.command()
@reports_errors
def new(
    kind: Annotated[str, typer.Argument(help="intervention, programme, good-practice, measure or guide")],
    slug: Annotated[str, typer.Argument(help="The new file's name, such as leren-met-spelen.")],
) -> None:
    """Make a content file to fill in."""
    typer.echo(f"Made {scaffold.create(settings.load().content_dir, kind, slug)}; fill it in and run `menukaart check`.")


@commands.command()
@reports_errors
def schema() -> None:
    """Print the JSON Schema of the front matter."""
    values = settings.load()
    content = load.load(values.content_dir, cache_in(values.var_dir))
    typer.echo(json.dumps(front_matter_schema(content.vocabularies), ensure_ascii=False, indent=1))
