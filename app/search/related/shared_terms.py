"""What two items have in common, and how a visitor is told so."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.facets import FACET_BY_NAME
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.dutch.lists import in_a_sentence

# What makes items alike; where something happened or who rates it does not.
SHARED_FACETS = ("problemArea", "schoolType", "partner")
MOST_TERMS = 3

Facets = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Shared:
    """A facet value that two items have in common."""

    facet: str
    value: str
    label: str


def shared(one: Facets, other: Facets, weights: Mapping[tuple[str, str], float], vocabularies: Vocabularies) -> tuple[Shared, ...]:
    """The facet values that both have, broader ones left out where a narrower one says more; the weightiest first."""
    found = [term for facet in SHARED_FACETS for term in _of_facet(facet, one[facet] & other[facet], vocabularies)]
    return tuple(sorted(found, key=lambda term: -weights[term.facet, term.value]))


def _of_facet(facet: str, common: AbstractSet[str], vocabularies: Vocabularies) -> Iterator[Shared]:
    vocabulary = vocabularies[FACET_BY_NAME[facet].vocabulary]
    for term in telling(vocabulary, common):
        yield Shared(facet, term, vocabulary.label_of(term))


def telling(vocabulary: Vocabulary, common: AbstractSet[str], below: str | None = None) -> Iterator[str]:
    """The narrowest of some terms; the broad one where it stands for all that is narrower and all of that is there."""
    for term in vocabulary.narrower.get(below, ()):
        if term in common:
            narrower = tuple(telling(vocabulary, common, term))
            whole = vocabulary.covers_narrower and common >= set(vocabulary.descendants(term))
            yield from (term,) if whole or not narrower else narrower


def sentence(common: Sequence[Shared]) -> str:
    """What two items have in common, in Dutch for visitors: at most three terms, of which one says what it is about if any does."""
    about = [term for term in common if term.facet == "problemArea"][:1]
    told = [*about, *(term for term in common if term not in about)][:MOST_TERMS]
    labels = {facet: [in_a_sentence(term.label) for term in told if term.facet == facet] for facet in SHARED_FACETS}
    partners = "dezelfde partner" if len(labels["partner"]) == 1 else "dezelfde partners"
    clauses = (
        _list("gaat ook over ", labels["problemArea"], " over"),
        _list("ook voor ", labels["schoolType"], " voor"),
        _list(f"{partners}: ", labels["partner"], ""),
    )
    text = "; ".join(clause for clause in clauses if clause)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _list(start: str, labels: Sequence[str], again: str) -> str:
    """Labels after one another. Where one has an `en` or a comma of its own, the preposition comes again, or they run together."""
    if not labels:
        return ""
    *others, last = labels
    if not others:
        return start + last
    if any(" en " in label or ", " in label for label in labels):
        return f"{start}{f',{again} '.join(others)}, en{again} {last}"
    return f"{start}{', '.join(others)} en {last}"
