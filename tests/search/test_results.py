"""Two lists as one: whatever was picked and whatever the engine finds, pages, totals and counts are those of one set."""

from collections import Counter
from datetime import datetime

from app.search.context import SearchContext
from hypothesis import given, settings
from hypothesis import strategies as st
from search.small import catalogue, document

from app.domain.facets import FACETS
from app.domain.queries import SearchQuery, Sort
from app.search import results
from app.search.ranking.rerank import Ranking
from app.search.retrieval import payloads
from app.search.retrieval.payloads import facet_filters
from app.search.understanding.query import ParsedQuery

TERMS = ("guide", "measure", "programme")
bounded = settings(max_examples=150, deadline=None, database=None, derandomize=True)


@st.composite
def searches(draw):
    """A catalogue, which of its items have the words, which are picked, which of those for sure, and a query."""
    slugs = [f"item-{number:02}" for number in range(draw(st.integers(1, 25)))]

    def some():
        return draw(st.lists(st.sampled_from(slugs), unique=True))

    rating = st.one_of(st.none(), st.integers(-2, 3))
    documents = []
    for slug in slugs:
        ratings = {name: value for name in ("effect", "evidence", "cost") if (value := draw(rating)) is not None}
        terms = {name: draw(st.lists(st.sampled_from(TERMS), unique=True)) for name in ("kind", "setting")}
        updated = {"updated": f"2026-01-0{draw(st.integers(1, 3))}T00:00:00+00:00", "sortTitle": draw(st.sampled_from("abc")) + slug}
        documents.append(document(slug, **terms, **ratings, **updated))
    picked = some()
    sure = frozenset(slug for slug in picked if draw(st.booleans()))
    chosen = {name: tuple(draw(st.lists(st.sampled_from(TERMS), unique=True, max_size=2))) for name in ("kind", "setting")}
    limits = {"max_cost": draw(st.one_of(st.none(), st.integers(0, 3)))}
    asked = {"sort": draw(st.sampled_from(Sort)), "page_size": draw(st.integers(1, 9)), **chosen, **limits}
    return documents, set(some()), Ranking(tuple(picked), always_included=sure), asked


def engine(payload, known, documents, by_words, query):
    """What the engine answers to a payload: filtered and counted, in an order of its own."""
    by_slug = {one["id"]: one for one in documents}

    def result(asked, leaving_out=None):
        passing = known.filters.allowed(query, leaving_out)
        found = [slug for slug in by_slug if slug in by_words and passing[known.places[slug]]]
        counts = {facet: dict(Counter(term for slug in found for term in by_slug[slug][facet])) for facet in asked["facets"]}
        return {"hits": [{"id": slug} for slug in found], "totalHits": len(found), "facetDistribution": counts}

    first, *others = payload["queries"]
    return {"results": [result(first), *(result(asked, facet) for asked, facet in zip(others, facet_filters(query), strict=True))]}


def found(known, documents, by_words, ranking, query):
    """One page, the way a search makes it."""
    answer = engine(payloads.build(query, "", "i"), known, documents, by_words, query)
    return results.build(answer, SearchContext(query, ParsedQuery("", ""), ranking, known, known.filters.allowed(query)))


KEYS = {
    Sort.RELEVANCE: lambda _: 0,
    Sort.EFFECT: lambda values: -values.get("effect", -99),
    Sort.EVIDENCE: lambda values: -values.get("evidence", -99),
    Sort.COST: lambda values: values.get("cost", 99),
    Sort.TITLE: lambda values: values["sortTitle"],
    Sort.UPDATED: lambda values: -datetime.fromisoformat(values["updated"]).timestamp(),
}


@bounded
@given(searches())
def test_pages_joined_together_are_the_whole_order_and_totals_and_counts_are_those_of_one_set(drawn):
    documents, by_words, ranking, asked = drawn
    known = catalogue(documents)
    query = SearchQuery.model_construct(**SearchQuery().model_dump() | asked)
    members = {slug for slug in known.slugs if slug in by_words or slug in ranking.always_included}

    def passing(leaving_out=None):
        mask = known.filters.allowed(query, leaving_out)
        return {slug for slug in members if mask[known.places[slug]]}

    first = found(known, documents, by_words, ranking, query)
    pages = -(-first.total // query.page_size)
    answers = [found(known, documents, by_words, ranking, query.model_copy(update={"page": page})) for page in range(1, pages + 1)]
    slugs = [hit.slug for answer in answers for hit in answer.hits]
    key = KEYS[query.sort]
    ranks = {slug: rank for rank, slug in enumerate(ranking.slugs)}
    assert slugs == sorted(passing(), key=lambda slug: (key(known.items[slug].values), ranks.get(slug, 99), slug))
    assert {answer.total for answer in [first, *answers]} == {len(slugs)}
    assert all(len(answer.hits) == query.page_size for answer in answers[:-1])
    assert found(known, documents, by_words, ranking, query.model_copy(update={"page": pages + 1})).hits == ()
    for facet in FACETS:
        counted = Counter(term for slug in passing(facet.name) for term in known.items[slug].facets[facet.name])
        assert dict(first.counts[facet.name]) == dict(counted)
    chosen = set() if slugs else {facet.name for facet in FACETS if query.selected(facet.name)}
    assert first.without == {facet: len(passing(facet)) for facet in chosen}
