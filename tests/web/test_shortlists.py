"""`/v1/shortlists`: a school makes a list, its municipality reads it, and only who has the token changes it."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from conftest import index_of, quiet, serving
from factories import make_content, remove_item, slug, write_item
from sqlalchemy import func, select

from app.content import load
from app.db import runs
from app.db.engine import connect, reading, sessions
from app.db.migrate import migrate
from app.db.models import ShortlistItemRow, ShortlistRow
from app.publishing.publish import publish
from app.settings import Settings
from app.web.actions.shortlist_input import EXAMPLE
from app.web.api.shortlists import routes as shortlists
from app.web.api.shortlists.schemas import ID_EXAMPLE, NewShortlist, ShortlistOut
from app.web.http import versions
from app.web.http.csv import table

pytestmark = pytest.mark.both_databases

PLAN = {
    "title": "Plan 2027, De Wilgen",
    "schoolType": ["bo"],
    "items": [
        {"slug": "sportieve-activiteiten", "note": "Met de sportclub\nop woensdag"},
        {"slug": "zomerschool-gemeente"},
        {"slug": "feedback", "note": "=2+3"},
    ],
}
LONG = json.dumps(PLAN).encode() + b" " * 300_000


class Made:
    """A list that was made, as its editors know it."""

    def __init__(self, client, body=PLAN):
        self.client = client
        self.answer = client.post("/v1/shortlists", json=body)
        assert self.answer.status_code == 201, self.answer.text
        self.path = self.answer.headers["location"]
        self.etag = self.answer.headers["etag"]
        self.token = self.answer.json()["editToken"]

    def headers(self, **more):
        given = {"Authorization": f"Bearer {self.token}", "If_Match": self.etag} | more
        return {name.replace("_", "-"): value for name, value in given.items() if value is not None}

    def put(self, body=PLAN, **headers):
        return self.client.put(self.path, json=body, headers=self.headers(**headers))

    def delete(self, **headers):
        return self.client.delete(self.path, headers=self.headers(**headers))

    def get(self, **headers):
        return self.client.get(self.path, headers=headers)


@pytest.fixture
def made(client):
    return Made(client)


@pytest.fixture
def rows(published):
    """How many rows both tables have of one list."""

    def counting(path):
        list_id = path.rsplit("/", 1)[1]
        database = connect(published.database)
        with reading(sessions(database)) as session:
            found = tuple(
                session.scalar(select(func.count()).select_from(table).where(column == list_id))
                for table, column in ((ShortlistRow, ShortlistRow.id), (ShortlistItemRow, ShortlistItemRow.shortlist_id))
            )
        database.dispose()
        return found

    return counting


def test_a_school_makes_a_list_and_gets_the_token_once(made):
    answer = made.answer.json()
    NewShortlist.model_validate(answer)
    assert made.path == answer["_links"]["self"]["href"] == f"/v1/shortlists/{answer['id']}"
    assert len(made.token) >= 40
    read = made.get()
    assert read.status_code == 200
    ShortlistOut.model_validate(read.json())
    assert read.json() == {name: value for name, value in answer.items() if name != "editToken"}
    assert made.token not in read.text + made.put().text + made.get(Accept="text/csv").text


def test_a_list_has_the_items_as_everywhere_with_notes_in_their_order(client, made):
    found = made.get().json()
    assert [(entry["position"], entry["slug"], entry["note"]) for entry in found["items"]] == [
        (1, "sportieve-activiteiten", "Met de sportclub\nop woensdag"),
        (2, "zomerschool-gemeente", ""),
        (3, "feedback", "=2+3"),
    ]
    for entry in found["items"]:
        card, full = entry["item"], client.get(entry["item"]["_links"]["self"]["href"]).json()
        assert card == {name: full[name] for name in card} | {"_links": card["_links"]}
        assert (entry["removed"], entry["removedAt"], entry["title"]) == (False, None, card["title"])
    assert found["schoolType"] == [{"id": "bo", "label": "Basisonderwijs"}]


def test_a_municipality_sees_at_a_glance_what_it_can_add(made):
    measures = {measure["slug"]: measure for measure in made.get().json()["measures"]}
    assert measures.keys() == {"rijke-schooldag", "sport-cultuur", "zomerschool-gemeente"}
    sport = measures["sport-cultuur"]
    assert {item["slug"]: item["listed"] for item in sport["items"]} == {"sportieve-activiteiten": True, "cultuureducatie": False}
    assert sport["href"] == "/v1/items/sport-cultuur"
    assert {slug: measure["listed"] for slug, measure in measures.items()}["zomerschool-gemeente"]
    assert sport["spendingGoal"]["label"] != sport["spendingGoal"]["id"]
    assert sport["steps"] == [{"step": {"id": "in-of-na-de-zomer", "label": "In of na de zomer"}, "basis": "editorial"}]
    assert [step["step"]["id"] for step in measures["zomerschool-gemeente"]["steps"]] == ["voor-de-zomer", "in-of-na-de-zomer"]
    assert measures["rijke-schooldag"]["steps"] == []
    assert all(item["title"] != item["slug"] for measure in measures.values() for item in measure["items"])


def test_a_municipality_sees_at_a_glance_which_partners_are_needed(made):
    found = made.get().json()
    told = {(partner["id"], item["slug"], item["role"]) for partner in found["partners"] for item in partner["items"]}
    on_cards = {
        (partner["id"], entry["slug"], partner["role"])
        for entry in found["items"]
        for partner in entry["item"]["partners"]
        if partner["role"] != "involved"
    }
    assert told == on_cards != set()
    assert all(partner["label"] and partner["roleLabel"] in {"nodig", "helpt"} for partner in found["partners"])
    assert {group["id"] for group in found["goals"]} == {entry["item"]["goal"]["id"] for entry in found["items"] if entry["item"]["goal"]}
    assert all(group["items"] for group in found["schoolTypes"])


def test_a_table_runs_no_formula_either_where_it_is_split_at_semicolons():
    whole = table([["x;=1+1", "a\n=2", "een\n- twee", ";@sum", "a; b"]]).decode("utf-8-sig")
    assert whole == """x;'=1+1,"a\n'=2","een\n- twee",;'@sum,a; b\r\n"""


