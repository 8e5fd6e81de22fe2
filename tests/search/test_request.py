"""The engine's payload, by equality."""

from app.domain.search import SearchQuery
from app.search import request
from app.search.index_settings import index_settings
from app.search.request import Window


def test_a_chosen_facet_is_counted_without_its_own_choice(vocabularies):
    chosen = {"q": "lezen", "schoolType": ["po", "vo"], "partner": ["bibliotheek"], "minEvidence": 3, "page": 2}
    query = SearchQuery.model_validate(chosen, context=vocabularies)
    payload = request.build(query, "leesvaardigheid", (), request.window(query, 0, 0), "index-1")
    page, school_type, partner = payload["queries"]
    assert page["filter"] == ['schoolType IN ["po", "vo"]', 'partner IN ["bibliotheek"]', "evidence >= 3"]
    assert school_type == {
        "indexUid": "index-1",
        "q": "leesvaardigheid",
        "matchingStrategy": "frequency",
        "filter": ['partner IN ["bibliotheek"]', "evidence >= 3"],
        "facets": ["schoolType"],
        "limit": 0,
    }
    assert partner["filter"] == ['schoolType IN ["po", "vo"]', "evidence >= 3"]
    assert "schoolType" not in page["facets"]
    assert (page["page"], page["hitsPerPage"]) == (2, 20)


def test_one_query_when_nothing_is_chosen():
    assert len(request.build(SearchQuery(), "", (), Window(1, 20), "i")["queries"]) == 1


def test_picked_items_are_counted_nowhere_and_found_by_a_query_of_their_own_without_filters(vocabularies):
    query = SearchQuery.model_validate({"q": "lezen", "schoolType": ["po"], "maxCost": 3}, context=vocabularies)
    page, school_type, among_picked = request.build(query, "lezen", ["b", "a"], Window(3, 7), "i")["queries"]
    assert page["filter"] == ['schoolType IN ["po"]', "cost <= 3", 'NOT id IN ["b", "a"]']
    assert (page["page"], page["hitsPerPage"]) == (3, 7)
    assert school_type["filter"] == ["cost <= 3", 'NOT id IN ["b", "a"]']
    assert (among_picked["filter"], among_picked["limit"]) == (['id IN ["b", "a"]'], 2)
    assert "facets" not in among_picked


def test_only_what_was_typed_is_marked():
    assert "attributesToHighlight" not in request.build(SearchQuery(), "", (), Window(1, 20), "i")["queries"][0]
    found = request.build(SearchQuery(q="lezen"), "lezen", ["a"], Window(1, 20), "i")["queries"]
    assert all(query["attributesToHighlight"] == ["title", "summary", "body"] for query in found)


def test_values_cannot_break_out_of_the_filter():
    filters = request.facet_filters(SearchQuery.model_construct(kind=('x"] OR kind IN ["y', "back\\slash")))
    assert filters == {"kind": 'kind IN ["x\\"] OR kind IN [\\"y", "back\\\\slash"]'}


def test_ties_are_broken_by_the_slug():
    assert index_settings()["rankingRules"][0] == "sort"
    assert index_settings()["rankingRules"][-1] == "id:asc"
