"""The `menukaart` command. Each command is one call into the application, with messages that say what to do."""

import asyncio
import contextlib
import getpass
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn

from app import __version__, settings
from app.content import load as checker
from app.content import scaffold, vectors
from app.content.load import Content
from app.content.schema import front_matter_schema
from app.content.thin_terms import gaps as coverage_gaps
from app.db import insights, items, runs
from app.db.engine import Sessions, connect, reading, sessions
from app.db.migrate import migrate as migrate_database
from app.domain.errors import ContentInvalid, MenukaartError, PublishBusy, SearchUnavailable
from app.domain.insights import KEPT_DAYS, MOST_ROWS, tables
from app.main import create_app
from app.measure.bench import meaning as meaning_bench
from app.measure.bench import search as benchmark
from app.measure.bench import site as site_bench
from app.measure.evaluate import report as evaluation
from app.measure.evaluate.judged import judgements as judged_queries
from app.publishing import doctor, publish
from app.publishing.vectors import ship_vectors
from app.search.embeddings.embedders import Embedder, embedder
from app.search.index.build import IndexServer
from app.search.index.local_server import EmbeddedServer, running
from app.settings import Settings
from app.web.api.insights import present
from app.web.background.counts import today

cli = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Menukaart: what works in Dutch schools, checked, published and searchable."
)
STARTED = time.monotonic()


def say(text: str) -> None:
    """A line of progress, with the seconds since the start."""
    typer.echo(f"{time.monotonic() - STARTED:6.1f} s  {text}", err=True)


