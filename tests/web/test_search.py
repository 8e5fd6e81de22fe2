"""`GET /v1/search` on the real engine: what is shown is true."""

import random
from itertools import pairwise
from operator import ge, le
from typing import Any

import embeddings
import pytest
from conftest import CONTENT, PATIENCE, TOKEN, fresh_database, index_of, quiet, serving

from app.content import load
from app.db.engine import connect
from app.db.migrate import migrate
from app.domain.facets import FACETS
from app.publishing.publish import publish
from app.search import search_data
from app.search.embeddings.embedders import EmbeddingService
from app.search.index.documents import sort_key
from app.search.understanding.tokens import squashed
from app.settings import Settings
from app.web.api.search.schemas import SearchAnswer

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
    "mazl",
    "kind durft niet naar school",
    "hoe krijg ik ouders mee",
    "rustig in de klas",
    "aanpak van ziekteverzuim",
    "vliegtickets",
    "verzium",
    "xqvzkw jfpqxz",
    "",
    "",
)
SORTS = ("relevance", "effect", "evidence", "cost", "title", "updated")
# How two neighbours stand to each other in each order.
ORDERS = {"effect": ge, "evidence": ge, "cost": le, "title": le}
IN_TROUBLE: list[dict[str, Any]] = [
    {"q": "verzuim"},
    {"q": "m@zl"},
    {"q": "bijlessen"},
    {"q": "verzuim", "schoolType": "vo", "pageSize": 100},
]
only_sqlite = pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")


def sorted_by(item, order):
    """What an item is sorted by; an unknown rating comes last."""
    if order == "title":
        return sort_key(item["title"])
    rating = item.get("currentRatings", {}).get(order)
    return (99 if order == "cost" else -99) if rating is None or rating["value"] is None else rating["value"]


@pytest.fixture(scope="session")
def items():
    """Every item of the content."""
    return load.load(CONTENT).items


@pytest.fixture(scope="session")
def by_words(published):
    """The same service with the embedder turned off."""
    with serving(published.model_copy(update={"embedder": "none"})) as client:
        yield client


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
    if chance.random() < 0.1:
        parameters["minEffect"] = chance.randint(-2, 5)
    if chance.random() < 0.2:
        parameters["maxCost"] = chance.randint(1, 5)
    return parameters


def test_finds_what_is_asked_with_items_and_facets(client):
    answer = search(client, q="lezen", schoolType="po")
    SearchAnswer.model_validate(answer)
    assert "technieken-voor-begrijpend-lezen" in [item["slug"] for item in answer["items"]]
    assert [facet["name"] for facet in answer["facets"]] == [facet.name for facet in FACETS]


