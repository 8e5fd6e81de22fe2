"""What is embedded, when, and what of it a service gets to see."""

import embeddings
import pytest
from conftest import quiet
from factories import edit_item, make_content, slug

from app.catalogue import corpus, vectors
from app.catalogue.snapshot import searchable
from app.content import load
from app.db import runs
from app.db.engine import reading, sessions, writing
from app.db.models import VectorRow
from app.domain.errors import EmbeddingFailed
from app.publishing.doctor import differences
from app.publishing.publish import publish, reindex
from app.search.embeddings.embedders import EmbeddingService

pytestmark = pytest.mark.both_databases


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 5)


@pytest.fixture
def service():
    with embeddings.serving() as service:
        yield service


@pytest.fixture
def go(root, database, index_server, service):
    """Publish what is in the files now; the texts that were embedded for it."""

    def publishing(model="a-model", say=quiet):
        before = len(service.texts)
        embedder = EmbeddingService(service.url, model, "") if model else None
        publish(load.load(root), database, index_server, "tests", say, embedder=embedder)
        return service.texts[before:]

    return publishing


@pytest.fixture
def differ(root, database, index_server):
    """What the doctor says."""
    return lambda: list(differences(root, database, index_server))


def model(database):
    with reading(sessions(database)) as session:
        return runs.state(session).model


def item_vectors(database, wanted=None):
    """The vectors that a service has in memory, by the model that made those of the last publish or by the wanted one."""
    with reading(sessions(database)) as session:
        state, ready = corpus.published(session)
        return searchable(session, state, ready, state.model if wanted is None else wanted).item_vectors


def test_only_a_changed_text_is_embedded_again(go, root, database):
    first = go()
    assert len(first) == len(set(first)) > 10
    assert go() == []
    edit_item(root, slug(0), title="Splinternieuw")
    text, word = go()
    assert text.startswith("Splinternieuw. ")
    assert word == "splinternieuw"
    assert item_vectors(database) is not None


def test_another_model_embeds_everything_again_and_its_index_has_another_name(go, database):
    with_one = go()
    with reading(sessions(database)) as session:
        before = runs.state(session).index
    assert sorted(go("another")) == sorted(with_one)
    with reading(sessions(database)) as session:
        assert runs.state(session).index != before
        assert runs.state(session).model.startswith("another@")
    assert item_vectors(database, "a-model") is None
    assert item_vectors(database, "") is None
    assert sorted(go()) == sorted(with_one)


def test_every_item_has_its_own_vector(go, database, service):
    go()
    known = item_vectors(database)
    with reading(sessions(database)) as session:
        _, ready = corpus.published(session)
    for place, name in enumerate(ready.passages.about):
        query = embeddings.vector(ready.passages.about[name]).astype("<f4")
        assert known.near_query(query).items.argmax() == place


def test_an_embedder_that_breaks_midway_leaves_search_by_words_and_loses_nothing(go, differ, database, service, monkeypatch):
    monkeypatch.setattr(vectors, "EMBED_AT_ONCE", 4)
    told = []

    def answer(texts):
        if len(service.asked) > 2:
            service.status = 500
        return embeddings.right(texts)

    service.answer = answer
    made = go(say=told.append)[:-4]
    assert len(made) >= 4
    assert [line for line in told if "search will go by words alone until the next publish" in line and service.url in line]
    assert model(database) is None
    assert differ() == []
    service.status, service.answer = 200, embeddings.right
    rest = go()
    assert rest
    assert not set(rest) & set(made)
    assert item_vectors(database) is not None
    assert differ() == []


def test_publishing_without_an_embedder_makes_no_meanings(go, database):
    assert go(None) == []
    assert model(database) is None


def test_a_reindex_embeds_what_is_missing(go, differ, database, index_server, service):
    go(None)
    embedder = EmbeddingService(service.url, "a-model", "")
    reindex(database, index_server, embedder, quiet)
    assert item_vectors(database) is not None
    asked = len(service.asked)
    reindex(database, index_server, embedder, quiet)
    assert len(service.asked) == asked
    assert differ() == []


def test_vectors_of_another_length_do_not_compare(go, database):
    go()
    with pytest.raises(EmbeddingFailed, match="gives 3 numbers for a query and gave 64"):
        item_vectors(database).near_query(embeddings.vector("x").astype("<f4")[:3])


def test_the_doctor_misses_vectors(go, differ, database):
    go()
    with writing(sessions(database)) as session:
        session.query(VectorRow).filter(VectorRow.checksum == session.query(VectorRow.checksum).limit(1).scalar_subquery()).delete()
    assert differ() == [
        "database: 1 texts have no vector by " + model(database) + ", so search goes by words alone; run `menukaart publish`"
    ]
    go()
    assert differ() == []
