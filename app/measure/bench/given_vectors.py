"""Vectors for the texts of synthetic items without the model reading them: the mean of the vectors of their words.

Words weigh by how rare they are in the real items, and what all words have in common is taken out before the mean and put back once.
The model reads the words of the real items alone, each once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from app.content.load import load
from app.domain.items import Item
from app.domain.progress import Progress
from app.publishing.vectors import ship_vectors
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.understanding.tokens import words

AT_ONCE = 64
RARE = 1e-3
SPREAD = 0.02  # of the numbers that tell apart texts of the same words


class WordMeans:
    """An embedder in the name of another, whose vectors are means of that one's vectors of words."""

    at_once = 1

    def __init__(self, embedder: Embedder, items: Iterable[Item], report_progress: Progress) -> None:
        self.model = embedder.model
        counts = Counter(word for item in items for text in _texts(item) for word in words(text))
        self._places = {word: place for place, word in enumerate(counts)}
        share = np.array(list(counts.values()), np.float32) / counts.total()
        vectors = _in_parts(list(counts), embedder.queries, report_progress)
        self._common = vectors.mean(axis=0)
        self._own = (vectors - self._common) * (RARE / (RARE + share))[:, None]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return np.stack([self._vector(text) for text in texts])

    queries = passages

    def _vector(self, text: str) -> Vectors:
        places = [self._places[word] for word in words(text) if word in self._places]
        mean = self._own[places].mean(axis=0) if places else np.zeros_like(self._common)
        noise = np.random.default_rng(list(sha256(text.encode()).digest())).normal(0, SPREAD / len(mean) ** 0.5, len(mean))
        vector = mean + self._common + noise
        of_length_one: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
        return of_length_one


def give_vectors(folder: Path, embedder: Embedder) -> int:
    """How many files with vectors were written for a content folder, for every text that has none."""
    return ship_vectors(folder, load(folder), embedder, lambda _: None)


def _in_parts(texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors], report_progress: Progress) -> Vectors:
    parts = []
    for start in range(0, len(texts), AT_ONCE):
        if start % (AT_ONCE * 20) == 0:
            report_progress(f"vectors of words: {start} of {len(texts)}")
        parts.append(embed(texts[start : start + AT_ONCE]))
    return np.concatenate(parts)


def _texts(item: Item) -> tuple[str, ...]:
    return (item.title, item.summary, *item.questions, item.body)