def _reports_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the errors that Menukaart raises on purpose, and files that cannot be used, into a message and exit code 1."""

    @wraps(command)
    def reporting(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except ContentInvalid as error:
            typer.echo(str(error), err=True)
            count = len(error.problems)
            typer.echo(f"{count} problem{'' if count == 1 else 's'}; nothing has been written.", err=True)
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


@contextlib.contextmanager
def engine(known: Settings, *, watched: bool = False) -> Iterator[IndexServer]:
    """The search engine: the one of `MEILI_URL`, or a server of our own for as long as the block lasts."""
    if known.meili_url:
        yield IndexServer(known.meili_url, known.meili_api_key.get_secret_value(), known.meili_index_prefix)
        return
    with running(EmbeddedServer(known.var_dir / "engine", known.meili_bin, say), watched=watched) as server:
        yield IndexServer(server.url, server.key, known.meili_index_prefix)


@cli.command()
@_reports_errors
def serve(
    publish_first: Annotated[bool, typer.Option("--publish/--no-publish", help="Publish the content first.")] = True,
) -> None:
    """Prepare the database, publish the content and serve until stopped."""
    known = settings.load()
    logging.basicConfig(level=known.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for talkative in ("httpx2", "alembic", "markdown_it"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    _refuse_taken_port(known)
    database = connect(known.database)
    if migrate_database(database):
        say("prepared the database")
    with engine(known, watched=True) as server:
        if publish_first:
            _publish_or_go_on(known, server)
        say(f"serving on http://{known.host}:{known.port}  (stop with Ctrl-C)")
        config = uvicorn.Config(
            create_app(known, server.url, server.key),
            host=known.host,
            port=known.port,
            log_level=known.log_level if known.log_level != "info" else "warning",
            access_log=known.log_level == "debug",
            server_header=False,
        )
        uvicorn.Server(config).run()


def _refuse_taken_port(known: Settings) -> None:
    try:
        with socket.create_server((known.host, known.port)):
            pass
    except OSError as error:
        raise MenukaartError(f"cannot listen on {known.host}:{known.port}: {error.strerror}; set HOST or PORT to another one") from None


def _checked(known: Settings) -> Content:
    say(f"checking {known.content_dir}")
    return checker.load(known.content_dir)


def _publish_or_go_on(known: Settings, server: IndexServer) -> None:
    """A publish that fails leaves the old catalogue, which is then served."""
    try:
        publish.publish(_checked(known), connect(known.database), server, _actor(), say, **_meaning(known))
    except (ContentInvalid, PublishBusy) as error:
        typer.echo(str(error), err=True)
        say("the content was not published; serving what was published before")


@cli.command()
@_reports_errors
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Files to report on; all of them when left out.")] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Also list terms with few items or none.")] = False,
) -> None:
    """Report every problem in the content as path:line: message. Needs no database and no engine."""
    known = settings.load()
    report = checker.check(known.content_dir, files or ())
    if report.problems:
        raise ContentInvalid(report.problems)
    count = len(files or report.content.items)
    typer.echo("1 item is in order." if count == 1 else f"{count} items are in order.")
    if coverage:
        for gap in coverage_gaps(report.content.items, report.content.vocabularies):
            typer.echo(f"{gap.facet}={gap.term} ({gap.label}): {gap.count or 'no'} item{'' if gap.count == 1 else 's'}")


@cli.command(name="publish")
@_reports_errors
def publish_command(by: Annotated[str, typer.Option(help="Who publishes; default: your user name.")] = "") -> None:
    """Check everything, then make the content the served catalogue, all at once."""
    known = settings.load()
    content = _checked(known)
    database = connect(known.database)
    migrate_database(database)
    with engine(known) as server:
        publish.publish(content, database, server, by or _actor(), say, **_meaning(known))


@cli.command()
@_reports_errors
def embed() -> None:
    """Make the vectors that come with the content, for texts that have none yet, and drop those of texts that are gone."""
    known = settings.load()
    embedder = _embedder(known)
    if embedder is None:
        raise MenukaartError("EMBEDDER is none, so there is nothing that makes vectors; leave it empty")
    written = ship_vectors(known.content_dir, _checked(known), embedder, say)
    typer.echo("The vectors were up to date." if not written else f"Wrote {written} file{'' if written == 1 else 's'} with vectors.")


@cli.command()
@_reports_errors
def reindex() -> None:
    """Build the index anew from the database alone."""
    known = settings.load()
    with engine(known) as server:
        built = publish.reindex(connect(known.database), server, _embedder(known), say)
    typer.echo(f"{built.documents} items are in the new index.")


@cli.command(name="doctor")
@_reports_errors
def doctor_command() -> None:
    """Compare content, database and index, and say what differs."""
    known = settings.load()
    database = connect(known.database)
    with engine(known) as server:
        found = list(doctor.differences(known.content_dir, database, server))
    for line in found:
        typer.echo(line)
    if found:
        raise typer.Exit(1)
    typer.echo("Content, database and index agree.")


@cli.command()
@_reports_errors
def migrate() -> None:
    """Bring the database to the newest schema."""
    done = migrate_database(connect(settings.load().database))
    typer.echo("The database is ready." if done else "The database was ready already.")


@cli.command(name="insights")
@_reports_errors
def insights_command(
    days: Annotated[int, typer.Option(min=1, max=KEPT_DAYS, help="The last so many days, today included.")] = 30,
    limit: Annotated[int, typer.Option(min=1, max=MOST_ROWS, help="At most this many queries in each table.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON, as /v1/insights has it.")] = False,
) -> None:
    """Tell what people search for, what they do not find and what they do not open."""
    with reading(sessions(connect(settings.load().database))) as session:
        report = insights.report(session, today(), days, limit)
    typer.echo(present(report).model_dump_json(by_alias=True, indent=1) if as_json else tables(report))


@cli.command()
@_reports_errors
def new(
    kind: Annotated[str, typer.Argument(help="intervention, programme, good-practice, measure or guide")],
    slug: Annotated[str, typer.Argument(help="The new file's name, such as leren-met-spelen.")],
) -> None:
    """Make a content file to fill in."""
    typer.echo(f"Made {scaffold.create(settings.load().content_dir, kind, slug)}; fill it in and run `menukaart check`.")


@cli.command()
@_reports_errors
def schema() -> None:
    """Print the JSON Schema of the front matter."""
    content = checker.load(settings.load().content_dir)
    typer.echo(json.dumps(front_matter_schema(content.vocabularies), ensure_ascii=False, indent=1))


bench = typer.Typer(no_args_is_help=True, help="Measure what the service adds to the engine.")
cli.add_typer(bench, name="bench")


@bench.command(name="search")
@_reports_errors
def bench_search(
    count: Annotated[int, typer.Option(min=400, help="How many different searches.")] = 4000,
    rounds: Annotated[int, typer.Option(min=1, help="In how many alternating rounds.")] = 8,
) -> None:
    """Compare searches through the service with the same searches straight to the engine."""
    known = settings.load()
    with _published(known, watched=False) as (make, server):
        with reading(make) as session:
            work = list(benchmark.searches(items.all_vocabularies(session), benchmark.words(items.all_items(session)), count))
            state = runs.state(session)
        with _own_service(known, server) as url:
            say(f"{count} different searches in {rounds} rounds, to {url} and to {server.url}")
            service = benchmark.Target("service", url, {})
            direct = benchmark.Target("engine", server.url, benchmark.engine_headers(server.key), state.index if state else "")
            report = asyncio.run(benchmark.compare(service, direct, work, rounds))
    typer.echo(benchmark.table(report))


@bench.command(name="meaning")
@_reports_errors
def bench_meaning(count: Annotated[int, typer.Option(min=50, help="How many different searches.")] = 400) -> None:
    """Compare searches by meaning, and suggestions, with the same asked straight of the engine."""
    known = settings.load()
    embedder = _embedder(known)
    if embedder is None:
        raise MenukaartError("EMBEDDER is none, so there is no search by meaning to measure; leave it empty")
    with (
        _published(known) as (make, server),
        reading(make) as session,
        meaning_bench.prepared(session, server, embedder, count) as work,
        _own_service(known, server) as url,
    ):
        say(f"{count} different searches, to {url} and to {server.url}")
        report = asyncio.run(meaning_bench.measure(work, url))
    typer.echo(meaning_bench.table(report))


@bench.command(name="site")
@_reports_errors
def bench_site(count: Annotated[int, typer.Option(min=50, help="How many different searches.")] = 400) -> None:
    """Compare the search page with the API's answer to the same search."""
    known = settings.load()
    with _published(known) as (make, server):
        with reading(make) as session:
            work = list(benchmark.searches(items.all_vocabularies(session), benchmark.words(items.all_items(session)), count))
        with _own_service(known, server) as url:
            say(f"{count} different searches, as page and as answer of the API, to {url}")
            report = asyncio.run(site_bench.measure(url, work))
    typer.echo(site_bench.table(report))


