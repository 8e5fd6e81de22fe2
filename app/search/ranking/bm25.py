"""How much the words of a query say about each item: BM25 over basic forms and parts of compounds.

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

# A word in the title says more than one in the text.
FIELD_WEIGHTS = {"title": 4.0, "names": 4.0, "questions": 2.0, "typed": 2.0, "summary": 2.5, "terms": 1.5, "about": 1.0, "body": 1.0}
PART_WEIGHT = 0.5
# The usual constants: how soon more of the same word stops counting, and how much a long text is held against an item.
SATURATION = 2.0
LENGTH = 0.5


Fields = Mapping[float, Sequence[str]]


class Weights:
    """The weight of every word in every one of some texts. A text is given as fields: weights with the words that have them."""

    def __init__(self, texts: Sequence[Fields], lexicon: Lexicon) -> None:
        self._size = len(texts)
        counts = [_counts(text, lexicon) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts])
        lengths = lengths / max(lengths.mean(), 1e-9) if len(lengths) else lengths
        places: dict[str, list[int]] = defaultdict(list)
        for place, count in enumerate(counts):
            for token in count:
                places[token].append(place)
        self._weights = {token: (np.array(found), _column(token, found, counts, lengths)) for token, found in places.items()}

    def score(self, wanted: Mapping[str, float]) -> Scores:
        """A score from 0 for every text; `wanted` has the basic forms that are looked for, with how much each counts."""
        scores = np.zeros(self._size)
        for token, weight in wanted.items():
            known = self._weights.get(token)
            if known:
                scores[known[0]] += weight * known[1]
        return scores

    def found(self, place: int, wanted: Mapping[str, float]) -> list[tuple[str, float]]:
        """Which of the basic forms one text has, with what each adds to its score; the weightiest first."""
        adds = [(token, weight * self._weight(token, place)) for token, weight in wanted.items()]
        return sorted(((token, added) for token, added in adds if added), key=lambda pair: (-pair[1], pair[0]))

    def _weight(self, token: str, place: int) -> float:
        places, weights = self._weights.get(token, ((), ()))
        return next((float(weight) for known, weight in zip(places, weights, strict=True) if known == place), 0.0)


def fields(document: Mapping[str, Any]) -> Fields:
    """What is weighed of an item's document."""
    found: dict[float, list[str]] = defaultdict(list)
    for name, weight in FIELD_WEIGHTS.items():
        text = document[name]
        found[weight] += [text] if isinstance(text, str) else text
    return found


def _counts(text: Fields, lexicon: Lexicon) -> dict[str, float]:
    """How often each basic form occurs, a field's weight for each time; the parts of a compound count for half."""
    counts: dict[str, float] = defaultdict(float)
    for weight, passages in text.items():
        for passage in passages:
            for token, share in tokens(passage, lexicon):
                counts[token] += weight * share
    return counts


def tokens(text: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The basic form of every telling word, and of the parts of compounds with less weight."""
    for word in words(text):
        if word not in lexicon.filler:
            yield lexicon.lemma(word), 1.0
            yield from ((lexicon.lemma(part), PART_WEIGHT) for part in lexicon.parts(word))


def _column(token: str, found: Sequence[int], counts: Sequence[Mapping[str, float]], lengths: Scores) -> Scores:
    rarity = math.log(1 + (len(counts) - len(found) + 0.5) / (len(found) + 0.5))
    often = np.array([counts[place][token] for place in found])
    weights: Scores = rarity * often * (SATURATION + 1) / (often + SATURATION * (1 - LENGTH + LENGTH * lengths[found]))
    return weights
