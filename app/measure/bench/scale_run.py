"""One run of the bench with many items: its files, its time, and what it has found so far."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from app.db.engine import Session, connect, reading, sessions
from app.domain.errors import MenukaartError
from app.domain.progress import Progress
from app.measure.bench.engine import DirectEngine
from app.measure.bench.rounds import Compared, Effort
from app.search.embeddings.embedders import Embedder
from app.search.index.local_server import EmbeddedServer, running

NO_TIME = "no time left"
UNSET = ("DATABASE_URL", "MEILI_URL", "MEILI_API_KEY", "MEILI_INDEX_PREFIX", "EMBEDDER_MODEL", "EMBEDDER_API_KEY")


@dataclass(frozen=True, slots=True)
class ScalePlan:
    """What to measure: real content to start from, numbers of items, seconds for each of them, and the bundled model or none."""

    base: Path
    sizes: Sequence[int]
    seconds: float
    effort: Effort
    embedder: Embedder | None
    engine_program: Path | None


@dataclass(slots=True)
class SizeRun:
    """The run for one number of items: where its files are, until when it lasts, and what has been found."""

    count: int
    folder: Path
    plan: ScalePlan
    deadline: float
    report_progress: Progress
    figures: dict[str, Any] = field(default_factory=dict)
    compared: list[Compared] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        """The folder with the content."""
        return self.folder / "content"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of every command of this run, without an engine: it starts its own."""
        embedder = "bundled" if self.plan.embedder else "none"
        own = {"VAR_DIR": str(self.folder / "var"), "CONTENT_DIR": str(self.content), "EMBEDDER": embedder}
        return {**dict.fromkeys(UNSET, ""), **own}

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - time.monotonic()

    def step(self, name: str, do: Callable[[], Any]) -> bool:
        """Do one step and keep what it gives under its name; whether it could be done. What could not is told in `skipped`."""
        if self.left <= 0:
            self.skipped[name] = NO_TIME
            return False
        self.report_progress(f"{self.count} items: {name}")
        try:
            self.figures[name] = do()
        except (MenukaartError, httpx2.HTTPError) as error:
            self.skipped[name] = f"{type(error).__name__}: {error}"
            self.report_progress(f"{self.count} items: {name} was skipped: {error}")
            return False
        return True

    @contextmanager
    def engine(self) -> Iterator[DirectEngine]:
        """The engine of this run, up for as long as the block lasts."""
        with running(self.engine_server(), watched=False) as server:
            yield DirectEngine(server.url, server.key)

    def engine_server(self) -> EmbeddedServer:
        """The engine of this run, not yet started."""
        return EmbeddedServer(self.folder / "var" / "engine", self.plan.engine_program, lambda _: None)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The published catalogue."""
        database = connect(f"sqlite+pysqlite:///{self.folder / 'var' / 'menukaart.db'}")
        with reading(sessions(database)) as session:
            yield session
        database.dispose()
