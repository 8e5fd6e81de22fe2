"""Nearness in meaning from the mean and the covariance alone: as if every vector were looked at."""

import numpy as np
import pytest

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.meaning_space import LONGEST, Z_SCALE, MeaningSpace, engine_vector, item_vector

SIZE, COUNT = 24, 300
CHANCE = np.random.default_rng(5)


def of_length_one(*shape):
    """Vectors that lean one way, as those of a model do."""
    vectors = CHANCE.normal(size=shape) + 1.5
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


ITEMS = np.stack([item_vector(*pair) for pair in of_length_one(COUNT, 2, SIZE)])
PHRASES = of_length_one(7, SIZE)
PER_TERM = [1, 4, 2]
SPACE = MeaningSpace(ITEMS.mean(axis=0), np.cov(ITEMS.T, bias=True), PHRASES, PER_TERM)
QUERIES = of_length_one(20, SIZE)


@pytest.mark.parametrize("query", QUERIES)
def test_nearness_is_that_of_looking_at_every_vector(query):
    products = ITEMS @ query
    expected = Z_SCALE * (products - products.mean()) / products.std()
    assert np.allclose(SPACE.of_query(query).nearness(ITEMS), expected, atol=1e-2)
    assert np.allclose(SPACE.likeness(ITEMS, query * 3), (products - products.mean()) / products.std(), atol=1e-2)


@pytest.mark.parametrize("query", QUERIES[:5])
def test_terms_have_shares_by_the_nearest_of_their_phrases(query):
    found = SPACE.of_query(query)
    nearest = [max(PHRASES[start:end] @ query) for start, end in ((0, 1), (1, 5), (5, 7))]
    assert found.terms.sum() == pytest.approx(1)
    assert np.argsort(found.terms).tolist() == np.argsort(nearest).tolist()
    assert found.nearest == pytest.approx(max(nearest))


def test_vectors_of_the_engine_are_of_length_one_and_give_the_same_order():
    extended = np.stack([engine_vector(vector) for vector in ITEMS])
    assert np.allclose(np.linalg.norm(extended, axis=1), 1, atol=1e-5)
    assert extended.shape == (COUNT, SIZE + 1)
    assert extended.dtype == np.float32
    found = SPACE.of_query(QUERIES[0])
    cosines = extended @ np.array(found.engine_vector)
    assert np.allclose(cosines * LONGEST, ITEMS @ QUERIES[0], atol=1e-5)


def test_ranking_scores_of_the_engine_and_nearness_stand_for_each_other():
    found = SPACE.of_query(QUERIES[1])
    cosines = np.stack([engine_vector(vector) for vector in ITEMS]) @ np.array(found.engine_vector)
    by_vectors = found.nearness(ITEMS)
    for cosine, nearness in zip(cosines, by_vectors, strict=True):
        assert found.from_engine((cosine + 1) / 2) == pytest.approx(nearness, abs=1e-3)
        assert found.to_engine(float(nearness)) == pytest.approx((cosine + 1) / 2, abs=1e-5)
    assert (found.to_engine(-1e9), found.to_engine(1e9)) == (0, 1)


def test_an_item_is_a_query_by_its_direction_with_its_own_terms():
    found = SPACE.of_item(ITEMS[3], np.array([1.0, 0.0, 1.0]))
    assert np.linalg.norm(found.vector) == pytest.approx(1, abs=1e-6)
    assert found.nearness(ITEMS[3:4])[0] > 2
    assert found.terms.tolist() == [0.5, 0, 0.5]
    assert SPACE.of_item(ITEMS[3], np.zeros(3)).terms.tolist() == [0, 0, 0]


def test_items_that_are_all_alike_are_no_division_by_nothing():
    same = MeaningSpace(ITEMS[0], np.zeros((SIZE, SIZE)), PHRASES, PER_TERM)
    assert np.isfinite(same.of_query(QUERIES[0]).nearness(ITEMS)).all()
    assert np.isfinite(same.likeness(ITEMS, np.zeros(SIZE, dtype=np.float32))).all()


def test_a_query_of_another_length_is_refused():
    with pytest.raises(EmbeddingFailed, match="gives 3 numbers for a query and gave 24"):
        SPACE.of_query(QUERIES[0][:3])
