"""Every kind of question to a service with many items, and its memory meanwhile."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from app.db import items
from app.measure.bench import kinds, processes
from app.measure.bench.drawn import NONE, SOME
from app.measure.bench.engine import DirectEngine
from app.measure.bench.kinds import BenchSides, Material
from app.measure.bench.plain import PlainIndex, plain_index
from app.measure.bench.published import DIMENSIONS, plain_documents, some_items
from app.measure.bench.rounds import Kind, compare
from app.measure.bench.scale_run import SizeRun
from app.measure.bench.scale_steps import MEGABYTE, size_on_disk, with_engine

SOME_ITEMS = 2000
# The bench's own: by words the service has no model, by meaning it has.
WORDS_ALONE = {"EMBEDDER": "none"}


def asked(run: SizeRun, engine: DirectEngine) -> dict[str, Any]:
    """All questions, kept as `compared`; what this gives is the memory and the sizes."""
    engine_folder = run.folder / "var" / "engine"
    with _plain(run, engine) as (material, plain):
        found: dict[str, Any] = {"plain index, seconds": round(plain.seconds, 1)}
        with processes.service({**with_engine(run, engine), **WORDS_ALONE}, seconds=run.left) as service:
            sides = BenchSides(material, service.url, plain)
            _ask(run, "by words", lambda: kinds.by_words("by words", sides, NONE))
            _ask(run, "by words, facets", lambda: kinds.by_words("by words, facets", sides, SOME))
            found["service by words, MB"] = round(processes.memory(service.pid) / MEGABYTE)
        with processes.service(with_engine(run, engine), seconds=run.left) as service:
            sides = BenchSides(material, service.url, plain)
            kinds.make_known(sides)
            found["service after 1,000 searches, MB"] = round(processes.memory(service.pid) / MEGABYTE)
            for name, kind in _questions(sides):
                _ask(run, name, kind)
            found["service after everything, MB"] = round(processes.memory(service.pid) / MEGABYTE)
        found["engine, MB"] = round(processes.engine_memory(engine_folder) / MEGABYTE)
        found["engine's data, MB"] = round(size_on_disk(engine_folder / "data") / MEGABYTE)
    return found


def _questions(sides: BenchSides) -> Iterator[tuple[str, Callable[[], Kind]]]:
    """The questions to a service with a model; those about meaning only when there is one."""
    if sides.material.embedder:
        yield "by meaning", lambda: kinds.by_meaning("by meaning", sides, NONE)
        yield "by meaning, facets", lambda: kinds.by_meaning("by meaning, facets", sides, SOME)
        yield "the search page", lambda: kinds.page("the search page", sides)
        yield "by meaning, all new", lambda: kinds.all_new("by meaning, all new", sides)
    yield "suggestions", lambda: kinds.suggestions(sides)
    yield "similar items", lambda: kinds.similar(sides)
    yield "coverage", lambda: kinds.coverage(sides)
    yield "advice", lambda: kinds.advice(sides)


def _ask(run: SizeRun, name: str, kind: Callable[[], Kind]) -> None:
    run.step(name, lambda: run.compared.append(compare(kind(), run.plan.effort, lambda: run.left > 0)))
    run.figures.pop(name, None)


@contextlib.contextmanager
def _plain(run: SizeRun, engine: DirectEngine) -> Iterator[tuple[Material, PlainIndex]]:
    """What questions are made of, and a plain index of the same items."""
    embedder = run.plan.embedder
    with run.reading() as session:
        material = Material.of(some_items(session, SOME_ITEMS), items.all_vocabularies(session), embedder)
        documents = plain_documents(session, run.content, embedder.model if embedder else None)
        with plain_index(engine, documents, DIMENSIONS, run.deadline) as plain:
            yield material, plain
