"""The terms that a query may mean without saying so: which items have them, and the words that people use for them."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from app.domain.facets import FACETS
from app.search.ranking.bm25 import Bm25Index
from app.search.understanding.lexicon import Lexicon

TermsByFacet = Mapping[str, frozenset[str]]


class Topics:
    """The terms, in one order everywhere: `terms` as vocabulary and id."""

    def __init__(self, term_phrases: Mapping[tuple[str, str], Sequence[str]], lexicon: Lexicon) -> None:
        """`term_phrases` are what people say for each term."""
        self.terms = tuple(term_phrases)
        self.bm25 = Bm25Index([{1.0: phrases} for phrases in term_phrases.values()], lexicon)
        facets = {facet.vocabulary: facet.name for facet in FACETS if facet.name != "requiredPartner"}
        self._facet_terms = [(facets[vocabulary], term) for vocabulary, term in self.terms]
        self._places: dict[str, dict[str, int]] = {}
        for place, (facet, term) in enumerate(self._facet_terms):
            self._places.setdefault(facet, {})[term] = place

    def of(self, facets: TermsByFacet) -> list[int]:
        """The places of the terms that an item has; it has the broader ones of its terms too."""
        return [places[term] for facet, places in self._places.items() for term in facets[facet] if term in places]

    def tagged(self, places: Sequence[Sequence[int]]) -> npt.NDArray[np.float64]:
        """A row per term with 1 for each item that has it; `places` are those of each item's terms."""
        matrix = np.zeros((len(self.terms), len(places)))
        rows = [place for own in places for place in own]
        columns = np.repeat(np.arange(len(places)), [len(own) for own in places])
        matrix[rows, columns] = 1.0
        return matrix

    def by_facet(self, places: Iterable[int]) -> dict[str, list[str]]:
        """The ids of some terms by the facet that filters by them."""
        chosen: dict[str, list[str]] = {}
        for place in places:
            facet, term = self._facet_terms[place]
            chosen.setdefault(facet, []).append(term)
        return chosen
