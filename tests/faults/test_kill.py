"""Kill -9 of a publish, at each point and at random: the old catalogue is served, or the new one, and the next publish converges."""

import multiprocessing
import os
import random
import shutil
import signal
import time

import embeddings
import pytest
from conftest import fresh_database, index_names, server_for
from factories import edit_item, make_content, slug

from app.db import items, runs
from app.db.engine import connect, reading, sessions
from app.db.lock import exclusive
from app.domain.errors import PublishBusy
from app.search.index.server import IndexServer
from faults.conftest import Installation, eventually
from faults.killed_publish import AFTER_THE_COMMIT, BEFORE_THE_COMMIT_OF_A_FEW, POINTS, POINTS_OF_A_FEW, publish

ITEMS, FEW = 40, 8
KILLS = int(os.environ.get("KILLS", "2"))
ENOUGH = 10  # kills of which a third comes in time for sure
# Processes that begin as a copy of one that has loaded everything.
COPIES = multiprocessing.get_context("forkserver")
COPIES.set_forkserver_preload(["app.cli.main", "app.cli.publish"])

pytestmark = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True, scope="module")


class Place:
    """An installation with a service that goes on, and the catalogues A and B: the same slugs, other titles, of `changing` pages."""

    def __init__(self, installation, database, client):
        self.installation, self.client = installation, client
        self.changing = ITEMS
        self._database = connect(database)

    def put(self, letter, pages=None):
        """Make this catalogue the content: `pages` of its pages, or those that change, have the letter."""
        shutil.rmtree(self.installation.content, ignore_errors=True)
        make_content(self.installation.content, ITEMS, title="Catalogus ?")
        for number in range(pages or self.changing):
            edit_item(self.installation.content, slug(number), title=f"Catalogus {letter}")

    def publishing(self, point=""):
        """A publish that has just begun. The database lets go of a killed one's lock in a moment."""
        assert eventually(self._is_free)
        log = self.installation.folder / "publish.log"
        process = COPIES.Process(target=publish, args=(point, self.installation.settings, ITEMS, log))
        process.start()
        return process

    def published(self):
        """The letter of the catalogue that the database has."""
        with reading(sessions(self._database)) as session:
            return items.get(session, slug(0)).title.split()[1]

    def serves_everywhere(self, letter):
        """Whether every page has this letter, once the service has had time to notice."""
        return eventually(lambda: {item["title"].split()[1] for item in self._found()} == {letter})

    def _found(self):
        return self.client.get("/v1/search", params={"pageSize": 100}).json()["items"]

    def index(self):
        """The index that is searched."""
        with reading(sessions(self._database)) as session:
            return runs.state(session).index

    def served(self):
        """The letter of the whole catalogue that is served. Fails on a mixture, on nothing, and on an error."""
        answer = self.client.get("/v1/search", params={"pageSize": 100})
        assert answer.status_code == 200, answer.text
        items = answer.json()["items"]
        assert len({item["slug"] for item in items}) == len(items) == answer.json()["page"]["totalItems"] == ITEMS
        titles = self._of_changing(items)
        listed = self.client.get("/v1/items", params={"pageSize": 100})
        assert listed.status_code == 200, listed.text
        (letter,) = set(titles)
        assert len(set(self._of_changing(listed.json()["items"]))) == 1
        return letter

    def _of_changing(self, items):
        """The letters in the titles of the pages that change."""
        slugs = {slug(number) for number in range(self.changing)}
        return [item["title"].split()[1] for item in items if item["slug"] in slugs]

    def serves(self, letter):
        """Whether search and item pages tell this catalogue, once the service has had time to notice a publish."""
        return eventually(lambda: self.served() == letter == self._on_its_page())

    def _on_its_page(self):
        page = self.client.get(f"/v1/items/{slug(0)}")
        assert page.status_code == 200
        return page.json()["title"].split()[1]

    def _is_free(self):
        try:
            with exclusive(self._database):
                return True
        except PublishBusy:
            return False

    def close(self):
        self._database.dispose()


