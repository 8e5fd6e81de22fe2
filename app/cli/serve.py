"""`menukaart serve`: everything that a service needs, until it is stopped."""

import logging
import socket
from typing import Annotated

import typer
import uvicorn

from app import settings
from app.cli.reporting import command_group, report_progress, reports_errors
from app.cli.services import checked_content, publish_content, search_engine
from app.db.engine import connect
from app.db.migrate import migrate
from app.domain.errors import ContentInvalid, MenukaartError, PublishBusy
from app.main import create_app
from app.search.index.server import IndexServer
from app.settings import Settings

TALKATIVE = ("httpx2", "alembic", "markdown_it")
commands = command_group()


@commands.command()
@reports_errors
def serve(
    publish_first: Annotated[bool, typer.Option("--publish/--no-publish", help="Publish the content first.")] = True,
) -> None:
    """Prepare the database, publish the content and serve until stopped."""
    values = settings.load()
    logging.basicConfig(level=values.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    _refuse_taken_port(values)
    if migrate(connect(values.database)):
        report_progress("prepared the database")
    with search_engine(values, watched=True) as server:
        if publish_first:
            _publish_or_go_on(values, server)
        report_progress(f"serving on http://{values.host}:{values.port}  (stop with Ctrl-C)")
        uvicorn.Server(_uvicorn_config(values, server)).run()


def _uvicorn_config(values: Settings, server: IndexServer) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(values, server.url, server.key),
        host=values.host,
        port=values.port,
        log_level=values.log_level if values.log_level != "info" else "warning",
        access_log=values.log_level == "debug",
        server_header=False,
    )


def _refuse_taken_port(values: Settings) -> None:
    try:
        with socket.create_server((values.host, values.port)):
            pass
    except OSError as error:
        raise MenukaartError(f"cannot listen on {values.host}:{values.port}: {error.strerror}; set HOST or PORT to another one") from None


def _publish_or_go_on(values: Settings, server: IndexServer) -> None:
    """Publish; when that fails, the old catalogue stays and is then served."""
    try:
        publish_content(values, checked_content(values), connect(values.database), server)
    except (ContentInvalid, PublishBusy) as error:
        typer.echo(str(error), err=True)
        report_progress("the content was not published; serving what was published before")
