"""The rules that hold for every address: those of the NLGov REST API Design Rules that only show at run time, and our own."""

import pytest

from app import __version__
from app.web.http.headers import HEADERS

PATHS = [
    "/v1/search?q=lezen",
    "/v1/suggestions?q=le",
    "/v1/advice?schoolType=po&problemArea=pesten",
    "/v1/items",
    "/v1/items/feedback",
    "/v1/items/feedback/revisions",
    "/v1/items/feedback/similar",
    "/v1/facets",
    "/v1/facets/partner/values",
    "/v1/vocabularies/partners",
    "/v1/coverage",
    "/v1/openapi.json",
    "/health",
    "/ready",
]
OF_THEIR_OWN = {"/clicks", "/insights", "/shortlists", "/shortlists/{id}"}  # not simply to be read; they have tests of their own
JSON_ONLY = [path for path in PATHS if path.startswith("/v1/") and "openapi" not in path]


def test_the_list_of_addresses_is_complete(client):
    known = {path.split("?")[0].replace("/feedback", "/{slug}").replace("/v1", "") for path in PATHS} - {"/openapi.json"}
    described = {
        path.replace("/{facet}", "/partner").replace("/{name}", "/partners") for path in client.get("/v1/openapi.json").json()["paths"]
    }
    assert known == described - OF_THEIR_OWN


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_like_get_without_a_body(client, path):
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    skipped = {"date"}
    assert {name: value for name, value in head.headers.items() if name not in skipped} == {
        name: value for name, value in get.headers.items() if name not in skipped
    }


@pytest.mark.parametrize("path", [*PATHS, "/v1/nothing", "/v1/items/no-such-item", "/v1/search?page=0"])
def test_every_answer_carries_version_and_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["API-Version"] == __version__
    assert set(map(str.lower, HEADERS)) <= set(headers)


@pytest.mark.parametrize("path", PATHS)
def test_a_trailing_slash_is_404_and_no_redirect(client, path):
    response = client.get(path.split("?")[0] + "/")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_405_with_what_is_allowed(client, path, method):
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"
    assert response.json()["status"] == 405


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("/v1/")])
def test_an_unknown_parameter_is_refused(client, path):
    response = client.get(f"{path}{'&' if '?' in path else '?'}utm_source=x")
    assert response.status_code == 400
    assert response.json()["invalidParams"] == [{"name": "utm_source", "reason": "is not a known field"}]


@pytest.mark.parametrize("path", JSON_ONLY)
def test_a_media_type_that_is_not_offered_is_406(client, path):
    assert client.get(path, headers={"Accept": "application/xml"}).status_code == 406
    assert client.get(path, headers={"Accept": "application/json;q=0"}).status_code == 406
    assert client.get(path, headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200


def test_problems_have_all_the_members(client):
    problem = client.get("/v1/search?page=0").json()
    assert {"type", "status", "title", "detail", "message", "invalidParams"} <= set(problem)
    assert problem["message"] == problem["detail"]


def test_other_sites_may_read(client):
    preflight = client.options("/v1/search", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert client.get("/v1/openapi.json").headers["access-control-allow-origin"] == "*"


def test_the_documentation_page_is_our_own(client):
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("</html", "")
    for path in ("/static/vendor/swagger-ui.css", "/static/vendor/swagger-ui-bundle.js", "/static/api-docs.js"):
        assert client.get(path).status_code == 200
