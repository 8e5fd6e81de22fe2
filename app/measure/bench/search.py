"""Searches through the service and straight to the engine, the same ones in one run: what the service adds.

Times on a shared machine say little, so what counts are the ratios. Rounds alternate, so that noise falls on both alike.
"""

import asyncio
import random
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2
import orjson

from app.domain.errors import SearchUnavailable
from app.domain.facets import FACETS
from app.domain.items import Item
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies
from app.search.retrieval import payloads as search_request

SEED = 20240901
CONNECTIONS = 16
WARM_UP = 200
START_SECONDS = 30
SHORTEST_WORD = 4
# Searches mostly have one facet chosen, as visitors do it.
FACET_CHOICES = (0, 1, 1, 1, 2, 2)
SEARCHED_FACETS = tuple(facet for facet in FACETS if facet.name in {"schoolType", "problemArea", "partner", "kind"})


Searches = Sequence[tuple[SearchQuery, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where requests go, and how one search becomes one of them."""

    name: str
    url: str
    headers: dict[str, str]
    engine_index: str | None = None

    def request(self, query: SearchQuery, parameters: Sequence[tuple[str, str]]) -> httpx2.Request:
        """One search for this target: a GET to the service, or what a front end without a service would ask of the engine."""
        if self.engine_index is None:
            return httpx2.Request("GET", f"{self.url}/v1/search?{urlencode(parameters)}", headers=self.headers)
        payload = orjson.dumps(usual(query, self.engine_index))
        return httpx2.Request("POST", f"{self.url}/multi-search", headers=self.headers, content=payload)


@dataclass(frozen=True, slots=True)
class Measured:
    """Searches per second at 16 connections, and the median seconds of one search at one connection."""

    throughput: float
    latency: float


@dataclass(frozen=True, slots=True)
class SearchTimes:
    """Both targets, measured in one run."""

    service: Measured
    engine: Measured

    @property
    def throughput_ratio(self) -> float:
        """Service over engine; 1 would be free."""
        return self.service.throughput / self.engine.throughput

    @property
    def latency_ratio(self) -> float:
        """Service over engine; 1 would be free."""
        return self.service.latency / self.engine.latency


def usual(query: SearchQuery, index: str) -> dict[str, Any]:
    """A search as a front end asks it of the engine itself: a page of hits with highlights, and true counts for every facet."""
    payload = search_request.build(query, query.q, index)
    payload["queries"][0] |= {
        "hitsPerPage": query.page_size,
        "attributesToHighlight": ["title", "summary", "body"],
        "attributesToCrop": ["body"],
        "cropLength": 30,
    }
    for counted in payload["queries"][1:]:
        counted["hitsPerPage"] = 0
    return payload


def searches(vocabularies: Vocabularies, words: Sequence[str], count: int) -> Iterator[tuple[SearchQuery, list[tuple[str, str]]]]:
    """Different searches, the same in every run: one or two words of the catalogue, and up to two facets."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    seen: set[str] = set()
    while len(seen) < count:
        parameters = [("q", " ".join(chance.sample(list(words), chance.choice((1, 1, 2)))))]
        facets = chance.sample(SEARCHED_FACETS, chance.choice(FACET_CHOICES))
        parameters += [(facet.name, chance.choice(vocabularies[facet.vocabulary].terms).id) for facet in facets]
        key = urlencode(parameters)
        if key not in seen:
            seen.add(key)
            data: dict[str, object] = {name: (value,) for name, value in parameters if name != "q"}
            yield SearchQuery.model_validate({**data, "q": parameters[0][1]}, context=vocabularies), parameters


def words(found: Sequence[Item]) -> list[str]:
    """Words that occur in titles and summaries, as visitors type them."""
    texts = " ".join(f"{item.title} {item.summary}" for item in found).lower()
    return sorted({word for word in re.findall(r"[a-zà-ÿ]+", texts) if len(word) >= SHORTEST_WORD})


def engine_headers(key: str) -> dict[str, str]:
    """The headers that the service sends to the engine."""
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Accept-Encoding": "identity"}


def wait_until_ready(url: str) -> None:
    """Return when the service says that it is ready. Raises SearchUnavailable after half a minute."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx2.get(f"{url}/ready", trust_env=False).status_code == httpx2.codes.OK:
                return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise SearchUnavailable(f"{url} was not ready within {START_SECONDS} seconds.")


def table(report: SearchTimes) -> str:
    """The report as lines for people: the ratios first, since they are what can be compared between machines."""
    service, engine = report.service, report.engine
    throughput = f"({service.throughput:.0f} against {engine.throughput:.0f} searches a second)"
    latency = f"({1000 * service.latency:.2f} against {1000 * engine.latency:.2f} ms)"
    return (
        f"throughput at {CONNECTIONS} connections: {report.throughput_ratio:.2f} of the engine's {throughput}\n"
        f"median latency at one connection: {report.latency_ratio:.2f} times the engine's {latency}"
    )


async def compare(service: Target, engine: Target, work: Searches, rounds: int) -> SearchTimes:
    """Measure both targets in alternating rounds; each search is sent once per target and kind of measurement."""
    shares = [work[start::rounds] for start in range(rounds)]
    throughputs: dict[str, list[float]] = {service.name: [], engine.name: []}
    latencies: dict[str, list[float]] = {service.name: [], engine.name: []}
    for target in (service, engine):
        await _timed(target, work[:WARM_UP], CONNECTIONS)
    for number, share in enumerate(shares):
        for target in (service, engine) if number % 2 else (engine, service):
            half = len(share) // 2
            start = time.perf_counter()
            await _timed(target, share[:half], CONNECTIONS)
            throughputs[target.name].append(half / (time.perf_counter() - start))
            latencies[target.name] += await _timed(target, share[half:], 1)
    measured = {name: Measured(statistics.median(throughputs[name]), statistics.median(latencies[name])) for name in throughputs}
    return SearchTimes(measured[service.name], measured[engine.name])


async def _timed(target: Target, work: Searches, connections: int) -> list[float]:
    """Seconds that each search took, with this many at a time over as many open connections. Fails on an answer that is no answer."""
    requests = iter([target.request(query, parameters) for query, parameters in work])
    seconds: list[float] = []
    limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
    async with httpx2.AsyncHTTPTransport(limits=limits) as transport:

        async def visitor() -> None:
            for request in requests:
                start = time.perf_counter()
                response = await transport.handle_async_request(request)
                await response.aread()
                seconds.append(time.perf_counter() - start)
                if response.status_code != httpx2.codes.OK:
                    raise RuntimeError(f"{target.name} answered {response.status_code} to {request.url}")

        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(visitor())
    return seconds
