"""The kinds of questions that are measured, each with the engine's own answer to the same retrieval where it has one."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx2

from app.domain.facets import FACET_BY_NAME
from app.domain.items import Item
from app.domain.vocabularies import Vocabularies
from app.measure.bench.drawn import API, NONE, PAGE, SEED, SOME, USUAL, DrawnSearch, ItemTerms, item_terms, queries, searches, words
from app.measure.bench.plain import PlainIndex, Vector
from app.measure.bench.rounds import AskedOfSide, Kind
from app.measure.bench.wrk import PreparedRequest
from app.search.embeddings.embedders import Embedder

SEARCHES = 12_000
KNOWN_QUERIES = 1000
OF_ENGINE = 400  # so many different requests to the engine, which remembers no answers, are asked in turn
TYPED_LETTERS = (2, 3, 4, 5)
LIMITS = range(3, 10)
ANSWER_SECONDS = 30.0
COVERED_FACETS = ("schoolType", "kind", "setting", "goal")
BY_MODEL, BY_WORDS, DEGRADED = '"meaningBy":"model"', '"meaningBy":"words"', '"degraded":true'


@dataclass(slots=True)
class Material:
    """What questions are made of: the terms, words and slugs of some items, and vectors of queries, kept once made."""

    problem_areas: Sequence[str]
    terms: ItemTerms
    words: Sequence[str]
    slugs: Sequence[str]
    embedder: Embedder | None
    vectors: dict[str, Vector] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[Item], vocabularies: Vocabularies, embedder: Embedder | None) -> "Material":
        """Material of these items."""
        some = list(items)
        areas = [term.id for term in vocabularies[FACET_BY_NAME["problemArea"].vocabulary].terms]
        return cls(areas, item_terms(some), words(some), [item.slug for item in some], embedder)

    @property
    def known_queries(self) -> list[str]:
        """Queries of which the service is to know the vector."""
        return queries(self.words, KNOWN_QUERIES)

    def vector(self, query: str) -> Vector:
        """The vector of a query."""
        if self.embedder and query not in self.vectors:
            self.vectors[query] = [float(number) for number in self.embedder.queries([query])[0]]
        return self.vectors[query]


@dataclass(frozen=True, slots=True)
class BenchSides:
    """What questions are made of, the service's address, and the plain index that they are compared with."""

    material: Material
    url: str
    plain: PlainIndex


def by_words(name: str, sides: BenchSides, facets: Sequence[int] = USUAL) -> Kind:
    """Searches by words; the service must have no embedder."""
    drawn = searches(sides.material.terms, queries(sides.material.words, SEARCHES), SEARCHES, facets)
    engine = AskedOfSide(sides.plain.engine.url, [sides.plain.search(search) for search in drawn[:OF_ENGINE]], again=True)
    return Kind(name, AskedOfSide(sides.url, [search.request() for search in drawn]), engine, "a multi-search")


def by_meaning(name: str, sides: BenchSides, facets: Sequence[int] = USUAL) -> Kind:
    """Searches by meaning with the vector known; `make_known` comes first."""
    drawn = _known(sides.material, facets)
    return _with_vectors(name, drawn if facets == NONE else drawn[0::2], sides)


def page(name: str, sides: BenchSides) -> Kind:
    """The search page, by meaning with the vector known; other searches than those by `by_meaning`."""
    return _with_vectors(name, _known(sides.material, SOME)[1::2], sides, PAGE)


def all_new(name: str, sides: BenchSides) -> Kind:
    """Searches by meaning with words that were never asked together, and how many answers were made in which way."""
    known = set(sides.material.known_queries)
    texts = [text for text in queries(sides.material.words, SEARCHES, SEED + 1) if text not in known]
    drawn = searches(sides.material.terms, texts, len(texts))
    kind = _with_vectors(name, drawn, sides)
    return Kind(name, AskedOfSide(sides.url, kind.service.prepared, counted=(BY_MODEL, BY_WORDS, DEGRADED)), kind.engine, kind.engine_does)


def suggestions(sides: BenchSides) -> Kind:
    """Half-typed words."""
    typed = list(dict.fromkeys(word[:size] for word in _shuffled(sides.material.words) for size in TYPED_LETTERS))
    engine = AskedOfSide(sides.plain.engine.url, [sides.plain.suggest(text) for text in typed[:OF_ENGINE]], again=True)
    return Kind(
        "suggestions", AskedOfSide(sides.url, [_get("/v1/suggestions", [("q", text)]) for text in typed]), engine, "a prefix search"
    )


