"""What the overview shows: every item of a kind that is rated, in a picture and in a table that says the same. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.domain.items import Scale
from app.domain.queries import FACET_FIELDS, SearchQuery, Sort
from app.dutch import ratings
from app.web.api.cards import cards_of
from app.web.api.schemas.items import CurrentRatings, ItemCard, RatingOut
from app.web.site._shared.choices import Chip, SelectOption, Way, narrowing, nothing_in
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.limits import LimitView, limit_views, limit_words
from app.web.site._shared.links import item_href, overview_href
from app.web.site._shared.ratings import RATED_KINDS, SCALE_LABELS, RatingView
from app.web.site.overview.picture import Picture, Plotted, picture
from app.web.site.views import rating_view, source_in_words

FILTERS = ("schoolType", "problemArea", "goal")
LIMIT = "min_evidence"
PARAMETERS = {*FILTERS, to_camel(LIMIT), "sort"}
# Evidence comes first: months mislead without it.
COLUMNS = {Sort.TITLE: "Interventie", Sort.EVIDENCE: "Bewijs", Sort.EFFECT: "Effect", Sort.COST: "Kosten"}
RISING = {Sort.TITLE, Sort.COST}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an item on one scale: as a picture and a word, as a number with its unit, and as word and number in one."""

    rating: RatingView
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """An item in the table; `number` is the one in the picture."""

    number: int
    slug: str
    href: str
    title: str
    evidence: Value
    effect: Value
    cost: Value
    sources: tuple[str, ...]


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
    every = SearchQuery().model_copy(update={"kind": tuple(sorted(RATED_KINDS))})
    rated = query.model_copy(update={"kind": every.kind})
    cards = {slug: _card(slug, snapshot) for slug in _passing(every, snapshot)}
    chosen = [cards[slug] for slug in sorted(_passing(rated, snapshot), key=lambda slug: _order(slug, query.sort, snapshot))]
    rows = tuple(_row(number, card) for number, card in enumerate(chosen, 1))
    plotted = tuple(_plotted(rows, chosen))
    places = [place for card in cards.values() if (place := _place(card))]
    return OverviewPage(
        total=len(cards),
        count=_count(len(rows), len(cards), len(plotted)),
        filters=tuple(_filter(name, rated, snapshot) for name in FILTERS),
        limit=next(view for view in limit_views(query) if view.name == to_camel(LIMIT)),
        chips=tuple(_chips(query, snapshot)),
        sort="" if query.sort is Sort.RELEVANCE else query.sort.value,
        picture=picture(plotted, (effect for effect, _ in places)) if plotted else None,
        unknown=tuple(row for row, card in zip(rows, chosen, strict=True) if not _place(card)),
        all_unknown=len(cards) - len(places),
        sorts=tuple(_sort_link(sort, label, query) for sort, label in COLUMNS.items()),
        rows=rows,
        drop=() if rows else tuple(_drop(rated, query, snapshot)),
        ignored=ignored,
    )


def _passing(query: SearchQuery, snapshot: Snapshot) -> list[str]:
    catalogue = snapshot.catalogue
    return [slug for slug, passes in zip(catalogue.slugs, catalogue.passing(query), strict=True) if passes]


def _card(slug: str, snapshot: Snapshot) -> ItemCard:
    return ItemCard.model_validate_json(cards_of(snapshot)[slug])


def _order(slug: str, sort: Sort, snapshot: Snapshot) -> tuple[object, ...]:
    """By evidence unless something else is chosen, unknown last, then by title."""
    entry = snapshot.catalogue.entries[slug]
    return (*entry.order(Sort.EVIDENCE if sort is Sort.RELEVANCE else sort), *entry.order(Sort.TITLE), slug)


def _place(card: ItemCard) -> tuple[int, int] | None:
    """The effect and the cost of an item, when both are known."""
    effect, cost = card.current_ratings.effect, card.current_ratings.cost
    if effect is None or cost is None or effect.value is None or cost.value is None:
        return None
    return effect.value, cost.value


def _row(number: int, card: ItemCard) -> OverviewRow:
    now = card.current_ratings
    return OverviewRow(
        number,
        card.slug,
        item_href(card.slug),
        card.title,
        evidence=_value(Scale.EVIDENCE, now.evidence),
        effect=_value(Scale.EFFECT, now.effect),
        cost=_value(Scale.COST, now.cost),
        sources=tuple(_sources(now)),
    )


def _value(scale: Scale, rating: RatingOut | None) -> Value:
    view = rating_view(scale, rating)
    if rating is None or rating.value is None:
        return Value(view, "", view.words)
    return Value(view, ratings.number_with_unit(scale, rating.value), ratings.value_in_words(scale, rating.value))


def _sources(now: CurrentRatings) -> Iterator[str]:
    """Where the values come from: each source once, with the scales that it is for when there are several."""
    scales: dict[str, list[str]] = {}
    for scale, rating in ((Scale.EVIDENCE, now.evidence), (Scale.EFFECT, now.effect), (Scale.COST, now.cost)):
        if rating and rating.value is not None:
            scales.setdefault(source_in_words(rating), []).append(SCALE_LABELS[scale].lower())
    for source, labels in scales.items():
        yield source if len(scales) == 1 else f"{' en '.join(labels).capitalize()}: {source}"


def _plotted(rows: Iterable[OverviewRow], cards: Iterable[ItemCard]) -> Iterator[Plotted]:
    for row, card in zip(rows, cards, strict=True):
        place, evidence = _place(card), card.current_ratings.evidence
        if place:
            name = f"{row.title}: effect {row.effect.words}, kosten {row.cost.words}, bewijs {row.evidence.words}"
            yield Plotted(row.number, row.href, row.title, name, *place, evidence=evidence.value if evidence else None)


def _count(shown: int, total: int, plotted: int) -> str:
    """What there is to see, in words."""
    if not shown:
        return "Geen interventie past bij deze keuze"
    of = f"{total} interventies" if shown == total else f"{shown} van de {total} interventies"
    return of if plotted == shown else f"{of}, waarvan {plotted or 'geen'} in beeld"


def _filter(name: str, rated: SearchQuery, snapshot: Snapshot) -> FilterView:
    """The terms that give something beside the other choices, narrower ones below broader ones, and those that are chosen."""
    facet, chosen = FACET_BY_NAME[name], rated.selected(name)
    vocabulary = snapshot.vocabularies[facet.vocabulary]
    terms = tuple(vocabulary.descendants(None))
    counts = (snapshot.catalogue.having(name, terms) & snapshot.catalogue.passing(rated, leaving_out=name)).sum(axis=1)
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
    names = narrowing(query)
    for some in dict.fromkeys((*((name,) for name in names), tuple(names))):
        count = len(_passing(rated.model_copy(update=nothing_in(some)), snapshot))
        if count:
            said = f"‘{labels[some[0]]}’" if len(some) == 1 else "filters"
            yield Way(f"Kijk zonder {said}", overview_href(query, **nothing_in(some)), count)


def _sort_link(sort: Sort, label: str, query: SearchQuery) -> SortLink:
    current = sort is query.sort or (sort is Sort.EVIDENCE and query.sort is Sort.RELEVANCE)
    href = overview_href(query, sort=Sort.RELEVANCE if sort is Sort.EVIDENCE else sort)
    return SortLink(label, href, ("ascending" if sort in RISING else "descending") if current else None)
