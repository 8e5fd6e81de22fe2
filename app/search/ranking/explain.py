"""Why an item is among the results, as codes with the facts that a sentence about it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.facets import FACETS
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies
from app.search.ranking.measures import MIN_NEARNESS
from app.search.retrieval.records import Record, matrix
from app.search.search import SearchOutcome
from app.search.search_data import SearchData

# From this share of what is meant on, a term is worth naming.
MIN_TERM_SHARE = 0.15
MAX_WORDS = 4
# The code of a word that the engine alone found; other words have the value of their `MatchType`.
FOUND_BY_ENGINE = "found-by-engine"


class ReasonKind(StrEnum):
    """Kinds of reasons why an item is a result."""

    NAME = "name"
    WORD = "word"
    TERM = "term"
    MEANING = "meaning"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason. `code` says more than `kind` for words; `found` has a word or labels, `facet` the label of the facet of a filter."""

    kind: ReasonKind
    code: str
    typed: str | None = None
    found: tuple[str, ...] = ()
    facet: str | None = None


def reasons(kept: Record, query: SearchQuery, outcome: SearchOutcome, data: SearchData, vocabularies: Vocabularies) -> list[MatchReason]:
    """Every reason why this item is a result, the weightiest first. The vocabularies have the labels."""
    found = [
        *_name(kept, query, outcome),
        *_words(kept, outcome, data),
        *_terms(kept, outcome, data, vocabularies),
        *_meaning(kept, query, outcome),
    ]
    if not found and query.q:
        found.append(MatchReason(ReasonKind.WORD, FOUND_BY_ENGINE, query.q))
    return [*found, *_filters(query, vocabularies)]


def _name(kept: Record, query: SearchQuery, outcome: SearchOutcome) -> Iterator[MatchReason]:
    if kept.slug in outcome.named:
        yield MatchReason(ReasonKind.NAME, ReasonKind.NAME, query.q)


def _words(kept: Record, outcome: SearchOutcome, data: SearchData) -> Iterator[MatchReason]:
    parsed = outcome.parsed_query
    for form, _ in data.bm25.contributions(kept, parsed.weights)[:MAX_WORDS]:
        match = parsed.wanted[form]
        yield MatchReason(ReasonKind.WORD, match.type, match.typed, (form,))


def _terms(kept: Record, outcome: SearchOutcome, data: SearchData, vocabularies: Vocabularies) -> Iterator[MatchReason]:
    if outcome.nearness is None:
        return
    own = set(data.topics_of(kept))
    for place, (share, (vocabulary, term)) in enumerate(zip(outcome.nearness.terms, data.topics.terms, strict=True)):
        if place in own and share >= MIN_TERM_SHARE:
            yield MatchReason(ReasonKind.TERM, ReasonKind.TERM, found=(vocabularies[vocabulary].label_of(term),))


def _meaning(kept: Record, query: SearchQuery, outcome: SearchOutcome) -> Iterator[MatchReason]:
    if outcome.nearness and outcome.nearness.nearness(matrix([kept]))[0] >= MIN_NEARNESS:
        yield MatchReason(ReasonKind.MEANING, ReasonKind.MEANING, query.q)


def _filters(query: SearchQuery, vocabularies: Vocabularies) -> Iterator[MatchReason]:
    for facet in FACETS:
        labels = tuple(vocabularies[facet.vocabulary].label_of(term) for term in query.selected(facet.name))
        if labels:
            yield MatchReason(ReasonKind.FILTER, ReasonKind.FILTER, found=labels, facet=facet.label)
