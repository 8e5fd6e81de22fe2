"""The engine's payload, by equality."""

from app.domain.queries import SearchQuery
from app.search.index.settings import index_settings
from app.search.retrieval import payloads


def test_a_chosen_facet_is_counted_without_its_own_choice(vocabularies):
    chosen = {"q": "lezen", "schoolType": ["po", "vo"], "partner": ["bibliotheek"], "minEvidence": 3, "page": 2}
    query = SearchQuery.model_validate(chosen, context=vocabularies)
    payload = payloads.build(query, "leesvaardigheid", "index-1")
    page, school_type, partner = payload["queries"]
    assert page["filter"] == ['schoolType IN ["po", "vo"]', 'partner IN ["bibliotheek"]', "evidence >= 3"]
    assert school_type == {
        "indexUid": "index-1",
        "q": "leesvaardigheid",
        "matchingStrategy": "frequency",
        "attributesToRetrieve": ["id"],
        "page": 1,
        "hitsPerPage": payloads.MAX_HITS,
        "filter": ['partner IN ["bibliotheek"]', "evidence >= 3"],
        "facets": ["schoolType"],
    }
    assert partner["filter"] == ['schoolType IN ["po", "vo"]', "evidence >= 3"]
    assert "schoolType" not in page["facets"]


def test_one_query_when_nothing_is_chosen():
    assert len(payloads.build(SearchQuery(), "", "i")["queries"]) == 1


def test_signs_alone_find_nothing():
    assert payloads.build(SearchQuery(q="!?"), "", "i")["queries"][0]["filter"] == [payloads.MATCHES_NOTHING]


def test_values_cannot_break_out_of_the_filter():
    filters = payloads.facet_filters(SearchQuery.model_construct(kind=('x"] OR kind IN ["y', "back\\slash")))
    assert filters == {"kind": 'kind IN ["x\\"] OR kind IN [\\"y", "back\\\\slash"]'}


def test_ties_are_broken_by_the_slug():
    assert index_settings()["rankingRules"][-1] == "id:asc"
