"""The view of the overview: every item of a kind that is rated, in a picture and in a table that says the same. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.domain.items import Scale
from app.domain.queries import FACET_FIELDS, SearchQuery, Sort
from app.search.sorting import in_order
from app.web.site._shared.choices import Chip, SelectOption, Way, nothing_in
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.limits import LimitView, limit_views, limit_words
from app.web.site._shared.links import overview_href
from app.web.site._shared.ratings import RATED_KINDS, SCALE_LABELS
from app.web.site.overview.picture import Picture, picture
from app.web.site.overview.rows import OverviewRow, rated_items

FILTERS = ("schoolType", "problemArea", "goal")
LIMIT = "min_evidence"
PARAMETERS = {*FILTERS, to_camel(LIMIT), "sort"}
# Evidence comes first: months mislead without it.
COLUMNS = {Sort.TITLE: "Interventie", Sort.EVIDENCE: "Bewijs", Sort.EFFECT: "Effect", Sort.COST: "Kosten"}
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


def overview_page(query: SearchQuery, snapshot: Snapshot, ignored: tuple[Ignored, ...] = ()) -> OverviewPage:
    """The overview of a choice."""
    every = snapshot.derived(rated_items)
    rated = query.model_copy(update={"kind": tuple(sorted(RATED_KINDS))})
    slugs = _in_order(_passing(rated, snapshot), query.sort, snapshot)
    chosen = [every[slug].numbered(number) for number, slug in enumerate(slugs, 1)]
    plotted = [plot for item in chosen if (plot := item.plotted)]
    effects = [item.place[0] for item in every.values() if item.place]
    return OverviewPage(
        total=len(every),
        count=_count(len(chosen), len(every), len(plotted)),
        filters=tuple(_filter(name, rated, snapshot) for name in FILTERS),
        limit=next(view for view in limit_views(query) if view.name == to_camel(LIMIT)),
        chips=tuple(_chips(query, snapshot)),
        sort="" if query.sort is Sort.RELEVANCE else query.sort.value,
        picture=picture(plotted, effects) if plotted else None,
        unknown=tuple(item.row for item in chosen if not item.place),
        all_unknown=len(every) - len(effects),
        sorts=tuple(_sort_link(sort, label, query) for sort, label in COLUMNS.items()),
        rows=tuple(item.row for item in chosen),
        drop=() if chosen else tuple(_drop(rated, query, snapshot)),
        ignored=ignored,
    )


def _passing(query: SearchQuery, snapshot: Snapshot) -> list[str]:
    data = snapshot.search_data
    return [slug for slug, passes in zip(data.slugs, data.filters.allowed(query), strict=True) if passes]


def _in_order(slugs: list[str], sort: Sort, snapshot: Snapshot) -> list[str]:
    """By evidence unless something else is chosen, unknown last, then by title, then by slug."""
    items = snapshot.search_data.items
    by_title = in_order(sorted(slugs), Sort.TITLE, lambda slug: items[slug].values)
    return in_order(by_title, Sort.EVIDENCE if sort is Sort.RELEVANCE else sort, lambda slug: items[slug].values)


def _count(shown: int, total: int, plotted: int) -> str:
    """The number of items that show, in words."""
    if not shown:
        return "Geen interventie past bij deze keuze"
    of = f"{total} interventies" if shown == total else f"{shown} van de {total} interventies"
    return of if plotted == shown else f"{of}, waarvan {plotted or 'geen'} in beeld"


def _filter(name: str, rated: SearchQuery, snapshot: Snapshot) -> FilterView:
    """The terms that give something beside the other choices, narrower ones below broader ones, and those that are chosen."""
    facet, chosen = FACET_BY_NAME[name], rated.selected(name)
    vocabulary = snapshot.vocabularies[facet.vocabulary]
    terms = tuple(vocabulary.descendants(None))
    filters = snapshot.search_data.filters
    counts = (filters.of_terms(name, terms) & filters.allowed(rated, leaving_out=name)).sum(axis=1)
    options = tuple(
        SelectOption(term, f"{'– ' * len(tuple(vocabulary.ancestors(term)))}{vocabulary.label_of(term)} ({count})", term in chosen[:1])
        for term, count in zip(terms, counts, strict=True)
        if count or term in chosen
    )
    return FilterView(name, facet.label, options, chosen[1:])


def _chips(query: SearchQuery, snapshot: Snapshot) -> Iterator[Chip]:
    for name in FILTERS:
        vocabulary, chosen = snapshot.vocabularies[FACET_BY_NAME[name].vocabulary], query.selected(name)
        for term in chosen:
            others = tuple(other for other in chosen if other != term)
            yield Chip(vocabulary.label_of(term), overview_href(query, **{FACET_FIELDS[name]: others}))
    if query.min_evidence is not None:
        yield Chip(limit_words(LIMIT, query.min_evidence), overview_href(query, min_evidence=None))


def _drop(rated: SearchQuery, query: SearchQuery, snapshot: Snapshot) -> Iterator[Way]:
    """The choices that leave something when one of them is taken away, or all."""
    labels = {FACET_FIELDS[name]: FACET_BY_NAME[name].label for name in FILTERS} | {LIMIT: SCALE_LABELS[Scale.EVIDENCE]}
    names = query.narrowing
    for some in dict.fromkeys((*((name,) for name in names), tuple(names))):
        count = len(_passing(rated.model_copy(update=nothing_in(some)), snapshot))
        if count:
            said = f"‘{labels[some[0]]}’" if len(some) == 1 else "filters"
            yield Way(f"Kijk zonder {said}", overview_href(query, **nothing_in(some)), count)


def _sort_link(sort: Sort, label: str, query: SearchQuery) -> SortLink:
    current = sort is query.sort or (sort is Sort.EVIDENCE and query.sort is Sort.RELEVANCE)
    href = overview_href(query, sort=Sort.RELEVANCE if sort is Sort.EVIDENCE else sort)
    return SortLink(label, href, ("ascending" if sort in RISING else "descending") if current else None)
