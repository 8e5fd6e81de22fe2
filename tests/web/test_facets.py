"""Facets, their values and vocabularies."""

import pytest

from app.domain.facets import FACETS, VOCABULARY_NAMES
from app.web.api.facets.schemas import FacetList, FacetValues
from app.web.api.vocabularies.schemas import VocabularyOut


def test_the_facets_lead_to_their_values_and_vocabularies(client):
    answer = client.get("/v1/facets").json()
    FacetList.model_validate(answer)
    for facet in answer["facets"]:
        assert client.get(facet["_links"]["values"]["href"]).status_code == 200
        assert client.get(facet["_links"]["vocabulary"]["href"]).status_code == 200


@pytest.mark.parametrize("facet", [facet.name for facet in FACETS])
def test_counts_are_those_of_the_search(client, facet):
    answer = client.get(f"/v1/facets/{facet}/values").json()
    FacetValues.model_validate(answer)
    for value in answer["values"][:6]:
        assert client.get("/v1/search", params={facet: value["value"]}).json()["page"]["totalItems"] == value["count"]


def test_values_are_searched_by_label_and_synonym_without_accents(client):
    values = client.get("/v1/facets/partner/values", params={"q": "Créche"}).json()["values"]
    assert "kinderopvang" in [value["value"] for value in values]


@pytest.mark.parametrize("name", sorted(VOCABULARY_NAMES))
def test_vocabularies_are_complete(client, name):
    answer = client.get(f"/v1/vocabularies/{name}").json()
    VocabularyOut.model_validate(answer)
    ids = {term["id"] for term in answer["terms"]}
    assert all(set(term["narrower"]) <= ids and term["labelEn"] for term in answer["terms"])


def test_unknown_names_are_404_with_a_hint(client):
    assert 'did you mean "partner"?' in client.get("/v1/facets/partners/values").json()["detail"]
    assert 'did you mean "partners"?' in client.get("/v1/vocabularies/partner").json()["detail"]
