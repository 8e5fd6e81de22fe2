"""`GET /v1/suggestions` on the real engine."""

from app.web.api.schemas.search import Suggestions


def suggest(client, typed, **options):
    response = client.get("/v1/suggestions", params={"q": typed, **options})
    assert response.status_code == 200
    Suggestions.model_validate(response.json())
    return response.json()


def test_nothing_below_two_characters(client):
    assert suggest(client, "l") == {"items": [], "terms": []}


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