def similar(sides: BenchSides) -> Kind:
    """Items like one of the items."""
    slugs = _shuffled(sides.material.slugs)
    prepared = [_get(f"/v1/items/{slug}/similar", [("limit", str(limit))]) for limit in LIMITS for slug in slugs]
    engine = AskedOfSide(sides.plain.engine.url, [sides.plain.similar(slug) for slug in slugs[:OF_ENGINE]], again=True)
    return Kind("similar items", AskedOfSide(sides.url, prepared), engine, "its similar documents")


def coverage(sides: BenchSides) -> Kind:
    """The matrix of problem areas and partners under different filters."""
    rows = sides.material.problem_areas
    drawn = list(_filters(sides.material.terms))
    engine = AskedOfSide(sides.plain.engine.url, [sides.plain.matrix(rows, chosen) for chosen in drawn[:OF_ENGINE]], again=True)
    return Kind(
        "coverage", AskedOfSide(sides.url, [_get("/v1/coverage", chosen) for chosen in drawn]), engine, "a query per row, columns counted"
    )


def advice(sides: BenchSides) -> Kind:
    """The school guide. The engine has no answer to it."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    ids = sides.material.terms
    prepared: dict[str, PreparedRequest] = {}
    for _ in range(SEARCHES):
        areas = sorted({chance.choice(ids["problemArea"]) for _ in range(chance.choice((1, 2, 3)))})
        chosen = [("schoolType", chance.choice(ids["schoolType"])), *(("problemArea", f"{area}:{chance.randint(1, 3)}") for area in areas)]
        request = _get("/v1/advice", [*chosen, ("partner", chance.choice(ids["partner"]))])
        prepared[request.target] = request
    return Kind("advice", AskedOfSide(sides.url, list(prepared.values())), None)


def make_known(sides: BenchSides) -> None:
    """Ask every known query once, as a search that no measurement asks, so that the service has its vector and not its answer."""
    with httpx2.Client(trust_env=False, headers={"Accept-Encoding": "identity"}, timeout=ANSWER_SECONDS) as client:
        for query in sides.material.known_queries:
            client.get(f"{sides.url}{API}", params={"q": query, "minEffect": "-12"}).raise_for_status()


def _known(material: Material, facets: Sequence[int]) -> list[DrawnSearch]:
    return searches(material.terms, material.known_queries, KNOWN_QUERIES if facets == NONE else 2 * SEARCHES, facets)


def _with_vectors(name: str, drawn: Sequence[DrawnSearch], sides: BenchSides, path: str = API) -> Kind:
    """These searches at a path of the service, and as the engine's own hybrid searches with their vectors given."""
    hybrid = [sides.plain.search(search, sides.material.vector(search.q)) for search in drawn[:OF_ENGINE]]
    engine = AskedOfSide(sides.plain.engine.url, hybrid, again=True)
    return Kind(name, AskedOfSide(sides.url, [search.request(path) for search in drawn]), engine, "its hybrid search, the vector given")


def _filters(terms: ItemTerms) -> Iterator[tuple[tuple[str, str], ...]]:
    """Different filters that a coverage can have."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    found: set[tuple[tuple[str, str], ...]] = set()
    for _ in range(SEARCHES):
        names = chance.sample(COVERED_FACETS, chance.choice(USUAL))
        chosen = [(name, chance.choice(terms[name])) for name in names]
        numbers: Mapping[str, range] = {"minEffect": range(-12, 13), "minEvidence": range(1, 6), "maxCost": range(1, 6)}
        chosen += [(name, str(chance.choice(numbers[name]))) for name in chance.sample(list(numbers), 2)]
        if tuple(chosen) not in found:
            found.add(tuple(chosen))
            yield tuple(chosen)


def _shuffled(texts: Sequence[str]) -> list[str]:
    return random.Random(SEED).sample(texts, len(texts))  # noqa: S311 - a repeatable order, not a secret


def _get(path: str, parameters: Iterable[tuple[str, str]]) -> PreparedRequest:
    return PreparedRequest(f"{path}?{urlencode(list(parameters))}")
