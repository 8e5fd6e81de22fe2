"""The page of results: who is a result, in which order, and how many there are. What the engine has counted is counted once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.facets import FACETS
from app.domain.queries import Hit, SearchQuery, SearchResult, Sort
from app.search.ranking.rerank import Scored
from app.search.retrieval import payloads
from app.search.retrieval.candidates import Candidates
from app.search.retrieval.filters import passes
from app.search.retrieval.records import Record
from app.search.search_data import SearchData
from app.search.sorting import sort_key
from app.search.understanding.query import ParsedQuery


@dataclass(frozen=True, slots=True)
class ResultSet:
    """The results of a search. `extra` are those by meaning or by name that the engine has not counted, whatever the filters.

    `shown` are those of `extra` that the filters let through, `ranked` all candidates that are results under the filters, best first.
    """

    extra: tuple[Record, ...]
    shown: tuple[Record, ...]
    ranked: tuple[str, ...]
    candidates: Candidates

    @property
    def total(self) -> int:
        """The number of results under the filters."""
        return self.candidates.counted.total + len(self.shown)


def result_set(query: SearchQuery, candidates: Candidates, scored: Scored) -> ResultSet:
    """The results among the candidates: every item that has the words, and those that are near in meaning or named."""
    records = candidates.records
    extra = tuple(records[name] for name in dict.fromkeys((*candidates.named, *candidates.near)) if name not in candidates.with_words)
    shown = tuple(kept for kept in extra if passes(kept, query))
    worded = (*candidates.by_words, *(name for name in candidates.with_words if passes(records[name], query)))
    members = {*worded, *(kept.id for kept in shown)}
    named = [name for name in candidates.named if name in members]
    return ResultSet(extra, shown, tuple(dict.fromkeys((*named, *(name for name in scored.ranked() if name in members)))), candidates)


def counts(results: ResultSet, query: SearchQuery) -> dict[str, Mapping[str, int]]:
    """Items per facet and term, the most frequent term first. A facet's own choice does not narrow its counts."""
    counted = results.candidates.counted.facets
    chosen = payloads.facet_filters(query)
    return {
        facet.name: _sum(
            counted.get(facet.name, {}),
            (kept.facets[facet.name] for kept in (_passing(results, query, facet.name) if facet.name in chosen else results.shown)),
        )
        for facet in FACETS
    }


def without_choice(results: ResultSet, query: SearchQuery) -> dict[str, int]:
    """Items without the choice in each chosen facet."""
    return {facet: total + len(_passing(results, query, facet)) for facet, total in results.candidates.counted.without.items()}


def _passing(results: ResultSet, query: SearchQuery, facet: str) -> list[Record]:
    return [kept for kept in results.extra if passes(kept, query, leaving_out=facet)]


def _sum(counted: Mapping[str, int], uncounted: Iterable[Iterable[str]]) -> Mapping[str, int]:
    """The engine's counts with those of more items."""
    total = dict(counted)
    for terms in uncounted:
        for term in terms:
            total[term] = total.get(term, 0) + 1
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


async def page(results: ResultSet, query: SearchQuery, parsed: ParsedQuery, data: SearchData) -> list[Record]:
    """The records of the page that is asked for. Raises IndexMissing and SearchUnavailable."""
    start = (query.page - 1) * query.page_size
    if start >= results.total:
        return []
    if query.sort is not Sort.RELEVANCE:
        return await _sorted_page(results, query, parsed, data, start)
    ids = list(results.ranked[start : start + query.page_size])
    further = min(start + query.page_size, results.total) - max(start, len(results.ranked))
    if further > 0:
        beyond = payloads.having(data.version, parsed.words, [*payloads.filters(query), _but(results.ranked)], further)
        beyond |= {"offset": max(0, start - len(results.ranked))}
        (answer,) = (await data.meili.multi_search({"queries": [beyond]}))["results"]
        ids += payloads.ids(answer)
    return list((await data.records.get(data.version, ids)).values())


async def _sorted_page(results: ResultSet, query: SearchQuery, parsed: ParsedQuery, data: SearchData, start: int) -> list[Record]:
    """A page in another order: the engine sorts what it counts, and the others are put in between."""
    others = sorted(results.shown, key=lambda kept: sort_key(kept, query.sort))
    first = max(0, start - len(others))
    window = payloads.having(data.version, parsed.words, payloads.filters(query), start - first + query.page_size)
    (answer,) = (await data.meili.multi_search({"queries": [payloads.in_order(window, query.sort) | {"offset": first}]}))["results"]
    counted = list((await data.records.get(data.version, payloads.ids(answer))).values())
    # Of the others, those that come before the first of the counted ones that were drawn; without any left out, all are looked at.
    before = sum(sort_key(kept, query.sort) < sort_key(counted[0], query.sort) for kept in others) if first else 0
    merged = sorted((*counted, *others[before:]), key=lambda kept: sort_key(kept, query.sort))
    skipped = start - first - before
    return merged[skipped : skipped + query.page_size]


def _but(ids: Sequence[str]) -> str:
    return f"NOT {payloads.is_one_of('id', ids)}" if ids else "NOT id IN []"


def hits(records: Iterable[Record], parsed: ParsedQuery, data: SearchData) -> tuple[Hit, ...]:
    """The records as hits, with what answers the query marked."""
    return tuple(Hit(kept.slug, data.marked(kept).highlights(parsed.wanted)) for kept in records)


def result(records: Sequence[Record], results: ResultSet, query: SearchQuery, parsed: ParsedQuery, data: SearchData) -> SearchResult:
    """The result of a search."""
    return SearchResult(
        hits=hits(records, parsed, data),
        total=results.total,
        counts=counts(results, query),
        without={} if results.total else without_choice(results, query),
    )