def test_as_a_table_that_runs_no_formula(client, made):
    answer = made.get(Accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [(row["position"], row["slug"], row["note"]) for row in table] == [
        ("1", "sportieve-activiteiten", "Met de sportclub\nop woensdag"),
        ("2", "zomerschool-gemeente", ""),
        ("3", "feedback", "'=2+3"),
    ]
    assert table[0]["measures"] == "rijke-schooldag;sport-cultuur"
    assert table[2]["effectMonths"] == "6"
    assert table[2]["href"].startswith("http")


def test_nobody_keeps_an_answer_or_passes_the_address_on(made):
    for answer in (made.answer, made.get(), made.get(Accept="text/csv"), made.put()):
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex"
    assert made.get(If_None_Match=made.etag).status_code == 200


def test_an_editor_changes_the_list_and_every_change_is_a_version(made):
    first = made.get()
    assert first.headers["etag"] == made.etag == '"1"'
    other = {"title": "  Anders\t nu ", "items": [{"slug": "feedback", "note": " \x07 twee\r\nregels \x00 "}]}
    answer = made.put(other)
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"2"'
    assert answer.json() == made.get().json()
    assert (answer.json()["title"], answer.json()["schoolType"]) == ("Anders nu", [])
    assert [(entry["slug"], entry["note"]) for entry in answer.json()["items"]] == [("feedback", "twee\nregels")]
    assert answer.json()["createdAt"] == first.json()["createdAt"]
    assert answer.json()["updatedAt"] > first.json()["updatedAt"]


def test_what_was_read_can_be_sent_back(made):
    read = made.get().json()
    back = {
        "title": read["title"],
        "schoolType": [term["id"] for term in read["schoolType"]],
        "items": [{"slug": entry["slug"], "note": entry["note"]} for entry in read["items"]],
    }
    again = made.put(back).json()
    moments = {"updatedAt", "expiresAt"}
    assert {name: again[name] for name in again.keys() - moments} == {name: read[name] for name in read.keys() - moments}


def test_when_somebody_was_first_nothing_is_lost(made):
    assert made.put({"title": "De eerste", "items": []}).status_code == 200
    for answer in (made.put({"title": "De tweede", "items": []}), made.delete()):
        assert answer.status_code == 412
        assert answer.json()["etag"] == answer.headers["etag"] == '"2"'
        assert answer.headers["content-type"] == "application/problem+json"
    assert made.get().json()["title"] == "De eerste"
    assert made.put({"title": "Samen", "items": []}, If_Match='"2"').json()["title"] == "Samen"


@pytest.mark.parametrize("method", ["put", "delete"])
def test_without_if_match_it_is_428_and_one_that_does_not_fit_412(made, method):
    change = getattr(made, method)
    assert change(If_Match=None).status_code == 428
    for wrong in ("", '"0"', "1", 'W/"1"', '"1-csv"', '"', '"99999999999999999999999"', '"2", "3"'):
        assert change(If_Match=wrong).status_code == 412, wrong
    assert made.get().headers["etag"] == '"1"'


@pytest.mark.parametrize("fitting", ["*", '"7", "1"'])
def test_if_match_may_name_several_or_any(made, fitting):
    assert made.put(If_Match=fitting).headers["etag"] == '"2"'


@pytest.mark.parametrize("method", ["put", "delete"])
def test_without_the_token_nothing_changes(client, made, method):
    change, other = getattr(made, method), Made(client)
    for missing in (None, "", "Bearer", "Bearer ", f"Basic {made.token}", made.token):
        answer = change(Authorization=missing, If_Match=None)
        assert answer.status_code == 401, missing
        assert answer.headers["www-authenticate"] == "Bearer"
    for wrong in (other.token, made.token[:-1], made.token + "x", made.path.rsplit("/", 1)[1]):
        answer = change(Authorization=f"Bearer {wrong}", If_Match=None)
        assert answer.status_code == 403, wrong
        assert made.token not in answer.text
    assert made.get().headers["etag"] == '"1"'


def test_a_token_in_the_address_is_none(made):
    assert made.client.delete(f"{made.path}?editToken={made.token}", headers={"If-Match": "*"}).status_code == 401
    assert made.client.delete(f"{made.path}?editToken={made.token}", headers=made.headers()).status_code == 400
    assert made.get().status_code == 200


def test_a_deleted_list_is_gone_from_the_tables_and_like_one_that_never_was(client, made, rows):
    assert rows(made.path) == (1, 3)
    answer = made.delete()
    assert (answer.status_code, answer.content) == (204, b"")
    assert rows(made.path) == (0, 0)
    never = client.get(f"/v1/shortlists/{ID_EXAMPLE}")
    for gone in (made.get(), made.put(), made.delete()):
        assert gone.status_code == never.status_code == 404
        assert gone.json() == never.json()
    assert made.put(Authorization="Bearer x", If_Match=None).status_code == 404


@pytest.mark.parametrize("list_id", ["x", "%00", "%FF", "é", "x" * 4000, f"{ID_EXAMPLE}%0A", f"{ID_EXAMPLE}x"])
def test_an_address_that_can_be_none_is_404(client, list_id):
    answer = client.get(f"/v1/shortlists/{list_id}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_list_expires_after_its_last_change_and_says_when(made, monkeypatch, published):
    read = made.get().json()
    assert moment(read["expiresAt"]) - moment(read["updatedAt"]) == timedelta(days=published.shortlist_days)
    at(monkeypatch, moment(read["expiresAt"]) - timedelta(days=1))
    kept = made.put()
    assert moment(kept.json()["expiresAt"]) > moment(read["expiresAt"]) + timedelta(days=300)
    at(monkeypatch, moment(kept.json()["expiresAt"]))
    for gone in (made.get(), made.get(Accept="text/csv"), made.put(If_Match='"2"'), made.delete(If_Match='"2"')):
        assert gone.status_code == 404


def moment(text):
    return datetime.fromisoformat(text)


def at(monkeypatch, now):
    monkeypatch.setattr("app.web.actions.shortlists.now", lambda: now)


def test_the_service_deletes_what_has_expired(published, rows, monkeypatch):
    with serving(published) as client:
        at(monkeypatch, runs.now() - timedelta(days=published.shortlist_days))
        old = Made(client)
        at(monkeypatch, runs.now())
        new = Made(client)
        assert rows(old.path) == (1, 3)
    with serving(published):
        pass  # sweeps as it starts, and ends in order
    assert rows(old.path) == (0, 0)
    assert rows(new.path) == (1, 3)


@pytest.mark.parametrize("turn", range(5))
def test_of_two_editors_who_have_read_the_same_exactly_one_wins(made, monkeypatch, turn):
    together = Barrier(2)

    def demand(request, version):
        versions.demand_version(request, version)
        together.wait(20)  # both are told that their version is the present one

    monkeypatch.setattr(shortlists, "demand_version", demand)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda number: made.put({"title": f"Van {number}", "items": []}), range(2)))
    monkeypatch.undo()
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    winner = answers[0].status_code == 412
    assert answers[1 - winner].json()["etag"] == '"2"'
    assert made.get().json()["title"] == f"Van {int(winner)}"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"title": ""}, {"title"}),
        ({"title": " \n "}, {"title"}),
        ({"title": "x" * 121}, {"title"}),
        ({"title": 5}, {"title"}),
        ({"schoolType": ["basis", "po"]}, {"schoolType"}),
        ({"schoolType": "po"}, {"schoolType"}),
        ({"items": "feedback"}, {"items"}),
        ({"items": [{"slug": "feedback"}] * 2}, {"items"}),
        ({"items": [{"slug": "feedback"}] * 61}, {"items"}),
        ({"items": [{"slug": "feedback"}, {"slug": "feedbak"}, {"slug": "G"}]}, {"items[1].slug", "items[2].slug"}),
        ({"items": [{"slug": "feedback", "note": "x" * 1001}], "title": ""}, {"items[0].note", "title"}),
        ({"items": [{"note": "zonder"}, "feedback", {"slug": "feedback", "who": "jan"}]}, {"items[0].slug", "items[1]", "items[2].who"}),
        ({"email": "jan@example.org", "title": None}, {"email", "title"}),
    ],
)  # fmt: skip
def test_every_fault_of_a_list_is_told_at_once(made, change, names):
    for answer in (made.client.post("/v1/shortlists", json=PLAN | change), made.put(PLAN | change)):
        assert answer.status_code == 400
        assert {fault["name"] for fault in answer.json()["invalidParams"]} == names
        assert "front matter" not in answer.text
    assert made.get().headers["etag"] == '"1"'


