"""The plain index that the service is compared with: the same texts, facets and vectors, as a front end without a service has them.

It keeps the engine's defaults, but for what true counts need and a cheaper measure of how near words stand. The payloads stand in
docs/performance.md; none of them is made by the code that the service searches with.
"""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from app.domain.facets import FACETS, facet_terms
from app.domain.items import Item, Scale
from app.domain.vocabularies import Vocabularies
from app.measure.bench.drawn import DrawnSearch
from app.measure.bench.engine import DirectEngine
from app.measure.bench.wrk import PreparedRequest

TEXTS = ("title", "names", "questions", "summary", "terms", "body")
EMBEDDER = "plain"
RATIO = 0.6
HITS, SUGGESTED = 20, 6
CROP_WORDS = 30
DECIMALS = 5
BATCH = 1000
LIMITS = {"minEffect": "effect >=", "minEvidence": "evidence >=", "maxCost": "cost <="}

Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class PlainIndex:
    """A plain index and who asks it."""

    name: str
    engine: DirectEngine
    seconds: float

    def request(self, payload: Mapping[str, Any], path: str = "/multi-search") -> PreparedRequest:
        """A payload as it is sent to the engine."""
        return PreparedRequest(path, "POST", self.engine.headers, orjson.dumps(payload))

    def search(self, drawn: DrawnSearch, vector: Vector | None = None) -> PreparedRequest:
        """A page of hits with highlights, and true counts for every facet; with a vector, by the engine's own hybrid search."""
        return self.request(search_payload(drawn, self.name, vector))

    def suggest(self, typed: str) -> PreparedRequest:
        """A prefix search as front ends do it as somebody types."""
        query = {"indexUid": self.name, "q": typed, "limit": SUGGESTED, "attributesToRetrieve": ["id", "title"]}
        query |= {"attributesToSearchOn": ["title", "names", "terms"], "attributesToHighlight": ["title"]}
        return self.request({"queries": [query]})

    def similar(self, slug: str) -> PreparedRequest:
        """The nearest items by the engine's own similar documents."""
        asked = {"id": slug, "embedder": EMBEDDER, "limit": SUGGESTED, "attributesToRetrieve": ["id", "title", "summary"]}
        return self.request(asked, f"/indexes/{self.name}/similar")

    def matrix(self, rows: Sequence[str], chosen: Sequence[tuple[str, str]]) -> PreparedRequest:
        """How many items have each problem area with each partner: a query per row that counts the columns."""
        filters = [condition(name, value) for name, value in chosen]
        common = {"indexUid": self.name, "hitsPerPage": 0, "page": 1, "facets": ["partner"]}
        return self.request({"queries": [{**common, "filter": [*filters, condition("problemArea", row)]} for row in rows]})


@contextmanager
def plain_index(engine: DirectEngine, documents: Iterable[Mapping[str, Any]], dimensions: int, deadline: float) -> Iterator[PlainIndex]:
    """A plain index of these documents, gone afterwards. `deadline` is a moment of `time.monotonic`. Raises SearchUnavailable."""
    name = f"plain-{secrets.token_hex(4)}"
    try:
        yield PlainIndex(name, engine, engine.index(name, plain_settings(dimensions), _batches(documents), deadline))
    finally:
        engine.drop(name, time.monotonic() + 60)


def plain_settings(dimensions: int) -> dict[str, Any]:
    """The settings of a plain index."""
    return {
        "searchableAttributes": list(TEXTS),
        "filterableAttributes": ["id", *(facet.name for facet in FACETS), *Scale],
        "proximityPrecision": "byAttribute",
        "faceting": {"maxValuesPerFacet": 2000, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": 100_000},
        "embedders": {EMBEDDER: {"source": "userProvided", "dimensions": dimensions}},
    }


def plain_document(item: Item, vocabularies: Vocabularies, vector: Vector | None) -> dict[str, Any]:
    """An item with its texts, its terms and their words, its current values, and its vector when there is one."""
    terms = {facet.name: facet_terms(item, facet, vocabularies) for facet in FACETS}
    labels = {vocabularies[facet.vocabulary].by_id[term].label: None for facet in FACETS for term in terms[facet.name]}
    numbers = {scale.value: item.current_value(scale) for scale in Scale}
    return {
        "id": item.slug,
        "title": item.title,
        "names": [*item.abbreviations, *item.aliases],
        "questions": list(item.questions),
        "summary": item.summary,
        "terms": list(labels),
        "body": item.body,
        **{name: list(values) for name, values in terms.items()},
        **{name: value for name, value in numbers.items() if value is not None},
        "_vectors": {EMBEDDER: list(vector) if vector is not None else None},
    }


def search_payload(drawn: DrawnSearch, index: str, vector: Vector | None = None) -> dict[str, Any]:
    """One payload for `POST /multi-search`: a page of hits, and a query of its own for each facet in which something is chosen."""
    filters = {name: condition(name, value) for name, value in drawn.chosen}
    common: dict[str, Any] = {"indexUid": index, "q": drawn.q, "matchingStrategy": "frequency", "attributesToRetrieve": ["id"], "page": 1}
    if vector is not None:
        rounded = [round(number, DECIMALS) for number in vector]
        common |= {"hybrid": {"embedder": EMBEDDER, "semanticRatio": RATIO}, "vector": rounded}
    first = {
        **common,
        "hitsPerPage": HITS,
        "filter": list(filters.values()),
        "facets": [facet.name for facet in FACETS if facet.name not in filters],
        "attributesToHighlight": ["title", "summary", "body"],
        "attributesToCrop": ["body"],
        "cropLength": CROP_WORDS,
    }
    counts = [
        {**common, "hitsPerPage": 0, "filter": [text for other, text in filters.items() if other != name], "facets": [name]}
        for name in filters
    ]
    return {"queries": [first, *counts]}


def condition(name: str, value: str) -> str:
    """The filter of one parameter of a search. Ids of terms have no quotes in them."""
    return f"{LIMITS[name]} {value}" if name in LIMITS else f'{name} IN ["{value}"]'


def _batches(documents: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    every = iter(documents)
    while batch := list(islice(every, BATCH)):
        yield batch
