"""From the engine's answer to a result. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from app.domain.facets import FACETS
from app.domain.search import Hit, SearchQuery, SearchResult
from app.search import ranking
from app.search.catalogue import Catalogue
from app.search.picking import Picked
from app.search.request import END_MARK, HIGHLIGHTED, MARK, Window, facet_filters


def parse(answer: Mapping[str, Any], query: SearchQuery, catalogue: Catalogue, picked: Picked, window: Window) -> SearchResult:
    """The result in an answer to the payload that `request.build` made for this query and these picked items.

    What is counted, filtered and paged is one set: every item that the engine finds by words, and those that are picked for sure.
    """
    first, *counted = answer["results"]
    among_picked = counted.pop()["hits"] if picked.slugs else []
    hits = {hit["id"]: hit for hit in (*first["hits"], *among_picked)}
    members = [slug for slug in picked.slugs if slug in picked.sure or slug in hits]
    chosen = _passing(members, query, catalogue)
    shown = ranking.page(query, catalogue, chosen, [hit["id"] for hit in first["hits"]], window)
    return SearchResult(
        hits=tuple(Hit(slug, _highlights(hits.get(slug, {}))) for slug in shown),
        total=first["totalHits"] + len(chosen),
        counts=_counts(first, counted, query, catalogue, members),
    )


def _passing(slugs: Iterable[str], query: SearchQuery, catalogue: Catalogue, leaving_out: str | None = None) -> list[str]:
    passing = catalogue.passing(query, leaving_out)
    return [slug for slug in slugs if passing[catalogue.places[slug]]]


def _counts(
    first: Mapping[str, Any], counted: Sequence[Mapping[str, Any]], query: SearchQuery, catalogue: Catalogue, members: Sequence[str]
) -> dict[str, Mapping[str, int]]:
    """Items per facet and term: the engine's counts, the picked items added. A facet's own choice does not narrow its counts."""
    counts = dict(first["facetDistribution"])
    filtered = facet_filters(query)
    for facet, result in zip(filtered, counted, strict=True):
        counts[facet] = result["facetDistribution"].get(facet, {})
    if not members:
        return counts
    chosen = _passing(members, query, catalogue)
    alone = {facet: _passing(members, query, catalogue, leaving_out=facet) for facet in filtered}
    return {facet.name: _sum(counts[facet.name], facet.name, alone.get(facet.name, chosen), catalogue) for facet in FACETS}


def _sum(counts: Mapping[str, int], facet: str, slugs: Iterable[str], catalogue: Catalogue) -> dict[str, int]:
    total = Counter(counts)
    for slug in slugs:
        total.update(catalogue.entries[slug].facets[facet])
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _highlights(hit: Mapping[str, Any]) -> dict[str, str]:
    formatted = hit.get("_formatted", {})
    return {name: html(formatted[name]) for name in (*HIGHLIGHTED, "body") if MARK in formatted.get(name, "")}


def html(text: str) -> str:
    """Escaped text with `<mark>` around the matches."""
    return escape(" ".join(text.split()), quote=False).replace(MARK, "<mark>").replace(END_MARK, "</mark>")
