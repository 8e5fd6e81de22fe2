"""Commands for whoever runs the service."""

import typer

from app import settings
from app.cli.reporting import command_group, reports_errors
from app.cli.services import search_engine
from app.content.cache import cache_in
from app.db.engine import connect
from app.db.migrate import migrate as migrate_database
from app.publishing.doctor import differences

commands = command_group()


@commands.command()
@reports_errors
def doctor() -> None:
    """Compare content, database and index, and say what differs."""
    values = settings.load()
    database = connect(values.database)
    with search_engine(values) as server:
        lines = list(differences(values.content_dir, database, server, cache_in(values.var_dir)))
    for line in lines:
        typer.echo(line)
    if lines:
        raise typer.Exit(1)
    typer.echo("Content, database and index agree.")


@commands.command()
@reports_errors
def migrate() -> None:
    """Bring the database to the newest schema."""
    done = migrate_database(connect(settings.load().database))
    typer.echo("The database is ready." if done else "The database was ready already.")
