"""Commands that measure how fast the service is, beside the engine in the same run."""

import contextlib
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app import settings
from app.cli.reporting import command_group, report_progress, reports_errors
from app.cli.services import chosen_embedder, published_catalogue
from app.db import items
from app.db.engine import reading
from app.domain.errors import MenukaartError
from app.measure.bench import kinds, repeated, scale, scale_report, tables
from app.measure.bench import site as site_bench
from app.measure.bench.drawn import queries, searches
from app.measure.bench.engine import DirectEngine
from app.measure.bench.kinds import BenchSides, Material
from app.measure.bench.plain import PlainIndex, plain_index
from app.measure.bench.processes import service
from app.measure.bench.published import DIMENSIONS, plain_documents, some_items
from app.measure.bench.rounds import Compared, Effort, Kind, compare
from app.measure.bench.scale_run import ScalePlan
from app.search.embeddings.embedders import Embedder
from app.settings import Settings

INDEXING_SECONDS = 600
SOME_ITEMS = 2000

commands = command_group()
bench = typer.Typer(no_args_is_help=True)
commands.add_typer(bench, name="bench")

Rounds = Annotated[int, typer.Option(min=1, help="In how many alternating rounds.")]
Seconds = Annotated[int, typer.Option(min=1, max=60, help="How long each load lasts.")]


@dataclass(frozen=True, slots=True)
class BenchSet:
    """All that a bench of the published catalogue needs; `environment` are the settings of a service over it."""

    material: Material
    plain: PlainIndex
    environment: dict[str, str]

    def sides(self, url: str) -> BenchSides:
        """The service at this address beside the plain index."""
        return BenchSides(self.material, url, self.plain)


@bench.callback()
def stop_in_order() -> None:
    """Measure what the service adds to the engine."""
    # As for Ctrl-C: the processes that a benchmark started end with it, and its folders go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@bench.command(name="search")
@reports_errors
def bench_search(rounds: Rounds = 3, seconds: Seconds = 4) -> None:
    """Compare searches by words, by meaning with the vector known, and all new, with the same asked straight of the engine."""
    values, effort = settings.load(), Effort(rounds, seconds)
    found: list[Compared] = []
    with _prepared(values) as ready:
        with service({**ready.environment, "EMBEDDER": "none"}) as running:
            found.append(_measured(kinds.by_words("by words", ready.sides(running.url)), effort))
        if ready.material.embedder:
            with service(ready.environment) as running:
                found += _by_meaning(ready.sides(running.url), effort)
    typer.echo("\n".join([tables.compared(found), *(tables.ways(one) for one in found if one.service.counts())]))


@bench.command(name="meaning")
@reports_errors
def bench_meaning(rounds: Rounds = 3, seconds: Seconds = 4) -> None:
    """Compare searches by meaning, and suggestions, with the same asked straight of the engine."""
    values, effort = settings.load(), Effort(rounds, seconds)
    if chosen_embedder(values) is None:
        raise MenukaartError("EMBEDDER is none, so there is no search by meaning to measure; leave it empty")
    with _prepared(values) as ready, service(ready.environment) as running:
        found = _by_meaning(ready.sides(running.url), effort)
        found.append(_measured(kinds.suggestions(ready.sides(running.url)), effort))
    typer.echo("\n".join([tables.compared(found), tables.ways(found[1])]))


@bench.command(name="repeated")
@reports_errors
def bench_repeated(
    rounds: Rounds = 3,
    seconds: Seconds = 4,
    count: Annotated[int, typer.Option(min=16, help="How many searches are asked again and again.")] = 100,
) -> None:
    """Compare searches that were asked before with a fixed JSON of that size from the same process, and with the engine."""
    effort = Effort(rounds, seconds)
    with _prepared(settings.load()) as ready, repeated.service_with_fixed_answer(ready.environment) as running:
        report_progress(f"{count} searches again and again, to {running.url} and to {ready.plain.engine.url}")
        measured = repeated.measure(ready.sides(running.url), count, effort)
    typer.echo(repeated.table(measured))


