"""Queries to the engine, as parts of one multi-search. Pure: tested by equality.

A search is drawn, not ranked, by the engine: ids of candidates, true counts, and which of some items have the words. Each facet in which
something is chosen is counted by a query of its own that leaves that choice out, so that its other values show what they would give.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.facets import FACETS
from app.domain.queries import Filters, Sort
from app.search.index.documents import EMBEDDER
from app.search.index.versions import IndexVersion

ID = "id"
MATCHES_NOTHING = "id IN []"
# The engine's form of each order. The title decides between equals and then the id, so that pages neither repeat nor miss an item.
ORDERS: Mapping[Sort, tuple[str, ...]] = {
    Sort.RELEVANCE: ("kindOrder:asc",),
    Sort.EFFECT: ("effect:desc",),
    Sort.EVIDENCE: ("evidence:desc",),
    Sort.COST: ("cost:asc",),
    Sort.TITLE: (),
    Sort.UPDATED: ("updated:desc",),
}
LAST_RESORT = ("sortTitle:asc", "id:asc")

Query = dict[str, Any]


def having(version: IndexVersion, words: str | None, conditions: Iterable[str], limit: int) -> Query:
    """The documents with the words under some conditions, those with more of the words first. None: whatever their words."""
    return {
        "indexUid": version.outlines if words is None else version.index,
        "q": words or "",
        "matchingStrategy": "frequency",
        "attributesToRetrieve": ["id"],
        "filter": [version.visible, *conditions, *([MATCHES_NOTHING] if words == "" else [])],
        "limit": limit,
    }


def counted(version: IndexVersion, words: str | None, conditions: Iterable[str], facets: Iterable[str], hits: int) -> Query:
    """The same with the exact total and the counts of facets."""
    query = having(version, words, conditions, 0) | {"page": 1, "hitsPerPage": hits, "facets": list(facets)}
    del query["limit"]
    return query


def named_as_values(query: Query) -> Query:
    """A query whose documents are named as values of a facet, not as hits: in no order, but without the engine reading one of them.

    For at most `MAX_VALUES` documents.
    """
    limited = {"hitsPerPage": 0} if "hitsPerPage" in query else {"limit": 0}
    return query | limited | {"facets": [*query.get("facets", ()), ID]}


def starting(version: IndexVersion, start: str, limit: int) -> Query:
    """The documents with a word, or a part of one, in their names that starts so."""
    return having(version, start, [], limit) | {"indexUid": version.outlines}


def nearest(version: IndexVersion, vector: list[float], conditions: Iterable[str], limit: int, least: float = 0.0) -> Query:
    """The documents nearest to a vector in meaning with their ranking scores, none below `least`."""
    return {
        **having(version, None, conditions, limit),
        "vector": vector,
        "hybrid": {"embedder": EMBEDDER, "semanticRatio": 1.0},
        "showRankingScore": True,
        "rankingScoreThreshold": least,
    }


def in_order(query: Query, sort: Sort) -> Query:
    """A query with its documents in an order other than that of their words."""
    return query | {"sort": [*ORDERS[sort], *LAST_RESORT]}


def in_browsing_order(query: Query) -> Query:
    """A query without words in the order of a catalogue: by kind, then by title."""
    return in_order(query, Sort.RELEVANCE)


def with_slugs(version: IndexVersion, slugs: Sequence[str]) -> Query:
    """The documents of some items."""
    return having(version, None, [is_one_of("slug", slugs)], len(slugs))


def ids(result: Mapping[str, Any]) -> list[str]:
    """The ids of the documents that one query found: in its order, or by themselves when they are named as values."""
    return [hit["id"] for hit in result["hits"]] or sorted(result.get("facetDistribution", {}).get(ID, ()))


def facet_filters(query: Filters) -> dict[str, str]:
    """The filter of each facet in which something is chosen."""
    return {facet.name: is_one_of(facet.name, query.selected(facet.name)) for facet in FACETS if query.selected(facet.name)}


def number_filters(query: Filters) -> list[str]:
    """The filters on effect, evidence and cost. An unknown value passes none of them."""
    limits = (("effect >= ", query.min_effect), ("evidence >= ", query.min_evidence), ("cost <= ", query.max_cost))
    return [f"{limit}{value}" for limit, value in limits if value is not None]


def filters(query: Filters) -> list[str]:
    """All filters of a query."""
    return [*facet_filters(query).values(), *number_filters(query)]


def is_one_of(name: str, values: Iterable[str]) -> str:
    """The filter that a field has one of these values."""
    return f"{name} IN [{', '.join(map(quoted, values))}]"


def quoted(value: str) -> str:
    """A value as a filter takes it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