def test_a_change_must_say_which_items_so_that_none_are_lost_by_accident(made):
    assert made.put({"title": "Alleen een titel"}).status_code == 400


def test_a_mistyped_item_gets_a_hint(client):
    answer = client.post("/v1/shortlists", json={"title": "Plan", "items": [{"slug": "feedbak"}]})
    assert 'did you mean "feedback"?' in answer.json()["invalidParams"][0]["reason"]


@pytest.mark.parametrize("body", [b"", b"{", b'{"title": "\xff", "items": []}', b'{"title": "\\ud800", "items": []}', LONG])
def test_a_body_that_is_no_json_or_too_long_is_400(made, body):
    sent = {"Content-Type": "application/json"}
    for answer in (
        made.client.post("/v1/shortlists", content=body, headers=sent),
        made.client.put(made.path, content=body, headers=made.headers() | sent),
    ):
        assert answer.status_code == 400
        assert [fault["name"] for fault in answer.json()["invalidParams"]] == ["body"]


def test_the_longest_list_fits(client):
    slugs = [item["slug"] for item in client.get("/v1/items?pageSize=60").json()["items"]]
    body = {"title": "é" * 120, "items": [{"slug": name, "note": "🎈" * 1000} for name in slugs]}
    answer = client.post("/v1/shortlists", content=json.dumps(body, ensure_ascii=False), headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
    assert answer.json()["items"][59]["note"] == "🎈" * 1000


def test_another_media_type_is_415_or_406(made):
    for answer in (made.client.post("/v1/shortlists", content="x"), made.client.put(made.path, content="x", headers=made.headers())):
        assert answer.status_code == 415
    for answer in (
        made.client.post("/v1/shortlists", json=PLAN, headers={"Accept": "text/csv"}),
        made.put(Accept="text/csv"),
        made.get(Accept="application/ld+json"),
    ):
        assert answer.status_code == 406
    assert made.get().headers["etag"] == '"1"'


def test_too_many_new_lists_are_429_and_changes_go_on(published):
    with serving(published.model_copy(update={"shortlists_per_minute": 2})) as client:
        first, _ = Made(client), Made(client)
        answer = client.post("/v1/shortlists", json=PLAN)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert answer.json()["title"]
        assert client.post("/v1/shortlists", json={}).status_code == 400
        assert first.put().status_code == first.get().status_code == 200


@pytest.mark.parametrize(
    ("path", "methods", "allowed"),
    [
        ("/v1/shortlists", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"], "POST"),
        (f"/v1/shortlists/{ID_EXAMPLE}", ["POST", "PATCH", "OPTIONS"], "DELETE, GET, HEAD, PUT"),
    ],
)
def test_another_method_is_405_with_all_that_are_allowed(client, path, methods, allowed):
    for method in methods:
        answer = client.request(method, path)
        assert answer.status_code == 405
        assert answer.headers["allow"] == allowed


def test_head_answers_like_get_and_a_trailing_slash_is_404(made):
    head, get = made.client.head(made.path), made.get()
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", get.headers["etag"])
    assert made.client.get(f"{made.path}/").status_code == 404
    assert made.client.get(f"{made.path}?utm_source=x").status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_browser_lets_other_sites_use_lists(made, method):
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,if-match",
    }
    preflight = made.client.options(made.path, headers=asked)
    assert preflight.status_code == 204
    assert method in preflight.headers["access-control-allow-methods"].split(", ")
    allowed = preflight.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "content-type", "if-match"} <= set(allowed)
    exposed = made.answer.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Location", "Retry-After"} <= set(exposed)
    assert made.put(If_Match='"9"').headers["access-control-allow-origin"] == "*"


