"""The catalogue for harvesting and one item in full."""

import csv
import io

import pytest

from app.web.api.items.schemas import ItemFull, ItemList, RevisionList

pytestmark = pytest.mark.both_databases


def test_the_catalogue_can_be_harvested_page_by_page(client):
    href, slugs = "/v1/items?pageSize=30", []
    while href:
        answer = client.get(href).json()
        ItemList.model_validate(answer)
        slugs += [item["slug"] for item in answer["items"]]
        href = answer["_links"].get("next", {}).get("href")
    assert slugs == sorted(slugs)
    assert len(set(slugs)) == len(slugs) == answer["page"]["totalItems"]


def test_only_what_changed_since(client):
    everything = client.get("/v1/items").json()["page"]["totalItems"]
    assert client.get("/v1/items?modifiedSince=2020-01-01T00:00:00Z").json()["page"]["totalItems"] == everything
    assert client.get("/v1/items?modifiedSince=2999-01-01T00:00:00%2B02:00").json()["page"]["totalItems"] == 0
    fault = client.get("/v1/items?modifiedSince=2020-01-01T00:00:00").json()["invalidParams"][0]
    assert fault["name"] == "modifiedSince"
    assert "time zone" in fault["reason"]


def test_as_csv_and_as_json_ld(client):
    table = client.get("/v1/items?pageSize=100", headers={"Accept": "text/csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    feedback = next(row for row in rows if row["slug"] == "feedback")
    assert feedback["effectMonths"] == "6"
    assert feedback["evidence"] == "4"
    graph = client.get("/v1/items", headers={"Accept": "application/ld+json;q=0.9, text/html;q=0.1"})
    assert graph.headers["content-type"] == "application/ld+json"
    assert graph.json()["@graph"][0]["@id"].startswith("http")


def test_one_item_in_full(client):
    item = client.get("/v1/items/feedback").json()
    ItemFull.model_validate(item)
    assert item["body"]["html"].startswith("<h2")
    assert item["body"]["markdown"].startswith("## ")
    history = [(rating["version"], rating["value"]) for rating in item["ratings"] if rating["scale"] == "effect"]
    assert len(history) > 2
    assert {value for _, value in history} == {6, 8}
    assert all(rating["source"]["title"] and rating["version"] for rating in item["ratings"])
    assert item["sources"]


def test_relations_go_both_ways(client):
    part = client.get("/v1/items/tegengaan-van-pesten").json()
    whole = part["relations"]["parent"][0]["slug"]
    parts = client.get(f"/v1/items/{whole}").json()["relations"]["parts"]
    assert "tegengaan-van-pesten" in [item["slug"] for item in parts]


def test_what_changed_when(client):
    answer = client.get("/v1/items/feedback/revisions").json()
    RevisionList.model_validate(answer)
    assert answer["revisions"][-1]["action"] == "added"


def test_an_unknown_item_is_404_with_a_hint(client):
    response = client.get("/v1/items/feedbak")
    assert response.status_code == 404
    assert 'did you mean "feedback"?' in response.json()["detail"]
    assert client.get("/v1/items/feedbak/revisions").status_code == 404


@pytest.mark.parametrize("path", ["/v1/items", "/v1/items/feedback", "/v1/items/feedback/revisions"])
def test_an_unchanged_catalogue_costs_a_304(client, path):
    etag = client.get(path).headers["etag"]
    assert client.get(path, headers={"If-None-Match": f'"other", W/{etag}'}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_measure_says_when_in_the_year_and_who_says_so(client):
    found = client.get("/v1/items/lea-afspraken").json()
    assert [(one["step"]["id"], one["basis"]) for one in found["steps"]] == [("doorgaand", "source"), ("juli", "editorial")]
    assert client.get("/v1/items/rijke-schooldag").json()["steps"] == []
    assert client.get("/v1/items/feedback").json()["steps"] is None
