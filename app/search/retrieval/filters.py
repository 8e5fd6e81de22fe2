"""The filters of a search over the items in memory, as masks: one yes or no per item, in the order of the slugs.

The engine filters too, but it cannot filter what is chosen in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.facets import FACETS
from app.domain.queries import Filters

NUMBERS = ("effect", "evidence", "cost")

Mask = npt.NDArray[np.bool_]


class FilterMasks:
    """The items of each facet's terms, and their numbers. An item has the broader ones of its terms too."""

    def __init__(self, documents: Sequence[Mapping[str, Any]]) -> None:
        self._none = np.zeros(len(documents), dtype=bool)
        self._masks = {facet.name: _masks_by_term(facet.name, documents) for facet in FACETS}
        self._numbers = {name: np.array([document.get(name, np.nan) for document in documents], dtype=float) for name in NUMBERS}

    def of_terms(self, facet: str, terms: Iterable[str]) -> Mask:
        """A mask per term of a facet, as rows: which items have it."""
        return np.array([self._masks[facet].get(term, self._none) for term in terms])

    def allowed(self, query: Filters, leaving_out: str | None = None) -> Mask:
        """The items that the filters of a query let through; `leaving_out` is a facet whose choice does not count."""
        allowed = ~self._none
        for facet in FACETS:
            chosen = query.selected(facet.name)
            if chosen and facet.name != leaving_out:
                allowed &= np.logical_or.reduce(self.of_terms(facet.name, chosen))
        return allowed & self._within(query)

    def _within(self, query: Filters) -> Mask:
        """The items within the limits. An unknown value is no number, and no comparison with it holds."""
        within = ~self._none
        if query.min_effect is not None:
            within &= self._numbers["effect"] >= query.min_effect
        if query.min_evidence is not None:
            within &= self._numbers["evidence"] >= query.min_evidence
        if query.max_cost is not None:
            within &= self._numbers["cost"] <= query.max_cost
        return within


def _masks_by_term(facet: str, documents: Sequence[Mapping[str, Any]]) -> dict[str, Mask]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        for term in document[facet]:
            places[term].append(place)
    masks = {term: np.zeros(len(documents), dtype=bool) for term in places}
    for term, having in places.items():
        masks[term][having] = True
    return masks
