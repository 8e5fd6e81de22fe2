"""Answers that are given again: the same as new ones in every byte and count, and never to whom or when they are not true."""

import random
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from conftest import quiet, serving
from factories import edit_item, make_content
from fastapi import Request, Response
from starlette.testclient import TestClient

from app.catalogue import watch
from app.content import load
from app.domain.errors import SearchUnavailable
from app.domain.facets import FACETS
from app.main import create_app
from app.publishing.publish import publish
from app.search.retrieval.client import Meili
from app.settings import Settings
from app.web.background import counts
from app.web.http.kept import keep
from app.web.kept_answers import ENTRY_BYTES, LARGEST_PART, Asked, KeptAnswer, Shelf
from app.web.service import service

WORDS = ("lezen", "verzuim", "pesten", "kleine groepen", "hoe krijg ik ouders mee", "verzium", "xqvzkw jfpqxz", "M@ZL", "é", "")
DEFAULTS = [("page", "1"), ("pageSize", "20"), ("sort", "relevance")]
DRAWS = 60
HTML = {"Accept": "text/html"}
PLACES = (("/v1/search", {}), ("/zoeken", HTML))
FROM_MEMORY = (
    ("/v1/coverage?rows=problemArea&columns=partner", {}),
    ("/v1/coverage?rows=problemArea&columns=partner", {"Accept": "text/csv"}),
    ("/v1/advice?schoolType=po&problemArea=verzuim", {}),
    ("/v1/items/feedback/similar?limit=3", {}),
    ("/dekking?kind=measure", HTML),
    ("/dekking.csv", {}),
    ("/overzicht?schoolType=vo", HTML),
    ("/keuzehulp?schoolType=po&problemArea=pesten:3", HTML),
    ("/gemeenten", HTML),
    ("/", HTML),
)


@pytest.fixture(scope="module")
def service_that_keeps(published):
    with serving(published) as client:
        yield client


@pytest.fixture
def keeping(service_that_keeps):
    """A service that keeps answers and has none yet."""
    vars(shelf_of(service_that_keeps))["_entries"].clear()
    return service_that_keeps


@pytest.fixture(scope="module")
def forgetful(published):
    """The same service, which keeps nothing."""
    with serving(published.model_copy(update={"answer_cache_mb": 0})) as client:
        yield client


@pytest.fixture
def asked(monkeypatch):
    """What the engine is asked, one after the other."""
    found = []
    ask = Meili.multi_search

    async def noted(self, payload):
        found.append(payload)
        return await ask(self, payload)

    monkeypatch.setattr(Meili, "multi_search", noted)
    return found


@pytest.fixture
def engine_away(monkeypatch):
    async def gone(self, payload):
        raise SearchUnavailable("The engine is away.")

    return lambda: monkeypatch.setattr(Meili, "multi_search", gone)


def answer(client, path, pairs=(), method="GET", **headers):
    """Everything that a client gets."""
    got = client.request(method, f"{path}?{urlencode(pairs)}" if pairs else path, headers=headers)
    return got.status_code, got.headers.multi_items(), got.content


def without_cookies(got):
    return [(name, value) for name, value in got[1] if name != "set-cookie"]


def parts_of(client):
    return client.app.state.service


def shelf_of(client):
    parts = parts_of(client)
    return parts.answers.of(parts.catalogue.snapshot)


def pending(client):
    return dict(vars(parts_of(client).insights)["_pending"])


def flat(values):
    for value in values:
        yield value["value"]
        yield from flat(value.get("children", ()))


def draw(chance, catalogue):
    pairs = [("q", chance.choice(WORDS))] if chance.random() < 0.9 else []
    for facet in chance.sample(FACETS, chance.choice((0, 1, 1, 2))):
        known = list(flat(next(one["values"] for one in catalogue["facets"] if one["name"] == facet.name)))
        pairs += [(facet.name, value) for value in chance.sample(known, min(len(known), chance.choice((1, 1, 2, 3))))]
    if chance.random() < 0.3:
        pairs += [("minEvidence", str(chance.randint(1, 5))), ("sort", chance.choice(("evidence", "cost", "title")))]
    if chance.random() < 0.3:
        pairs += [("page", str(chance.randint(1, 3))), ("pageSize", str(chance.randint(2, 30)))]
    return pairs


