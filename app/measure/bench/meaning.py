"""Search by meaning against the engine's own hybrid search, and suggestions against a prefix search, in one run.

The engine gets the same vectors in an index of its own, and the vector of each query as a gift; making it is timed apart.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2
import orjson
from sqlalchemy.orm import Session

from app.catalogue import corpus
from app.db import items
from app.domain.queries import SearchQuery
from app.measure.bench.search import Searches, engine_headers, searches, usual, words
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.index import build
from app.search.index.server import IndexServer
from app.search.index.settings import index_settings

RATIO = 0.6
NAME = "bench"
WARM_UP = 20
TYPED_LETTERS = (2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Work:
    """The work of one run: searches with their parameters, where the engine's own hybrid index is, and who makes vectors."""

    searches: Searches
    typed: Sequence[str]
    engine: str
    headers: dict[str, str]
    index: str
    embedder: Embedder


@dataclass(frozen=True, slots=True)
class MeaningTimes:
    """Seconds. Medians, but for suggestions the 95th percentile."""

    raw: float
    embedding: float
    new: float
    repeated: float
    prefix: float
    suggestions: float


@contextmanager
def prepared(session: Session, server: IndexServer, embedder: Embedder, count: int) -> Iterator[Work]:
    """An index with vectors for the engine's hybrid search, gone afterwards."""
    _, ready = corpus.published(session)
    vectors = embedder.passages(list(ready.passages.about.values()))
    documents = [{**document, "_vectors": {NAME: _numbers(vector)}} for document, vector in zip(ready.documents, vectors, strict=True)]
    settings = {**index_settings(), "embedders": {NAME: {"source": "userProvided", "dimensions": vectors.shape[1]}}}
    built = build.build(server, build.IndexPlan(documents, settings), lambda _: None)
    found = items.all_items(session)
    try:
        yield Work(
            searches=list(searches(ready.vocabularies, words(found), count)),
            typed=[word[:size] for word in words(found)[:: max(1, len(words(found)) // count)] for size in TYPED_LETTERS],
            engine=server.url,
            headers=engine_headers(server.key),
            index=built.index,
            embedder=embedder,
        )
    finally:
        build.drop(server, [built.index])


def _numbers(vector: Vectors) -> list[float]:
    return [float(number) for number in vector]


async def measure(work: Work, service: str) -> MeaningTimes:
    """Every search once as new and once repeated, between the same search by the engine, so that noise falls on all alike."""
    raw, embedding, new, repeated = [], [], [], []
    prefix, suggestions = [], []
    async with httpx2.AsyncClient(headers={"Accept-Encoding": "identity"}, trust_env=False) as client:
        for query, parameters in work.searches:
            started = time.perf_counter()
            vector = work.embedder.queries([query.q])[0]
            embedding.append(time.perf_counter() - started)
            address = f"{service}/v1/search?{urlencode(parameters)}"
            new.append(await _timed(client, httpx2.Request("GET", address)))
            payload = orjson.dumps(_hybrid(query, _numbers(vector), work.index))
            raw.append(await _timed(client, httpx2.Request("POST", f"{work.engine}/multi-search", headers=work.headers, content=payload)))
            repeated.append(await _timed(client, httpx2.Request("GET", address)))
        for typed in work.typed:
            payload = orjson.dumps({"queries": [_prefix(typed, work.index)]})
            prefix.append(
                await _timed(client, httpx2.Request("POST", f"{work.engine}/multi-search", headers=work.headers, content=payload))
            )
            address = f"{service}/v1/suggestions?{urlencode({'q': typed})}"
            suggestions.append(await _timed(client, httpx2.Request("GET", address)))
    medians = [statistics.median(seconds[WARM_UP:]) for seconds in (raw, embedding, new, repeated)]
    return MeaningTimes(*medians, *(statistics.quantiles(seconds[WARM_UP:], n=20)[-1] for seconds in (prefix, suggestions)))


def _hybrid(query: SearchQuery, vector: list[float], name: str) -> dict[str, Any]:
    """The search as a front end would ask the engine itself: its hybrid search, with the same counts and highlights."""
    payload = usual(query, name)
    for asked in payload["queries"]:
        asked |= {"hybrid": {"embedder": NAME, "semanticRatio": RATIO}, "vector": vector}
    return payload


def _prefix(typed: str, name: str) -> dict[str, Any]:
    """A prefix search as the engine's front ends do it as somebody types."""
    return {
        "indexUid": name,
        "q": typed,
        "limit": 6,
        "attributesToRetrieve": ["id", "title"],
        "attributesToSearchOn": ["title", "names", "terms"],
        "attributesToHighlight": ["title"],
    }


async def _timed(client: httpx2.AsyncClient, asked: httpx2.Request) -> float:
    started = time.perf_counter()
    response = await client.send(asked)
    seconds = time.perf_counter() - started
    if response.status_code != httpx2.codes.OK:
        raise RuntimeError(f"{asked.url} answered {response.status_code}: {response.text[:200]}")
    return seconds


def table(report: MeaningTimes) -> str:
    """The report as lines for people: the ratios first, since they are what can be compared between machines."""
    fair = report.embedding + report.raw
    return (
        f"a query asked before: {report.repeated / report.raw:.2f} times the engine's hybrid search "
        f"({1000 * report.repeated:.2f} against {1000 * report.raw:.2f} ms)\n"
        f"a new query: {report.new / fair:.2f} times embedding it and the engine's hybrid search "
        f"({1000 * report.new:.2f} against {1000 * report.embedding:.2f} + {1000 * report.raw:.2f} ms)\n"
        f"suggestions, 95th percentile: {report.suggestions / report.prefix:.2f} times the engine's prefix search "
        f"({1000 * report.suggestions:.2f} against {1000 * report.prefix:.2f} ms)"
    )
