"""The engine, the database or the service itself goes away."""

import os
import signal
import socket
import subprocess

import pytest
from factories import edit_item, make_content, remove_item

from faults.conftest import eventually, kill


@pytest.fixture(autouse=True)
def catalogue(installation):
    make_content(installation.content, 5)


def engine_pids(installation):
    """The engine processes of this folder."""
    found = subprocess.run(["pgrep", "-f", f"db-path {installation.folder}/var/engine"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def status(client):
    return client.get("/v1/search?q=aanpak").status_code


def test_a_killed_engine_comes_back(installation):
    with installation.serving() as (_, client):
        (pid,) = engine_pids(installation)
        os.kill(pid, signal.SIGKILL)
        answer = client.get("/v1/search?q=aanpak")
        assert answer.status_code in {200, 503}
        if answer.status_code == 503:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["retry-after"]
        assert eventually(lambda: status(client) == 200)
        assert engine_pids(installation) != [pid]


def test_a_killed_service_takes_its_engine_along(installation):
    with installation.serving() as (process, _):
        assert engine_pids(installation)
        kill(process)
        assert eventually(lambda: not engine_pids(installation))


def test_a_publish_beside_a_service_uses_its_engine_and_is_seen(installation):
    with installation.serving() as (_, client):
        edit_item(installation.content, "item-00", title="Splinternieuw")
        result = installation.run("publish")
        assert result.returncode == 0, result.stderr
        assert "starting the search engine" not in result.stderr
        assert eventually(lambda: client.get("/v1/search?q=splinternieuw").json()["page"]["totalItems"] == 1)


def test_old_slugs_lead_to_the_new_one(installation):
    with installation.serving() as (_, client):
        for rest in ("", "/revisions"):
            answer = client.get(f"/v1/items/oud-00{rest}")
            assert answer.status_code == 301
            assert answer.headers["location"] == f"/v1/items/item-00{rest}"
            assert client.get(answer.headers["location"]).status_code == 200


def test_a_removed_item_is_gone_but_keeps_its_history(installation):
    with installation.serving() as (_, client):
        remove_item(installation.content, "item-04")
        assert installation.run("publish").returncode == 0
        assert client.get("/v1/items/item-04").status_code == 410
        actions = [revision["action"] for revision in client.get("/v1/items/item-04/revisions").json()["revisions"]]
        assert actions == ["removed", "added"]


def test_two_services_share_one_engine_and_survive_each_other(installation):
    with installation.serving() as (first, _), installation.serving("--no-publish") as (_, second):
        assert len(engine_pids(installation)) == 1
        kill(first)
        assert eventually(lambda: status(second) == 200)
        assert eventually(lambda: len(engine_pids(installation)) == 1)


def test_a_broken_database_stops_item_pages_but_not_the_search(installation):
    with installation.serving() as (_, client):
        for name in ("menukaart.db-wal", "menukaart.db"):
            os.truncate(installation.folder / "var" / name, 0)
        answers = [client.get("/v1/items/item-00") for _ in range(20)]
        assert {answer.status_code for answer in answers} <= {200, 503}
        broken = next(answer for answer in answers if answer.status_code == 503)
        assert broken.headers["content-type"] == "application/problem+json"
        assert status(client) == 200
        assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("command", "settings", "words"),
    [
        ("publish", {"MEILI_URL": "http://127.0.0.1:9"}, "search engine"),
        ("publish", {"MEILI_BIN": "/nowhere/meilisearch"}, "MEILI_BIN"),
        ("publish", {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/x"}, "database"),
        ("publish", {"CONTENT_DIR": "/nowhere"}, "/nowhere"),
        ("check", {"CONTENT_DIR": "/nowhere"}, "/nowhere"),
        ("reindex", {}, "menukaart migrate"),
        ("doctor", {}, "menukaart migrate"),
        ("serve", {"PORT": "x"}, "PORT"),
        ("serve", {"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(installation, command, settings, words):
    result = installation.run(command, **settings)
    assert result.returncode == 1
    assert words in result.stderr
    assert "secret" not in result.stderr


def test_a_taken_port_is_said(installation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = installation.run("serve", PORT=str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert "set HOST or PORT" in result.stderr
