"""Commands in this very process, as an operator types them. It saves the start of a process for each."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from typer.testing import CliRunner

from app.cli.main import cli
from app.settings import Settings


def run_command(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    """What a command said, and its exit code. It gets these settings and no others. An error that is no message is raised."""
    inherited = {name: None for name in os.environ if name.lower() in Settings.model_fields}
    with _connections_closed():
        result = CliRunner().invoke(cli, arguments, env={**inherited, **settings})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)


@contextmanager
def _connections_closed() -> Iterator[None]:
    """Close afterwards what a command leaves for the end of its process."""
    used: set[Engine] = set()

    def remember(connection: Connection) -> None:
        used.add(connection.engine)

    event.listen(Engine, "engine_connect", remember)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", remember)
        for engine in used:
            engine.dispose()
