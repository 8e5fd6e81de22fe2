"""One order for two lists: what was picked in memory, and what else the engine found by words. Pure."""

from collections.abc import Sequence
from heapq import merge
from typing import Any

from app.domain.search import SearchQuery
from app.search.catalogue import Catalogue
from app.search.request import Window


def page(query: SearchQuery, catalogue: Catalogue, chosen: Sequence[str], by_words: Sequence[str], window: Window) -> list[str]:
    """The slugs on the page asked for.

    `chosen` are the picked items that are results and pass the filters, the best first; `by_words` the engine's hits of `window`,
    without any picked item. Where the order asked for leaves items equal, picked ones come first.
    """
    ranks = {slug: rank for rank, slug in enumerate(chosen)}

    def key(slug: str) -> tuple[Any, ...]:
        return (*catalogue.entries[slug].order(query.sort), ranks.get(slug, len(ranks)))

    start = (query.page - 1) * query.page_size - window.start
    return list(merge(sorted(chosen, key=key), by_words, key=key))[start : start + query.page_size]
