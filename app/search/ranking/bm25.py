"""Scores of what the words of a query say about each item: BM25 over basic forms and parts of compounds.

The engine ranks by how many of the words an item has, not by how much a word says: `kind` counts as much as `dyslexie`. BM25 counts a
rare word for more (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009); docs/search.md has what it gave.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import words

Scores = npt.NDArray[np.float64]
# The passages of a text by the weight of their field.
WeightedFields = Mapping[float, Sequence[str]]

# A word in the title says more than one in the text.
FIELD_WEIGHTS = {"title": 4.0, "names": 4.0, "questions": 2.0, "typed": 2.0, "summary": 2.5, "terms": 1.5, "about": 1.0, "body": 1.0}
# A part of a compound against a whole word.
PART_WEIGHT = 0.5
# The usual constants, k1 and b: how soon more of the same word stops counting, and how much a long text is held against an item.
K1 = 2.0
B = 0.5


class Bm25Index:
    """The weight of every word in every one of some texts. A text has the number of its place in the given order."""

    def __init__(self, texts: Sequence[WeightedFields], lexicon: Lexicon) -> None:
        self._size = len(texts)
        counts = [_counts(text, lexicon) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts])
        lengths = lengths / max(lengths.mean(), 1e-9) if len(lengths) else lengths
        places: dict[str, list[int]] = defaultdict(list)
        for place, count in enumerate(counts):
            for token in count:
                places[token].append(place)
        self._postings = {token: (np.array(having), _weights(token, having, counts, lengths)) for token, having in places.items()}

    def score(self, wanted: Mapping[str, float]) -> Scores:
        """A score from 0 for every text; `wanted` has the basic forms that are looked for, with how much each counts."""
        scores = np.zeros(self._size)
        for token, share in wanted.items():
            if token in self._postings:
                places, weights = self._postings[token]
                scores[places] += share * weights
        return scores

    def contributions(self, place: int, wanted: Mapping[str, float]) -> list[tuple[str, float]]:
        """The basic forms that one text has, with what each adds to its score; the weightiest first."""
        added = [(token, share * self._weight(token, place)) for token, share in wanted.items()]
        return sorted(((token, score) for token, score in added if score), key=lambda pair: (-pair[1], pair[0]))

    def _weight(self, token: str, place: int) -> float:
        places, weights = self._postings.get(token, ((), ()))
        return next((float(weight) for other, weight in zip(places, weights, strict=True) if other == place), 0.0)


def fields(document: Mapping[str, Any]) -> WeightedFields:
    """The fields of an item's document that are scored."""
    by_weight: dict[float, list[str]] = defaultdict(list)
    for name, weight in FIELD_WEIGHTS.items():
        text = document[name]
        by_weight[weight] += [text] if isinstance(text, str) else text
    return by_weight


def _counts(text: WeightedFields, lexicon: Lexicon) -> dict[str, float]:
    """The number of times that each basic form occurs, each time as much as its field weighs."""
    counts: dict[str, float] = defaultdict(float)
    for weight, passages in text.items():
        for passage in passages:
            for token, share in tokens(passage, lexicon):
                counts[token] += weight * share
    return counts


def tokens(text: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The basic form of every word that says something, and of the parts of compounds with less weight."""
    for word in words(text):
        if word not in lexicon.stopwords:
            yield lexicon.lemma(word), 1.0
            yield from ((lexicon.lemma(part), PART_WEIGHT) for part in lexicon.parts(word))


def _weights(token: str, having: Sequence[int], counts: Sequence[Mapping[str, float]], lengths: Scores) -> Scores:
    """The weight of a word in each text that has it."""
    rarity = math.log(1 + (len(counts) - len(having) + 0.5) / (len(having) + 0.5))
    often = np.array([counts[place][token] for place in having])
    weights: Scores = rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * lengths[having]))
    return weights
