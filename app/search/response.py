"""From the engine's answer to a result. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.search import Hit, SearchQuery, SearchResult, Sort
from app.search.catalogue import Catalogue
from app.search.picking import Picked
from app.search.reading import Reading
from app.search.request import facet_filters


def parse(answer: Mapping[str, Any], query: SearchQuery, reading: Reading, catalogue: Catalogue, picked: Picked) -> SearchResult:
    """The result in an answer to the payload that `request.build` made for this query.

    What is counted, filtered, sorted and paged is one set: every item that has the words, and those that are picked for sure.
    """
    first, *counted = answer["results"]
    found = _ranked(_ids(first), picked, _passing(picked.sure, query, catalogue))
    if query.sort is not Sort.RELEVANCE:
        found.sort(key=lambda slug: catalogue.entries[slug].order(query.sort))
    start = (query.page - 1) * query.page_size
    shown = found[start : start + query.page_size]
    return SearchResult(
        hits=tuple(Hit(slug, catalogue.highlights(slug, reading.wanted)) for slug in shown),
        total=len(found),
        counts=_counts(first, counted, query, catalogue, picked.sure),
    )


def _ids(result: Mapping[str, Any]) -> list[str]:
    return [hit["id"] for hit in result["hits"]]


def _ranked(by_words: Sequence[str], picked: Picked, sure: Sequence[str]) -> list[str]:
    """The picked items first, as far as they are results; then what else has the words, as the engine ranks it."""
    members = {*by_words, *sure}
    return list(dict.fromkeys((*(slug for slug in picked.slugs if slug in members), *by_words)))


def _passing(slugs: Iterable[str], query: SearchQuery, catalogue: Catalogue, leaving_out: str | None = None) -> list[str]:
    if not slugs:
        return []
    passing = catalogue.passing(query, leaving_out)
    return [slug for slug in slugs if passing[catalogue.places[slug]]]


def _counts(
    first: Mapping[str, Any], counted: Sequence[Mapping[str, Any]], query: SearchQuery, catalogue: Catalogue, sure: Iterable[str]
) -> dict[str, Mapping[str, int]]:
    """Items per facet and term. A facet's own choice does not narrow its counts."""
    added = _added(first, _passing(sure, query, catalogue))
    counts = {facet: _sum(known, facet, added, catalogue) for facet, known in first["facetDistribution"].items()}
    for facet, result in zip(facet_filters(query), counted, strict=True):
        alone = _added(result, _passing(sure, query, catalogue, leaving_out=facet))
        counts[facet] = _sum(result["facetDistribution"].get(facet, {}), facet, alone, catalogue)
    return counts


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
