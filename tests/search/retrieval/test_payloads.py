"""The queries to the engine, by equality."""

from app.domain.queries import SearchQuery, Sort
from app.search.index.versions import IndexVersion
from app.search.retrieval import payloads

VERSION = IndexVersion("index-1", 7)
VISIBLE = "since <= 7 AND until > 7"


def test_words_are_looked_for_in_the_texts_and_anything_else_in_the_outlines():
    assert payloads.having(VERSION, "leesvaardigheid", ['partner IN ["bibliotheek"]'], 60) == {
        "indexUid": "index-1",
        "q": "leesvaardigheid",
        "matchingStrategy": "frequency",
        "attributesToRetrieve": ["id"],
        "filter": [VISIBLE, 'partner IN ["bibliotheek"]'],
        "limit": 60,
    }
    without_words = payloads.having(VERSION, None, [], 5)
    assert (without_words["indexUid"], without_words["q"], without_words["filter"]) == ("index-1-outlines", "", [VISIBLE])
    assert payloads.starting(VERSION, "lez", 9) == payloads.having(VERSION, "lez", [], 9) | {"indexUid": "index-1-outlines"}


def test_signs_alone_find_nothing():
    assert payloads.having(VERSION, "", [], 5)["filter"] == [VISIBLE, payloads.MATCHES_NOTHING]


def test_what_is_counted_is_counted_exactly():
    found = payloads.counted(VERSION, "lezen", ["evidence >= 3"], ["kind"], 20)
    assert found == {
        "indexUid": "index-1",
        "q": "lezen",
        "matchingStrategy": "frequency",
        "attributesToRetrieve": ["id"],
        "filter": [VISIBLE, "evidence >= 3"],
        "page": 1,
        "hitsPerPage": 20,
        "facets": ["kind"],
    }
    named = payloads.named_as_values(found)
    assert (named["hitsPerPage"], named["facets"]) == (0, ["kind", "id"])
    assert payloads.named_as_values(payloads.having(VERSION, "lezen", [], 20))["limit"] == 0


def test_the_nearest_are_drawn_with_their_scores():
    assert payloads.nearest(VERSION, [1.0, 0.0], ["cost <= 2"], 30, 0.6) == {
        "indexUid": "index-1-outlines",
        "q": "",
        "matchingStrategy": "frequency",
        "attributesToRetrieve": ["id"],
        "filter": [VISIBLE, "cost <= 2"],
        "limit": 30,
        "vector": [1.0, 0.0],
        "hybrid": {"embedder": "meaning", "semanticRatio": 1.0},
        "showRankingScore": True,
        "rankingScoreThreshold": 0.6,
    }


def test_ids_come_as_hits_or_as_values():
    assert payloads.ids({"hits": [{"id": "b"}, {"id": "a"}]}) == ["b", "a"]
    assert payloads.ids({"hits": [], "facetDistribution": {"id": {"b": 1, "a": 1}, "kind": {"guide": 2}}}) == ["a", "b"]
    assert payloads.ids({"hits": []}) == []


def test_every_filter_of_a_search(vocabularies):
    chosen = {"q": "lezen", "schoolType": ["po", "vo"], "partner": ["bibliotheek"], "minEffect": -1, "minEvidence": 3, "maxCost": 2}
    query = SearchQuery.model_validate(chosen, context=vocabularies)
    facets = {"schoolType": 'schoolType IN ["po", "vo"]', "partner": 'partner IN ["bibliotheek"]'}
    assert payloads.facet_filters(query) == facets
    assert payloads.filters(query) == [*facets.values(), "effect >= -1", "evidence >= 3", "cost <= 2"]
    assert payloads.filters(SearchQuery()) == []


def test_values_cannot_break_out_of_the_filter():
    filters = payloads.facet_filters(SearchQuery.model_construct(kind=('x"] OR kind IN ["y', "back\\slash")))
    assert filters == {"kind": 'kind IN ["x\\"] OR kind IN [\\"y", "back\\\\slash"]'}


def test_ties_are_broken_by_the_title_and_then_by_the_id():
    for sort in Sort:
        assert payloads.in_order({}, sort)["sort"][-2:] == ["sortTitle:asc", "id:asc"]
    assert payloads.in_order({"q": ""}, Sort.EFFECT) == {"q": "", "sort": ["effect:desc", "sortTitle:asc", "id:asc"]}
    assert payloads.in_browsing_order({}) == {"sort": ["kindOrder:asc", "sortTitle:asc", "id:asc"]}
