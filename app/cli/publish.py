"""Commands that bring content to database and index."""

from typing import Annotated

import typer

from app import settings
from app.cli.reporting import command_group, counted, report_progress, reports_errors
from app.cli.services import checked_content, chosen_embedder, publish_content, search_engine
from app.db.engine import connect
from app.db.migrate import migrate
from app.domain.errors import MenukaartError
from app.publishing import publish as publishing
from app.publishing.vectors import ship_vectors

commands = command_group()


@commands.command()
@reports_errors
def publish(by: Annotated[str, typer.Option(help="Who publishes; default: your user name.")] = "") -> None:
    """Check everything, then make the content the served catalogue, all at once."""
    values = settings.load()
    content = checked_content(values)
    database = connect(values.database)
    migrate(database)
    with search_engine(values) as server:
        publish_content(values, content, database, server, by)


@commands.command()
@reports_errors
def reindex() -> None:
    """Build the index anew from the database alone."""
    values = settings.load()
    with search_engine(values) as server:
        built = publishing.reindex(connect(values.database), server, chosen_embedder(values), report_progress)
    typer.echo(f"{built.documents} items are in the new index.")


@commands.command()
@reports_errors
def embed() -> None:
    """Make the vectors that come with the content, for texts that have none yet, and drop those of texts that are gone."""
    values = settings.load()
    embedder = chosen_embedder(values)
    if embedder is None:
        raise MenukaartError("EMBEDDER is none, so there is nothing that makes vectors; leave it empty")
    written = ship_vectors(values.content_dir, checked_content(values), embedder, report_progress)
    typer.echo(f"Wrote {counted(written, 'file')} with vectors." if written else "The vectors were up to date.")
