"""Vectors of single words, from which the vector of a query is made in microseconds, without the model.

After smooth inverse frequency (Arora, Liang and Ma, 2017): the mean of a query's words, each weighed down by how often the catalogue uses
it. What all words have in common is taken off before and put back once, since this family of models gives it to every text.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.domain.language import Language
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import words

# More would take minutes to make and tens of megabytes to keep; the rarest are left out.
MAX_WORDS = 20_000
# A word that is one in a thousand of the catalogue's words counts half. Ten times as much or as little: .002 to .006 less nDCG@10.
HALF_WEIGHT_SHARE = 1e-3

Vector = npt.NDArray[np.float32]
WordMatrix = npt.NDArray[np.float16]


class WordVectors:
    """The vectors of words by one model. They may lie in a mapped file, so that processes share them; read only."""

    def __init__(self, known: Sequence[str], vectors: WordMatrix, lexicon: Lexicon) -> None:
        """`vectors` has a row of length 1 for each of the words, at least one. The lexicon says how frequent words are."""
        self._rows = {word: row for row, word in enumerate(known)}
        self._vectors = vectors
        self._lexicon = lexicon
        total = max(sum(lexicon.counts.values()), 1)
        shares = np.array([lexicon.counts.get(word, 0) / total for word in known], np.float32)
        self._weights: Vector = HALF_WEIGHT_SHARE / (HALF_WEIGHT_SHARE + shares)
        self._common: Vector = np.einsum("i,ij->j", self._weights / self._weights.sum(), vectors, dtype=np.float32, casting="same_kind")
        along = np.einsum("ij,j->i", vectors, self._common, dtype=np.float32, casting="same_kind")
        # How far a word lies from what is common. The mean of several lies nearer; given a word's distance it scores .010 better.
        self._distance = float(np.sqrt(np.maximum(1 - 2 * along + self._common @ self._common, 0)).mean())

    def __len__(self) -> int:
        return len(self._rows)

    def vector(self, text: str) -> Vector | None:
        """The vector of a text: float32, of length 1, to be compared as the model's for queries; None when no word is known."""
        typed = [(word, rows) for word in words(text) if (rows := list(self._rows_of(word)))]
        telling = [rows for word, rows in typed if word not in self._lexicon.stopwords] or [rows for _, rows in typed]
        if not telling:
            return None
        places = [row for rows in telling for row in rows]
        weights = np.array([self._weights[row] / len(rows) for rows in telling for row in rows], np.float32)
        own = weights @ (self._vectors[places].astype(np.float32) - self._common)
        length = float(np.linalg.norm(own))
        if not length:
            return None
        vector = self._common + own * (self._distance / length)
        of_length_one: Vector = (vector / np.linalg.norm(vector)).astype(np.float32)
        return of_length_one

    def _rows_of(self, word: str) -> Iterator[int]:
        """The row of a word; of one that is not known, of its basic form or of the words that it is made of."""
        for instead in ((word,), (self._lexicon.lemma(word),), self._lexicon.halves(word)):
            rows = [self._rows[known] for known in instead if known in self._rows]
            if rows:
                yield from rows
                return


def words_to_embed(lexicon: Lexicon, phrases: Iterable[str], language: Language) -> tuple[str, ...]:
    """The words that get a vector: of what people say and editors taught, then of the catalogue, the most frequent first.

    `phrases` are what people say for terms. Words without a letter are left out: a number alone means nothing.
    """
    said = (word for text in (*phrases, *_taught(language)) for word in words(text))
    frequent = sorted(lexicon.counts, key=lambda word: (-lexicon.counts[word], word))
    telling = (word for word in dict.fromkeys((*said, *frequent)) if any(map(str.isalpha, word)))
    return tuple(telling)[:MAX_WORDS]


def _taught(language: Language) -> Iterator[str]:
    for line in language.synonyms:
        yield from (*line.words, *line.instead_of)
    for word, form in language.forms.items():
        yield from (word, form)
    yield from (*language.whole, *language.filler)
    for said in (*language.said.values(), language.pages):
        for phrases in said.values():
            yield from phrases
