"""The one address of searches that mean the same: sorted, without repetition and without what is so by default."""

from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlencode

from pydantic.alias_generators import to_camel

from app.domain.queries import FACET_FIELDS, SearchQuery

# The name in an address and the default of each field.
PARAMETERS = {field: (to_camel(field), declared.default) for field, declared in SearchQuery.model_fields.items()}


def in_one_form(query: SearchQuery) -> SearchQuery:
    """The search with the values of each facet sorted, since they are alternatives and any order of them means the same."""
    several = {field: tuple(sorted(chosen)) for field in FACET_FIELDS.values() if len(chosen := getattr(query, field)) > 1}
    return query.model_copy(update=several) if several else query


def address(path: str, query: SearchQuery) -> str:
    """The address of a search at a path."""
    text = urlencode(list(parameters(query)))
    return f"{path}?{text}" if text else path


def parameters(query: SearchQuery) -> Iterator[tuple[str, str]]:
    """Names and values of what differs from a search without anything chosen."""
    for field, (name, default) in PARAMETERS.items():
        value = getattr(query, field)
        if value == default:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield name, _text(one)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.value if isinstance(value, StrEnum) else str(value)
