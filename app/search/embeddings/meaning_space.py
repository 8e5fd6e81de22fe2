"""Nearness in meaning: an item is one vector, and how near it is to a query is told against the mean of all items.

An item has two texts: what it is, and the questions that it answers. Their vectors are added into one, so that the engine finds the
nearest by one comparison. The engine compares directions only; a last number makes all vectors equally long, so that it does not matter.
The mean and the spread of all cosines with a query follow from the mean and the covariance of the vectors, without looking at them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.embedders import Vectors

Scores = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float32]

# The questions that an item answers, against its description: in standard deviations half as much again.
ANSWERS_WEIGHT = 1.75
LONGEST = 1 + ANSWERS_WEIGHT
# Nearness counts so much per standard deviation: as much as that of both texts apart, added up.
Z_SCALE = 2.15
# How sharply the nearest terms stand out from the others; cosines of this family of models lie close together.
SHARPNESS = 50.0


def item_vector(about: Vector, answers: Vector) -> Vector:
    """The vector of an item, from those of what it is and of the questions that it answers. Not of length 1."""
    combined: Vector = about + np.float32(ANSWERS_WEIGHT) * answers
    return combined


def engine_vector(item: Vector) -> Vector:
    """The vector of an item as the engine has it: one number more, and of length 1."""
    rest = np.sqrt(max(LONGEST**2 - float(item @ item), 0.0))
    extended: Vector = np.append(item, np.float32(rest)) / np.float32(LONGEST)
    return extended


@dataclass(frozen=True)
class QueryNearness:
    """The meaning of a query: its vector, what is usual among all items, and each term's share of what is meant.

    `nearest` is the cosine with the nearest of all that people say for terms.
    """

    vector: Vector
    mean: float
    deviation: float
    terms: Scores
    nearest: float

    @cached_property
    def engine_vector(self) -> list[float]:
        """The vector as the engine is asked with it."""
        return [*map(float, self.vector), 0.0]

    def nearness(self, vectors: Vectors) -> Scores:
        """The nearness of items by their vectors, one per row: in standard deviations above the mean of all items, by `Z_SCALE`."""
        products: Scores = np.einsum("ij,j->i", vectors, self.vector).astype(float)
        return Z_SCALE * (products - self.mean) / self.deviation

    def from_engine(self, ranking_score: float) -> float:
        """The nearness that a ranking score of the engine stands for."""
        return Z_SCALE * ((2 * ranking_score - 1) * LONGEST - self.mean) / self.deviation

    def to_engine(self, nearness: float) -> float:
        """The ranking score of the engine that a nearness stands for, from 0 to 1."""
        product = nearness / Z_SCALE * self.deviation + self.mean
        return min(max((product / LONGEST + 1) / 2, 0.0), 1.0)


class MeaningSpace:
    """The vectors of a catalogue taken together, and those of what people say for its terms. None of a single item."""

    def __init__(self, mean: Vector, covariance: Scores, phrases: Vectors, phrases_per_term: Sequence[int]) -> None:
        """`phrases` are what people say for terms, term after term; `phrases_per_term` has how many each term has, at least 1."""
        self._mean, self._covariance = mean.astype(np.float32), covariance.astype(np.float32)
        self._phrases = phrases
        self._first_phrases = np.cumsum([0, *phrases_per_term[:-1]])

    def of_query(self, vector: Vector) -> QueryNearness:
        """The meaning of a query. Raises EmbeddingFailed for a vector of another length."""
        if vector.shape != self._mean.shape:
            raise EmbeddingFailed(f"The embedder gives {vector.shape[0]} numbers for a query and gave {self._mean.shape[0]} for an item.")
        # The nearest phrase of each term: `reduceat` takes the maximum from one term's first phrase up to the next term's.
        nearest = np.maximum.reduceat(np.einsum("ij,j->i", self._phrases, vector), self._first_phrases)
        share = np.exp(SHARPNESS * (nearest - nearest.max()).astype(float))
        return QueryNearness(vector, *self._usual(vector), share / share.sum(), float(nearest.max()))

    def of_item(self, item: Vector, tagged: Scores) -> QueryNearness:
        """The meaning of an item, as if it were a query; `tagged` has 1 for each of its terms."""
        vector = (item / np.linalg.norm(item)).astype(np.float32)
        return QueryNearness(vector, *self._usual(vector), tagged / max(tagged.sum(), 1.0), 1.0)

    def likeness(self, vectors: Vectors, example: Vectors) -> Scores:
        """The likeness of items to an example, in standard deviations above the mean of all items."""
        vector = (example / max(float(np.linalg.norm(example)), 1e-9)).astype(np.float32)
        mean, deviation = self._usual(vector)
        products: Scores = np.einsum("ij,j->i", vectors, vector).astype(float)
        return (products - mean) / deviation

    def _usual(self, vector: Vector) -> tuple[float, float]:
        """The mean of all items' products with a vector, and their standard deviation."""
        spread = float(np.einsum("i,ij,j->", vector, self._covariance, vector, optimize=True))
        return float(self._mean @ vector), max(spread, 0.0) ** 0.5 + 1e-9