def all_slugs(client, **parameters):
    """Every item of a search over all its pages, in order; each answer tells the same total."""
    first = search(client, **parameters)
    total, pages, size = first["page"]["totalItems"], first["page"]["totalPages"], first["page"]["size"]
    assert pages == -(-total // size)
    answers = [first, *(search(client, **parameters, page=page) for page in range(2, pages + 1))]
    assert {answer["page"]["totalItems"] for answer in answers} == {total}
    slugs = [item["slug"] for answer in answers for item in answer["items"]]
    assert len(slugs) == len(set(slugs)) == total, parameters
    return slugs


def what_holds(client, chance, catalogue, whole):
    """Hold one drawn search to what is true of any; the number of facet values that were tried. `whole` has results without filters."""
    parameters = draw(chance, catalogue)
    sort, other = chance.sample(SORTS, 2)
    asked = {**parameters, "sort": sort, "pageSize": chance.randint(7, 60)}
    slugs = all_slugs(client, **asked)
    assert all_slugs(client, **{**asked, "pageSize": 100}) == slugs
    assert set(all_slugs(client, **{**parameters, "sort": other, "pageSize": 100})) == set(slugs)
    q = parameters["q"]
    if q not in whole:
        whole[q] = set(all_slugs(client, q=q, pageSize=100))
    assert set(slugs) <= whole[q], parameters
    answer = search(client, **asked)
    values = [(facet["name"], value) for facet in answer["facets"] for value in flat(facet["values"])]
    tried = chance.sample(values, min(len(values), 3))
    for name, value in tried:
        instead = search(client, **{**parameters, name: value["value"]})
        assert instead["page"]["totalItems"] == value["count"], (parameters, name, value)
    return len(tried)


@pytest.mark.parametrize(("most_measured", "draws"), [(1_000, 150), (50, 50)])
def test_of_any_search_pages_counts_filters_and_sorts_agree(published, most_measured, draws, monkeypatch):
    """By words and by meaning, in a catalogue in which everything is measured and in one that is too large for that."""
    monkeypatch.setattr(search_data, "MEASURED_WHOLE", most_measured)
    for embedder in ("bundled", "none"):
        with serving(published.model_copy(update={"embedder": embedder})) as service:
            chance, catalogue, whole = random.Random(most_measured), search(service), {}
            tried = sum(what_holds(service, chance, catalogue, whole) for _ in range(draws))
        assert tried > 1.5 * draws
        assert len(whole) > 10


@pytest.mark.parametrize("q", ["verzuim", "kind durft niet naar school", "leesen op de basischool"])
@pytest.mark.parametrize("sort", ORDERS)
def test_an_order_holds_across_the_pages(client, q, sort):
    last = search(client, q=q, pageSize=7)["page"]["totalPages"]
    found = [item for page in range(1, last + 1) for item in search(client, q=q, sort=sort, pageSize=7, page=page)["items"]]
    assert len(found) > 7
    assert all(ORDERS[sort](sorted_by(one, sort), sorted_by(other, sort)) for one, other in pairwise(found))
    by_relevance = [item["slug"] for page in range(1, last + 1) for item in search(client, q=q, pageSize=7, page=page)["items"]]
    assert sorted(item["slug"] for item in found) == sorted(by_relevance)


@pytest.mark.parametrize("embedder", ["bundled", "none"])
@only_sqlite
def test_every_name_of_an_item_leads_to_it(client, by_words, embedder, items):
    client = by_words if embedder == "none" else client
    owners = {}
    for item in items:
        for name in (item.title, item.slug, *item.abbreviations):
            owners.setdefault(squashed(name), (name, set()))[1].add(item.slug)
    first = {name: search(client, q=name, pageSize=1)["items"][:1] for name, _ in owners.values()}
    wrong = {name: found for name, found in first.items() if not found or found[0]["slug"] not in owners[squashed(name)][1]}
    assert wrong == {}
    assert len({slug for _, slugs in owners.values() for slug in slugs}) == len(items) > 200


WANTED = {
    "verzuim": ("mazl-vo", "mazl-ziekteverzuim"),
    "gezondheidszorg": ("partner-jeugdgezondheidszorg", "jeugdgezondheidszorg"),
    "maatschappelijk werk": ("schoolmaatschappelijk-werk", "partner-schoolmaatschappelijk-werk"),
    "mazl": ("mazl-vo",),
    "m@zl": ("mazl-vo",),
    "M@ZL": ("mazl-vo",),
    "bijlessen": ("bijles",),
    "huiswerk begeleiding": ("huiswerkbegeleiding",),
    "zomersch": ("zomerschool",),
}


@pytest.mark.parametrize("embedder", ["bundled", "none"])
@pytest.mark.parametrize("q", WANTED)
@only_sqlite
def test_words_are_understood_as_dutch(client, by_words, embedder, q):
    found = [item["slug"] for item in search(by_words if embedder == "none" else client, q=q)["items"]]
    assert {*WANTED[q]} <= {*found}


@only_sqlite
def test_a_sentence_is_understood_by_its_meaning(client, by_words):
    q = "kind durft niet naar school"
    asked = search(client, q=q)
    found = [item["slug"] for item in asked["items"]]
    fitting = {"thuiszitten", "verzuim", "angst-stress", "angst-en-somberheid", "schooluitval"}
    assert {"thuiszitters-ingeschreven", "mazl-vo"} & {*found[:10]}
    first = [{area["id"] for area in item["problemAreas"]} for item in asked["items"][:5]]
    assert sum(bool(areas & fitting) for areas in first) >= 3
    assert found != [item["slug"] for item in search(by_words, q=q)["items"]]


@only_sqlite
def test_no_embedder_is_no_degradation(client, by_words):
    for one, by in ((client, "model"), (by_words, "none")):
        response = one.get("/v1/search", params={"q": "kind durft niet naar school"})
        assert response.json()["degraded"] is False
        assert response.json()["meaningBy"] == by
        assert "public" in response.headers["cache-control"]
    known = client.get("/v1/search?q=lezen").headers["etag"]
    assert by_words.get("/v1/search?q=lezen", headers={"If-None-Match": known}).status_code == 200


@pytest.fixture(scope="module")
def service():
    with embeddings.serving() as service:
        yield service


@pytest.fixture(scope="module")
def with_service(service, engine_server, tmp_path_factory):
    """Settings of a service whose meanings come from an embedding service."""
    folder = tmp_path_factory.mktemp("service")
    with fresh_database("sqlite", folder, "") as url:
        known = Settings(
            database_url=url,
            meili_url=engine_server.url,
            meili_api_key=engine_server.key,
            meili_index_prefix="service",
            var_dir=folder,
            embedder=service.url,
            embedder_model="e5",
            embedder_timeout=PATIENCE,
            insights_token=TOKEN,
        )
        database = connect(url)
        migrate(database)
        publish(load.load(CONTENT), database, index_of(known), "tests", quiet, embedder=EmbeddingService(service.url, "e5", ""))
        database.dispose()
        yield known


@pytest.fixture
def restored(service):
    yield service
    service.status, service.seconds, service.answer = 200, 0.0, embeddings.right


def test_a_service_that_is_well_gives_whole_answers(with_service, restored):
    with serving(with_service) as client:
        response = client.get("/v1/search?q=verzuim")
    assert response.json()["degraded"] is False
    assert "public" in response.headers["cache-control"]
    assert restored.texts[-1] == "query: verzuim"


@pytest.mark.parametrize("trouble", [{"status": 500}, {"answer": lambda _: b"<html>"}, {"seconds": 3.0}])
def test_a_service_in_trouble_leaves_answers_by_word_vectors_that_nobody_may_keep(with_service, restored, trouble):
    for name, value in trouble.items():
        setattr(restored, name, value)
    with serving(with_service.model_copy(update={"embedder_timeout": 0.1})) as client:
        for parameters in IN_TROUBLE:
            response = client.get("/v1/search", params=parameters)
            answer = response.json()
            assert response.status_code == 200
            assert response.headers["cache-control"] == "no-store"
            assert "etag" not in response.headers
            assert (answer["degraded"], answer["meaningBy"]) == (True, "words")
            SearchAnswer.model_validate(answer)
        one_word = client.get("/v1/search", params={"q": "pesten"}).json()
        assert "minder precies op betekenis" in client.get("/zoeken", params={"q": "pesten"}).text
        restored.status, restored.seconds, restored.answer = 200, 0.0, embeddings.right
        assert search(client)["degraded"] is False
    # Of one word, its vector is all that the model would say, so the same items are found.
    with serving(with_service) as client:
        by_model = search(client, q="pesten")
    assert by_model["meaningBy"] == "model"
    assert [item["slug"] for item in one_word["items"]] == [item["slug"] for item in by_model["items"]]


def test_a_query_of_unknown_words_has_no_meaning_when_the_service_is_away(with_service, restored):
    restored.status = 500
    with serving(with_service) as client:
        response = client.get("/v1/search", params={"q": "xqvzkw jfpqxz"})
    assert (response.json()["degraded"], response.json()["meaningBy"]) == (True, "none")
    assert "etag" not in response.headers


def test_meanings_of_another_model_are_not_compared(with_service):
    with serving(with_service.model_copy(update={"embedder": "none", "embedder_model": ""})) as whole:
        expected = [search(whole, **parameters) for parameters in IN_TROUBLE]
    with serving(with_service.model_copy(update={"embedder_model": "another"})) as client:
        for parameters, right in zip(IN_TROUBLE, expected, strict=True):
            assert (right["degraded"], right["meaningBy"]) == (False, "none")
            answer = search(client, **parameters)
            assert answer == {**right, "degraded": True, "_links": answer["_links"]}
            assert "alleen op woorden gezocht" in client.get("/zoeken", params=parameters).text


@only_sqlite
def test_reasons_come_when_they_are_asked_for_and_name_what_was_typed(client):
    assert "why" not in search(client, q="verzuim")["items"][0]
    answer = search(client, q="verzuim", schoolType="vo", explain="true")
    SearchAnswer.model_validate(answer)
    first = answer["items"][0]["why"]
    assert ("word", "verzuim") in {(reason["kind"], reason["typed"]) for reason in first}
    assert any("‘verzuim’" in reason["text"] for reason in first)
    assert all(item["why"][-1]["kind"] == "filter" and "Voortgezet onderwijs" in item["why"][-1]["text"] for item in answer["items"])
    mended = search(client, q="verzium", explain="true")["items"][0]["why"]
    assert any("‘verzium’ is gelezen als ‘verzuim’" in reason["text"] for reason in mended)
    (named, *_) = search(client, q="M@ZL", explain="true")["items"]
    assert named["why"][0]["kind"] == "name"
    assert "M@ZL" in named["why"][0]["text"]


@only_sqlite
def test_a_typing_error_is_mended_and_told(client):
    mended, right = search(client, q="verzium"), search(client, q="verzuim")
    assert mended["correction"] == {"typed": "verzium", "meant": "verzuim"}
    assert right["correction"] is None
    assert [item["slug"] for item in mended["items"]] == [item["slug"] for item in right["items"]]


@pytest.mark.parametrize("q", ["xqvzkw jfpqxz", "qwrtpsd"])
@only_sqlite
def test_nonsense_finds_nothing_but_something_that_may_be_meant(client, by_words, q):
    answer = search(client, q=q)
    SearchAnswer.model_validate(answer)
    assert (answer["items"], answer["page"]["totalItems"]) == ([], 0)
    assert [value for facet in answer["facets"] for value in facet["values"]] == []
    assert 0 < len(answer["perhaps"]) <= 5
    assert {item["kind"]["id"] for item in search(client, q=q, kind="guide")["perhaps"]} == {"guide"}
    assert search(by_words, q=q)["perhaps"] == []
    assert search(client, q="verzuim")["perhaps"] == []


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
    "q", ["'\"<script>alert(1)</script>", "\\", '"lezen', "-lezen", "lezen -pesten", "%00", "é" * 200, "🎈", "뉺", "школа", "a OR b", "  "]
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
