"""The terms that a query may mean without saying so: which items have them, and the words that people use for them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.facets import FACETS
from app.search.ranking.bm25 import Bm25Index
from app.search.understanding.lexicon import Lexicon


class Topics:
    """The terms, in one order everywhere: `terms` as vocabulary and id, `tagged` a row per term with 1 for each item that has it."""

    def __init__(
        self, documents: Sequence[Mapping[str, Any]], term_phrases: Mapping[tuple[str, str], Sequence[str]], lexicon: Lexicon
    ) -> None:
        """`term_phrases` are what people say for each term."""
        self.terms = tuple(term_phrases)
        self.tagged = _tagged(documents, self.terms)
        self.bm25 = Bm25Index([{1.0: phrases} for phrases in term_phrases.values()], lexicon)


def _tagged(documents: Sequence[Mapping[str, Any]], terms: Sequence[tuple[str, str]]) -> npt.NDArray[np.float64]:
    """A row per term, with 1 for each item that has it or something narrower."""
    facets = {facet.vocabulary: facet.name for facet in FACETS if facet.name != "requiredPartner"}
    return np.array([[term in document[facets[vocabulary]] for document in documents] for vocabulary, term in terms], dtype=float)