@bench.command(name="scale")
@reports_errors
def bench_scale(
    *,
    sizes: Annotated[str, typer.Option(help="Numbers of items, with commas between them.")] = "1000,10000,100000",
    minutes: Annotated[float, typer.Option(min=1, help="The most time that each of them may take; what is then left is skipped.")] = 60,
    rounds: Rounds = 2,
    seconds: Seconds = 2,
    raw: Annotated[Path, typer.Option(help="Where the raw figures go, as JSON.")] = Path("scale.json"),
    picture: Annotated[Path, typer.Option(help="Where the curve goes, as SVG.")] = Path("scale.svg"),
) -> None:
    """Measure checking, publishing, starting, memory and every kind of question with catalogues of many items."""
    values = settings.load()
    plan = ScalePlan(values.content_dir, _numbers(sizes), 60 * minutes, Effort(rounds, seconds), _bundled_or_none(values), values.meili_bin)
    runs = []
    for run in scale.measure(plan, report_progress):
        runs.append(run)
        raw.write_bytes(scale_report.raw(runs))
        picture.write_text(scale_report.picture(runs), encoding="utf-8")
        typer.echo(scale_report.text(run) + "\n")
    report_progress(f"wrote {raw} and {picture}")


@bench.command(name="site")
@reports_errors
def bench_site(count: Annotated[int, typer.Option(min=50, help="How many different searches.")] = 400) -> None:
    """Compare the search page with the API's answer to the same search."""
    values = settings.load()
    with published_catalogue(values) as (sessions, server):
        with reading(sessions) as session:
            material = Material.of(items.all_items(session), items.all_vocabularies(session), None)
        drawn = searches(material.terms, queries(material.words, count), count)
        with service(_environment(values, server.url, server.key)) as running:
            report_progress(f"{count} different searches, as page and as answer of the API, to {running.url}")
            measured = site_bench.measure(running.url, drawn)
    typer.echo(site_bench.table(measured))


def _numbers(text: str) -> list[int]:
    """Numbers of items. Raises MenukaartError."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and int(part) for part in parts):
        raise MenukaartError(f"--sizes must be numbers with commas between them, such as 1000,10000, not {text!r}")
    return [int(part) for part in parts]


def _bundled_or_none(values: Settings) -> Embedder | None:
    """The bundled model; none with EMBEDDER=none. Raises MenukaartError for a service, whose vectors cannot be made up."""
    if values.embedder not in {"bundled", "none"}:
        raise MenukaartError("EMBEDDER is the address of a service, and the vectors of made-up items come with the bundled model alone")
    return chosen_embedder(values)


def _by_meaning(sides: BenchSides, effort: Effort) -> list[Compared]:
    """Searches with the vector known, and new ones, which come first: what is new must not be known."""
    new = _measured(kinds.all_new("by meaning, all new", sides), effort)
    report_progress("asking for the vectors that are to be known")
    kinds.make_known(sides)
    known = _measured(kinds.by_meaning("by meaning, vector known", sides), effort)
    return [known, new]


def _measured(kind: Kind, effort: Effort) -> Compared:
    report_progress(f"measuring: {kind.name}")
    return compare(kind, effort)


@contextlib.contextmanager
def _prepared(values: Settings) -> Iterator[BenchSet]:
    """The published catalogue, and a plain index of the same items, gone afterwards."""
    embedder = chosen_embedder(values)
    with published_catalogue(values, watched=False) as (sessions, server), reading(sessions) as session:
        material = Material.of(some_items(session, SOME_ITEMS), items.all_vocabularies(session), embedder)
        report_progress("building a plain index")
        documents = plain_documents(session, values.content_dir, embedder.model if embedder else None)
        with plain_index(DirectEngine(server.url, server.key), documents, DIMENSIONS, time.monotonic() + INDEXING_SECONDS) as plain:
            yield BenchSet(material, plain, _environment(values, server.url, server.key))


def _environment(values: Settings, url: str, key: str) -> dict[str, str]:
    """The settings of a service over the same catalogue and engine."""
    return {"MEILI_URL": url, "MEILI_API_KEY": key, "DATABASE_URL": values.database}
