"""The page of every item: complete, in form, and true to the API."""

import json
import re

import pytest
from conftest import CONTENT
from pages import check_form, read

from app.content import load

BY_KIND = {
    "intervention": "feedback",
    "programme": "kaleidoscoop",
    "good-practice": "nijkerk-zomerschool",
    "measure": "jongerenwerk-in-school",
    "guide": "partner-jeugdhulp",
}


def page_of(client, slug):
    response = client.get(f"/item/{slug}", headers={"Accept": "text/html"})
    assert response.status_code == 200, slug
    return read(response.text)


def test_every_item_has_a_page_in_form(client):
    slugs = [item.slug for item in load.load(CONTENT).items]
    broken = set()
    for slug in slugs:
        page = page_of(client, slug)
        check_form(page)
        broken |= {one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("/item/")} - {
            f"/item/{s}" for s in slugs
        }
    assert broken == set()
    assert len(slugs) > 200


@pytest.mark.parametrize("kind", BY_KIND)
def test_a_page_shows_what_the_api_says(client, kind):
    slug = BY_KIND[kind]
    item, page = client.get(f"/v1/items/{slug}").json(), page_of(client, slug)
    text = page.one("main").text
    assert page.one("h1").text == item["title"]
    assert item["kind"]["id"] == kind
    for expected in (
        item["summary"],
        item["kind"]["label"],
        *(term["label"] for term in (*item["schoolTypes"], *item["problemAreas"])),
        *(partner["label"] for partner in item["partners"]),
        *(source["title"] for source in item["sources"]),
        *(other["title"] for others in item["relations"].values() for other in others),
        "24 november 2026",
    ):
        assert " ".join(expected.split()) in text
    links = {one.attributes["href"] for one in page.all("a")}
    assert {f"/item/{other['slug']}" for others in item["relations"].values() for other in others} <= links


def test_every_rating_stands_in_a_table_with_version_and_date(client):
    item, page = client.get("/v1/items/feedback").json(), page_of(client, "feedback")
    rows = [row.text for row in page.all("tr")]
    for rating in item["ratings"]:
        assert any(rating["version"] in row and rating["source"]["publisher"] in row and rating["words"] in row for row in rows)
    assert len([row for row in rows if "telt nu" in row]) == 3
    assert "6 maanden extra leerwinst in een schooljaar, gemiddeld over veel studies." in page.one("main").text


def test_each_source_has_a_picture_of_its_values(client):
    item, page = client.get("/v1/items/feedback").json(), page_of(client, "feedback")
    told = [one.attributes["aria-label"] for one in page.all("svg", role="img")]
    assert told[0] == "Education Endowment Foundation: 8 maanden (10 oktober 2018), dan 6 maanden (zonder datum)"
    rated = {(rating["scale"], rating["source"]["publisher"]) for rating in item["ratings"]}
    assert len(told) == len(rated)
    assert len(page.with_class("history-mark")) == len(item["ratings"])
    assert len(page.with_class("history-mark--current")) == 3


def test_a_measure_says_when_in_the_year_and_who_says_so(client):
    said = [one.text for one in page_of(client, "zomerschool-gemeente").all("dd")]
    assert {"Voor de zomer (volgens de redactie)", "In of na de zomer (volgens de redactie)"} < set(said)
    assert "Doorgaand" in [one.text for one in page_of(client, "oogo-jeugdhulp").all("dd")]
    assert "Wanneer in het jaar" not in page_of(client, "feedback").one("main").text


def test_a_single_value_has_no_picture(client):
    assert page_of(client, "kaleidoscoop").all("svg", role="img") == []


def test_an_item_can_be_compared_and_put_on_the_list(client):
    page = page_of(client, "feedback")
    assert page.one("form", action="/mijn-lijst").attributes["method"] == "post"
    assert page.one("button", name_="zet").attributes["value"] == "feedback"
    assert "/vergelijk?item=feedback" in {one.attributes["href"] for one in page.all("a")}


def test_recognition_is_explained_and_partners_say_how_and_lead_to_their_guide(client):
    page = page_of(client, "kaleidoscoop")
    text = page.one("main").text
    assert "Of het werkt, is daarmee niet gezegd." in text
    assert "Nodig: zonder deze partner lukt het niet (oordeel van de redactie)" in text
    assert "/item/partner-kinderopvang" in {one.attributes["href"] for one in page.all("a")}


def test_similar_items_say_why(client):
    found = client.get("/v1/items/feedback/similar?limit=4").json()["items"]
    text = page_of(client, "feedback").one("section", aria_labelledby="deel-lijkt-hierop").text
    assert all(one["title"] in text and one["why"] in text for one in found)


def test_the_page_describes_itself_to_machines(client):
    page = page_of(client, "feedback")
    data = json.loads("".join(page.one("script", type="application/ld+json").parts))
    assert data["@type"] == "Article"
    assert data["url"].endswith("/item/feedback")
    assert page.one("link", rel="canonical").attributes["href"] == data["url"]
    assert page.one("meta", property="og:title").attributes["content"] == "Feedback – Menukaart"
    assert page.one("meta", property="og:type").attributes["content"] == "article"


def test_a_page_may_be_kept(client):
    response = client.get("/item/feedback")
    assert client.get("/item/feedback", headers={"If-None-Match": response.headers["etag"]}).status_code == 304


def test_links_in_a_body_lead_to_pages(client):
    page = page_of(client, "partner-jeugdhulp")
    assert "/item/overleg-oogo" in {one.attributes["href"] for one in page.all("a")}
    assert not re.search(r"\.md\b", client.get("/item/partner-jeugdhulp").text)
