"""The coverage of the catalogue: items per pair of terms of two facets, and the pairs in which an item is most missed.

The counts are those of the search: a cell has as many items as a search with its two terms and the other filters finds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.domain.vocabularies import Term, Vocabularies, Vocabulary
from app.search.retrieval import payloads
from app.search.search_data import SearchData

MAX_GAPS = 50
# The place before the first term, for all items whatever their terms: a top term's broader one.
EVERYTHING = 0

PairCounts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A row or a column: its term, how many terms are broader, and its number of items whatever the other facet says."""

    term: Term
    level: int
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """A matrix of counts, row by row. `gaps` are the first of `gaps_total` pairs of a row and a column; `total` items are counted."""

    rows: tuple[CoverageLine, ...]
    columns: tuple[CoverageLine, ...]
    counts: list[list[int]]
    gaps: tuple[tuple[CoverageLine, CoverageLine], ...]
    gaps_total: int
    total: int


async def coverage(query: CoverageQuery, data: SearchData, vocabularies: Vocabularies) -> Coverage:
    """The matrix for a question, with the gaps among what it shows. Raises IndexMissing and SearchUnavailable."""
    rows, columns = (_TermAxis(facet, query.selected(facet), vocabularies) for facet in (query.rows, query.columns))
    counts = await _counts(query, rows, columns, data)
    missed = _missed(rows, columns, counts)
    of_row, of_column = rows.lines(counts[:, EVERYTHING]), columns.lines(counts[EVERYTHING])
    return Coverage(
        rows=tuple(of_row.values()),
        columns=tuple(of_column.values()),
        counts=counts[np.ix_(rows.shown, columns.shown)].tolist(),
        gaps=tuple((of_row[row], of_column[column]) for row, column in missed[:MAX_GAPS]),
        gaps_total=len(missed),
        total=int(counts[EVERYTHING, EVERYTHING]),
    )


async def _counts(query: CoverageQuery, rows: "_TermAxis", columns: "_TermAxis", data: SearchData) -> PairCounts:
    """The counts of all pairs: the engine counts the terms of one facet, once for all items and once for each term of the other."""
    conditions = payloads.filters(query.counted)
    first = payloads.counted(data.version, None, conditions, (rows.facet, columns.facet), 0)
    (answer,) = (await data.meili.multi_search({"queries": [first]}))["results"]
    totals = answer["facetDistribution"]
    counts = np.zeros((len(rows.ids) + 1, len(columns.ids) + 1), dtype=np.int64)
    counts[EVERYTHING, EVERYTHING] = answer["totalHits"]
    for axis, line in ((rows, counts[:, EVERYTHING]), (columns, counts[EVERYTHING])):
        axis.put(totals.get(axis.facet, {}), line)
    fewer, more = sorted((rows, columns), key=lambda axis: len(totals.get(axis.facet, ())))
    terms = [term for term in totals.get(fewer.facet, ()) if term in fewer.places]
    queries = [
        payloads.counted(data.version, None, [*conditions, payloads.is_one_of(fewer.facet, [term])], (more.facet,), 0) for term in terms
    ]
    answers = (await data.meili.multi_search({"queries": queries}))["results"] if queries else []
    for term, answer in zip(terms, answers, strict=True):
        place = fewer.places[term]
        more.put(answer["facetDistribution"].get(more.facet, {}), counts[place] if fewer is rows else counts[:, place])
    return counts


class _TermAxis:
    """The terms of one facet, narrower ones after their broader one, each with a place from 1 on; place 0 has all items."""

    def __init__(self, facet: str, chosen: Sequence[str], vocabularies: Vocabularies) -> None:
        self.facet = facet
        self.vocabulary: Vocabulary = vocabularies[FACET_BY_NAME[facet].vocabulary]
        self.ids = tuple(self.vocabulary.descendants(None))
        self.places: Mapping[str | None, int] = {None: EVERYTHING} | {term_id: place for place, term_id in enumerate(self.ids, start=1)}
        wanted = {term for choice in chosen for term in (choice, *self.vocabulary.descendants(choice))}
        self.shown = [self.places[term_id] for term_id in self.ids if not chosen or term_id in wanted]

    def put(self, counts: Mapping[str, int], line: PairCounts) -> None:
        """Put the counts of terms in their places of a row or a column."""
        for term_id, count in counts.items():
            if term_id in self.places:
                line[self.places[term_id]] = count

    def term(self, place: int) -> Term:
        return self.vocabulary.by_id[self.ids[place - 1]]

    def broader(self, place: int) -> int:
        return self.places[self.term(place).broader]

    def leaves(self) -> list[int]:
        """The shown terms that have nothing narrower."""
        return [place for place in self.shown if self.ids[place - 1] not in self.vocabulary.narrower]

    def lines(self, counts: PairCounts) -> dict[int, CoverageLine]:
        """The lines that are shown, by place."""
        levels = {place: sum(1 for _ in self.vocabulary.ancestors(self.ids[place - 1])) for place in self.shown}
        return {place: CoverageLine(self.term(place), level, int(counts[place])) for place, level in levels.items()}


def _missed(rows: _TermAxis, columns: _TermAxis, counts: PairCounts) -> list[tuple[int, int]]:
    """The pairs of narrowest terms without an item where one would fit, by row with the fewest items, then by column with the most.

    Most pairs are empty, and few of those are missed: nobody looks for the library's part in truancy. One is missed when the next
    of kin are served: there are items for the row's broader term with this column, and for this row with the column's broader term.
    A row or column without any item is so for every pair, which its own count says better.
    """
    empty = [
        (row, column)
        for row in rows.leaves()
        for column in columns.leaves()
        if not counts[row, column] and counts[rows.broader(row), column] and counts[row, columns.broader(column)]
    ]
    return sorted(empty, key=lambda pair: (counts[pair[0], EVERYTHING], -counts[EVERYTHING, pair[1]], pair))
