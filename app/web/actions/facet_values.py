"""The values of a facet that occur in a result, as a tree."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.facets import Facet
from app.domain.queries import SearchQuery, SearchResult
from app.domain.vocabularies import Term, Vocabulary


@dataclass(slots=True)
class ValueNode:
    """A term with the number of items that it gives, and the narrower ones that occur."""

    term: Term
    count: int
    selected: bool
    children: list["ValueNode"] = field(default_factory=list)


def facet_values(facet: Facet, query: SearchQuery, result: SearchResult, vocabulary: Vocabulary) -> Sequence[ValueNode]:
    """The values that occur, in the engine's order (the most frequent first), narrower ones inside broader ones.

    A broader term occurs wherever a narrower one does, so only a chosen value without items can miss its place.
    """
    counts, selected = result.counts.get(facet.name, {}), query.selected(facet.name)
    missing = {term: 0 for chosen in selected for term in (chosen, *vocabulary.ancestors(chosen)) if term not in counts}
    terms = vocabulary.by_id
    nodes = {term: ValueNode(terms[term], count, term in selected) for term, count in (*counts.items(), *missing.items())}
    top: list[ValueNode] = []
    for node in nodes.values():
        siblings = top if node.term.broader is None else nodes[node.term.broader].children
        siblings.append(node)
    return top
