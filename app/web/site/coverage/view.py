"""The view of the coverage page: the matrix, and the gaps in it in words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.catalogue.snapshot import Snapshot
from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.domain.queries import FACET_FIELDS, SearchQuery
from app.domain.vocabularies import Vocabulary
from app.search.coverage import Coverage, CoverageLine
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.links import coverage_href, search_href
from app.web.site.coverage.asked import CoverageRequest
from app.web.site.coverage.form import CoverageForm, form

CSV = "/dekking.csv"
# The shades, each with the least number that has it.
SHADES = {"none": 0, "few": 1, "some": 3, "more": 10, "many": 25}
MOST_GAPS = 6
# From so many lines on, the table scrolls under its heads.
LONG = 18


@dataclass(frozen=True, slots=True)
class CoverageCount:
    """A number of pages, with where they are; `said` tells what it counts, for those who do not see the table."""

    count: int
    href: str
    shade: str
    said: str


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column: `level` is how deep it lies; `fold` leads to what is narrower, or back when it is `open`."""

    label: str
    level: int
    total: CoverageCount
    fold: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A row with its cells, in the order of the columns."""

    head: Head
    cells: tuple[CoverageCount, ...]


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """A row that has nothing with some columns, where its broader term has; `broader` is None for a top term."""

    label: str
    href: str
    missing: tuple[str, ...]
    broader: str | None


@dataclass(frozen=True, slots=True)
class Shade:
    """A line of the legend."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Everything that the coverage page shows."""

    rows_label: str
    columns_label: str
    total: CoverageCount
    columns: tuple[Head, ...]
    rows: tuple[CoverageRow, ...]
    long: bool
    empty: tuple[str, ...]
    everything: bool
    everything_href: str
    gaps: tuple[CoverageGap, ...]
    more_gaps: tuple[CoverageGap, ...]
    gaps_told: int
    gaps_total: int
    legend: tuple[Shade, ...]
    form: CoverageForm
    csv_href: str
    ignored: tuple[Ignored, ...]
    default: bool


def coverage_page(asked: CoverageRequest, found: Coverage, snapshot: Snapshot) -> CoveragePage:
    """The page of a matrix."""
    query, everything = asked.query, asked.everything
    rows, columns = _Axis(asked, query.rows, found.rows, snapshot), _Axis(asked, query.columns, found.columns, snapshot)
    gaps = tuple(_gaps(found, rows))
    facet = FACET_BY_NAME
    return CoveragePage(
        rows_label=facet[query.rows].label,
        columns_label=facet[query.columns].label,
        total=_number(found.total, search_href(_counted(query)), "Alle pagina’s"),
        columns=tuple(map(columns.head, columns.shown)),
        rows=tuple(CoverageRow(rows.head(row), tuple(_cells(found, rows, row, columns))) for row in rows.shown),
        long=len(rows.shown) > LONG,
        empty=(*rows.empty, *columns.empty),
        everything=everything,
        everything_href=coverage_href(query, everything=not everything),
        gaps=gaps[:MOST_GAPS],
        more_gaps=gaps[MOST_GAPS:],
        gaps_told=len(found.gaps),
        gaps_total=found.gaps_total,
        legend=tuple(_legend()),
        form=form(asked, snapshot),
        csv_href=coverage_href(query, CSV),
        ignored=asked.ignored,
        default=query == CoverageQuery() and not everything,
    )


class _Axis:
    """The lines of one facet: which of them show, and what each leads to."""

    def __init__(self, asked: CoverageRequest, facet: str, lines: Sequence[CoverageLine], snapshot: Snapshot) -> None:
        self.asked, self.facet, self.lines = asked, facet, lines
        self.vocabulary: Vocabulary = snapshot.vocabularies[FACET_BY_NAME[facet].vocabulary]
        self.chosen = asked.query.selected(facet)
        self.highest = min((line.level for line in lines), default=0)
        near = [place for place, line in enumerate(lines) if asked.everything or self.chosen or line.level == 0]
        self.shown = [place for place in near if asked.everything or lines[place].count or lines[place].term.id in self.chosen]
        self.empty = tuple(lines[place].term.label for place in near if place not in self.shown)
        self.counted = _counted(asked.query)

    def search(self, place: int) -> str:
        return search_href(self.counted, **{FACET_FIELDS[self.facet]: (self.lines[place].term.id,)})

    def head(self, place: int) -> Head:
        line = self.lines[place]
        total = _number(line.count, self.search(place), line.term.label)
        opened = line.term.id in self.chosen
        return Head(line.term.label, line.level - self.highest, total, self._fold(line, opened=opened), opened)

    def _fold(self, line: CoverageLine, *, opened: bool) -> str | None:
        if not opened and (self.chosen or self.asked.everything or line.term.id not in self.vocabulary.narrower):
            return None
        chosen = tuple(one for one in self.chosen if one != line.term.id) if opened else (line.term.id,)
        return coverage_href(self.asked.query.model_copy(update={FACET_FIELDS[self.facet]: chosen}))


def _counted(query: CoverageQuery) -> SearchQuery:
    """The search that finds everything that is counted."""
    return SearchQuery().model_copy(update=dict(query.counted))


def _cells(found: Coverage, rows: _Axis, row: int, columns: _Axis) -> Iterator[CoverageCount]:
    address = rows.search(row)
    for column in columns.shown:
        one, other = rows.lines[row].term, columns.lines[column].term
        href = f"{address}&{urlencode({columns.facet: other.id})}"
        yield _number(found.counts[row][column], href, f"{one.label} met {other.label}")


def _number(count: int, href: str, said: str) -> CoverageCount:
    shade = [name for name, least in SHADES.items() if count >= least][-1]
    return CoverageCount(count, href, shade, said)


def _gaps(found: Coverage, rows: _Axis) -> Iterator[CoverageGap]:
    """The gaps by row, the first one that is missed most."""
    by_row: dict[str, list[str]] = defaultdict(list)
    for row, column in found.gaps:
        by_row[row.term.id].append(column.term.label)
    for term_id, missing in by_row.items():
        term = rows.vocabulary.by_id[term_id]
        broader = rows.vocabulary.label_of(term.broader) if term.broader else None
        yield CoverageGap(term.label, search_href(rows.counted, **{FACET_FIELDS[rows.facet]: (term.id,)}), tuple(missing), broader)


def _legend() -> Iterable[Shade]:
    least = [*SHADES.values()]
    for name, low, high in zip(SHADES, least, [*least[1:], None], strict=True):
        yield Shade(name, f"{low} of meer" if high is None else f"{low}" if high == low + 1 else f"{low} tot en met {high - 1}")
