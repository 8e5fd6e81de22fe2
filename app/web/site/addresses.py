"""From a search to its address on the site. The parameters are those of `/v1/search`."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from pydantic.alias_generators import to_camel

from app.domain.search import SearchQuery

SEARCH = "/zoeken"
COMPARE = "/vergelijk"
OVERVIEW = "/overzicht"
NOT_ON_THE_SITE = {"explain"}


def search_href(query: SearchQuery, **changes: Any) -> str:
    """The address of a search with some of its fields changed, on its first page unless `page` is one of them."""
    return _href(SEARCH, parameters(query.model_copy(update={"page": 1, **changes})))


def overview_href(query: SearchQuery, **changes: Any) -> str:
    """The address of the overview, by the parameters of a search."""
    return _href(OVERVIEW, parameters(query.model_copy(update=changes)))


def compare_href(slugs: Iterable[str], *, only_differences: bool = False) -> str:
    """The address where items stand side by side; without the rows in which they are equal if wanted."""
    return _href(COMPARE, [*(("item", slug) for slug in slugs), *([("alleen", "verschillen")] if only_differences else [])])


def _href(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    text = urlencode(list(pairs))
    return f"{path}?{text}" if text else path


def parameters(query: SearchQuery) -> Iterator[tuple[str, str]]:
    """Names and values of what differs from a search without anything chosen."""
    for name, field in SearchQuery.model_fields.items():
        value = getattr(query, name)
        if value == field.default or name in NOT_ON_THE_SITE:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield to_camel(name), one.value if isinstance(one, StrEnum) else str(one)


def item_href(slug: str) -> str:
    """The address of an item's page."""
    return f"/item/{slug}"
