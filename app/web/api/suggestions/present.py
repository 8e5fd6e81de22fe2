"""Suggestions as the API shows them."""

from typing import Any

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.search.suggestions.items import SuggestedRecord
from app.search.suggestions.marking import Suggestion


def present_item(suggested: SuggestedRecord, snapshot: Snapshot) -> dict[str, Any]:
    """An item that may be meant, as JSON data; `SuggestedItem` is its shape."""
    kept = suggested.record
    return {
        "slug": kept.slug,
        "kind": {"id": kept.kind, "label": snapshot.vocabularies["kinds"].label_of(kept.kind)},
        "title": kept.title,
        "highlight": suggested.suggestion.highlight,
        "_links": {"self": {"href": f"/v1/items/{kept.slug}"}},
    }


def present_term(suggestion: Suggestion, snapshot: Snapshot) -> dict[str, Any]:
    """A facet value that may be meant, as JSON data; `SuggestedTerm` is its shape."""
    name, _, term = suggestion.key.partition(":")
    facet = FACET_BY_NAME[name]
    return {
        "facet": name,
        "facetLabel": facet.label,
        "value": term,
        "label": snapshot.vocabularies[facet.vocabulary].label_of(term),
        "matched": suggestion.name,
        "highlight": suggestion.highlight,
        "count": snapshot.counts[name][term],
    }
