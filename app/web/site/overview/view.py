"""The view of the overview: every item of a kind that is rated, in a picture and in a table that says the same. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.domain.items import Scale
from app.domain.queries import FACET_FIELDS, SearchQuery, Sort
from app.search.browse import browse
from app.web.site._shared.choices import Chip, SelectOption, Way, each_and_all, nothing_in
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.limits import LimitView, limit_views, limit_words
from app.web.site._shared.links import overview_href
from app.web.site._shared.ratings import RATED_KINDS, SCALE_LABELS
from app.web.site.overview.picture import Picture, picture
from app.web.site.overview.rows import OverviewRow, RatedItem, rated_item

FILTERS = ("schoolType", "problemArea", "goal")
LIMIT = "min_evidence"
PARAMETERS = {*FILTERS, to_camel(LIMIT), "sort"}
# Evidence comes first: months mislead without it.
COLUMNS = {Sort.TITLE: "Interventie", Sort.EVIDENCE: "Bewijs", Sort.EFFECT: "Effect", Sort.COST: "Kosten"}
# A picture and a table of more help nobody; a choice narrows them.
MOST_ITEMS = 300
RISING = {Sort.TITLE, Sort.COST}


@dataclass(frozen=True, slots=True)
class FilterView:
    """A list to choose a term from. `kept` are terms that came with the address and that a list of one choice cannot show."""

    name: str
    label: str
    options: tuple[SelectOption, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SortLink:
    """A column's heading: the address sorted by it, and how it is sorted now if it is."""

    label: str
    href: str
    sorted: str | None


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything that the overview shows. `picture` is None when nothing can stand in it; `unknown` has what cannot."""

    total: int
    count: str
    filters: tuple[FilterView, ...]
    limit: LimitView
    chips: tuple[Chip, ...]
    sort: str
    picture: Picture | None
    unknown: tuple[OverviewRow, ...]
    all_unknown: int
    sorts: tuple[SortLink, ...]
    rows: tuple[OverviewRow, ...]
    drop: tuple[Way, ...]
    ignored: tuple[Ignored, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a choice leaves of the rated items, how many there are without some of it, and all rated items with their number.

    `without` is empty unless nothing is left. No more than `MOST_ITEMS` of either are shown.
    """

    items: tuple[RatedItem, ...]
    counts: Mapping[str, Mapping[str, int]]
    count: int
    without: Mapping[tuple[str, ...], int]
    every: tuple[RatedItem, ...]
    total: int


async def chosen_items(query: SearchQuery, snapshot: Snapshot) -> Chosen:
    """The rated items of a choice, by evidence unless something else is chosen. Raises IndexMissing and SearchUnavailable."""
    rated = query.model_copy(update={"kind": tuple(sorted(RATED_KINDS)), "q": "", "page": 1, "page_size": MOST_ITEMS})
    by_evidence = rated.model_copy(update={"sort": Sort.EVIDENCE if rated.sort is Sort.RELEVANCE else rated.sort})
    records, result = await browse(by_evidence, snapshot.search_data)
    nothing_chosen = rated.model_copy(update=nothing_in(query.narrowing))
    every, whole = (records, result) if not query.narrowing else await browse(nothing_chosen, snapshot.search_data)
    without: dict[tuple[str, ...], int] = {}
    for names in () if result.total else each_and_all(query.narrowing):
        _, other = await browse(rated.model_copy(update=nothing_in(names) | {"page_size": 1}), snapshot.search_data)
        without[names] = other.total
    shown, all_of_them = (tuple(snapshot.view(kept, rated_item) for kept in some) for some in (records, every))
    return Chosen(shown, result.counts, result.total, without, all_of_them, whole.total)


def overview_page(query: SearchQuery, chosen: Chosen, snapshot: Snapshot, ignored: tuple[Ignored, ...] = ()) -> OverviewPage:
    """The overview of a choice."""
    items = [item.numbered(number) for number, item in enumerate(chosen.items, 1)]
    plotted = [plot for item in items if (plot := item.plotted)]
    effects = [item.place[0] for item in chosen.every if item.place]
    return OverviewPage(
        total=chosen.total,
        count=_count(len(items), chosen.total, len(plotted)),
        filters=tuple(_filter(name, query, chosen, snapshot) for name in FILTERS),
        limit=next(view for view in limit_views(query) if view.name == to_camel(LIMIT)),
        chips=tuple(_chips(query, snapshot)),
        sort="" if query.sort is Sort.RELEVANCE else query.sort.value,
        picture=picture(plotted, effects) if plotted else None,
        unknown=tuple(item.row for item in items if not item.place),
        all_unknown=len(chosen.every) - len(effects),
        sorts=tuple(_sort_link(sort, label, query) for sort, label in COLUMNS.items()),
        rows=tuple(item.row for item in items),
        drop=tuple(_drop(query, chosen.without)),
        ignored=ignored,
    )


def _count(shown: int, total: int, plotted: int) -> str:
    """The number of items that show, in words."""
    if not shown:
        return "Geen interventie past bij deze keuze"
    of = f"{total} interventies" if shown == total else f"{shown} van de {total} interventies"
    return of if plotted == shown else f"{of}, waarvan {plotted or 'geen'} in beeld"


def _filter(name: str, query: SearchQuery, chosen: Chosen, snapshot: Snapshot) -> FilterView:
    """The terms that give something beside the other choices, narrower ones below broader ones, and those that are chosen."""
    facet, selected = FACET_BY_NAME[name], query.selected(name)
    vocabulary, counts = snapshot.vocabularies[facet.vocabulary], chosen.counts.get(name, {})
    options = tuple(
        SelectOption(
            term,
            f"{'– ' * len(tuple(vocabulary.ancestors(term)))}{vocabulary.label_of(term)} ({counts.get(term, 0)})",
            term in selected[:1],
        )
        for term in vocabulary.descendants(None)
        if counts.get(term) or term in selected
    )
    return FilterView(name, facet.label, options, selected[1:])


def _chips(query: SearchQuery, snapshot: Snapshot) -> Iterator[Chip]:
    for name in FILTERS:
        vocabulary, chosen = snapshot.vocabularies[FACET_BY_NAME[name].vocabulary], query.selected(name)
        for term in chosen:
            others = tuple(other for other in chosen if other != term)
            yield Chip(vocabulary.label_of(term), overview_href(query, **{FACET_FIELDS[name]: others}))
    if query.min_evidence is not None:
        yield Chip(limit_words(LIMIT, query.min_evidence), overview_href(query, min_evidence=None))


def _drop(query: SearchQuery, without: Mapping[tuple[str, ...], int]) -> Iterator[Way]:
    """The choices that leave something when one of them is taken away, or all."""
    labels = {FACET_FIELDS[name]: FACET_BY_NAME[name].label for name in FILTERS} | {LIMIT: SCALE_LABELS[Scale.EVIDENCE]}
    for names, count in without.items():
        if count:
            said = f"‘{labels[names[0]]}’" if len(names) == 1 else "filters"
            yield Way(f"Kijk zonder {said}", overview_href(query, **nothing_in(names)), count)


def _sort_link(sort: Sort, label: str, query: SearchQuery) -> SortLink:
    current = sort is query.sort or (sort is Sort.EVIDENCE and query.sort is Sort.RELEVANCE)
    href = overview_href(query, sort=Sort.RELEVANCE if sort is Sort.EVIDENCE else sort)
    return SortLink(label, href, ("ascending" if sort in RISING else "descending") if current else None)
