"""Items like this one, on the published catalogue. It has no meanings here, so the terms decide alone."""

from dataclasses import replace
from typing import Any

import pytest
from conftest import index_of, quiet, serving
from factories import make_content, remove_item, write_item

from app.content import load
from app.db.engine import connect
from app.db.migrate import migrate
from app.publishing.publish import publish
from app.settings import Settings
from app.web.api._shared.item_schemas import ItemCard
from app.web.api.similar.schemas import SimilarList
from app.web.service import service

AWAY: Any = None


def similar(client, slug, limit=6):
    response = client.get(f"/v1/items/{slug}/similar", params={"limit": limit})
    assert response.status_code == 200
    return response.json()["items"]


@pytest.fixture(scope="session")
def everything(client):
    """Every item of the catalogue with what is like it."""
    pages = [client.get(f"/v1/items?pageSize=100&page={page}").json()["items"] for page in range(1, 4)]
    return {item["slug"]: similar(client, item["slug"]) for page in pages for item in page}


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("voorleesexpress", {"amsterdam-voorleesexpress", "boekstart-babys", "vve-thuis"}),
        ("westbrabant-mazl", {"mazl-ziekteverzuim", "mazl-vo", "mazl-po", "thuiszitters-ingeschreven"}),
        ("dappere-dinos", {"stoere-schildpadden", "kies-kinderen-in-een-scheiding", "piep-zei-de-muis"}),
        ("tegengaan-van-pesten", {"kanjertraining", "kiva", "swpbs"}),
        ("amsterdam-hdt", {"haarlem-hdt", "bridge-high-dosage-tutoring", "rotterdam-mentoren-op-zuid"}),
    ],
)
def test_neighbours_make_sense(everything, slug, expected):
    assert expected <= {item["slug"] for item in everything[slug]}


def test_every_item_has_similar_ones(everything):
    assert len(everything) > 200
    assert {slug: len(items) for slug, items in everything.items() if len(items) < 3} == {}


def test_nearly_all_answers_have_other_kinds_too(everything):
    """The exceptions are what nothing of another kind is close to, such as consultation bodies."""
    alone = [slug for slug, items in everything.items() if len({item["kind"]["id"] for item in items}) == 1]
    assert len(alone) < len(everything) / 15
    assert len({item["kind"]["id"] for item in everything["feedback"]}) > 1


def test_the_page_itself_and_most_of_what_it_links_to_stay_out(client, everything):
    for slug in ("tegengaan-van-pesten", "zomer-of-lentescholen", "zomerschool", "mazl-ziekteverzuim"):
        relations = client.get(f"/v1/items/{slug}").json()["relations"]
        linked = {item["slug"] for items in relations.values() for item in items}
        found = {item["slug"] for item in everything[slug]}
        assert linked
        assert slug not in found
        assert 3 * len(linked & found) <= len(found)


def test_each_is_a_card_with_what_is_shared_and_why(client):
    answer = client.get("/v1/items/westbrabant-mazl/similar").json()
    SimilarList.model_validate(answer)
    first = answer["items"][0]
    cards = client.get("/v1/items", params={"pageSize": 100, "kind": first["kind"]["id"]}).json()["items"]
    card = next(card for card in cards if card["slug"] == first["slug"])
    assert {name: value for name, value in first.items() if name not in {"shared", "why"}} == card
    assert ItemCard.model_validate(card)
    assert first["shared"][0] == {"facet": "problemArea", "value": "ziekteverzuim", "label": "Ziekteverzuim"}
    assert first["why"] == "Gaat ook over ziekteverzuim en thuiszitten; dezelfde partner: leerplicht en RMC."


def test_the_answer_is_the_same_every_time(client, everything):
    for slug in sorted(everything)[::20]:
        assert similar(client, slug) == everything[slug]
        assert [item["slug"] for item in similar(client, slug, 20)][:1] == [everything[slug][0]["slug"]]


def test_the_database_is_not_asked(client, monkeypatch):
    def without_them(request):
        return replace(service(request), sessions=AWAY, meaning=None)

    monkeypatch.setattr("app.web.http.dependencies.service", without_them)
    assert similar(client, "feedback")


def test_the_number_is_a_choice(client):
    assert [len(similar(client, "feedback", limit)) for limit in (1, 2, 20)] == [1, 2, 20]
    assert len(client.get("/v1/items/feedback/similar?limit=").json()["items"]) == 6


def test_all_faults_are_told_at_once(client):
    response = client.get("/v1/items/feedback/similar?limit=0&page=2")
    assert response.status_code == 400
    assert {fault["name"] for fault in response.json()["invalidParams"]} == {"limit", "page"}
    assert client.get("/v1/items/feedback/similar?limit=21").status_code == 400


def test_an_unknown_item_is_404_with_a_hint(client):
    response = client.get("/v1/items/feedbak/similar")
    assert response.status_code == 404
    assert 'did you mean "feedback"?' in response.json()["detail"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_removed_moved_and_just_added(database_url, tmp_path, engine_server):
    known = Settings(
        database_url=database_url,
        meili_url=engine_server.url,
        meili_api_key=engine_server.key,
        meili_index_prefix="similar",
        var_dir=tmp_path,
    )
    root = make_content(tmp_path / "content", 5)
    database = connect(known.database)
    migrate(database)
    publish(load.load(root), database, index_of(known), "tests", quiet)
    remove_item(root, "item-04")
    publish(load.load(root), database, index_of(known), "tests", quiet)
    with serving(known) as client:
        assert client.get("/v1/items/item-04/similar").status_code == 410
        moved = client.get("/v1/items/oud-00/similar?limit=2")
        assert moved.status_code == 301
        assert moved.headers["location"] == "/v1/items/item-00/similar?limit=2"
        assert client.get(moved.headers["location"]).status_code == 200
        write_item(root, "guide", "nieuw", title="Nieuwe wegwijzer")
        publish(load.load(root), database, index_of(known), "tests", quiet)
        assert client.get("/v1/items/nieuw/similar").status_code == 200
    database.dispose()


def test_an_unchanged_catalogue_costs_a_304(client):
    response = client.get("/v1/items/feedback/similar")
    assert response.headers["cache-control"].startswith("public, max-age=")
    assert client.get("/v1/items/feedback/similar", headers={"If-None-Match": response.headers["etag"]}).status_code == 304


def test_the_item_leads_there(client):
    address = client.get("/v1/items/feedback").json()["_links"]["similar"]["href"]
    assert address == "/v1/items/feedback/similar"
    assert client.get(address).status_code == 200
