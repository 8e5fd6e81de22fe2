"""The payloads for the plain index, which docs show, and the searches that are drawn."""

from app.measure.bench.drawn import SOME, DrawnSearch, queries, searches
from app.measure.bench.plain import search_payload

TERMS = {"kind": ["guide"], "schoolType": ["po", "vo"], "problemArea": ["verzuim", "taal"], "partner": ["ggd"]}


def test_a_search_has_a_page_of_hits_and_a_query_for_each_facet_with_a_choice():
    payload = search_payload(DrawnSearch("taal thuis", (("kind", "guide"), ("schoolType", "vo"))), "plain-1")
    first, kinds, school_types = payload["queries"]
    assert (first["q"], first["hitsPerPage"], first["filter"]) == ("taal thuis", 20, ['kind IN ["guide"]', 'schoolType IN ["vo"]'])
    assert first["attributesToHighlight"] == ["title", "summary", "body"]
    assert first["attributesToCrop"] == ["body"]
    assert not {"kind", "schoolType"} & set(first["facets"])
    assert (kinds["filter"], kinds["facets"], kinds["hitsPerPage"]) == (['schoolType IN ["vo"]'], ["kind"], 0)
    assert (school_types["filter"], school_types["facets"], school_types["hitsPerPage"]) == (['kind IN ["guide"]'], ["schoolType"], 0)


def test_with_a_vector_every_query_is_hybrid():
    payload = search_payload(DrawnSearch("taal", (("kind", "guide"),)), "plain-1", [0.123456789, 1.0])
    assert [query["vector"] for query in payload["queries"]] == [[0.12346, 1.0]] * 2
    assert {query["hybrid"]["embedder"] for query in payload["queries"]} == {"plain"}


def test_searches_are_different_and_the_same_in_every_run():
    texts = queries(["taal", "rekenen", "thuis", "school"], 20)
    drawn = searches(TERMS, texts, 60, SOME)
    assert len(set(drawn)) == len(drawn) == 60
    assert all(1 <= len(search.chosen) <= 2 for search in drawn)
    assert drawn == searches(TERMS, texts, 60, SOME)
    assert len(searches(TERMS, ["taal"], 10_000)) < 100


def test_a_drawn_search_is_a_request():
    request = DrawnSearch("taal thuis", (("kind", "guide"),)).request("/zoeken")
    assert (request.method, request.target) == ("GET", "/zoeken?q=taal+thuis&kind=guide")