def in_other_words(chance, pairs):
    """The same search, written in another way."""
    names = {name for name, _ in pairs}
    again = [*pairs, *(pair for pair in pairs if pair[0] in {facet.name for facet in FACETS})]
    again += [pair for pair in DEFAULTS if pair[0] not in names and chance.random() < 0.5]
    again += [("municipality", "")]
    chance.shuffle(again)
    return [(name, f"  {value.replace(' ', '   ')} " if name == "q" else value) for name, value in again]


@pytest.mark.parametrize(("path", "headers"), PLACES)
def test_a_kept_answer_is_the_new_one_in_every_byte_however_the_search_is_written(keeping, forgetful, path, headers):
    chance = random.Random(31)
    catalogue = forgetful.get("/v1/search").json()
    for _ in range(DRAWS):
        pairs = draw(chance, catalogue)
        new = answer(forgetful, path, pairs, **headers)
        assert new[0] == 200
        other = in_other_words(chance, pairs)
        assert answer(forgetful, path, other, **headers) == new, (pairs, other)
        for written in (pairs, pairs, other, other):
            assert answer(keeping, path, written, **headers) == new, written


@pytest.mark.parametrize(("path", "headers"), PLACES)
def test_a_search_that_means_the_same_does_not_ask_the_engine_again(keeping, asked, path, headers):
    chance = random.Random(32)
    pairs = [("q", "kleine groepen"), ("partner", "bibliotheek"), ("partner", "jeugdzorg"), ("kind", "guide"), ("minEvidence", "1")]
    answer(keeping, path, pairs, **headers)
    once = len(asked)
    assert once
    for _ in range(20):
        answer(keeping, path, in_other_words(chance, pairs), **headers)
    assert len(asked) == once
    answer(keeping, path, [*pairs, ("maxCost", "5")], **headers)
    assert len(asked) > once


def test_the_links_of_an_answer_are_the_search_in_one_form(keeping):
    links = keeping.get("/v1/search?partner=jeugdzorg&partner=bibliotheek&sort=relevance&q=%20a%20%20b&kind=").json()["_links"]
    assert links["self"]["href"] == "/v1/search?q=a+b&partner=bibliotheek&partner=jeugdzorg"
    explained = keeping.get("/v1/search?explain=true&q=lezen&pageSize=5").json()["_links"]
    assert explained["next"]["href"] == "/v1/search?q=lezen&pageSize=5&explain=true&page=2"


@pytest.mark.parametrize(("path", "headers"), FROM_MEMORY)
def test_what_comes_from_memory_is_kept_by_its_address_and_is_the_same(keeping, forgetful, path, headers):
    new = answer(forgetful, path, **headers)
    assert new[0] == 200
    assert [answer(keeping, path, **headers) for _ in range(2)] == [new, new]
    assert shelf_of(keeping).asked_before(key_of(path, headers)).body == new[2]


def key_of(path, headers=None):
    bare, _, query = path.partition("?")
    return Asked(bare, query.encode(), (headers or {}).get("Accept", "*/*").encode())


def test_every_answer_counts_as_one_search_and_as_the_same_one(published, monkeypatch):
    monkeypatch.setattr(counts, "FLUSH_SECONDS", 3600.0)
    searches = [
        *(("GET", f"/v1/search?{urlencode({'q': q})}", {}) for q in WORDS),
        *(("GET", f"/zoeken?{urlencode({'q': q})}", HTML) for q in WORDS),
        ("HEAD", "/v1/search?q=lezen", {}),
        ("GET", "/v1/search?q=lezen&page=2", {}),
        ("GET", "/v1/search?q=%20LEZEN&sort=relevance", {}),
        ("GET", "/v1/search?q=xqvzkw&schoolType=po&minEvidence=5", {}),
        ("GET", "/v1/search?q=lezen", {"If-None-Match": "*"}),
        ("GET", "/v1/search?q=lezen", {"If-None-Match": '"old"'}),
        ("GET", "/v1/search?q=06 12345678", {}),
        ("GET", "/v1/search?q=lezen&page=0", {}),
    ]
    counted = []
    for megabytes in (0, 32):
        with serving(published.model_copy(update={"answer_cache_mb": megabytes})) as client:
            for _ in range(3):
                for method, path, headers in searches:
                    client.request(method, path, headers=headers)
            counted.append(pending(client))
            client.portal.call(parts_of(client).insights.flush)
            assert pending(client) == {}
            client.get("/v1/search?q=lezen")
            counted.append(pending(client))
    assert counted[:2] == counted[2:]
    assert sum(one.searches for one in counted[0].values()) > 3 * len(WORDS)
    assert [one.searches for one in counted[1].values()] == [1]


