"""`GET /v1/insights`: for editors with the token, and for nobody else."""

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import TOKEN, serving
from pydantic import SecretStr

from app.db import insights
from app.db.engine import connect, sessions, writing
from app.domain.insights import Counts
from app.web.api.insights.schemas import InsightsAnswer

pytestmark = pytest.mark.both_databases

EDITOR = {"Authorization": f"Bearer {TOKEN}"}
TODAY = date.today()


@pytest.fixture
def editors(published, database, database_url):
    """A service over a database with counts of this test's own."""
    ago = {days: TODAY - timedelta(days=days) for days in (0, 29, 30)}
    counts = {
        (ago[0], "lezen"): Counts(5, 0, 2),
        (ago[29], "lezen"): Counts(4, 0, 0),
        (ago[0], "padel"): Counts(3, 3, 0),
        (ago[0], "m@zl"): Counts(2, 0, 0),
        (ago[30], "verzuim"): Counts(9, 0, 0),
    }
    with writing(sessions(database)) as session:
        insights.add(session, counts)
    with serving(published.model_copy(update={"database_url": database_url})) as client:
        yield client


def ask(client, **parameters):
    answer = client.get("/v1/insights", params=parameters, headers=EDITOR)
    assert answer.status_code == 200, answer.text
    InsightsAnswer.model_validate(answer.json())
    return answer.json()


def test_editors_read_what_is_searched_in_the_last_thirty_days(editors):
    answer = ask(editors)
    padel = {"query": "padel", "searches": 3, "withoutResults": 3, "clicks": 0}
    mazl = {"query": "m@zl", "searches": 2, "withoutResults": 0, "clicks": 0}
    assert answer == {
        "from": str(TODAY - timedelta(days=29)),
        "to": str(TODAY),
        "searches": 14,
        "searchesWithoutResults": 3,
        "clicks": 2,
        "topQueries": [{"query": "lezen", "searches": 9, "withoutResults": 0, "clicks": 2}, padel, mazl],
        "queriesWithoutResults": [padel],
        "queriesWithoutClick": [mazl],
    }


def test_editors_choose_how_many_days_and_queries(editors):
    answer = ask(editors, days=31, limit=1)
    assert answer["searches"] == 23
    assert [row["query"] for row in answer["topQueries"]] == ["lezen"]
    assert [row["query"] for row in answer["queriesWithoutClick"]] == ["verzuim"]
    assert ask(editors, days=1)["searches"] == 10


def test_nobody_may_keep_the_answer(editors):
    headers = editors.get("/v1/insights", headers=EDITOR).headers
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN.upper()}",
        "Bearer \xe9\xff",
        f"Basic {TOKEN}",
        TOKEN,
    ],
)
def test_without_the_token_there_is_nothing_to_read(client, authorization):
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}
    answer = client.get("/v1/insights", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/problem+json"
    assert TOKEN not in answer.text


def test_the_token_is_asked_before_anything_is_said_of_the_request(client):
    assert client.get("/v1/insights?days=0").status_code == 401
    assert client.get("/v1/insights", headers={"Accept": "text/csv"}).status_code == 401
    assert client.get(f"/v1/insights?token={TOKEN}").status_code == 401


def test_the_scheme_may_be_written_in_any_case(client):
    assert client.get("/v1/insights", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("parameters", [{"days": 0}, {"days": 401}, {"limit": 0}, {"limit": 501}, {"days": "x"}, {"q": "lezen"}])
def test_a_fault_in_the_request_is_400(client, parameters):
    answer = client.get("/v1/insights", params=parameters, headers=EDITOR)
    assert answer.status_code == 400
    assert [fault["name"] for fault in answer.json()["invalidParams"]] == list(parameters)


def test_only_json_is_offered(client):
    assert client.get("/v1/insights", headers={**EDITOR, "Accept": "text/csv"}).status_code == 406


def test_without_a_token_to_ask_for_it_is_turned_off_and_says_how_to_turn_it_on(published):
    with serving(published.model_copy(update={"insights_token": SecretStr("")})) as client:
        for headers in ({}, EDITOR, {"Authorization": "Bearer "}):
            answer = client.get("/v1/insights", headers=headers)
            assert answer.status_code == 404
            assert "INSIGHTS_TOKEN" in answer.json()["detail"]


def test_with_the_database_away_it_is_503_and_searches_go_on(published, tmp_path):
    with serving(published) as client:
        app: Any = client.app
        app.state.service.sessions.configure(bind=connect(f"sqlite+pysqlite:///{tmp_path / 'gone.db'}"))
        assert client.get("/v1/insights", headers=EDITOR).status_code == 503
        assert client.get("/v1/search", params={"q": "lezen"}).status_code == 200
        assert client.post("/v1/clicks", json={"q": "iets anders", "slug": "feedback"}).status_code == 204


def test_head_answers_like_get_and_a_trailing_slash_is_404(client):
    assert client.head("/v1/insights", headers=EDITOR).status_code == 200
    assert client.get("/v1/insights/", headers=EDITOR).status_code == 404


def test_the_document_says_that_a_token_is_needed(client):
    document = client.get("/v1/openapi.json").json()
    (needed,) = document["paths"]["/insights"]["get"]["security"]
    (name,) = needed
    assert document["components"]["securitySchemes"][name]["scheme"] == "bearer"
    guarded = [path for path, operations in document["paths"].items() for operation in operations.values() if "security" in operation]
    assert set(guarded) == {"/insights", "/shortlists/{id}"}
