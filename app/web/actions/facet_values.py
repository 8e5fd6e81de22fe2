"""The values of a facet that a search offers, with their counts: the API and the site show the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.facets import Facet
from app.domain.queries import SearchQuery, SearchResult
from app.domain.vocabularies import Vocabulary


def facet_values(facet: Facet, query: SearchQuery, result: SearchResult, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The values that occur in a result or are chosen: `value`, `label`, `count`, `selected`, and narrower ones in `children`.

    In the engine's order, the most frequent first. A broader term occurs wherever a narrower one does, so only a chosen value without
    items can miss its place.
    """
    return _nested(vocabulary, result.counts.get(facet.name, {}), query.selected(facet.name))


def _nested(vocabulary: Vocabulary, counts: Mapping[str, int], selected: Sequence[str]) -> list[dict[str, Any]]:
    missing = {term: 0 for chosen in selected for term in (chosen, *vocabulary.ancestors(chosen)) if term not in counts}
    terms = vocabulary.by_id
    values: dict[str, dict[str, Any]] = {
        term: {"value": term, "label": terms[term].label, "count": count, "selected": term in selected}
        for term, count in (*counts.items(), *missing.items())
    }
    top = []
    for term, value in values.items():
        broader = terms[term].broader
        if broader is None:
            top.append(value)
        else:
            values[broader].setdefault("children", []).append(value)
    return top
