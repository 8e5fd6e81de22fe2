"""From a search or a matrix to its address on the site. The parameters are those of `/v1/search` and `/v1/coverage`."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from app.domain.coverage import CoverageQuery
from app.domain.queries import SearchQuery
from app.web.actions.search_address import address

SEARCH = "/zoeken"
COVERAGE = "/dekking"
EVERYTHING, YES = "alles", "ja"
COMPARE = "/vergelijk"
OVERVIEW = "/overzicht"
LEAST_COMPARED, MOST_COMPARED = 2, 4
# One slash, and none of the signs that browsers drop or read as a slash.
LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,500}")


def search_href(query: SearchQuery, **changes: Any) -> str:
    """The address of a search with some of its fields changed, on its first page unless `page` is one of them."""
    return address(SEARCH, query.model_copy(update={"page": 1, **changes}))


def overview_href(query: SearchQuery, **changes: Any) -> str:
    """The address of the overview, by the parameters of a search."""
    return address(OVERVIEW, query.model_copy(update=changes))


def compare_href(slugs: Iterable[str], *, only_differences: bool = False) -> str:
    """The address where items stand side by side; without the rows in which they are equal if wanted."""
    return _href(COMPARE, [*(("item", slug) for slug in slugs), *([("alleen", "verschillen")] if only_differences else [])])


def _href(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    text = urlencode(list(pairs))
    return f"{path}?{text}" if text else path


def coverage_href(query: CoverageQuery, path: str = COVERAGE, *, everything: bool = False) -> str:
    """The address of a matrix; `everything` shows empty and narrower terms too."""
    axes = {name: getattr(query, name) for name in ("rows", "columns") if getattr(query, name) != CoverageQuery.model_fields[name].default}
    given = {**axes, **query.given(), **({EVERYTHING: YES} if everything else {})}
    return _href(path, [(name, one) for name, value in given.items() for one in (value if isinstance(value, tuple) else (value,))])


def item_href(slug: str) -> str:
    """The address of an item's page."""
    return f"/item/{slug}"


def guide_href(partner: str, slugs: Container[str]) -> str | None:
    """The address of a partner's guide, if the catalogue has one."""
    guide = f"partner-{partner}"
    return item_href(guide) if guide in slugs else None


def compare_first_href(slugs: Sequence[str]) -> str | None:
    """The address that compares the first of some items, if there are two or more."""
    return compare_href(slugs[:MOST_COMPARED]) if len(slugs) >= LEAST_COMPARED else None


def local_path(text: str) -> str | None:
    """An address on this site that somebody sent, or None. What a browser would take for another site is none."""
    return text if LOCAL.fullmatch(text) else None