def test_nobody_is_counted_where_nothing_is_counted(published):
    with serving(published.model_copy(update={"count_searches": False})) as client:
        for _ in range(3):
            client.get("/v1/search?q=lezen")
        assert pending(client) == {}


@pytest.mark.parametrize(("path", "headers"), [("/v1/search?q=pesten", {}), ("/zoeken?q=pesten", HTML), FROM_MEMORY[0], FROM_MEMORY[6]])
def test_conditions_and_head_are_answered_as_ever(keeping, forgetful, path, headers):
    tag = keeping.get(path, headers=headers).headers["etag"]
    for condition in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-None-Match": "*"}, {"If-None-Match": '"x"'}, {}):
        for method in ("GET", "HEAD", "GET"):
            sent = {**headers, **condition}
            assert answer(keeping, path, method=method, **sent) == answer(forgetful, path, method=method, **sent)
    assert keeping.get(path, headers={**headers, "If-None-Match": tag}).status_code == 304
    assert keeping.head(path, headers=headers).content == b""


@pytest.mark.parametrize("path", ["/v1/search?q=pesten", "/zoeken?q=pesten", "/v1/coverage?rows=problemArea&columns=partner"])
def test_another_representation_is_never_mistaken_for_the_kept_one(keeping, forgetful, path):
    accepted = (None, "*/*", "text/html", "application/json", "text/csv", "text/csv;q=0.1, */*;q=0.9", "image/png", "application/json;q=0")
    for _ in range(2):
        for accept in accepted:
            headers = {} if accept is None else {"Accept": accept}
            assert answer(keeping, path, **headers) == answer(forgetful, path, **headers), accept
    assert {keeping.get(path, headers={"Accept": accept}).status_code for accept in accepted if accept} == {200, 406}


def test_explained_and_other_pages_of_a_search_are_answers_of_their_own(keeping, forgetful):
    paths = ("/v1/search?q=lezen", "/v1/search?q=lezen&explain=true", "/v1/search?q=lezen&page=2", "/v1/search?q=lezen&pageSize=5")
    kept = [answer(keeping, path) for path in paths * 2]
    assert kept == [answer(forgetful, path) for path in paths * 2]
    assert all(one != other for one, other in pairwise(kept))


def test_what_a_visitor_typed_wrong_is_told_to_nobody_else(keeping, forgetful):
    paths = (
        "/zoeken?q=lezen&partner=mijn-geheim",
        "/zoeken?q=lezen",
        "/zoeken?q=lezen&partner=iets-anders",
        "/zoeken?q=lezen&utm_source=geheim",
    )
    for _ in range(2):
        for path in paths:
            assert answer(keeping, path, **HTML) == answer(forgetful, path, **HTML)
    assert b"mijn-geheim" in answer(keeping, paths[0], **HTML)[2]
    assert b"geheim" not in answer(keeping, paths[1], **HTML)[2] + answer(keeping, paths[3], **HTML)[2]


def test_no_visitor_gets_anything_of_another(keeping, forgetful):
    paths = ("/zoeken?q=lezen", "/", "/overzicht", "/dekking", "/gemeenten", "/keuzehulp", "/mijn-lijst", "/v1/search?q=lezen")
    own = {**HTML, "Cookie": "mijn-lijst=feedback.zomerschool; mijn-lijst-sleutel=een-lijst.een-geheim", "Authorization": "Bearer geheim"}
    for first, second in ((own, HTML), (HTML, own)):
        vars(shelf_of(keeping))["_entries"].clear()
        for path in paths:
            accept = {"Accept": "*/*"} if path.startswith("/v1/") else {}
            for headers in (first, second, first):
                keeping.cookies.clear()
                forgetful.cookies.clear()
                got, new = (answer(one, path, **{**headers, **accept}) for one in (keeping, forgetful))
                assert (got[0], without_cookies(got), got[2]) == (new[0], without_cookies(new), new[2]), path
                assert b"geheim" not in got[2]
                # A new cookie says when it ends, by the second.
                assert without_cookies(got) == got[1] or (headers is own and path == "/mijn-lijst")
        assert shelf_of(keeping).asked_before(key_of("/zoeken?q=lezen", HTML))
        assert shelf_of(keeping).asked_before(key_of("/mijn-lijst", HTML)) is None


