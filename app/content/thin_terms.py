"""Terms that lead nowhere or nearly so: the gaps of the catalogue, to be filled or to be left honestly."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.facets import FACETS, facet_terms
from app.domain.items import Item
from app.domain.vocabularies import Vocabularies

FEW = 3
# A kind without items is no gap of the content, and a partner that nothing requires is no less easy to find.
NOT_REPORTED = ("kind", "requiredPartner")
MUST_LEAD = ("schoolType", "problemArea", "partner")


@dataclass(frozen=True, slots=True)
class ThinTerm:
    """A term with few items or none. `count` has the items of narrower terms in it."""

    facet: str
    term: str
    label: str
    count: int


def gaps(items: Sequence[Item], vocabularies: Vocabularies) -> Iterator[ThinTerm]:
    """Terms that nobody uses, and problem areas, partners and school types with fewer than three items."""
    for facet in (facet for facet in FACETS if facet.name not in NOT_REPORTED):
        counts = Counter(term for item in items for term in facet_terms(item, facet, vocabularies))
        least = FEW if facet.name in MUST_LEAD else 1
        for term in vocabularies[facet.vocabulary].terms:
            if counts[term.id] < least:
                yield ThinTerm(facet.name, term.id, term.label, counts[term.id])
