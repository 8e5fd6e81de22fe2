"""The doctor: silent when content, database and index agree, and exact when they do not."""

import pytest
from conftest import quiet
from factories import edit_item, edit_vocabulary, make_content, remove_item, slug, write_item
from sqlalchemy import update

from app.content import load
from app.db import runs
from app.db.engine import reading, sessions, writing
from app.db.lock import exclusive
from app.db.models import ItemRow
from app.domain.errors import SearchUnavailable
from app.publishing.doctor import differences
from app.publishing.publish import publish, reindex
from app.search.index.server import IndexServer
from app.search.index.versions import NEVER, outlines_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 5)


@pytest.fixture
def told(root, database, index_server):
    """What the doctor says after one publish and whatever the test did since."""
    publish(load.load(root), database, index_server, "tests", quiet)
    return lambda: list(differences(root, database, index_server))


@pytest.fixture
def engine(index_server):
    """The vendor's client, and a way to wait for what it was asked."""
    client = index_server.client()
    return client, lambda asked: client.wait_for_task(asked.task_uid)


def index_in_use(database):
    with reading(sessions(database)) as session:
        return runs.state(session).index


def test_nothing_to_say_after_a_publish_and_after_a_reindex(told, database, index_server):
    assert told() == []
    reindex(database, index_server, None, quiet)
    assert told() == []


def test_nothing_published(root, database, index_server):
    assert list(differences(root, database, index_server)) == ["database: nothing has been published; run `menukaart publish`"]


def test_a_file_that_was_added_changed_or_removed(told, root):
    write_item(root, "guide", "nieuw")
    edit_item(root, slug(0), title="Anders")
    remove_item(root, slug(1))
    assert told() == [
        "content: nieuw is not published; run `menukaart publish`",
        "content: item-00 differs from what is published; run `menukaart publish`",
        "content: item-01 is published but has no file; run `menukaart publish`",
    ]


def test_a_vocabulary_that_was_changed(told, root):
    edit_vocabulary(root, "partners", 0, definition="Het bestuur van de plaats.")
    assert told() == ["content: the vocabularies differ from what is published; run `menukaart publish`"]


def test_content_with_problems(told, root):
    edit_item(root, slug(0), goal="Z")
    (line,) = told()
    assert "interventions/item-00.md:" in line
    assert "'Z'" in line


def test_a_document_that_is_missing_and_one_too_many(told, database, engine):
    client, wait = engine
    name = index_in_use(database)
    stranger = {"id": "vreemd--1", "slug": "vreemd", "checksum": "0", "since": 0, "until": NEVER}
    for index in (name, outlines_of(name)):
        wait(client.index(index).delete_documents(filter=f"slug = {slug(2)}"))
        wait(client.index(index).add_documents([stranger]))
    assert told() == [
        line
        for index in (name, outlines_of(name))
        for line in (
            f"index: item-02 is missing in {index}; run `menukaart reindex`",
            f"index: vreemd is in {index}, but not in the database; run `menukaart reindex`",
        )
    ]


def test_an_index_that_is_gone(told, database, engine):
    client, wait = engine
    name = index_in_use(database)
    wait(client.delete_index(name))
    assert told() == [f"index: {name} is not on the search engine; run `menukaart reindex`"]


def test_an_index_of_other_texts(told, database):
    name = index_in_use(database)
    with writing(sessions(database)) as session:
        runs.state(session).fingerprint = "another fingerprint"
    assert told() == [f"index: {name} was made by another version of Menukaart or from other texts; run `menukaart reindex`"]


def test_a_database_that_was_changed_by_hand(told, database):
    with writing(sessions(database)) as session:
        session.execute(update(ItemRow).where(ItemRow.slug == slug(0)).values(checksum="0" * 64))
    name = index_in_use(database)
    assert told() == [
        "content: item-00 differs from what is published; run `menukaart publish`",
        *(f"index: item-00 in {index} is not what the database has; run `menukaart reindex`" for index in (name, outlines_of(name))),
        f"index: {name} was made by another version of Menukaart or from other texts; run `menukaart reindex`",
    ]


def start(database):
    with writing(sessions(database)) as session:
        return runs.start(session, "tests")


def test_a_run_that_was_interrupted(told, database):
    number = start(database)
    assert told() == [f"database: the last publish (run {number}) was interrupted; run `menukaart publish`"]


def test_a_run_that_is_going_on(told, database):
    start(database)
    with exclusive(database):
        assert told() == ["database: a publish is going on; ask again when it is done"]


def test_a_run_that_failed(told, root, database):
    with pytest.raises(SearchUnavailable):
        publish(load.load(root), database, IndexServer("http://127.0.0.1:9", "", "x"), "tests", quiet)
    (line,) = told()
    assert line.startswith("database: the last publish (run 2) failed: The search engine at http://127.0.0.1:9 cannot be reached")


def test_every_advice_works(told, root, database, index_server, engine):
    client, wait = engine
    wait(client.index(index_in_use(database)).delete_documents(filter=f"slug = {slug(2)}"))
    start(database)
    edit_item(root, slug(0), title="Anders")
    assert {line.split("run ")[-1] for line in told()} == {"`menukaart publish`", "`menukaart reindex`"}
    publish(load.load(root), database, index_server, "tests", quiet)
    reindex(database, index_server, None, quiet)
    assert told() == []