@pytest.fixture(scope="module")
def place(request, tmp_path_factory, engine_server):
    """A place where B is published after A, so that the next publish has an old index to drop."""
    folder = tmp_path_factory.mktemp("kill")
    prefix = f"kill-{request.param}"
    engine = {"MEILI_URL": engine_server.url, "MEILI_API_KEY": engine_server.key, "MEILI_INDEX_PREFIX": prefix}
    with fresh_database(request.param, folder, server_for(request.param, request)) as url, embeddings.serving() as service:
        installation = Installation(folder, DATABASE_URL=url, EMBEDDER=service.url, EMBEDDER_MODEL="e5", **engine)
        make_content(installation.content, ITEMS, title="Catalogus A")
        assert installation.run("publish").returncode == 0
        with installation.serving("--no-publish") as (_, client):
            made = Place(installation, url, client)
            made.put("B")
            assert installation.run("publish").returncode == 0
            yield made
            made.close()
        assert len(index_names(IndexServer(engine_server.url, engine_server.key, prefix))) <= 2


@pytest.fixture
def letters(place):
    """The letter of the catalogue that is published, and of the one that is not."""
    published = place.published()
    assert place.serves(published)
    return published, "A" if published == "B" else "B"


def converges(place, letter):
    """Whether the next publish is whole, whatever the one before it left."""
    done = place.publishing()
    done.join(60)
    assert done.exitcode == 0, place.installation.log("publish")
    healthy = place.installation.run("doctor")
    assert healthy.returncode == 0, healthy.stdout
    return place.serves(letter)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_the_old_catalogue_is_served_until_the_commit_and_then_the_new(place, letters, point):
    old, new = letters
    place.put(new)
    process = place.publishing(point)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL, f"there is no such point: {point}"
    kept, other = (new, old) if point in AFTER_THE_COMMIT else (old, new)
    assert place.published() == kept
    assert place.serves(kept)
    place.put(other)
    assert converges(place, other)


@pytest.fixture
def a_few(place):
    """The letters when but a few pages change, so that a publish revises the index in use."""
    place.changing = FEW
    place.put("A")
    assert converges(place, "A")
    yield "A", "B"
    place.put("A", ITEMS)
    assert converges(place, "A")
    assert place.serves_everywhere("A")
    place.changing = ITEMS


@pytest.mark.parametrize("point", POINTS_OF_A_FEW)
def test_killed_while_a_few_pages_change_nothing_is_mixed(place, a_few, point):
    old, new = a_few
    index = place.index()
    place.put(new)
    process = place.publishing(point)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL, f"there is no such point: {point}"
    kept, other = (old, new) if point in BEFORE_THE_COMMIT_OF_A_FEW else (new, old)
    assert place.published() == kept
    assert place.serves(kept)
    place.put(other)
    assert converges(place, other)
    assert place.index() == index


@pytest.mark.long
@pytest.mark.parametrize("changing", [40, 8])
def test_killed_at_random_the_old_catalogue_is_served_or_the_new(place, letters, changing):
    place.changing = changing
    place.put(letters[0])
    assert converges(place, letters[0])
    chance = random.Random(place.installation.settings["MEILI_INDEX_PREFIX"])
    begin = time.monotonic()
    place.publishing().join(60)
    duration = time.monotonic() - begin
    current, interrupted = letters[0], 0
    for _ in range(KILLS):
        wanted = "B" if current == "A" else "A"
        place.put(wanted)
        process = place.publishing()
        deadline = time.monotonic() + chance.uniform(0.1, 1.1) * duration
        while time.monotonic() < deadline and process.is_alive():
            assert place.served() in {current, wanted}
        interrupted += process.is_alive()
        process.kill()
        process.join(20)
        current = place.published()
        assert place.serves(current)
    place.put("B", ITEMS)
    assert converges(place, "B")
    assert place.serves_everywhere("B")
    place.changing = ITEMS
    assert interrupted > KILLS / 3 or KILLS < ENOUGH
