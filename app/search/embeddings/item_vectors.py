"""How close every item is to a query in meaning, by comparing vectors in memory.

A catalogue of this kind has hundreds of items, at most some thousands: comparing them all takes less time than asking a server, and
the close items are known before the engine is asked, which is what makes totals and counts exact.
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
# What an item answers weighs more than what it is.
QUESTIONS_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close in meaning: each item in standard deviations above the mean, and each term as its share of what is meant.

    `nearest` is the cosine with the nearest of all that people say for terms.
    """

    items: Scores
    terms: Scores
    nearest: float


class Meanings:
    """The vectors of a catalogue: two for each item, and some for each term that items are tagged with."""

    def __init__(self, items: Vectors, questions: Vectors, phrases: Vectors, owners: Sequence[int]) -> None:
        """`phrases` are what people say for terms, `owners` the place of the term of each, in rising order."""
        self._items, self._questions, self._phrases = items, questions, phrases
        self._starts = np.flatnonzero(np.diff([-1, *owners]))

    def closeness(self, query: npt.NDArray[np.float32]) -> Closeness:
        """How close everything is to the vector of a query. Raises EmbeddingFailed for a vector of another length."""
        if query.shape != self._items.shape[1:]:
            raise EmbeddingFailed(f"The embedder gives {query.shape[0]} numbers for a query and gave {self._items.shape[1]} for an item.")
        items = _standard(_cosines(self._items, query)) + QUESTIONS_WEIGHT * _standard(_cosines(self._questions, query))
        nearest = np.maximum.reduceat(_cosines(self._phrases, query), self._starts)
        share = np.exp(SHARPNESS * (nearest - nearest.max()))
        return Closeness(items, share / share.sum(), float(nearest.max()))

    def like(self, place: int, tagged: Scores) -> Closeness:
        """How close everything is to one item; `tagged` has 1 for each of its terms."""
        items = (1 + QUESTIONS_WEIGHT) * _standard(_cosines(self._items, self._items[place]))
        return Closeness(items, tagged / max(tagged.sum(), 1.0), 1.0)

    def likeness(self, places: Sequence[int], weights: Scores) -> Scores:
        """How close every item is to some items taken together, in standard deviations above the mean."""
        return _standard(_cosines(self._items, (weights @ self._items[places]).astype(np.float32)))


def _cosines(vectors: Vectors, query: npt.NDArray[np.float32]) -> Vectors:
    """Not `@`: its threads wait for each other, which takes 20 times as long when the machine has other work."""
    found: Vectors = np.einsum("ij,j->i", vectors, query)
    return found


def _standard(cosines: Vectors) -> Scores:
    """In standard deviations above the mean."""
    found: Scores = (cosines - cosines.mean()) / (cosines.std() + 1e-9)
    return found
