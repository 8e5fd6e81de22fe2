"""Nearness of every item to a query in meaning, by comparing vectors in memory.

A catalogue of this kind has hundreds of items, at most some thousands: comparing them all takes less time than asking a server, and
the near items are known before the engine is asked, which is what makes totals and counts exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.embedders import Vectors

Scores = npt.NDArray[np.float64]

# How sharply the nearest terms stand out from the others; cosines of this family of models lie close together.
SHARPNESS = 50.0
# The questions that an item answers, against its description.
QUESTIONS_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class SemanticScores:
    """Nearness in meaning: of each item in standard deviations above the mean, of each term as its share of what is meant.

    `nearest` is the cosine with the nearest of all that people say for terms.
    """

    items: Scores
    terms: Scores
    nearest: float


class ItemVectors:
    """The vectors of a catalogue: two for each item, and one or more for each term that items are tagged with."""

    def __init__(self, items: Vectors, questions: Vectors, phrases: Vectors, phrases_per_term: Sequence[int]) -> None:
        """`phrases` are what people say for terms, term after term; `phrases_per_term` has how many each term has, at least 1."""
        self._items, self._questions, self._phrases = items, questions, phrases
        self._first_phrases = np.cumsum([0, *phrases_per_term[:-1]])

    def near_query(self, query: npt.NDArray[np.float32]) -> SemanticScores:
        """The nearness of everything to the vector of a query. Raises EmbeddingFailed for a vector of another length."""
        if query.shape != self._items.shape[1:]:
            raise EmbeddingFailed(f"The embedder gives {query.shape[0]} numbers for a query and gave {self._items.shape[1]} for an item.")
        items = _z_scores(_cosines(self._items, query)) + QUESTIONS_WEIGHT * _z_scores(_cosines(self._questions, query))
        # The nearest phrase of each term: `reduceat` takes the maximum from one term's first phrase up to the next term's.
        nearest = np.maximum.reduceat(_cosines(self._phrases, query), self._first_phrases)
        share = np.exp(SHARPNESS * (nearest - nearest.max()))
        return SemanticScores(items, share / share.sum(), float(nearest.max()))

    def near_item(self, place: int, tagged: Scores) -> SemanticScores:
        """The nearness of everything to one item; `tagged` has 1 for each of its terms."""
        items = (1 + QUESTIONS_WEIGHT) * _z_scores(_cosines(self._items, self._items[place]))
        return SemanticScores(items, tagged / max(tagged.sum(), 1.0), 1.0)

    def near_items(self, places: Sequence[int], weights: Scores) -> Scores:
        """The nearness of every item to some items taken together, in standard deviations above the mean."""
        return _z_scores(_cosines(self._items, (weights @ self._items[places]).astype(np.float32)))


def _cosines(vectors: Vectors, query: npt.NDArray[np.float32]) -> Vectors:
    """The cosines of vectors of length 1.

    Not by `@`: its threads wait for each other, which takes 20 times as long when the machine has other work.
    """
    cosines: Vectors = np.einsum("ij,j->i", vectors, query)
    return cosines


def _z_scores(cosines: Vectors) -> Scores:
    """The same in standard deviations above the mean."""
    z_scores: Scores = (cosines - cosines.mean()) / (cosines.std() + 1e-9)
    return z_scores
