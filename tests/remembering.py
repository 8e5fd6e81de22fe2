"""The bundled model with a memory, so that the tests embed each query once."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from app.search.embeddings.embedders import BundledModel, Vectors

TABLE = "CREATE TABLE IF NOT EXISTS vectors (form TEXT, text TEXT, vector BLOB, PRIMARY KEY (form, text))"
WAIT_SECONDS = 30


class Remembering:
    """Embedder that keeps what it made in a file, which other workers and later runs share."""

    model = BundledModel.model
    at_once = BundledModel.at_once

    def __init__(self, folder: Path) -> None:
        self._bundled = BundledModel()
        self._file = folder / f"{self.model.replace('/', '-')}.sqlite"
        with closing(self._open()) as kept, kept:
            kept.execute(TABLE)
            self._vectors = {(form, text): np.frombuffer(vector, "<f4") for form, text, vector in kept.execute("SELECT * FROM vectors")}

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._remembered("query", self._bundled.queries, texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._remembered("passage", self._bundled.passages, texts)

    def _remembered(self, form: str, embed: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (form, text) not in self._vectors]
        if new:
            made = {(form, text): vector for text, vector in zip(new, embed(new), strict=True)}
            self._vectors |= made
            with closing(self._open()) as kept, kept:
                rows = [(*key, vector.astype("<f4").tobytes()) for key, vector in made.items()]
                kept.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
        return np.stack([self._vectors[form, text] for text in texts])

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=WAIT_SECONDS)
