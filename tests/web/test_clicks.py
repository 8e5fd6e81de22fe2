"""`POST /v1/clicks`: a front end on another site tells that a result was opened."""

import json
import random
from datetime import date, timedelta

import pytest
from conftest import index_of, quiet, serving
from factories import make_content, remove_item, slug
from sqlalchemy import select

from app.content import load
from app.db.engine import connect, reading, sessions
from app.db.migrate import migrate
from app.db.models import SearchCount
from app.publishing.publish import publish
from app.settings import Settings
from app.web.background import counts

pytestmark = pytest.mark.both_databases

LONG = b'{"q": "lezen", "slug": "feedback"}' + b" " * 9000


@pytest.fixture
def own_words():
    """A query that nobody else searches for, found by its last word."""
    return "".join(random.Random().choices("abcdefghijklmnop", k=12)) + " lezen"


@pytest.fixture
def counted(published):
    """The counts of a query, after the service has stopped."""

    def counting(query):
        database = connect(published.database)
        with reading(sessions(database)) as session:
            found = [(row.searches, row.clicks) for row in session.scalars(select(SearchCount).where(SearchCount.query == query))]
        database.dispose()
        return found

    return counting


def click(client, q, slug="feedback"):
    return client.post("/v1/clicks", json={"q": q, "slug": slug})


def test_a_click_counts_for_the_query_that_was_searched(published, counted, own_words):
    with serving(published) as client:
        assert client.get("/v1/search", params={"q": own_words.upper()}).status_code == 200
        assert client.get("/v1/search", params={"q": own_words, "page": 2}).status_code == 200
        answer = click(client, own_words)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["cache-control"] == "no-store"
    assert "api-version" in answer.headers
    assert counted(own_words) == [(1, 1)]
    with serving(published) as client:
        click(client, f" {own_words}")
    assert counted(own_words) == [(1, 2)]


def test_a_query_that_nobody_searched_today_is_not_counted_and_not_told_apart(published, counted, own_words, monkeypatch):
    with serving(published) as client:
        assert click(client, own_words).status_code == 204
    assert counted(own_words) == []
    with serving(published) as client:
        client.get("/v1/search", params={"q": own_words})
    monkeypatch.setattr(counts, "today", lambda: date.today() + timedelta(days=1))
    with serving(published) as client:
        assert click(client, own_words).status_code == 204
    assert counted(own_words) == [(1, 0)]


def test_an_answer_that_was_not_made_anew_is_not_counted(published, counted, own_words):
    with serving(published) as client:
        etag = client.get("/v1/facets").headers["etag"]
        assert client.get("/v1/search", params={"q": own_words}, headers={"If-None-Match": etag}).status_code == 304
    assert counted(own_words) == []


def test_an_operator_can_have_nothing_counted(published, counted, own_words):
    with serving(published.model_copy(update={"count_searches": False})) as client:
        assert client.get("/v1/search", params={"q": own_words}).status_code == 200
        assert click(client, own_words).status_code == 204
    assert counted(own_words) == []


def test_an_unknown_item_is_404_with_a_hint(client):
    answer = click(client, "lezen", "feedbak")
    assert answer.status_code == 404
    assert 'did you mean "feedback"?' in answer.json()["detail"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_removed_item_is_410_and_an_old_slug_counts(database_url, tmp_path, engine_server):
    known = Settings(
        database_url=database_url,
        meili_url=engine_server.url,
        meili_api_key=engine_server.key,
        meili_index_prefix="clicks",
        var_dir=tmp_path,
        embedder="none",
    )
    root = make_content(tmp_path / "content", 5)
    database = connect(known.database)
    migrate(database)
    publish(load.load(root), database, index_of(known), "tests", quiet)
    remove_item(root, slug(4))
    publish(load.load(root), database, index_of(known), "tests", quiet)
    database.dispose()
    with serving(known) as client:
        assert click(client, "aanpak", slug(4)).status_code == 410
        assert click(client, "aanpak", "oud-00").status_code == 204
        assert client.get("/v1/items/oud-00").status_code == 301


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"q": "x" * 201, "slug": "feedback"}, {"q"}),
        ({"q": "lezen", "slug": "Geen Slug"}, {"slug"}),
        ({"q": "lezen", "slug": "x" * 81}, {"slug"}),
        ({"q": 5, "slug": None, "who": "jan"}, {"q", "slug", "who"}),
        ({}, {"q", "slug"}),
        (["lezen", "feedback"], {"body"}),
    ],
)
def test_a_body_with_faults_is_400_with_all_of_them(client, body, names):
    answer = client.post("/v1/clicks", json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == names


@pytest.mark.parametrize("body", [b"", b"{", b'{"q": "\xff", "slug": "feedback"}', b'{"q": "\\ud800", "slug": "feedback"}', LONG])
def test_a_body_that_is_no_json_or_too_long_is_400(client, body):
    answer = client.post("/v1/clicks", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert [fault["name"] for fault in answer.json()["invalidParams"]] == ["body"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/ld+json", ""])
def test_another_media_type_is_415(client, media_type):
    body = json.dumps({"q": "lezen", "slug": "feedback"})
    answer = client.post("/v1/clicks", content=body, headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    assert "application/json" in answer.json()["detail"]


def test_json_may_say_its_encoding(client):
    body = json.dumps({"q": "lezen", "slug": "feedback"})
    assert client.post("/v1/clicks", content=body, headers={"Content-Type": "Application/JSON; charset=utf-8"}).status_code == 204


def test_an_unknown_parameter_is_refused(client):
    assert client.post("/v1/clicks?who=jan", json={"q": "lezen", "slug": "feedback"}).status_code == 400


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_405_with_what_is_allowed(client, method):
    answer = client.request(method, "/v1/clicks")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_a_browser_lets_other_sites_send_clicks(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = client.options("/v1/clicks", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"].split(", ")
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower().split(", ")
    assert click(client, "lezen").headers["access-control-allow-origin"] == "*"
