"""Words for whoever types a command: progress, and errors as messages that say what to do."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from app.domain.errors import ContentInvalid, MenukaartError

STARTED = time.monotonic()


def command_group() -> typer.Typer:
    """An empty group of commands. The callback keeps a group of one command a group."""
    group = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
    group.callback()(_nothing)
    return group


def _nothing() -> None:
    """Nothing is done for a group as a whole."""


def report_progress(text: str) -> None:
    """Print a line of progress, with the seconds since the start."""
    typer.echo(f"{time.monotonic() - STARTED:6.1f} s  {text}", err=True)


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 problem", "2 problems"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def reports_errors(command: Callable[..., None]) -> Callable[..., None]:
    """The command with errors that Menukaart raises on purpose, and files that cannot be used, as a message and exit code 1."""

    @wraps(command)
    def reporting(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except ContentInvalid as error:
            typer.echo(str(error), err=True)
            typer.echo(f"{counted(len(error.problems), 'problem')}; nothing has been written.", err=True)
            raise typer.Exit(1) from None
        except MenukaartError as error:
            for line in str(error).splitlines():
                typer.echo(f"menukaart: {line}", err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            raise  # the reader of a pipe has left; typer ends quietly
        except OSError as error:
            typer.echo(f"menukaart: {error.filename or 'a file'} cannot be used: {error.strerror or error}", err=True)
            raise typer.Exit(1) from None

    return reporting
