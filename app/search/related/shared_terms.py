"""The terms that two items have in common."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.facets import FACET_BY_NAME
from app.domain.vocabularies import Vocabularies, Vocabulary

# What makes items alike; where something happened or who rates it does not.
SHARED_FACETS = ("problemArea", "schoolType", "partner")

TermsByFacet = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class CommonTerm:
    """A facet value that two items have in common."""

    facet: str
    value: str
    label: str


def shared_terms(
    first: TermsByFacet, second: TermsByFacet, weights: Mapping[tuple[str, str], float], vocabularies: Vocabularies
) -> tuple[CommonTerm, ...]:
    """The facet values that both have, broader ones left out where a narrower one says more; the weightiest first."""
    terms = [term for facet in SHARED_FACETS for term in _of_facet(facet, first[facet] & second[facet], vocabularies)]
    return tuple(sorted(terms, key=lambda term: -weights[term.facet, term.value]))


def _of_facet(facet: str, common: AbstractSet[str], vocabularies: Vocabularies) -> Iterator[CommonTerm]:
    vocabulary = vocabularies[FACET_BY_NAME[facet].vocabulary]
    for term in most_telling(vocabulary, common):
        yield CommonTerm(facet, term, vocabulary.label_of(term))


def most_telling(vocabulary: Vocabulary, common: AbstractSet[str], below: str | None = None) -> Iterator[str]:
    """The narrowest of some terms; the broad one where it stands for all that is narrower and all of that is there."""
    for term in vocabulary.narrower.get(below, ()):
        if term in common:
            narrower = tuple(most_telling(vocabulary, common, term))
            all_narrower = vocabulary.covers_narrower and common >= set(vocabulary.descendants(term))
            yield from (term,) if all_narrower or not narrower else narrower
