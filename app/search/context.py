"""A search on its way: everything that its later steps need to know of the earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.queries import SearchQuery
from app.search.ranking.rerank import Ranking
from app.search.retrieval.filters import Mask
from app.search.search_data import SearchData
from app.search.understanding.query import ParsedQuery


@dataclass(frozen=True, slots=True)
class SearchContext:
    """A search on its way: its query as understood, what was ranked in memory, and which items its filters let through."""

    query: SearchQuery
    parsed_query: ParsedQuery
    ranking: Ranking
    data: SearchData
    allowed: Mask

    def always_included(self, leaving_out: str | None = None) -> list[str]:
        """The items that are results whatever the engine says, as far as the filters let them through."""
        allowed = self.data.filters.allowed(self.query, leaving_out) if leaving_out else self.allowed
        return [slug for slug in self.ranking.always_included if allowed[self.data.places[slug]]]


def slugs_of(result: Mapping[str, Any]) -> list[str]:
    """The slugs of the items that one query of the engine found, in its order."""
    return [hit["id"] for hit in result["hits"]]
