"""The commands by name, with the module in which each is written. Only the module of the command that is called is loaded."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from app.domain.errors import SearchUnavailable

HELP = "Menukaart: what works in Dutch schools, checked, published and searchable."
MODULES: Mapping[str, str] = {
    "serve": "app.cli.serve",
    "check": "app.cli.content",
    "publish": "app.cli.publish",
    "reindex": "app.cli.publish",
    "embed": "app.cli.publish",
    "doctor": "app.cli.operate",
    "migrate": "app.cli.operate",
    "insights": "app.cli.insights",
    "new": "app.cli.content",
    "schema": "app.cli.content",
    "evaluate": "app.cli.measure",
    "bench": "app.cli.bench",
    "version": "app.cli.version",
}


class CommandsOnDemand(TyperGroup):
    """The group of all commands. A command's module is imported when somebody asks for that command."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's form
        """Names of all commands, in the order of the help."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Command of that name, or None."""
        if cmd_name not in MODULES:
            return None
        return typer.main.get_group(import_module(MODULES[cmd_name]).commands).get_command(ctx, cmd_name)


cli = typer.Typer(cls=CommandsOnDemand, no_args_is_help=True, pretty_exceptions_enable=False)


@cli.callback(help=HELP)
def no_common_options() -> None:
    """Take no options: all belong to a command. Typer asks for this of a group without commands of its own."""


def main() -> None:
    """Run the command that was typed; the entry point of the program."""
    try:
        cli()
    except (KeyboardInterrupt, SearchUnavailable):
        sys.exit(130)
