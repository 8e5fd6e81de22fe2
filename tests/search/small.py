"""Small catalogues on the real engine, without files or database, and what a search in them needs."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import orjson
from conftest import quiet

from app.domain.facets import FACETS
from app.domain.language import NO_LANGUAGE, Language
from app.search.embeddings.embedders import Vectors
from app.search.embeddings.meaning_space import MeaningSpace, engine_vector, item_vector
from app.search.embeddings.query_embeddings import QueryEmbeddings
from app.search.index import build
from app.search.index.documents import Draft, finished, texts
from app.search.index.server import IndexServer
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion
from app.search.retrieval.client import Meili
from app.search.retrieval.records import Records, SearchLimits
from app.search.search import SearchOutcome, search
from app.search.search_data import Meanings, SearchData, search_data
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import squashed

GEMEENTE = ("partners", "gemeente")
OUDERS = ("partners", "ouders")
PHRASES = {GEMEENTE: ("gemeente",), OUDERS: ("ouders",)}
SIZE = 128
PATIENCE = 30.0
Answer = TypeVar("Answer")


def draft(slug: str, **fields: Any) -> Draft:
    """What the engine's document has of an item itself, with `fields` in place of its own."""
    own = {"title": slug, "names": [], "questions": [], "typed": [], "summary": "", "terms": [], "about": [], "body": "", "kind": ["guide"]}
    order = {"updated": "2026-01-01T00:00:00+00:00", "sortTitle": slug, "kindOrder": 0}
    rest = {"shortNames": [], "links": [], "item": "{}"}
    made = {"slug": slug, **{facet.name: [] for facet in FACETS}, **own, **order, **rest, **fields}
    made["nameKeys"] = sorted({squashed(name) for name in (made["title"], slug, *made["names"])})
    return made | {"checksum": hashlib.sha256(orjson.dumps(made)).hexdigest()}


def documents(
    drafts: Sequence[Draft], vectors: Mapping[str, Vectors] | None = None, generation: int = 1, language: Language = NO_LANGUAGE
) -> list[dict[str, Any]]:
    """The finished documents of a catalogue of these items; `vectors` has that of each by slug."""
    lexicon = Lexicon.of((text for known in drafts for text in texts(known)), language)
    return [finished(known, lexicon, vectors[known["slug"]] if vectors else None, generation) for known in drafts]


@dataclass(frozen=True)
class Catalogue:
    """A catalogue on the engine; `run` asks it something."""

    server: IndexServer
    version: IndexVersion
    statistics: CatalogueStatistics
    limits: SearchLimits = SearchLimits()  # noqa: RUF009 - it cannot change

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[SearchData]:
        """What a process has in memory of it."""
        async with Meili(self.server.url, self.server.key, PATIENCE) as meili:
            meaning = None
            mean = self.statistics.mean_vector()
            if mean is not None:
                said = np.eye(len(PHRASES), SIZE, k=SIZE - len(PHRASES), dtype=np.float32)
                meaning = MeaningSpace(mean, self.statistics.covariance(), said, [1] * len(PHRASES))
            lexicon, kept = Lexicon(self.statistics.words, NO_LANGUAGE), Records(meili, self.limits)
            yield search_data(self.version, self.statistics, lexicon, Meanings(PHRASES, meaning), kept)

    def run(self, ask: Callable[[SearchData], Awaitable[Answer]]) -> Answer:
        """The answer to a question that is asked in an event loop of its own."""

        async def asked() -> Answer:
            async with self.opened() as data:
                return await ask(data)

        return asyncio.run(asked())

    def search(self, query: Any, vector: Vectors | None = None) -> SearchOutcome:
        """The outcome of one search; `vector` is what its words mean, None by words alone."""
        return self.run(lambda data: searched(query, data, vector))


async def searched(query: Any, data: SearchData, vector: Vectors | None = None) -> SearchOutcome:
    """The outcome of a search whose words mean just this vector, or of one by words alone."""
    if vector is None:
        return await search(query, data, None)
    async with QueryEmbeddings(Saying(vector), PATIENCE) as meant:
        return await search(query, data, meant)


class Saying:
    """An embedder to which every text means the same."""

    model = "the-same"
    at_once = 1

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return np.stack([self._vector for _ in texts])

    passages = queries


def catalogue(server: IndexServer, drafts: Sequence[Draft], vectors: Mapping[str, Vectors] | None = None) -> Catalogue:
    """A catalogue of these items on the engine; `vectors` has that of each by slug."""
    ready = documents(drafts, vectors)
    statistics = CatalogueStatistics()
    dimensions = len(engine_vector(next(iter(vectors.values())))) if vectors else None
    name = build.build(server, statistics.counting(ready), len(ready), dimensions, quiet)
    return Catalogue(server, IndexVersion(name, 1), statistics)


def directions(slugs: Sequence[str]) -> dict[str, Vectors]:
    """Vectors in which every item points its own way, and the terms theirs."""
    return {slug: item_vector(towards(place), towards(place)) for place, slug in enumerate(slugs)}


def towards(place: int) -> Vectors:
    """The vector of a query that means just what the item at this place does, or with -2 and -1 a term."""
    vector: Vectors = np.eye(1, SIZE, k=place % SIZE, dtype=np.float32)[0]
    return vector


def slugs(outcome: SearchOutcome) -> list[str]:
    """The items of a page, in order."""
    return [hit.slug for hit in outcome.result.hits]
