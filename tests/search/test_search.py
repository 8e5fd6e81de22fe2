"""A search from query to page: everything that is found was drawn from the engine."""

from dataclasses import replace

import pytest
from conftest import quiet
from search.small import OUDERS, PHRASES, catalogue, directions, documents, draft, searched, slugs, towards

from app.domain.errors import IndexMissing, SearchUnavailable
from app.domain.queries import SearchQuery, Sort
from app.search import search_data
from app.search.index import build
from app.search.index.versions import IndexVersion
from app.search.related.similar import neighbours
from app.search.suggestions.items import suggest_items

COUNT = 40
SLUGS = [f"item-{place:02}" for place in range(COUNT)]


def item(place):
    body = "Over samen lezen." if place % 2 else "Over rekenen."
    partners = ["ouders"] if place > 35 else []
    return draft(SLUGS[place], title=f"Titel {place:02}", body=body, partner=partners, kind=["measure" if place % 3 else "guide"])


DRAFTS = [item(place) for place in range(COUNT)]


@pytest.fixture(scope="module")
def known(small_server):
    return catalogue(small_server, DRAFTS, directions(SLUGS))


@pytest.fixture(scope="module")
def emptied(small_server, known):
    """The same catalogue in memory, while the engine has an index without any document."""
    name = build.build(small_server, [], 0, len(towards(0)) + 1, quiet)
    return replace(known, version=IndexVersion(name, 1))


@pytest.fixture(params=["all are measured", "too many to measure"])
def either_size(request, monkeypatch):
    """A catalogue of which everything is measured, and one that is too large for that."""
    if request.param == "too many to measure":
        monkeypatch.setattr(search_data, "MEASURED_WHOLE", 10)


SEARCHES = [
    SearchQuery(q="lezen"),
    SearchQuery(q="samen lezen", sort=Sort.TITLE),
    SearchQuery(q="titel 07"),
    SearchQuery(q="item-07"),
    SearchQuery(),
    SearchQuery.model_construct(**SearchQuery(q="lezen").model_dump() | {"kind": ("guide",)}),
]


@pytest.mark.parametrize("query", SEARCHES)
@pytest.mark.parametrize("vector", [None, towards(4), towards(-1)])
@pytest.mark.usefixtures("either_size")
def test_without_candidates_of_the_engine_a_search_comes_out_empty(known, emptied, query, vector):
    assert known.search(query, vector).result.total > 0
    for nothing in (emptied, replace(known, version=IndexVersion(known.version.index, 0))):
        found = nothing.search(query, vector)
        assert (found.result.total, found.result.hits, found.records, found.perhaps) == (0, (), {}, ())
        assert all(not counts for counts in found.result.counts.values())


def test_nothing_comes_from_memory_when_a_search_has_filled_it(known):
    async def twice(data):
        before = await searched(SearchQuery(q="lezen"), data, towards(4))
        assert len(await data.records.of_slugs(data.version, SLUGS)) == COUNT
        nobody = replace(data, version=IndexVersion(data.version.index, 0))
        return before, await searched(SearchQuery(q="lezen"), nobody, towards(4)), await suggest_items("titel", 5, nobody)

    before, after, suggested = known.run(twice)
    assert before.result.total == COUNT // 2 + 1
    assert (after.result.total, after.result.hits, suggested) == (0, (), [])


def test_an_index_that_is_gone_is_said(known, vocabularies):
    gone = replace(known, version=IndexVersion(f"{known.version.index}0", 1))
    for query in SEARCHES:
        with pytest.raises(IndexMissing):
            gone.search(query, towards(4))
    for ask in (lambda data: suggest_items("titel", 5, data), lambda data: neighbours("item-01", 5, data, vocabularies)):
        with pytest.raises(IndexMissing):
            gone.run(ask)


def test_an_engine_that_is_away_is_said(known):
    away = replace(known, server=replace(known.server, url="http://127.0.0.1:9"))
    with pytest.raises(SearchUnavailable):
        away.search(SearchQuery(q="lezen"))


def test_what_is_near_in_meaning_is_a_result_without_the_words_and_its_record_comes_along(known):
    query = SearchQuery(q="lezen", page_size=50)
    by_words, by_meaning = known.search(query), known.search(query, towards(4))
    assert set(slugs(by_words)) == {slug for slug in SLUGS if int(slug[-2:]) % 2}
    assert set(slugs(by_meaning)) == {*slugs(by_words), "item-04"}
    assert list(by_meaning.records) == slugs(by_meaning)
    assert by_meaning.records["item-04"].title == "Titel 04"


def test_a_filter_shows_only_results_that_there_are_without_it(known):
    def kinds(*chosen):
        return SearchQuery.model_construct(**SearchQuery(q="lezen", page_size=50).model_dump() | {"kind": chosen})

    for vector in (None, towards(4), towards(6), towards(-1)):
        everything = known.search(kinds(), vector)
        for kind in ("guide", "measure"):
            found = known.search(kinds(kind), vector)
            assert set(slugs(found)) <= set(slugs(everything))
            assert found.result.total == everything.result.counts["kind"][kind] == found.result.counts["kind"][kind]


def test_the_name_that_was_typed_comes_first_and_brings_what_is_near_to_it(small_server):
    near = directions(SLUGS)
    near["item-08"] = (near["item-08"] + near["item-20"] / 4).astype("float32")
    known = catalogue(small_server, DRAFTS, near)
    found = known.search(SearchQuery(q="Titel 08", page_size=50), towards(5))
    assert found.named == {"item-08"}
    assert slugs(found)[0] == "item-08"
    assert found.nearness is not None
    assert found.nearness.vector.argmax() == 8


@pytest.mark.parametrize("kind", [(), ("guide",)])
def test_when_nothing_has_the_words_and_nothing_is_near_some_that_pass_may_be_meant(known, kind):
    query = SearchQuery.model_construct(**SearchQuery(q="xqvzkw").model_dump() | {"kind": kind})
    found = known.search(query, towards(4) + towards(6) / 2)
    assert (found.result.total, found.result.hits) == (0, ())
    assert 0 < len(found.perhaps) <= 5
    assert found.perhaps[0].slug == ("item-06" if kind else "item-04")
    assert not kind or {kept.kind for kept in found.perhaps} == {"guide"}
    assert known.search(query).perhaps == ()


def test_the_items_of_a_term_that_is_meant_come_before_others(known):
    found = known.search(SearchQuery(q="lezen", page_size=50), towards(-1))
    assert list(PHRASES)[-1] == OUDERS
    assert set(slugs(found)[:2]) == {"item-37", "item-39"}


def test_a_search_is_the_same_every_time(known):
    async def twice(data):
        return [[slugs(await searched(query, data, towards(4))) for query in SEARCHES] for _ in range(2)]

    first, again = known.run(twice)
    assert first == again == known.run(twice)[0]


def test_a_vector_of_another_length_leaves_search_by_words_and_says_so(known, caplog):
    found = known.search(SearchQuery(q="lezen"), towards(4)[:3])
    assert found.degraded
    assert found.result.total == COUNT // 2
    assert "gives 3 numbers for a query and gave 128" in caplog.text


def test_a_catalogue_without_vectors_is_searched_by_words(small_server):
    known = catalogue(small_server, DRAFTS)
    found = known.search(SearchQuery(q="lezen"), towards(4))
    assert found.degraded
    assert found.result.total == COUNT // 2
    assert documents(DRAFTS)[0]["vector"] == ""
