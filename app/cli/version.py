"""`menukaart version`."""

import typer

from app import __version__
from app.cli.reporting import command_group

commands = command_group()


@commands.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)
