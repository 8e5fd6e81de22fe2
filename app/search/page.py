"""From the engine's answer to a result. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.queries import Hit, SearchQuery, SearchResult, Sort
from app.search.item_index import Catalogue, Mask
from app.search.ranking.rerank import Picked
from app.search.retrieval.payloads import facet_filters
from app.search.understanding.query import Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """A search on its way: how its query was read, what was picked in memory, and which items pass its filters."""

    query: SearchQuery
    reading: Reading
    picked: Picked
    catalogue: Catalogue
    passing: Mask

    def sure(self, passing: Mask) -> list[str]:
        """The items that are results whatever the engine says, as far as a mask lets them through."""
        return [slug for slug in self.picked.sure if passing[self.catalogue.places[slug]]]


def parse(answer: Mapping[str, Any], asked: Asked) -> SearchResult:
    """The result in an answer to the payload that `request.build` made for this search.

    What is counted, filtered, sorted and paged is one set: every item that has the words, and those that are picked for sure.
    """
    first, *counted = answer["results"]
    query, catalogue = asked.query, asked.catalogue
    sure = asked.sure(asked.passing)
    found = _ranked(_ids(first), asked.picked, sure)
    if query.sort is not Sort.RELEVANCE:
        found.sort(key=lambda slug: catalogue.entries[slug].order(query.sort))
    start = (query.page - 1) * query.page_size
    shown = found[start : start + query.page_size]
    return SearchResult(
        hits=tuple(Hit(slug, catalogue.highlights(slug, asked.reading.wanted)) for slug in shown),
        total=len(found),
        counts=_counts(first, counted, asked, sure),
        without={} if found else _without(counted, asked),
    )


def _ids(result: Mapping[str, Any]) -> list[str]:
    return [hit["id"] for hit in result["hits"]]


def _ranked(by_words: Sequence[str], picked: Picked, sure: Sequence[str]) -> list[str]:
    """The picked items first, as far as they are results; then what else has the words, as the engine ranks it."""
    members = {*by_words, *sure}
    return list(dict.fromkeys((*(slug for slug in picked.slugs if slug in members), *by_words)))


def _counts(
    first: Mapping[str, Any], counted: Sequence[Mapping[str, Any]], asked: Asked, sure: Sequence[str]
) -> dict[str, Mapping[str, int]]:
    """Items per facet and term. A facet's own choice does not narrow its counts."""
    added = _added(first, sure)
    counts = {facet: _sum(known, facet, added, asked.catalogue) for facet, known in first["facetDistribution"].items()}
    for facet, result in zip(facet_filters(asked.query), counted, strict=True):
        alone = _added(result, asked.sure(asked.catalogue.passing(asked.query, leaving_out=facet)))
        counts[facet] = _sum(result["facetDistribution"].get(facet, {}), facet, alone, asked.catalogue)
    return counts


def _without(counted: Sequence[Mapping[str, Any]], asked: Asked) -> dict[str, int]:
    """Items without the choice in each chosen facet: the query that counts such a facet leaves its choice out already."""
    return {
        facet: len({*_ids(result), *asked.sure(asked.catalogue.passing(asked.query, leaving_out=facet))})
        for facet, result in zip(facet_filters(asked.query), counted, strict=True)
    }


def _added(result: Mapping[str, Any], sure: Sequence[str]) -> list[str]:
    """The sure items that the engine has not counted."""
    if not sure:
        return []
    known = set(_ids(result))
    return [slug for slug in sure if slug not in known]


def _sum(counts: Mapping[str, int], facet: str, added: Iterable[str], catalogue: Catalogue) -> Mapping[str, int]:
    if not added:
        return counts
    total = Counter(counts)
    for slug in added:
        total.update(catalogue.entries[slug].facets[facet])
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))
