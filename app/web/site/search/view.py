"""The page of results as a template writes it. Pure: from a search and its result."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACETS, Facet
from app.domain.queries import FACET_FIELDS, SearchQuery, Sort
from app.domain.vocabularies import Vocabularies
from app.dutch.plurals import counted
from app.search.search import SearchOutcome
from app.search.understanding.tokens import words
from app.web.actions.facet_values import ValueNode, facet_values
from app.web.site._shared.cards import CardView, item_card, marked_card
from app.web.site._shared.choices import Chip, FacetChoice, SelectOption, Way, nothing_in
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.limits import LIMITS, LimitView, limit_views, limit_words
from app.web.site._shared.links import search_href
from app.web.site._shared.pagination import Pages, pages

SHOWN_VALUES = 6
DEFAULT_SIZE = SearchQuery.model_fields["page_size"].default
# Facets that are open from the start; the others are when something in them is chosen.
OPEN = {"kind", "schoolType", "problemArea", "partner"}
SORT_LABELS = {
    Sort.RELEVANCE: "Beste antwoord eerst",
    Sort.EFFECT: "Grootste effect eerst",
    Sort.EVIDENCE: "Sterkste bewijs eerst",
    Sort.COST: "Laagste kosten eerst",
    Sort.TITLE: "Titel, van A tot Z",
    Sort.UPDATED: "Laatst gewijzigd eerst",
}


# Tuples, because a page has some hundred and fifty of each: a third of the time that dataclasses take.
class ValueView(NamedTuple):
    """A choice with the narrower ones below it; `open` when one of those is chosen, `chosen` when itself is."""

    choice: FacetChoice
    open: bool
    chosen: bool
    children: tuple["ValueView", ...]


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: the values that show at once, those behind `more`, and how many are chosen."""

    name: str
    label: str
    values: tuple[ValueView, ...]
    more: tuple[ValueView, ...]
    chosen: int
    open: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything that the search page shows."""

    q: str
    heading: str
    total: int
    first: int
    results: tuple[CardView, ...]
    facets: tuple[FacetView, ...]
    limits: tuple[LimitView, ...]
    limited: bool
    chips: tuple[Chip, ...]
    clear_href: str
    sorts: tuple[SelectOption, ...]
    page_size: int | None
    pages: Pages
    meant: str | None
    degraded: bool
    meaning_by: str
    ignored: tuple[Ignored, ...]
    perhaps: tuple[CardView, ...]
    nearest: tuple[Way, ...]
    drop: tuple[Way, ...]


def search_page(
    query: SearchQuery,
    found: SearchOutcome,
    snapshot: Snapshot,
    ignored: tuple[Ignored, ...] = (),
    without: Mapping[tuple[str, ...], int | None] | None = None,
) -> SearchPage:
    """The page of a search. When nothing was found, `without` says how many items there are without some of the fields that narrow it."""
    result, vocabularies = found.result, snapshot.vocabularies
    return SearchPage(
        q=query.q,
        heading=_heading(query, result.total),
        total=result.total,
        first=(query.page - 1) * query.page_size + 1,
        results=tuple(marked_card(item_card(found.records[hit.slug], snapshot), hit.highlights) for hit in result.hits),
        facets=tuple(view for facet in FACETS if (view := _facet(facet, query, found, snapshot)).values),
        limits=limit_views(query),
        limited=any(name in LIMITS for name in query.narrowing),
        chips=tuple(_chips(query, vocabularies)),
        clear_href=search_href(SearchQuery(q=query.q, sort=query.sort)),
        sorts=tuple(SelectOption(sort.value, label, sort is query.sort) for sort, label in SORT_LABELS.items()),
        page_size=query.page_size if query.page_size != DEFAULT_SIZE else None,
        pages=pages(query, result.total),
        meant=found.parsed_query.meant if found.parsed_query.corrected else None,
        degraded=found.degraded,
        meaning_by=found.meaning_by,
        ignored=ignored,
        perhaps=tuple(item_card(kept, snapshot) for kept in found.perhaps),
        nearest=tuple(_nearest(query, snapshot)) if result.total == 0 else (),
        drop=tuple(_drop(query, without or {})),
    )


def _heading(query: SearchQuery, total: int) -> str:
    count = counted(total, "resultaat", "resultaten") if total else "Geen resultaten"
    return f"{count} voor ‘{query.q}’" if query.q else count


def _facet(facet: Facet, query: SearchQuery, found: SearchOutcome, snapshot: Snapshot) -> FacetView:
    offered = facet_values(facet, query, found.result, snapshot.vocabularies[facet.vocabulary])
    values = [_value(facet.name, value) for value in offered]
    # A chosen value is never behind `more`.
    first = [value for place, value in enumerate(values) if place < SHOWN_VALUES or value.chosen or value.open]
    chosen = len(query.selected(facet.name))
    more = tuple(value for value in values if value not in first)
    return FacetView(facet.name, facet.label, tuple(first), more, chosen, facet.name in OPEN or chosen > 0)


def _value(facet: str, node: ValueNode) -> ValueView:
    children = tuple(_value(facet, child) for child in node.children)
    choice = FacetChoice(facet, node.term.id, node.term.label, node.count, node.selected)
    return ValueView(choice, any(child.chosen or child.open for child in children), choice.selected, children)


def _chips(query: SearchQuery, vocabularies: Vocabularies) -> Iterator[Chip]:
    for facet in FACETS:
        field, chosen = FACET_FIELDS[facet.name], query.selected(facet.name)
        for term in chosen:
            label = vocabularies[facet.vocabulary].label_of(term)
            yield Chip(label, search_href(query, **{field: tuple(other for other in chosen if other != term)}))
    for name in LIMITS:
        if getattr(query, name) is not None:
            yield Chip(limit_words(name, getattr(query, name)), search_href(query, **{name: None}))


def _nearest(query: SearchQuery, snapshot: Snapshot) -> Iterable[Way]:
    """Terms of the catalogue that a word of the query may mean. Words such as `voor` start many names and mean nothing."""
    telling = [word for word in words(query.q) if word not in snapshot.search_data.lexicon.stopwords]
    found = dict.fromkeys(
        suggestion.key for word in (query.q, *telling) for suggestion in snapshot.suggested_terms.suggest(word, SHOWN_VALUES)
    )
    for key in list(found)[:SHOWN_VALUES]:
        name, _, term = key.partition(":")
        facet = next(facet for facet in FACETS if facet.name == name)
        label = snapshot.vocabularies[facet.vocabulary].label_of(term)
        yield Way(label, search_href(SearchQuery(), **{FACET_FIELDS[name]: (term,)}), snapshot.counts[name][term])


def _drop(query: SearchQuery, without: Mapping[tuple[str, ...], int | None]) -> Iterator[Way]:
    """The choices that leave something when they are taken away: one of them, or all."""
    labels = {FACET_FIELDS[facet.name]: facet.label for facet in FACETS} | {name: limit.label for name, limit in LIMITS.items()}
    for names, count in without.items():
        if count != 0:
            without_words = f"‘{labels[names[0]]}’" if len(names) == 1 else "filters"
            yield Way(f"Zoek zonder {without_words}", search_href(query, **nothing_in(names)), count)