def test_the_example_of_the_document_works(client):
    document = client.get("/v1/openapi.json").json()
    schema = document["paths"]["/shortlists"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["example"] == EXAMPLE
    assert schema["properties"]["schoolType"]["items"] == {"$ref": "#/components/schemas/SchoolTypeId"}
    assert "bo" in document["components"]["schemas"]["SchoolTypeId"]["enum"]
    assert Made(client, schema["example"]).get().json()["measures"]
    (needed,) = document["paths"]["/shortlists/{id}"]["put"]["security"]
    assert document["components"]["securitySchemes"][next(iter(needed))]["scheme"] == "bearer"
    assert "security" not in document["paths"]["/shortlists"]["post"]
    assert "security" not in document["paths"]["/shortlists/{id}"]["get"]


def test_what_was_taken_out_stays_visible_and_what_moved_is_followed(database_url, tmp_path, engine_server):
    known = Settings(
        database_url=database_url,
        meili_url=engine_server.url,
        meili_api_key=engine_server.key,
        meili_index_prefix=f"shortlists-{'sqlite' if 'sqlite' in database_url else 'postgresql'}",
        var_dir=tmp_path,
        embedder="none",
    )
    root = make_content(tmp_path / "content", 5)
    write_item(root, "intervention", "oude-naam", title="Een naam")
    write_item(root, "intervention", "tweede-naam", title="Nog een naam")
    database = connect(known.database)
    migrate(database)
    publish(load.load(root), database, index_of(known), "tests", quiet)
    with serving(known) as client:
        listed = [{"slug": name, "note": f"over {name}"} for name in (slug(4), "oude-naam", "oud-00")]
        made = Made(client, {"title": "Plan", "items": listed})
        both = Made(client, {"title": "Plan", "items": [{"slug": f"{name}-naam", "note": name} for name in ("oude", "tweede")]})
        remove_item(root, slug(4))
        remove_item(root, "oude-naam")
        remove_item(root, "tweede-naam")
        write_item(root, "intervention", "nieuwe-naam", title="Een nieuwe naam", aliases=["oude-naam", "tweede-naam"])
        publish(load.load(root), database, index_of(known), "tests", quiet)
        # Two items that have become one are one entry, with the notes of both.
        (one,) = both.get().json()["items"]
        assert (one["slug"], one["note"], one["position"]) == ("nieuwe-naam", "oude\ntweede", 1)
        read = made.get().json()
        assert [(entry["slug"], entry["title"], entry["note"], entry["removed"]) for entry in read["items"]] == [
            (slug(4), "Aanpak 04", f"over {slug(4)}", True),
            ("nieuwe-naam", "Een nieuwe naam", "over oude-naam", False),
            (slug(0), "Aanpak 00", "over oud-00", False),
        ]
        assert read["items"][0]["item"] is None
        assert read["items"][0]["removedAt"]
        assert [measure["slug"] for measure in read["measures"]] == [slug(3)]
        assert made.get(Accept="text/csv").text.count("true") == 1
        again = made.put({"title": "Plan", "items": [{"slug": entry["slug"]} for entry in read["items"]]})
        assert [entry["slug"] for entry in again.json()["items"]] == [slug(4), "nieuwe-naam", slug(0)]
        twice = {"title": "Plan", "items": [{"slug": "oude-naam"}, {"slug": "nieuwe-naam"}]}
        assert made.put(twice, If_Match='"2"').json()["invalidParams"][0]["name"] == "items"
    database.dispose()


def test_with_the_database_away_it_is_503_and_searches_go_on(published, tmp_path):
    with serving(published) as client:
        made = Made(client)
        app: Any = client.app
        app.state.service.sessions.configure(bind=connect(f"sqlite+pysqlite:///{tmp_path / 'gone.db'}"))
        for answer in (made.get(), made.put(), made.delete(), client.post("/v1/shortlists", json=PLAN)):
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
        assert client.get("/v1/search", params={"q": "lezen"}).status_code == 200
