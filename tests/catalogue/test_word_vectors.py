"""The vectors of a catalogue's words: made once, kept in the database, shared in a file."""

import embeddings
import numpy as np
import pytest
from conftest import quiet
from factories import edit_item, make_content, slug

from app.catalogue import corpus
from app.catalogue.snapshot import searchable
from app.catalogue.word_vectors import load_word_vectors
from app.content import load, vectors
from app.db import items, word_vectors
from app.db.engine import reading, sessions, writing
from app.db.models import WordVectorsRow
from app.publishing.doctor import differences
from app.publishing.publish import publish, reindex
from app.publishing.vectors import ship_vectors
from app.search.embeddings.embedders import EmbeddingService
from app.search.retrieval.client import Meili
from app.search.retrieval.records import Records, SearchLimits
from app.search.understanding.lexicon import Lexicon

pytestmark = pytest.mark.both_databases
MODEL = "a-model"


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 5)


@pytest.fixture
def service():
    with embeddings.serving() as running:
        yield running


@pytest.fixture
def go(root, database, index_server, service):
    """Publish what is in the files now; the texts that were embedded for it."""

    def publishing(embedder=None, *, say=quiet, shipped=None):
        before = len(service.texts)
        made_by = embedder or EmbeddingService(service.url, MODEL, "")
        publish(load.load(root), database, index_server, "tests", say, embedder=made_by, shipped=shipped or {})
        return service.texts[before:]

    return publishing


@pytest.fixture
def loaded(database, service):
    """What a process has of the words, by way of a folder or not."""

    def loading(folder=None):
        model = EmbeddingService(service.url, MODEL, "").model
        with reading(sessions(database)) as session:
            language = items.language(session)
            ready = corpus.published(session, items.all_vocabularies(session), language)
            return load_word_vectors(session, model, Lexicon(ready.words(), language), folder)

    return loading


def row(database):
    with reading(sessions(database)) as session:
        found = session.query(WordVectorsRow).one()
        return found.words.split("\n"), found.digest


def near(vector, other):
    return float(vector @ other) > 0.999


def test_every_word_has_the_vector_that_the_model_gives_a_query_of_it(go, loaded, database):
    go()
    words, _ = row(database)
    assert {"aanpak", "gemeente", "lezen"} <= set(words)
    known = loaded()
    assert len(known) == len(words)
    assert near(known.vector("aanpak"), embeddings.vector("aanpak").astype("<f4"))


def test_nothing_is_written_when_no_word_is_new(go, root, database):
    go()
    before = row(database)
    edit_item(root, slug(0), title="Lezen Aanpak 00")
    (text,) = go()
    assert text.startswith("Lezen Aanpak 00. ")
    assert row(database) == before


def test_a_new_word_is_the_only_one_that_is_embedded(go, root, database):
    go()
    before, _ = row(database)
    edit_item(root, slug(0), body="\n## Wat is het?\n\nSplinternieuwigheid.\n")
    assert go() == ["splinternieuwigheid"]
    after, _ = row(database)
    assert "splinternieuwigheid" in set(after) - set(before)


def test_shipped_words_are_not_embedded(go, root, service):
    embedder = EmbeddingService(service.url, MODEL, "")
    ship_vectors(root, load.load(root), embedder, quiet)
    assert go(shipped=vectors.ShippedVectors(root, embedder.model)) == []


def test_an_embedder_that_fails_on_words_costs_those_words_until_they_are_asked_for_again(go, service, database, root, index_server):
    go()
    before, _ = row(database)
    edit_item(root, slug(0), body="\n## Wat is het?\n\nSplinternieuwigheid.\n")
    service.status, said = 500, []
    go(say=said.append)
    assert [line for line in said if line.startswith("1 words may have no vector until a page changes")]
    assert "splinternieuwigheid" not in row(database)[0]
    assert set(row(database)[0]) <= set(before)
    assert [line for line in differences(root, database, index_server) if line.startswith("database: 1 words have no vector by")]
    service.status = 200
    reindex(database, index_server, EmbeddingService(service.url, MODEL, ""), quiet)
    assert service.texts[-1] == "splinternieuwigheid"
    assert list(differences(root, database, index_server)) == []


def test_another_model_has_words_of_its_own(go, database, service, loaded):
    go()
    go(EmbeddingService(service.url, "another", ""))
    assert loaded() is None
    with reading(sessions(database)) as session:
        assert session.query(WordVectorsRow).count() == 1
        assert word_vectors.rows(session, EmbeddingService(service.url, MODEL, "").model) == b""


def test_without_an_embedder_there_are_no_words(root, database, index_server):
    publish(load.load(root), database, index_server, "tests", quiet)
    with reading(sessions(database)) as session:
        assert session.query(WordVectorsRow).count() == 0
        kept = Records(Meili("http://127.0.0.1:9", "", 1), SearchLimits())
        _, data = searchable(session, items.all_vocabularies(session), None, kept)
        assert data.word_vectors is None


def test_processes_share_one_file_which_a_newer_catalogue_replaces(go, loaded, database, root, tmp_path):
    go()
    folder = tmp_path / "shared"
    first = loaded(folder)
    (file,) = folder.iterdir()
    written = file.stat()
    assert np.array_equal(loaded(folder).vector("aanpak"), first.vector("aanpak"))
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    edit_item(root, slug(0), title="Splinternieuw")
    go()
    assert loaded(folder).vector("splinternieuw") is not None
    assert [path.name for path in folder.iterdir()] == [f"words-{row(database)[1]}.npy"]
    assert near(first.vector("aanpak"), embeddings.vector("aanpak").astype("<f4"))  # of the file that has no name any more


@pytest.mark.parametrize("damaged", [b"", b"\x93NUMPY", np.zeros((2, 2))], ids=["empty", "half", "another"])
def test_a_damaged_file_is_made_again(go, loaded, tmp_path, damaged):
    go()
    loaded(tmp_path / "shared")
    (file,) = (tmp_path / "shared").iterdir()
    file.unlink()
    if isinstance(damaged, bytes):
        file.write_bytes(damaged)
    else:
        np.save(file, damaged)
    assert near(loaded(tmp_path / "shared").vector("aanpak"), embeddings.vector("aanpak").astype("<f4"))


def test_a_folder_that_takes_no_file_costs_only_the_sharing(go, loaded, tmp_path):
    go()
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert loaded(tmp_path / "taken").vector("aanpak") is not None


def test_a_reindex_makes_the_words_that_are_missing(go, loaded, database, index_server, service):
    go()
    with writing(sessions(database)) as session:
        session.query(WordVectorsRow).delete()
    assert loaded() is None
    reindex(database, index_server, EmbeddingService(service.url, MODEL, ""), quiet)
    assert loaded().vector("aanpak") is not None
