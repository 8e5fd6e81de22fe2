"""Commands that measure how good and how fast the search is."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app import settings
from app.cli.reporting import command_group, report_progress, reports_errors
from app.cli.services import chosen_embedder, published_catalogue
from app.db import items, runs
from app.db.engine import Sessions, reading
from app.domain.errors import MenukaartError
from app.measure.bench import meaning as meaning_bench
from app.measure.bench import search as search_bench
from app.measure.bench import site as site_bench
from app.measure.bench.search import Searches
from app.measure.evaluate import report as evaluation
from app.measure.evaluate.baseline import BASELINE, JUDGEMENTS, losses, read_baseline, write_baseline
from app.measure.evaluate.judged import judgements as read_judgements
from app.measure.evaluate.steps import BusyModel
from app.search.index.server import IndexServer
from app.settings import Settings

commands = command_group()
bench = typer.Typer(no_args_is_help=True, help="Measure what the service adds to the engine.")
commands.add_typer(bench, name="bench")


@bench.command(name="search")
@reports_errors
def bench_search(
    count: Annotated[int, typer.Option(min=400, help="How many different searches.")] = 4000,
    rounds: Annotated[int, typer.Option(min=1, help="In how many alternating rounds.")] = 8,
) -> None:
    """Compare searches through the service with the same searches straight to the engine."""
    values = settings.load()
    with published_catalogue(values, watched=False) as (sessions, server):
        searches = _searches(sessions, count)
        with reading(sessions) as session:
            state = runs.state(session)
        with _own_service(values, server) as url:
            report_progress(f"{count} different searches in {rounds} rounds, to {url} and to {server.url}")
            service = search_bench.Target("service", url, {})
            direct = search_bench.Target("engine", server.url, search_bench.engine_headers(server.key), state.index if state else "")
            measured = asyncio.run(search_bench.compare(service, direct, searches, rounds))
    typer.echo(search_bench.table(measured))


@bench.command(name="meaning")
@reports_errors
def bench_meaning(count: Annotated[int, typer.Option(min=50, help="How many different searches.")] = 400) -> None:
    """Compare searches by meaning, and suggestions, with the same asked straight of the engine."""
    values = settings.load()
    embedder = chosen_embedder(values)
    if embedder is None:
        raise MenukaartError("EMBEDDER is none, so there is no search by meaning to measure; leave it empty")
    with (
        published_catalogue(values) as (sessions, server),
        reading(sessions) as session,
        meaning_bench.prepared(session, server, embedder, count) as work,
        _own_service(values, server) as url,
    ):
        report_progress(f"{count} different searches, to {url} and to {server.url}")
        measured = asyncio.run(meaning_bench.measure(work, url))
    typer.echo(meaning_bench.table(measured))


@bench.command(name="site")
@reports_errors
def bench_site(count: Annotated[int, typer.Option(min=50, help="How many different searches.")] = 400) -> None:
    """Compare the search page with the API's answer to the same search."""
    values = settings.load()
    with published_catalogue(values) as (sessions, server), _own_service(values, server) as url:
        report_progress(f"{count} different searches, as page and as answer of the API, to {url}")
        measured = asyncio.run(site_bench.measure(url, _searches(sessions, count)))
    typer.echo(site_bench.table(measured))


@commands.command()
@reports_errors
def evaluate(
    *,
    judgements: Annotated[Path, typer.Option(help="The judged queries.")] = JUDGEMENTS,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Report on the half that nothing is tuned on.")] = False,
    word_vectors: Annotated[bool, typer.Option("--word-vectors", help="As when the model is busy: by the vectors of words.")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Also what each step of the search buys.")] = False,
    save: Annotated[Path | None, typer.Option(help="Save this run to compare with later.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with a saved run.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Fail when either half is worse than the baseline allows.")] = False,
    new_baseline: Annotated[bool, typer.Option("--new-baseline", help="Make this run the baseline, on purpose.")] = False,
) -> None:
    """Measure how good the search is on judged queries."""
    values = settings.load()
    every = read_judgements(judgements)
    queries = every if gate or new_baseline else [judged for judged in every if judged.set_aside is set_aside]
    with published_catalogue(values) as (sessions, server), reading(sessions) as session:
        embedder = chosen_embedder(values)
        asked = BusyModel(embedder.model) if embedder and word_vectors else embedder
        report = asyncio.run(evaluation.report(session, server, asked, queries, with_steps=steps))
    if new_baseline:
        write_baseline(report.found, BASELINE)
        typer.echo(f"Wrote {BASELINE}; commit it with the reason.")
        return
    if gate:
        lost = losses(report.found, read_baseline(BASELINE))
        for line in lost:
            typer.echo(line)
        if lost:
            raise typer.Exit(1)
        typer.echo("The search is as good as the baseline.")
        return
    typer.echo(evaluation.text(report, evaluation.saved(against) if against else None))
    if save:
        evaluation.save(report, save)


def _searches(sessions: Sessions, count: int) -> Searches:
    """Different searches for the published catalogue, the same in every run."""
    with reading(sessions) as session:
        return list(search_bench.searches(items.all_vocabularies(session), search_bench.words(items.all_items(session)), count))


@contextlib.contextmanager
def _own_service(values: Settings, server: IndexServer) -> Iterator[str]:
    """Address of the service as it runs in production, in a process of its own on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    given = {"PORT": str(port), "HOST": "127.0.0.1", "MEILI_URL": server.url, "MEILI_API_KEY": server.key, "DATABASE_URL": values.database}
    given["COUNT_SEARCHES"] = "false"  # these are not what visitors look for
    command = [sys.executable, "-m", "app.cli", "serve", "--no-publish"]
    with subprocess.Popen(command, env={**os.environ, **given}) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            search_bench.wait_until_ready(url)
            yield url
        finally:
            process.terminate()