@cli.command()
@_reports_errors
def evaluate(
    judgements: Annotated[Path, typer.Option(help="The judged queries.")] = Path("tests/relevance/judgements.csv"),
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Report on the half that nothing is tuned on.")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Also what each step of the search buys.")] = False,
    save: Annotated[Path | None, typer.Option(help="Save this run to compare with later.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with a saved run.")] = None,
) -> None:
    """Measure how good the search is on judged queries."""
    known = settings.load()
    queries = [judged for judged in judged_queries(judgements) if judged.set_aside is set_aside]
    with _published(known) as (make, server), reading(make) as session:
        report = asyncio.run(evaluation.report(session, server, _embedder(known), queries, with_steps=steps))
    typer.echo(evaluation.text(report, evaluation.saved(against) if against else None))
    if save:
        evaluation.save(report, save)


@contextlib.contextmanager
def _published(known: Settings, *, watched: bool = True) -> Iterator[tuple[Sessions, IndexServer]]:
    """The catalogue of these settings, published as it is now, and the engine that has it, for as long as the block lasts."""
    content = _checked(known)
    database = connect(known.database)
    migrate_database(database)
    with engine(known, watched=watched) as server:
        publish.publish(content, database, server, _actor(), say, **_meaning(known))
        yield sessions(database), server


@contextlib.contextmanager
def _own_service(known: Settings, server: IndexServer) -> Iterator[str]:
    """The service as it runs in production, in a process of its own on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    given = {"PORT": str(port), "HOST": "127.0.0.1", "MEILI_URL": server.url, "MEILI_API_KEY": server.key, "DATABASE_URL": known.database}
    given["COUNT_SEARCHES"] = "false"  # these are not what visitors look for
    command = [sys.executable, "-m", "app.cli", "serve", "--no-publish"]
    with subprocess.Popen(command, env={**os.environ, **given}) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            benchmark.wait_until_ready(url)
            yield url
        finally:
            process.terminate()


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def _embedder(known: Settings) -> Embedder | None:
    return embedder(known.embedder, known.embedder_model, known.embedder_api_key.get_secret_value())


def _meaning(known: Settings) -> dict[str, Any]:
    """What publishing needs to know of meaning: what makes vectors, and the vectors that come with the content."""
    embedder = _embedder(known)
    return {"embedder": embedder, "shipped": vectors.load(known.content_dir, embedder.model) if embedder else {}}


def _actor() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def main() -> None:
    """The entry point of the command."""
    try:
        cli()
    except (KeyboardInterrupt, SearchUnavailable):
        sys.exit(130)


if __name__ == "__main__":
    main()
