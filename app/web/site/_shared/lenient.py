"""The parameters of a search page. Where the API refuses a value, a visitor gets the page without it and is told so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.domain.facets import FACET_BY_NAME
from app.domain.queries import MAX_QUERY, SearchQuery
from app.domain.vocabularies import Vocabularies

LABELS = {
    "q": "Zoekwoorden",
    "minEffect": "Effect",
    "minEvidence": "Bewijs",
    "maxCost": "Kosten",
    "page": "Pagina",
    "pageSize": "Aantal per pagina",
    "sort": "Volgorde",
}
MOST_TERMS = 50  # as SearchQuery has it


@dataclass(frozen=True, slots=True)
class Ignored:
    """A value that was left out: what it was for, and what was sent."""

    label: str
    value: str


def read_leniently(given: Iterable[tuple[str, str]], vocabularies: Vocabularies) -> tuple[SearchQuery, tuple[Ignored, ...]]:
    """The search in some parameters, and the values that mean nothing. Other parameters, such as those of newsletters, are left alone."""
    chosen: dict[str, dict[str, None]] = {}
    single: dict[str, Any] = {}
    ignored = []
    for name, value in given:
        if not value.strip():
            continue
        if name in FACET_BY_NAME:
            terms = chosen.setdefault(name, {})
            if value in vocabularies[FACET_BY_NAME[name].vocabulary].by_id and len(terms) < MOST_TERMS:
                terms[value] = None
            elif value not in terms:
                ignored.append(Ignored(FACET_BY_NAME[name].label, value))
        elif name in LABELS:
            usable = value[:MAX_QUERY] if name == "q" else value
            if usable != value or name in single or not _is_right(name, usable):
                ignored.append(Ignored(LABELS[name], value))
            if name not in single and _is_right(name, usable):
                single[name] = usable
    facets = {name: tuple(terms) for name, terms in chosen.items() if terms}
    return SearchQuery.model_validate(single | facets, context=vocabularies), tuple(dict.fromkeys(ignored))


def _is_right(name: str, value: str) -> bool:
    try:
        SearchQuery.model_validate({name: value})
    except ValidationError:
        return False
    return True
