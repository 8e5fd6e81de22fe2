"""`menukaart serve`: everything that a service needs, until it is stopped."""

import logging
import socket
from functools import partial
from typing import Annotated

import typer
import uvicorn
from uvicorn.config import LOGGING_CONFIG

from app import settings
from app.cli.reporting import command_group, report_progress, reports_errors
from app.cli.services import checked_content, publish_content, search_engine
from app.cli.supervisor import Supervisor, asked_to_stop, run_apart
from app.db.engine import connect
from app.db.migrate import migrate
from app.domain.errors import ContentInvalid, MenukaartError, PublishBusy
from app.main import create_app
from app.search.index.server import IndexServer
from app.search.understanding.lexicon import load_dictionary
from app.settings import Settings
from app.web.shared import Shared, shared

TALKATIVE = ("httpx2", "alembic", "markdown_it")
commands = command_group()


@commands.command()
@reports_errors
def serve(
    publish_first: Annotated[bool, typer.Option("--publish/--no-publish", help="Publish the content first.")] = True,
) -> None:
    """Prepare the database, publish the content and serve until stopped."""
    values = settings.load()
    _set_up_logging(values)
    if values.workers > 1:
        _serve_from_several(values, publish_first=publish_first)
        return
    _bound(values).close()
    _prepare_database(values)
    with search_engine(values, watched=True) as server:
        if publish_first:
            _publish_or_go_on(values, server)
        _tell_address(values)
        uvicorn.Server(_uvicorn_config(values, server, shared(values.shortlists_per_minute))).run()


def _serve_from_several(values: Settings, *, publish_first: bool) -> None:
    """Serve from `WORKERS` processes that listen together. The publish has a process of its own, so none of them inherits its memory."""
    parts = shared(values.shortlists_per_minute)
    with _bound(values) as listener, asked_to_stop() as stop:
        run_apart(partial(_prepare, values, publish_first=publish_first), stop)
        if stop.poll():
            return
        load_dictionary()
        _tell_address(values)
        Supervisor(partial(_work, values, listener, parts), values.workers, parts.duty).run(stop)


@reports_errors
def _prepare(values: Settings, *, publish_first: bool) -> None:
    _prepare_database(values)
    if publish_first:
        with search_engine(values) as server:
            _publish_or_go_on(values, server)


@reports_errors
def _work(values: Settings, listener: socket.socket, parts: Shared) -> None:
    """Serve as one of several; the one on duty runs the engine for all."""
    with search_engine(values, watched=True, may_run=parts.duty.is_mine) as server:
        uvicorn.Server(_uvicorn_config(values, server, parts)).run([listener])


def _uvicorn_config(values: Settings, server: IndexServer, parts: Shared) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(values, server.url, server.key, parts),
        host=values.host,
        port=values.port,
        log_level=values.log_level if values.log_level != "info" else "warning",
        access_log=values.log_level == "debug",
        server_header=False,
        log_config=LOGGING_CONFIG if values.workers == 1 else None,  # several log in our form, which has the number of the process
    )


def _set_up_logging(values: Settings) -> None:
    """Log to the terminal; where several processes do, each line has the number of its process."""
    process = "%(process)d " if values.workers > 1 else ""
    logging.basicConfig(level=values.log_level.upper(), format=f"%(asctime)s {process}%(levelname)s %(name)s %(message)s")
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _bound(values: Settings) -> socket.socket:
    """A socket at the address of the settings, which does not listen yet. Raises MenukaartError when the address is taken."""
    bound = socket.socket()
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((values.host, values.port))
    except OSError as error:
        bound.close()
        raise MenukaartError(f"cannot listen on {values.host}:{values.port}: {error.strerror}; set HOST or PORT to another one") from None
    return bound


def _prepare_database(values: Settings) -> None:
    if migrate(connect(values.database)):
        report_progress("prepared the database")


def _publish_or_go_on(values: Settings, server: IndexServer) -> None:
    """Publish; when that fails, the old catalogue stays and is then served."""
    try:
        publish_content(values, checked_content(values), connect(values.database), server)
    except (ContentInvalid, PublishBusy) as error:
        typer.echo(str(error), err=True)
        report_progress("the content was not published; serving what was published before")


def _tell_address(values: Settings) -> None:
    report_progress(f"serving on http://{values.host}:{values.port}  (stop with Ctrl-C)")
