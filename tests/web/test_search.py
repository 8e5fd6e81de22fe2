"""`GET /v1/search` on the real engine: what is shown is true."""

import random

import pytest

from app.domain.facets import FACETS
from app.web.api.schemas.search import SearchAnswer

WORDS = (
    "lezen",
    "rekenen",
    "verzuim",
    "pesten",
    "ouders",
    "zomerschool",
    "taal",
    "welbevinden",
    "kleine groepen",
    "bibliotheek",
    "sport",
    "",
)
DRAWS = 200


def search(client, **parameters):
    response = client.get("/v1/search", params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def flat(values):
    for value in values:
        yield value
        yield from flat(value.get("children", ()))


def facet_of(answer, name):
    return next(facet for facet in answer["facets"] if facet["name"] == name)


def draw(chance, catalogue):
    """A random search with values that exist."""
    parameters = {"q": chance.choice(WORDS)}
    for facet in chance.sample(FACETS, chance.choice((0, 1, 1, 2, 3))):
        values = [value["value"] for value in flat(facet_of(catalogue, facet.name)["values"])]
        if values:
            parameters[facet.name] = chance.sample(values, min(len(values), chance.choice((1, 1, 2))))
    if chance.random() < 0.2:
        parameters["minEvidence"] = chance.randint(1, 5)
    if chance.random() < 0.2:
        parameters["maxCost"] = chance.randint(1, 5)
    return parameters


def test_finds_what_is_asked_with_items_and_facets(client):
    answer = search(client, q="lezen", schoolType="po")
    SearchAnswer.model_validate(answer)
    assert "technieken-voor-begrijpend-lezen" in [item["slug"] for item in answer["items"]]
    assert [facet["name"] for facet in answer["facets"]] == [facet.name for facet in FACETS]


def test_a_value_shown_with_a_count_gives_that_many_items_in_place_of_the_others(client):
    chance = random.Random(7)
    catalogue = search(client)
    checked = 0
    for _ in range(DRAWS):
        parameters = draw(chance, catalogue)
        answer = search(client, **parameters)
        facet = chance.choice([facet for facet in answer["facets"] if facet["values"]] or [None])
        if facet is None:
            continue
        value = chance.choice(list(flat(facet["values"])))
        instead = search(client, **{**parameters, facet["name"]: value["value"]})
        assert instead["page"]["totalItems"] == value["count"], (parameters, facet["name"], value)
        checked += 1
    assert checked > DRAWS * 0.7


def test_pages_neither_repeat_nor_miss_an_item_and_totals_agree(client):
    chance = random.Random(11)
    catalogue = search(client)
    for _ in range(40):
        parameters = {**draw(chance, catalogue), "sort": chance.choice(("relevance", "effect", "evidence", "cost", "title", "updated"))}
        size = chance.randint(3, 30)
        first = search(client, **parameters, pageSize=size)
        total, pages = first["page"]["totalItems"], first["page"]["totalPages"]
        assert pages == -(-total // size)
        slugs = [item["slug"] for page in range(1, pages + 1) for item in search(client, **parameters, pageSize=size, page=page)["items"]]
        assert len(slugs) == total
        assert len(set(slugs)) == total


def test_every_item_found_holds_to_every_filter(client):
    chance = random.Random(13)
    catalogue = search(client)
    vocabulary = {"schoolType": "school-types", "problemArea": "problem-areas", "partner": "partners"}
    narrower = {
        name: {term["id"]: term["narrower"] for term in client.get(f"/v1/vocabularies/{vocabulary[name]}").json()["terms"]}
        for name in vocabulary
    }

    def below(name, term):
        return {term}.union(*(below(name, child) for child in narrower[name][term]))

    for _ in range(30):
        parameters = {"problemArea": chance.choice(list(narrower["problemArea"])), "partner": chance.choice(list(narrower["partner"]))}
        for item in search(client, **parameters, pageSize=100)["items"]:
            assert below("problemArea", parameters["problemArea"]) & {term["id"] for term in item["problemAreas"]}
            assert below("partner", parameters["partner"]) & {partner["id"] for partner in item["partners"]}
    assert catalogue["page"]["totalItems"] > 30


def test_a_broader_term_finds_what_is_narrower_and_a_broad_school_type_is_found_under_its_parts(client):
    vo = {item["slug"] for item in search(client, schoolType="vo", pageSize=100)["items"]}
    vmbo = {item["slug"] for item in search(client, schoolType="vmbo", pageSize=100)["items"]}
    assert vmbo
    assert search(client, schoolType="vo")["page"]["totalItems"] >= search(client, schoolType="vmbo")["page"]["totalItems"]
    assert "feedback" in vo & vmbo


def test_values_of_one_facet_are_or_and_different_facets_are_and(client):
    po = search(client, problemArea="technisch-lezen")["page"]["totalItems"]
    both = search(client, problemArea=["technisch-lezen", "rekenen-wiskunde"])["page"]["totalItems"]
    narrowed = search(client, problemArea=["technisch-lezen", "rekenen-wiskunde"], kind="intervention")["page"]["totalItems"]
    assert po < both
    assert 0 < narrowed <= both


def test_a_chosen_value_without_items_stays_visible(client):
    answer = search(client, q="lezen", municipality="waalre", kind="intervention")
    chosen = [value for value in flat(facet_of(answer, "municipality")["values"]) if value["selected"]]
    assert [(value["value"], value["count"]) for value in chosen] == [("waalre", 0)]


@pytest.mark.parametrize("scale", ["effect", "evidence", "cost"])
def test_unknown_ratings_come_last_and_no_limit_finds_them(client, scale):
    answer = search(client, sort=scale, kind="intervention", pageSize=100)
    values = [item["currentRatings"][scale] and item["currentRatings"][scale]["value"] for item in answer["items"]]
    known = [value for value in values if value is not None]
    assert None in values
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=scale != "cost")
    limit = {"effect": {"minEffect": -12}, "evidence": {"minEvidence": 1}, "cost": {"maxCost": 5}}[scale]
    assert search(client, **limit)["page"]["totalItems"] == len(known)


def test_titles_sort_as_people_expect(client):
    titles = [item["title"] for item in search(client, sort="title", pageSize=100)["items"]]
    letters = [title.lstrip(" '\"-(@")[0].lower() for title in titles]
    assert letters == sorted(letters)


def test_highlights_are_escaped_and_marked(client):
    answer = search(client, q="pesten")
    texts = [text for item in answer["items"] for text in item["highlights"].values()]
    assert any("<mark>" in text for text in texts)
    assert all(text.replace("<mark>", "").replace("</mark>", "").find("<") == -1 for text in texts)


@pytest.mark.parametrize(
    "q", ["'\"<script>alert(1)</script>", "\\", '"lezen', "-lezen", "lezen -pesten", "%00", "é" * 200, "🎈", "a OR b", "  "]
)
def test_strange_words_are_answered(client, q):
    SearchAnswer.model_validate(search(client, q=q))


def test_empty_values_count_as_absent_as_forms_send_them(client):
    response = client.get("/v1/search?q=&schoolType=&minEffect=&page=&sort=")
    assert response.status_code == 200
    assert response.json()["page"] == search(client)["page"]


def test_all_faults_come_in_one_answer(client):
    response = client.get(
        "/v1/search?schoolType=basis&partner=bibliotek&page=0&pageSize=500&sort=maanden&foo=1&minEvidence=x&page=2&q=" + "x" * 201
    )
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    faults = {(fault["name"], fault["reason"]) for fault in response.json()["invalidParams"]}
    assert {name for name, _ in faults} == {"schoolType", "partner", "page", "pageSize", "sort", "foo", "minEvidence", "q"}
    assert any('did you mean "bibliotheek"?' in reason for _, reason in faults)


def test_links_lead_to_the_neighbours(client):
    answer = search(client, q="school", pageSize=5, page=2)
    links = {name: link["href"] for name, link in answer["_links"].items()}
    assert set(links) == {"self", "first", "prev", "next", "last"}
    following = client.get(links["next"]).json()
    assert following["page"]["number"] == 3
    assert client.get(links["first"]).json()["page"]["number"] == 1
    assert not {item["slug"] for item in answer["items"]} & {item["slug"] for item in following["items"]}


def test_an_unchanged_catalogue_costs_a_304(client):
    first = client.get("/v1/search?q=lezen")
    again = client.get("/v1/search?q=lezen", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert "public" in first.headers["cache-control"]