@pytest.mark.parametrize(
    ("status", "headers", "cookie", "again"),
    [
        (200, {"ETag": '"x"', "Cache-Control": "public, max-age=60"}, False, False),
        (200, {"ETag": '"x"', "Cache-Control": "public, max-age=60"}, True, True),
        (200, {"ETag": '"x"', "Cache-Control": "private"}, False, True),
        (200, {"ETag": '"x"'}, False, True),
        (200, {"Cache-Control": "public, max-age=60"}, False, True),
        (200, {"Cache-Control": "no-store"}, False, True),
        (404, {"ETag": '"x"', "Cache-Control": "public, max-age=60"}, False, True),
    ],
)
def test_only_what_any_proxy_might_keep_is_kept(published, status, headers, cookie, again):
    asked = []
    app = create_app(published, published.meili_url, published.meili_api_key.get_secret_value())

    @app.get("/probe")
    async def probe(request: Request) -> Response:
        asked.append(request)
        response = Response("one", status, headers)
        if cookie:
            response.set_cookie("name", "value")
        return keep(request, response, service(request).catalogue.snapshot)

    with TestClient(app) as client:
        first, second = client.get("/probe"), client.get("/probe")
    assert (first.status_code, second.text) == (status, "one")
    assert len(asked) == 1 + again


def test_an_answer_without_the_meaning_that_it_should_have_is_not_kept(published, forgetful):
    with serving(published.model_copy(update={"embedder_timeout": 1e-6})) as client:
        first = client.get("/v1/search?q=rust in de klas")
        assert (first.json()["degraded"], first.headers["cache-control"]) == (True, "no-store")
        assert client.get("/zoeken?q=nog meer rust in de klas", headers=HTML).headers["cache-control"] == "no-store"
        assert shelf_of(client).size == 0
        # The vector came too late, but it is there for a later search, and that one is whole.
        later = next(got for _ in range(5_000) if "etag" in (got := client.get("/v1/search?q=rust in de klas")).headers)
        assert later.content == answer(forgetful, "/v1/search?q=rust in de klas")[2]
        assert shelf_of(client).size > 0


def test_errors_are_not_kept_and_kept_answers_go_on_without_the_engine(keeping, engine_away, monkeypatch):
    kept = answer(keeping, "/v1/search?q=lezen")
    engine_away()
    assert keeping.get("/v1/search?q=rekenen").status_code == 503
    assert answer(keeping, "/v1/search?q=lezen") == kept
    monkeypatch.undo()
    assert keeping.get("/v1/search?q=rekenen").status_code == 200
    assert [keeping.get("/v1/search?page=0").status_code for _ in range(2)] == [400, 400]


@pytest.mark.parametrize("q", ["jan@school.nl", "06 12345678", "bel Piet 123456782"])
def test_a_search_that_looks_personal_stays_no_longer_than_it_takes(keeping, asked, q):
    assert keeping.get("/v1/search", params={"q": q}).status_code == 200
    assert keeping.get("/zoeken", params={"q": q}, headers=HTML).status_code == 200
    assert shelf_of(keeping).size == 0
    once = len(asked)
    keeping.get("/v1/search", params={"q": q})
    assert len(asked) > once


@pytest.fixture
def small(tmp_path, database, database_url, index_server):
    """A catalogue of its own, and how to publish what is in its files now."""
    root = make_content(tmp_path / "content", 6)
    go = lambda: publish(load.load(root), database, index_server, "tests", quiet)  # noqa: E731 - a fixture of two parts
    go()
    settings = Settings(
        database_url=database_url,
        meili_url=index_server.url,
        meili_api_key=index_server.key,
        meili_index_prefix=index_server.prefix,
        content_dir=root,
        var_dir=tmp_path,
        embedder="none",
    )
    return settings, root, go


