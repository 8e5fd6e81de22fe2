"""`menukaart embed`: only what has no vector is embedded, and a publish then embeds nothing."""

import embeddings
import pytest
from factories import edit_item, make_content, slug

from app.content import load, vectors
from app.publishing.publish import publish
from app.publishing.vectors import ship_vectors
from app.search.embeddings.embedders import EmbeddingService


def quiet(_):
    pass


@pytest.fixture
def service():
    with embeddings.serving() as running:
        yield running


def test_only_new_texts_are_embedded(tmp_path, service):
    make_content(tmp_path, 3)
    embedder = EmbeddingService(service.url, "model", "")
    assert ship_vectors(tmp_path, load.load(tmp_path), embedder, quiet) > 3
    assert ship_vectors(tmp_path, load.load(tmp_path), embedder, quiet) == 0
    service.asked.clear()
    edit_item(tmp_path, slug(1), title="Splinternieuw")
    assert ship_vectors(tmp_path, load.load(tmp_path), embedder, quiet) == 2
    text, word = service.texts
    assert text.startswith("Splinternieuw. ")
    assert word == "splinternieuw"


@pytest.mark.both_databases
def test_a_publish_embeds_nothing_that_came_with_the_content(tmp_path, service, database, index_server):
    root = tmp_path / "content"
    make_content(root, 3)
    embedder = EmbeddingService(service.url, "model", "")
    content = load.load(root)
    ship_vectors(root, content, embedder, quiet)
    service.asked.clear()
    shipped = vectors.load(root, embedder.model)
    publish(content, database, index_server, "tests", quiet, embedder=embedder, shipped=shipped)
    assert service.texts == []
