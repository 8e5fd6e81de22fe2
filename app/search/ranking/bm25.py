"""Scores of what the words of a query say about an item: BM25 over basic forms and parts of compounds.

The engine ranks by how many of the words an item has, not by how much a word says: `kind` counts as much as `dyslexie`. BM25 counts a
rare word for more (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009); docs/search.md has what it gave. How rare a
word is follows from the statistics of the whole catalogue, so the score of an item is the same whichever others are looked at.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.search.ranking.features import WeightedFields, form_counts, form_key
from app.search.understanding.lexicon import Lexicon

Scores = npt.NDArray[np.float64]

# The usual constants, k1 and b: how soon more of the same word stops counting, and how much a long text is held against an item.
K1 = 2.0
B = 0.5


class CountedText(Protocol):
    """A text by its forms: how often each occurs, by its key, and all counts together."""

    @property
    def forms(self) -> Mapping[int, float]:
        """The count of each form."""
        ...

    @property
    def length(self) -> float:
        """All counts together."""
        ...


class Bm25:
    """BM25 by the statistics of a catalogue: in how many of its documents each form is, by key, and how long one is on average."""

    def __init__(self, documents: int, forms: Mapping[int, int], mean_length: float) -> None:
        self._documents = documents
        self._forms = forms
        self._mean_length = max(mean_length, 1e-9)

    def scores(self, texts: Sequence[CountedText], wanted: Mapping[str, float]) -> Scores:
        """A score from 0 for each text; `wanted` has the basic forms that are looked for, with how much each counts."""
        scores: Scores = self._added(texts, wanted).sum(axis=1)
        return scores

    def most(self, wanted: Mapping[str, float]) -> float:
        """The score of a text that is about nothing but what is looked for: more than any text reaches."""
        return sum(share * self._rarity(form_key(form)) for form, share in wanted.items()) * (K1 + 1)

    def has_any(self, wanted: Iterable[str]) -> bool:
        """Whether any document of the catalogue has one of these basic forms."""
        return any(self._forms.get(form_key(form)) for form in wanted)

    def contributions(self, text: CountedText, wanted: Mapping[str, float]) -> list[tuple[str, float]]:
        """The basic forms that a text has, with what each adds to its score; the weightiest first."""
        added = zip(wanted, self._added([text], wanted)[0].tolist(), strict=True)
        return sorted(((form, score) for form, score in added if score), key=lambda pair: (-pair[1], pair[0]))

    def _added(self, texts: Sequence[CountedText], wanted: Mapping[str, float]) -> Scores:
        """The score that each form adds to each text, a row per text."""
        keys = [form_key(form) for form in wanted]
        often = np.array([[text.forms.get(key, 0.0) for key in keys] for text in texts]).reshape(len(texts), len(keys))
        lengths = np.array([text.length for text in texts]).reshape(-1, 1) / self._mean_length
        shares = np.array([share * self._rarity(key) for share, key in zip(wanted.values(), keys, strict=True)])
        added: Scores = shares * often * (K1 + 1) / (often + K1 * (1 - B + B * lengths) + 1e-12)
        return added

    def _rarity(self, key: int) -> float:
        having = self._forms.get(key, 0)
        return math.log(1 + (self._documents - having + 0.5) / (having + 0.5))


class Bm25Index:
    """Some texts that are all looked at, such as what people say for each term. A text has the number of its place in the given order."""

    def __init__(self, texts: Sequence[WeightedFields], lexicon: Lexicon) -> None:
        counts = [form_counts(text, lexicon) for text in texts]
        having = Counter(form for count in counts for form in count)
        lengths = [sum(count.values()) for count in counts]
        mean = max(sum(lengths) / max(len(lengths), 1), 1e-9)
        self._size = len(texts)
        self._postings: dict[str, tuple[list[int], Scores]] = {}
        for form, number in having.items():
            places = [place for place, count in enumerate(counts) if form in count]
            rarity = math.log(1 + (len(texts) - number + 0.5) / (number + 0.5))
            often = np.array([counts[place][form] for place in places])
            relative = np.array([lengths[place] / mean for place in places])
            self._postings[form] = places, rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * relative))

    def score(self, wanted: Mapping[str, float]) -> Scores:
        """A score from 0 for every text; `wanted` has the basic forms that are looked for, with how much each counts."""
        scores = np.zeros(self._size)
        for form, share in wanted.items():
            if form in self._postings:
                places, weights = self._postings[form]
                scores[places] += share * weights
        return scores
