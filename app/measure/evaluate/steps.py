"""The ways to search that are compared: from the engine as it comes to the whole, so that everyone sees what each step bought."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.corpus import Corpus
from app.catalogue.snapshot import searchable
from app.domain.errors import EmbeddingFailed
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies
from app.measure.evaluate.judged import Judged
from app.measure.evaluate.reference import reference
from app.measure.evaluate.scores import Answer, QueryScore, Search, scores
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.query_embeddings import QueryEmbeddings
from app.search.index import build
from app.search.index.documents import slug_of
from app.search.index.server import IndexServer
from app.search.index.settings import text_settings
from app.search.retrieval.client import Meili
from app.search.retrieval.payloads import facet_filters
from app.search.retrieval.records import Records, SearchLimits
from app.search.search import search
from app.search.search_data import SearchData
from app.search.understanding.query import parse

PATIENCE = 30.0


@dataclass(slots=True)
class BusyModel:
    """An embedder that is never there in time, so that a search goes by the vectors of its words. `model` is the one that made them."""

    model: str
    at_once: int = 1

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        raise EmbeddingFailed(f"The model is left out for this measurement, also for {texts[0]!r}.")

    passages = queries


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to search, and what it adds to the one before."""

    name: str
    search: Search


@asynccontextmanager
async def prepared(
    session: Session, vocabularies: Vocabularies, server: IndexServer, embedder: Embedder | None
) -> AsyncIterator[SearchData]:
    """The published catalogue, ready for search. Raises NothingPublished."""
    async with Meili(server.url, server.key, PATIENCE) as meili:
        _, data = searchable(session, vocabularies, embedder.model if embedder else None, Records(meili, SearchLimits()))
        yield data


@asynccontextmanager
async def whole(data: SearchData, embedder: Embedder | None) -> AsyncIterator[Search]:
    """The search that visitors get."""
    if embedder is None:
        yield _found(data, None)
        return
    async with QueryEmbeddings(embedder, PATIENCE) as meaning:
        yield _found(data, meaning)


@asynccontextmanager
async def scoring_all(data: SearchData, embedder: Embedder | None) -> AsyncIterator[Search]:
    """The reference, which scores every item."""
    if embedder is None:
        yield await reference(data, None)
        return
    async with QueryEmbeddings(embedder, PATIENCE) as meaning:
        yield await reference(data, meaning)


def _found(data: SearchData, meaning: QueryEmbeddings | None) -> Search:
    async def searched(query: SearchQuery) -> Answer:
        found = await search(query, data, meaning)
        return Answer(tuple(hit.slug for hit in found.result.hits), found.result.total)

    return searched


@asynccontextmanager
async def ladder(corpus: Corpus, data: SearchData, server: IndexServer, embedder: Embedder | None) -> AsyncIterator[list[Variant]]:
    """All steps, on indexes of their own that are gone afterwards."""
    ours = text_settings()
    defaults = {"filterableAttributes": ours["filterableAttributes"]}
    ordered = {**ours, "typoTolerance": {"disableOnNumbers": True}}
    typed = [{**drafted, "id": drafted["slug"]} for drafted in corpus.drafts]
    pages = [_without(document, "typed") for document in typed]
    built = [build.build_plain(server, *plan) for plan in ((pages, defaults), (pages, ordered), (typed, ordered))]
    try:
        async with (
            Meili(server.url, server.key, PATIENCE) as meili,
            whole(data, None) as weighed,
            whole(data, BusyModel(embedder.model) if embedder else None) as by_words,
            whole(data, embedder) as everything,
        ):
            steps = [
                Variant("the engine as it comes", _plain(meili, built[0], "last")),
                Variant("fields in order, the commonest word dropped first", _plain(meili, built[1], "frequency")),
                Variant("what people type when they need a page", _plain(meili, built[2], "frequency")),
                Variant("Dutch: forms, compounds, spelling, synonyms", _plain(meili, data.version.index, "frequency", data)),
                Variant("words weighed by rarity, likeness to the best", weighed),
            ]
            by_meaning = [Variant("meaning, by the vectors of words", by_words), Variant("meaning, by the model", everything)]
            yield [*steps, *by_meaning] if embedder else steps
    finally:
        await asyncio.to_thread(build.drop, server, built)


def _without(document: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


def _plain(meili: Meili, name: str, strategy: str, data: SearchData | None = None) -> Search:
    """The engine alone; with a catalogue, the query is read first."""

    async def searched(query: SearchQuery) -> Answer:
        words = parse(query.q, data.lexicon).words if data else query.q
        payload: dict[str, Any] = {
            "indexUid": name,
            "q": words,
            "matchingStrategy": strategy,
            "filter": [*facet_filters(query).values(), *([data.version.visible] if data else [])],
            "page": 1,
            "hitsPerPage": query.page_size,
            "attributesToRetrieve": ["id"],
        }
        (answer,) = (await meili.multi_search({"queries": [payload]}))["results"]
        return Answer(tuple(slug_of(hit["id"]) or hit["id"] for hit in answer["hits"]), answer["totalHits"])

    return searched


async def compare(steps: Sequence[Variant], queries: Sequence[Judged], vocabularies: Vocabularies) -> list[tuple[str, list[QueryScore]]]:
    """The scores of each step on the same queries."""
    return [(step.name, await scores(queries, step.search, vocabularies)) for step in steps]
