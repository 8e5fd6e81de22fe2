"""The steps of a run with many items, but for the questions: each gives what it measured as JSON data; seconds and megabytes."""

import contextlib
import json
import re
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2

from app.content.load import Content
from app.db import runs
from app.domain.errors import MenukaartError
from app.measure.bench import processes
from app.measure.bench.engine import DirectEngine, Documents
from app.measure.bench.given_vectors import WordMeans, give_vectors
from app.measure.bench.processes import COMMAND, Ended
from app.measure.bench.scale_run import SizeRun
from app.measure.bench.synthetic import generate
from app.search.index.local_server import running

MEGABYTE = 1e6
STARTS = 5
LONG_START_SECONDS = 10.0
LIVE_SECONDS = 0.05
ANSWER_SECONDS = 30.0
PATIENCE_SECONDS = 60.0
NEW_WORD = "Zwaluwstaartproef"
EMBEDDING = re.compile(r"reading for meaning: \d+ of \d+")
LINE = re.compile(r"^ *([0-9.]+) s  (.*)$", re.MULTILINE)
TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)


def generated(run: SizeRun, base: Content, means: WordMeans | None) -> dict[str, float]:
    """Seconds for writing the files, and for their vectors."""
    started = time.monotonic()
    generate(run.plan.base, run.content, run.count)
    written = time.monotonic()
    if means:
        give_vectors(base, run.content, means)
    return {"seconds": round(written - started, 1), "vectors": round(time.monotonic() - written, 1)}


def checked(run: SizeRun) -> dict[str, Any]:
    """A check of all files."""
    return _told(processes.run(["check"], run.environment, run.left))


def published(run: SizeRun, engine: DirectEngine) -> dict[str, Any]:
    """A publish, the seconds of embedding apart."""
    ended = processes.run(["publish"], with_engine(run, engine), run.left)
    lines = [(float(seconds), text) for seconds, text in LINE.findall(ended.said)]
    return {**_told(ended), "embedding": _embedding_seconds(lines), "lines": lines[-40:]}


def indexed(run: SizeRun, engine: DirectEngine) -> dict[str, Any]:
    """The engine's own indexing of the documents that were published, in every index that belongs to them, with the same settings."""
    with run.reading() as session:
        state = runs.state(session)
    if state is None:
        raise MenukaartError("nothing is published")
    return {"seconds": round(sum(_copied(run, engine, name) for name in engine.names(state.index)), 2)}


def ready(run: SizeRun) -> dict[str, Any]:
    """Seconds until the service is ready when nothing changed, with and without looking at the content, beside the engine's own start.

    Each is the median of five starts, or of one that took long.
    """
    commands = {"serve": ("serve",), "serve --no-publish": ("serve", "--no-publish")}
    return {name: _start_seconds(run, command) for name, command in commands.items()}


def one_change(run: SizeRun, engine: DirectEngine) -> dict[str, Any]:
    """A publish with one changed page, and the seconds from its start until a search at the running service finds the change."""
    path = max((run.content / "guides").glob("*.md"))
    path.write_text(TITLE.sub(_new_title, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    live: list[float] = []
    with processes.service(with_engine(run, engine), seconds=run.left) as service:
        ending = threading.Event()
        watch = threading.Thread(target=_wait_for, args=(service.url, path.stem, live, ending), daemon=True)
        watch.start()
        try:
            ended = published(run, engine)
            watch.join(max(0, min(60, run.left)))
        finally:
            ending.set()
    return {**ended, "live": round(live[0], 2) if live else None}


def with_engine(run: SizeRun, engine: DirectEngine) -> dict[str, str]:
    """The settings of a command that uses the engine that runs."""
    return {**run.environment, "MEILI_URL": engine.url, "MEILI_API_KEY": engine.key}


def size_on_disk(folder: Path) -> int:
    """Bytes that the files of a folder take."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def _told(ended: Ended) -> dict[str, Any]:
    return {"seconds": round(ended.seconds, 2), "peakMB": round(ended.peak / MEGABYTE)}


def _copied(run: SizeRun, engine: DirectEngine, name: str) -> float:
    """Seconds that the engine takes to index the documents of an index in another one, which is dropped."""
    copy = f"copy-{name}"
    try:
        return engine.index(copy, engine.settings(name), _unread(engine, name), run.deadline)
    finally:
        engine.drop(copy, time.monotonic() + PATIENCE_SECONDS)


def _start_seconds(run: SizeRun, command: tuple[str, ...]) -> dict[str, Any]:
    starts: list[float] = []
    engines: list[float] = []
    while len(starts) < STARTS and not (starts and (starts[0] > LONG_START_SECONDS or run.left < 2 * starts[0])):
        began = time.monotonic()
        with running(run.engine_server(), watched=False):
            engines.append(time.monotonic() - began)
        with processes.service(run.environment, (*COMMAND, *command), run.left) as service:
            starts.append(service.seconds)
    beside = [whole - part for whole, part in zip(starts, engines, strict=True)]
    medians = {"seconds": starts, "engine": engines, "beside": beside}
    return {"starts": len(starts), **{name: round(statistics.median(found), 2) for name, found in medians.items()}}


def _embedding_seconds(lines: Sequence[tuple[float, str]]) -> float:
    """Seconds from each line that tells of embedding until the next line."""
    return round(sum(after - before for (before, text), (after, _) in pairwise(lines) if EMBEDDING.match(text)), 2)


def _unread(engine: DirectEngine, index: str) -> Iterator[Documents]:
    """The documents of an index as they can be given to another one."""
    for page in engine.documents(index):
        yield [{name: value for name, value in document.items() if name != "_vectors" or value} for document in page]


def _new_title(found: re.Match[str]) -> str:
    """A title with a new word in front; JSON is YAML too."""
    return f"title: {json.dumps(f'{NEW_WORD} {found.group(1).strip()[:90]}'.replace(chr(34), ''), ensure_ascii=False)}"


def _wait_for(url: str, slug: str, live: list[float], ending: threading.Event) -> None:
    """Note after how many seconds a search for the new word finds the item."""
    started = time.monotonic()
    while not ending.wait(LIVE_SECONDS):
        with contextlib.suppress(httpx2.HTTPError):
            found = httpx2.get(f"{url}/v1/search", params={"q": NEW_WORD}, timeout=ANSWER_SECONDS, trust_env=False).json()
            if any(item["slug"] == slug and NEW_WORD in item["title"] for item in found.get("items", ())):
                live.append(time.monotonic() - started)
                return
