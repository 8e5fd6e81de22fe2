"""`GET /v1/suggestions` on the real engine."""

from app.web.api.suggestions.schemas import Suggestions


def suggest(client, typed, **options):
    response = client.get("/v1/suggestions", params={"q": typed, **options})
    assert response.status_code == 200
    Suggestions.model_validate(response.json())
    return response.json()


def test_nothing_below_two_characters(client):
    assert suggest(client, "l") == {"items": [], "terms": [], "queries": []}


def test_items_by_title_and_terms_by_label_and_synonym(client):
    answer = suggest(client, "biblio")
    assert ("partner", "bibliotheek") in [(term["facet"], term["value"]) for term in answer["terms"]]
    assert suggest(client, "jeugdarts")["terms"][0]["matched"] == "jeugdarts"
    assert any(item["slug"] == "feedback" for item in suggest(client, "feedb")["items"])


def test_typing_errors_are_forgiven_for_items(client):
    assert "feedback" in [item["slug"] for item in suggest(client, "feedbeck")["items"]]


def test_the_limit_holds(client):
    answer = suggest(client, "sch", limit=2)
    assert len(answer["items"]) == len(answer["terms"]) == 2


def test_only_terms_that_lead_somewhere(client):
    assert all(term["count"] for term in suggest(client, "ge", limit=20)["terms"])


def test_a_part_of_a_compound_is_enough(client):
    labels = [term["label"] for term in suggest(client, "verzuim")["terms"]]
    assert "Ziekteverzuim" in labels
    assert any("ziekte<mark>verzuim</mark>" in item["highlight"] for item in suggest(client, "verzuim", limit=20)["items"])


def test_earlier_good_queries_come_back_in_words_of_the_catalogue_only(client, monkeypatch):
    insights = client.app.state.service.insights
    monkeypatch.setattr(insights, "_good", (("pesten in groep 7", 9), ("hulp bij pesten", 7), ("pestkop jansen", 6)))
    assert suggest(client, "pes")["queries"] == [{"q": "pesten in groep 7", "searches": 9}, {"q": "hulp bij pesten", "searches": 7}]
    assert suggest(client, "zomer")["queries"] == []


def test_new_good_queries_make_a_kept_answer_old(client, monkeypatch):
    etag = client.get("/v1/suggestions", params={"q": "pes"}).headers["etag"]
    assert client.get("/v1/suggestions", params={"q": "pes"}, headers={"If-None-Match": etag}).status_code == 304
    monkeypatch.setattr(client.app.state.service.insights, "_good", (("pesten", 9),))
    assert client.get("/v1/suggestions", params={"q": "pes"}, headers={"If-None-Match": etag}).status_code == 200
