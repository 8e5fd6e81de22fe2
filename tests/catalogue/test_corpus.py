"""What is embedded, when, and what of it a service gets to see."""

import embeddings
import numpy as np
import pytest
from conftest import quiet
from factories import edit_item, make_content, remove_item, slug, write_item

from app.catalogue import corpus, vectors
from app.catalogue.snapshot import searchable
from app.content import load
from app.db import items, runs
from app.db.engine import reading, sessions, writing
from app.db.models import VectorRow
from app.domain.errors import EmbeddingFailed
from app.publishing.doctor import differences
from app.publishing.publish import publish, reindex
from app.search.embeddings.embedders import EmbeddingService
from app.search.embeddings.meaning_space import item_vector
from app.search.embeddings.passages import checksum
from app.search.index import build
from app.search.index.documents import unpacked_vector
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion
from app.search.retrieval.client import Meili
from app.search.retrieval.records import Records, SearchLimits

pytestmark = pytest.mark.both_databases


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 15)


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
def is_published(go):
    """The files are published."""
    go()


@pytest.fixture
def differ(root, database, index_server):
    """What the doctor says."""
    return lambda: list(differences(root, database, index_server))


def model(database):
    with reading(sessions(database)) as session:
        return runs.state(session).model


def meaning(database, wanted=None):
    """The meaning space of a service, by the model that made the vectors of the last publish or by the wanted one; None without."""
    with reading(sessions(database)) as session:
        vocabularies, model = items.all_vocabularies(session), runs.state(session).model if wanted is None else wanted
        _, data = searchable(session, vocabularies, model, Records(Meili("http://127.0.0.1:9", "", 1), SearchLimits()))
    return data.meaning


def stored_vectors(database, index_server):
    """The vector of each item on the engine, by slug."""
    with reading(sessions(database)) as session:
        pointer, slugs = runs.pointer_now(session), sorted(items.checksums(session))
    assert pointer is not None
    version = IndexVersion(*pointer)
    return {found["slug"]: unpacked_vector(found["vector"]) for found in build.documents_of(index_server, version, slugs)}


def test_only_a_changed_text_is_embedded_again(go, root, database):
    first = go()
    assert len(first) == len(set(first)) > 10
    assert go() == []
    edit_item(root, slug(0), title="Splinternieuw")
    text, word = go()
    assert text.startswith("Splinternieuw. ")
    assert word == "splinternieuw"
    assert meaning(database) is not None


def test_another_model_embeds_everything_again_into_another_index(go, database):
    with_one = go()
    with reading(sessions(database)) as session:
        before = runs.state(session).index
    assert sorted(go("another")) == sorted(with_one)
    with reading(sessions(database)) as session:
        assert runs.state(session).index != before
        assert runs.state(session).model.startswith("another@")
    assert meaning(database, "a-model") is None
    assert meaning(database, "") is None
    assert sorted(go()) == sorted(with_one)


def test_every_item_has_its_own_vector(go, root, database, index_server):
    go()
    edit_item(root, slug(1), title="Splinternieuw")
    go()
    found = stored_vectors(database, index_server)
    with reading(sessions(database)) as session:
        ready = corpus.published(session, items.all_vocabularies(session), items.language(session)).passages
    assert found.keys() == ready.about.keys()
    for name, text in ready.about.items():
        expected = item_vector(*(embeddings.vector(said).astype("<f4") for said in (text, ready.answers[name])))
        assert np.allclose(found[name], expected, atol=2e-3)


def test_the_sums_of_a_changed_catalogue_are_those_of_one_that_is_made_anew(go, root, database, index_server, service):
    go()
    edit_item(root, slug(0), title="Splinternieuw")
    remove_item(root, slug(14))
    write_item(root, "guide", "erbij", title="Wegwijzer erbij")
    with reading(sessions(database)) as session:
        index = runs.state(session).index
    go()
    with reading(sessions(database)) as session:
        assert runs.state(session).index == index
        revised = CatalogueStatistics.unpacked(runs.statistics(session) or b"")
    reindex(database, index_server, EmbeddingService(service.url, "a-model", ""), quiet)
    with reading(sessions(database)) as session:
        assert runs.state(session).index != index
        anew = CatalogueStatistics.unpacked(runs.statistics(session) or b"")
    for name in ("documents", "words", "facets", "partner_guides"):
        assert getattr(revised, name) == getattr(anew, name)
    assert revised.documents == 15
    assert revised.vectors == pytest.approx(anew.vectors)
    assert revised.products == pytest.approx(anew.products, abs=1e-9)
    # Which forms a word counts for may lag, for that depends on all words of the catalogue.
    assert revised.length == pytest.approx(anew.length, rel=0.02)
    differing = sum((revised.forms - anew.forms).values()) + sum((anew.forms - revised.forms).values())
    assert differing < 0.02 * sum(anew.forms.values())


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
    assert meaning(database) is not None
    assert differ() == []


def test_publishing_without_an_embedder_makes_no_meanings(go, database):
    assert go(None) == []
    assert model(database) is None


def test_a_reindex_embeds_what_is_missing(go, differ, database, index_server, service):
    go(None)
    embedder = EmbeddingService(service.url, "a-model", "")
    reindex(database, index_server, embedder, quiet)
    assert meaning(database) is not None
    asked = len(service.asked)
    reindex(database, index_server, embedder, quiet)
    assert len(service.asked) == asked
    assert differ() == []


def test_vectors_of_another_length_do_not_compare(go, database):
    go()
    with pytest.raises(EmbeddingFailed, match="gives 3 numbers for a query and gave 64"):
        meaning(database).of_query(embeddings.vector("x").astype("<f4")[:3])


@pytest.mark.parametrize("group", ["items", "phrases"])
@pytest.mark.usefixtures("is_published")
def test_the_doctor_misses_vectors(root, database, index_server, service, group):
    with reading(sessions(database)) as session:
        passages = corpus.published(session, items.all_vocabularies(session), items.language(session)).passages
    gone = next(getattr(passages, group))
    with writing(sessions(database)) as session:
        assert session.query(VectorRow).filter(VectorRow.checksum == checksum(gone)).delete() == 1
    said = f"database: 1 texts have no vector by {model(database)}; run `menukaart reindex`"
    assert list(differences(root, database, index_server)) == [said]
    reindex(database, index_server, EmbeddingService(service.url, "a-model", ""), quiet)
    assert service.texts[-1] == gone
    assert list(differences(root, database, index_server)) == []