@pytest.mark.both_databases
def test_a_publish_empties_what_is_kept_by_itself(small):
    settings, root, go = small
    paths = (("/v1/search?q=aanpak", {}), ("/zoeken?q=aanpak", HTML), ("/v1/items/item-00/similar", {}), ("/overzicht", HTML), ("/", HTML))
    with serving(settings) as client, serving(settings.model_copy(update={"answer_cache_mb": 0})) as forgetful:
        old = [answer(client, path, **headers) for path, headers in paths * 2]
        old_shelf = shelf_of(client)
        edit_item(root, "item-00", title="Aanpak die nu anders heet")
        go()
        for one in (client, forgetful):
            one.portal.call(parts_of(one).catalogue.refresh)
        assert shelf_of(client) is not old_shelf
        assert shelf_of(client).size == 0
        new = [answer(client, path, **headers) for path, headers in paths * 2]
        assert new == [answer(forgetful, path, **headers) for path, headers in paths * 2]
        assert all(one != other for one, other in zip(old, new, strict=True))
        assert b"die nu anders heet" in new[0][2]
        assert b"die nu anders heet" in new[1][2]


@pytest.mark.parametrize(("path", "headers"), [("/v1/search?q=aanpak", {}), ("/zoeken?q=aanpak", HTML)])
def test_an_answer_between_two_catalogues_is_not_kept(small, monkeypatch, path, headers):
    settings, root, go = small
    ask = Meili.multi_search
    monkeypatch.setattr(watch, "WATCH_SECONDS", 3600.0)
    with serving(settings) as client, serving(settings.model_copy(update={"answer_cache_mb": 0})) as forgetful:
        edit_item(root, "item-00", title="Aanpak die nu anders heet")
        go()

        async def published_meanwhile(self, payload):
            await parts_of(client).catalogue.refresh()
            return await ask(self, payload)

        monkeypatch.setattr(Meili, "multi_search", published_meanwhile)
        assert client.get(path, headers=headers).status_code == 200
        assert shelf_of(client).size == 0
        monkeypatch.undo()
        forgetful.portal.call(parts_of(forgetful).catalogue.refresh)
        assert [answer(client, path, **headers) for _ in range(2)] == [answer(forgetful, path, **headers)] * 2
        assert shelf_of(client).size > 0


def test_what_is_kept_stays_within_its_bytes(published):
    most = 1_000_000
    with serving(published.model_copy(update={"answer_cache_mb": 1})) as client:
        first = answer(client, "/v1/search?q=lezen")
        sizes = []
        for number in range(30):
            client.get(f"/v1/search?pageSize={10 + number}")
            sizes.append(shelf_of(client).size)
        assert max(sizes) <= most
        assert max(sizes) > most / 2
        assert shelf_of(client).asked_before(key_of("/v1/search?q=lezen")) is None
        assert answer(client, "/v1/search?q=lezen") == first


def test_the_least_recently_used_goes_first_and_its_address_leads_nowhere():
    room = 10 * (ENTRY_BYTES + 100)
    shelf = Shelf(room)
    kept = KeptAnswer((), b"x" * 100, None)
    shelf.keep(Asked("/", b"0", None), "/?0", kept)
    shelf.keep(Asked("/", b"1", None), "/?1", kept)
    for number in range(2, 20):
        assert shelf.asked_before(Asked("/", b"1", None)) is kept
        shelf.keep(Asked("/", str(number).encode(), None), f"/?{number}", kept)
        assert shelf.size <= room
    assert shelf.asked_before(Asked("/", b"0", None)) is None
    assert shelf.meant_before(Asked("/", b"0", None), "/?0") is None
    assert shelf.meant_before(Asked("/", b"0001", None), "/?1") is kept
    assert shelf.asked_before(Asked("/", b"0001", None)) is kept


@pytest.mark.parametrize("room", [0, 10_000])
def test_what_does_not_fit_is_not_kept(room):
    shelf = Shelf(room)
    shelf.keep(Asked("/", b"", None), None, KeptAnswer((), b"x" * (room // LARGEST_PART + 1), None))
    shelf.keep(Asked("/", b"x" * (room // LARGEST_PART + 1), None), "/", KeptAnswer((), b"", None))
    assert shelf.asked_before(Asked("/", b"", None)) is None
    assert shelf.asked_before(Asked("/", b"x" * (room // LARGEST_PART + 1), None)) is None
