"""Pages of text, errors as pages, and the files at fixed addresses."""

import xml.etree.ElementTree as ET

import pytest
from conftest import serving
from pages import check_form, read
from starlette.testclient import TestClient

from app.domain.errors import DatabaseUnavailable, Fault, InvalidInput, Moved, Removed, SearchUnavailable
from app.domain.insights import KEPT_DAYS
from app.main import create_app
from app.settings import Settings
from app.web.site.texts.pages import OTHERS, TEXTS

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_of_text_is_in_form_and_its_links_lead_somewhere(client, name):
    response = client.get(f"/{name}", headers=BROWSER)
    assert response.status_code == 200
    page = read(response.text)
    check_form(page)
    for href in {one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("/")}:
        assert client.get(href, headers={"Accept": "*/*"}).status_code == 200, href


def test_a_page_of_text_changes_with_what_is_set(client, published):
    known = client.get("/privacy").headers["etag"]
    with serving(published.model_copy(update={"count_searches": False})) as other:
        assert other.get("/privacy", headers={"If-None-Match": known}).status_code == 200


def test_the_privacy_page_says_what_is_so(client):
    text = client.get("/privacy").text
    assert f"{KEPT_DAYS} dagen" in text
    assert "30 dagen" in text
    for path in ("/", "/zoeken?q=lezen", "/item/feedback", "/privacy"):
        assert "set-cookie" not in client.get(path).headers


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/item/bestaat-niet", 404, "Deze pagina is er niet"),
        ("/nergens", 404, "Deze pagina is er niet"),
        ("/static/nergens.css", 404, "Deze pagina is er niet"),
    ],
)
def test_a_browser_gets_an_error_as_a_page(client, path, status, title):
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status
    assert response.headers["cache-control"] == "no-store"
    assert "unsafe" not in response.headers["content-security-policy"]
    page = read(response.text)
    check_form(page)
    assert page.one("h1").text == title
    assert client.get(path).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (InvalidInput([Fault("q", "x")]), 400, "Dit adres klopt niet"),
        (Removed("x"), 410, "Deze pagina is weggehaald"),
        (SearchUnavailable("x"), 503, "Menukaart is even niet bereikbaar"),
        (DatabaseUnavailable("host=secret"), 503, "Menukaart is even niet bereikbaar"),
        (RuntimeError("secret"), 500, "Er ging iets mis"),
    ],
)
def test_what_goes_wrong_is_told_without_details(tmp_path, error, status, title):
    def fails():
        raise error

    application = create_app(Settings(var_dir=tmp_path), "http://127.0.0.1:1", "key")
    application.add_api_route("/proef", fails)
    with TestClient(application, raise_server_exceptions=False) as one:
        response = one.get("/proef", headers=BROWSER)
        assert response.status_code == status
        assert read(response.text).one("h1").text == title
        assert "secret" not in response.text
        assert ("retry-after" in response.headers) == (status == 503)
        assert "script-src 'self'" in response.headers["content-security-policy"]


def test_an_old_address_leads_to_the_new_one(client, monkeypatch):
    def moved(session, slug):
        raise Moved("feedback")

    monkeypatch.setattr("app.db.items.get", moved)
    response = client.get("/item/oud?van=nieuwsbrief", headers=BROWSER)
    assert (response.status_code, response.headers["location"]) == (301, "/item/feedback?van=nieuwsbrief")


def test_the_api_keeps_its_problem_documents(client):
    for path in ("/v1/items/bestaat-niet", "/v1/search?page=0", "/v1/nergens"):
        assert client.get(path, headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_a_method_that_does_not_work_says_what_does(client):
    response = client.post("/zoeken", headers=BROWSER)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"
    assert "aan ons" not in response.text
    assert "<h1" in response.text


def test_the_site_map_has_every_page(client):
    root = ET.fromstring(client.get("/sitemap.xml").text)  # noqa: S314 - of our own making
    found = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    total = client.get("/v1/items").json()["page"]["totalItems"]
    assert len(found) == len(set(found)) == total + len(OTHERS) + len(TEXTS)
    assert any(one.endswith("/item/feedback") for one in found)


def test_a_long_site_map_is_in_parts_that_have_every_page_once(client, monkeypatch):
    whole = locations(client.get("/sitemap.xml"))
    monkeypatch.setattr("app.web.site.texts.pages.LISTED_AT_ONCE", 100)
    parts = locations(client.get("/sitemap.xml"))
    assert len(parts) == 4
    pages = [page for part in parts for page in locations(client.get(part))]
    assert sorted(pages) == sorted(whole)
    assert client.get("/sitemap-4.xml").status_code == 404


def locations(response):
    root = ET.fromstring(response.text)  # noqa: S314 - of our own making
    return [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_robots_are_led_to_the_site_map(client):
    assert "/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")
def test_security_txt_names_a_contact_that_the_operator_gave(client, published):
    assert client.get("/.well-known/security.txt").status_code == 404
    with serving(published.model_copy(update={"contact": "mailto:veilig@example.org"})) as other:
        lines = other.get("/.well-known/security.txt").text.splitlines()
        assert lines[0] == "Contact: mailto:veilig@example.org"
        assert lines[1].startswith("Expires: 20")
        assert "mailto:veilig@example.org" in other.get("/toegankelijkheid").text
