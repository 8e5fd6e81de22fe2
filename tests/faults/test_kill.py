"""Kill -9 at random moments of a publish: the old catalogue is served, or the new one, and the next publish converges."""

import random
import shutil
import time

import pytest
from conftest import fresh_database, index_names
from factories import make_content

from app.search.index.build import IndexServer
from faults.conftest import Installation, kill

ITEMS = 40
KILLS = {"sqlite": 25, "postgresql": 25}


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path, engine_server):
    with fresh_database(request.param, tmp_path, request.getfixturevalue("postgres_url")) as url:
        given = {
            "DATABASE_URL": url,
            "MEILI_URL": engine_server.url,
            "MEILI_API_KEY": engine_server.key,
            "MEILI_INDEX_PREFIX": f"kill-{request.param}",
        }
        yield request.param, Installation(tmp_path, **given), IndexServer(engine_server.url, engine_server.key, given["MEILI_INDEX_PREFIX"])


def put(installation, letter):
    """Make catalogue A or B the content: the same slugs, other titles."""
    shutil.rmtree(installation.content, ignore_errors=True)
    make_content(installation.content, ITEMS, title=f"Catalogus {letter}")


def served(client):
    """The letter of the whole catalogue that is served. Fails on a mixture, on nothing, and on an error."""
    found = client.get("/v1/search", params={"pageSize": 100})
    assert found.status_code == 200, found.text
    titles = [item["title"] for item in found.json()["items"]]
    assert len(titles) == found.json()["page"]["totalItems"] == ITEMS
    letters = {title.split()[1] for title in titles}
    assert len(letters) == 1, titles
    listed = client.get("/v1/items", params={"pageSize": 100})
    assert listed.status_code == 200, listed.text
    assert len({item["title"].split()[1] for item in listed.json()["items"]}) == 1
    return letters.pop()


def settled(client):
    """The letter, once the service has had time to notice a publish: search and item pages then tell the same."""
    time.sleep(1.5)
    letter = served(client)
    page = client.get("/v1/items/item-00")
    assert page.status_code == 200
    assert page.json()["title"].split()[1] == letter
    return letter


def test_a_killed_publish_leaves_the_old_catalogue_or_the_new(place):
    kind, installation, server = place
    put(installation, "A")
    begin = time.monotonic()
    assert installation.run("publish").returncode == 0
    duration = time.monotonic() - begin
    chance = random.Random(kind)
    current, interrupted = "A", 0
    with installation.serving("--no-publish") as (_, client):
        assert served(client) == "A"
        for _ in range(KILLS[kind]):
            wanted = "B" if current == "A" else "A"
            put(installation, wanted)
            process = installation.start("publish")
            deadline = time.monotonic() + chance.uniform(0.1, 1.1) * duration
            while time.monotonic() < deadline and process.poll() is None:
                assert served(client) in {current, wanted}
            interrupted += process.poll() is None
            kill(process)
            after = settled(client)
            assert after in {current, wanted}
            current = after
        put(installation, "B")
        last = installation.run("publish")
        assert last.returncode == 0, last.stderr
        assert settled(client) == "B"
    healthy = installation.run("doctor")
    assert healthy.returncode == 0, healthy.stdout
    assert len(index_names(server)) <= 2
    assert interrupted > KILLS[kind] / 3
