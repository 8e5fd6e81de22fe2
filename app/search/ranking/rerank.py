"""The order of the candidates: by name, by what their words say, by meaning, and by the terms that are meant. Pure.

`docs/search.md` has what each part bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.search.embeddings.meaning_space import QueryNearness
from app.search.ranking import measures
from app.search.ranking.bm25 import Scores
from app.search.retrieval.records import Record, matrix
from app.search.search_data import SearchData
from app.search.understanding.query import ParsedQuery

Eligible = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MeantTopics:
    """The terms that a query means, by their places: each one's share by the words that people use for them, and by meaning."""

    by_words: Scores
    by_meaning: Scores | None

    @property
    def best(self) -> list[int]:
        """The places of those that are meant at all, the most meant first."""
        shares = measures.W_TOPICS_BY_WORDS * self.by_words
        if self.by_meaning is not None:
            shares = shares + measures.W_TOPICS_BY_MEANING * self.by_meaning
        return [int(place) for place in np.argsort(-shares, kind="stable")[: measures.MAX_MEANT_TOPICS] if shares[place] > 0]


def meant_topics(parsed: ParsedQuery, nearness: QueryNearness | None, data: SearchData) -> MeantTopics:
    """The terms that a query means."""
    return MeantTopics(_share_of_total(data.topics.bm25.score(parsed.weights)), nearness.terms if nearness else None)


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates with their scores. `eligible` have one of the words that are looked for, or are near in meaning.

    `good` are good enough to be results without the words, by a measure that looks at no other item and at no filter.
    """

    ids: tuple[str, ...]
    scores: Scores
    eligible: Eligible
    good: Eligible

    @property
    def good_enough(self) -> frozenset[str]:
        """The ids of those that are good enough to be results without the words."""
        return frozenset(name for name, good in zip(self.ids, self.good, strict=True) if good)

    def ranked(self) -> list[str]:
        """The ids by score; those that are not eligible come last, in the order in which they were given."""
        order = np.argsort(np.where(self.eligible, -self.scores, np.inf), kind="stable")
        return [self.ids[place] for place in order]


def scored(records: Sequence[Record], parsed: ParsedQuery, topics: MeantTopics, nearness: QueryNearness | None, data: SearchData) -> Scored:
    """The candidates with their scores, which do not depend on who else is a candidate but for the best of them."""
    by_words = data.bm25.scores(records, parsed.weights)
    tagged = data.topics.tagged([data.topics_of(kept) for kept in records])
    rest = measures.W_TOPICS_BY_WORDS * (topics.by_words @ tagged)
    eligible = by_words > 0
    vectors = matrix(records) if nearness and records else None
    if nearness and vectors is not None:
        near = nearness.nearness(vectors)
        rest = rest + near + measures.W_TOPICS_BY_MEANING * (nearness.terms @ tagged)
        eligible = eligible | (near >= measures.MIN_NEARNESS)
    cover = by_words / max(measures.USUAL_COVER * data.bm25.most(parsed.weights), 1e-9)
    good = rest + measures.W_WORDS * cover >= (measures.MIN_MEASURE if nearness else measures.MIN_MEASURE_BY_WORDS)
    scores = rest + measures.W_WORDS * _share_of_best(by_words)
    best = _best(scores, eligible)
    if best:
        weights = np.exp((scores[best] - scores[best[0]]) / measures.W_WORDS * measures.EXAMPLE_SHARPNESS)
        weights /= weights.sum()
        terms = tagged[:, best] @ weights
        scores = scores + measures.W_SIMILAR_TOPICS * (terms / max(terms.sum(), 1.0)) @ tagged
        if vectors is not None and data.meaning is not None:
            scores = scores + measures.W_SIMILAR_ITEMS * data.meaning.likeness(vectors, weights @ vectors[best])
    return Scored(tuple(kept.id for kept in records), scores, eligible, good)


def _share_of_best(scores: Scores) -> Scores:
    best = scores.max(initial=0.0)
    return scores / best if best else scores


def _share_of_total(scores: Scores) -> Scores:
    """Each term's share of what is meant; squared, so that the best stands out."""
    squares = scores**2
    total = squares.sum()
    return squares / total if total else squares


def _best(scores: Scores, eligible: Eligible) -> list[int]:
    """The places of the best few eligible items; of equal ones the first."""
    order = np.argsort(np.where(eligible, -scores, np.inf), kind="stable")
    return [int(place) for place in order[: measures.EXAMPLES] if eligible[place]]
