"""Vectors of synthetic items: made of words, and enough for a publish to embed nothing."""

import numpy as np
import pytest

from app.content import load, vectors
from app.domain.errors import MenukaartError
from app.measure.bench import given_vectors
from app.measure.bench.given_vectors import WordMeans, give_vectors
from app.measure.bench.synthetic import generate
from app.publishing.vectors import ship_vectors
from app.search.embeddings.passages import checksum
from app.search.understanding import tokens


class Letters:
    """A model that reads letters alone."""

    model = "letters"
    at_once = 1

    def queries(self, texts):
        counted = np.array([[text.count(letter) + 0.1 for letter in "abcdefghij"] for text in texts], np.float32)
        return counted / np.linalg.norm(counted, axis=1, keepdims=True)

    passages = queries


class Noting(Letters):
    """The same, with the texts that it read of items and of what people type."""

    def __init__(self):
        self.read, self.asked = [], []

    def passages(self, texts):
        self.read.extend(texts)
        return super().passages(texts)

    def queries(self, texts):
        self.asked.extend(texts)
        return super().queries(texts)


@pytest.fixture
def base(content):
    return load.load(content)


@pytest.fixture
def means(base):
    return WordMeans(Letters(), base.items, lambda _: None)


def test_every_text_that_a_publish_embeds_has_a_vector_of_length_one(base, means, content, tmp_path):
    folder = tmp_path / "many"
    generate(content, folder, len(base.items) + 30)
    assert give_vectors(base, folder, means) == 30
    given = vectors.load(folder, "letters")
    assert len(given) == 2 * 30
    lengths = [np.linalg.norm(np.frombuffer(data, "<f4")) for data in given.values()]
    assert lengths == pytest.approx([1.0] * len(lengths), abs=0.01)
    embedder = Noting()
    ship_vectors(folder, load.load(folder), embedder, lambda _: None)
    assert 0 < len(embedder.read) <= 2 * len(base.items)


def test_texts_of_the_same_words_are_near_and_others_are_not(means):
    one, same, other = means.passages(["spijbelen en verzuim", "verzuim en spijbelen", "rekenen met breuken"])
    assert one @ same > 0.99
    assert one @ other < one @ same
    assert np.array_equal(means.passages(["taal"]), means.passages(["taal"]))


def test_shipped_vectors_of_words_are_taken_instead_of_the_models(base):
    embedder = Noting()
    words = {word for item in base.items for word in tokens.words(f"{item.title} {item.summary} {' '.join(item.questions)} {item.body}")}
    shipped = {checksum(word): Letters().queries([word])[0].tobytes() for word in words - {"verzuim"}}
    WordMeans(embedder, base.items, lambda _: None, shipped)
    assert embedder.asked == ["verzuim"]


def test_vectors_of_other_texts_than_a_publish_embeds_are_refused(base, means, content, tmp_path, monkeypatch):
    folder = tmp_path / "many"
    generate(content, folder, len(base.items) + 1)
    monkeypatch.setattr(given_vectors, "about", lambda item, _: item.title)
    with pytest.raises(MenukaartError, match="1 texts of synthetic items have no vector"):
        give_vectors(base, folder, means)
