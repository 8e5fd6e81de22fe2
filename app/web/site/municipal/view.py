"""The view of the page for municipalities: the year in steps, measures by goal, needs by partner, guides and examples."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.catalogue.snapshot import Snapshot
from app.domain.coverage import CoverageQuery
from app.domain.items import Audience, Basis, Guide, Measure
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Term
from app.search.coverage import Coverage, CoverageLine, coverage
from app.search.retrieval import payloads
from app.web.site._shared.links import item_href, search_href

MOST_AREAS = 3
MOST_PAGES = 300
YEAR_GUIDE, MONEY_GUIDE = "jaarplanning", "regeling-en-bestedingsdoelen"
APPROACHES, EXAMPLES = ("intervention", "programme"), ("good-practice",)


@dataclass(frozen=True, slots=True)
class MunicipalLink:
    """A link to an item."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many items there are, and where."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A term with the measures that a source or the editors place there. `unverified`: no source confirms the wording of the term."""

    id: str
    label: str
    definition: str
    unverified: bool
    by_source: tuple[MunicipalLink, ...]
    by_editors: tuple[MunicipalLink, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Measures by the terms of a vocabulary, with what that is and where it comes from; `left` has those that no term holds."""

    description: str
    sources: tuple[str, ...]
    guide: MunicipalLink | None
    terms: tuple[Placed, ...]
    left: tuple[MunicipalLink, ...]


@dataclass(frozen=True, slots=True)
class NeededPartner:
    """A partner: what cannot be done without it and for what that is mostly, and what a municipality can add with it."""

    label: str
    level: int
    guide: str | None
    needed: ItemCount
    areas: tuple[MunicipalLink, ...]
    measures: ItemCount
    examples: ItemCount


@dataclass(frozen=True, slots=True)
class GuideInShort:
    """A guide in short."""

    title: str
    href: str
    summary: str


@dataclass(frozen=True, slots=True)
class PlaceOfExamples:
    """A municipality with its examples."""

    label: str
    examples: ItemCount


@dataclass(frozen=True, slots=True)
class MunicipalPage:
    """Everything that the page for municipalities shows."""

    year: Grouped
    goals: Grouped
    partners: tuple[NeededPartner, ...]
    guides: tuple[GuideInShort, ...]
    places: tuple[PlaceOfExamples, ...]
    without_place: int
    measures: ItemCount
    examples: ItemCount


@dataclass(frozen=True, slots=True)
class MunicipalFacts:
    """What the page is made of: measures and guides by title, at most `MOST_PAGES` of each, and counts."""

    measures: tuple[Measure, ...]
    guides: tuple[Guide, ...]
    needs: Coverage
    added: Coverage
    places: Coverage
    without_place: int


async def municipal_page(snapshot: Snapshot) -> MunicipalPage:
    """The page of a catalogue. Raises IndexMissing and SearchUnavailable."""
    return _page(await _facts(snapshot), snapshot)


async def _facts(snapshot: Snapshot) -> MunicipalFacts:
    data = snapshot.search_data
    queries = [payloads.having(data.version, None, [payloads.is_one_of("kind", [kind])], MOST_PAGES) for kind in ("measure", "guide")]
    unplaced = [payloads.is_one_of("kind", EXAMPLES), "municipality IS EMPTY"]
    queries = [*map(payloads.in_browsing_order, queries), payloads.counted(data.version, None, unplaced, (), 0)]
    measures, guides, without_place = (await data.meili.multi_search({"queries": queries}))["results"]
    records = await data.records.get(data.version, (*payloads.ids(measures), *payloads.ids(guides)))
    items = sorted(map(snapshot.item, records.values()), key=lambda item: item.title.casefold())
    return MunicipalFacts(
        measures=tuple(item for item in items if isinstance(item, Measure)),
        guides=tuple(item for item in items if isinstance(item, Guide)),
        needs=await _matrix(snapshot, rows="problemArea", columns="requiredPartner", kind=APPROACHES),
        added=await _matrix(snapshot, rows="kind", columns="partner"),
        places=await _matrix(snapshot, rows="municipality", columns="kind", kind=EXAMPLES),
        without_place=without_place["totalHits"],
    )


def _page(facts: MunicipalFacts, snapshot: Snapshot) -> MunicipalPage:
    partners = tuple(_partners(facts, snapshot))
    with_partner = {partner.guide for partner in partners}
    return MunicipalPage(
        year=_grouped("year-steps", YEAR_GUIDE, facts, snapshot, lambda one: {entry.step: entry.basis for entry in one.steps}),
        goals=_grouped("spending-goals", MONEY_GUIDE, facts, snapshot, lambda one: {one.spending_goal.goal: one.spending_goal.basis}),
        partners=partners,
        guides=tuple(_readings(facts.guides, with_partner)),
        places=tuple(_places(facts.places)),
        without_place=facts.without_place,
        measures=_of_kind("measure", snapshot),
        examples=_of_kind("good-practice", snapshot),
    )


def _of_kind(kind: str, snapshot: Snapshot) -> ItemCount:
    return ItemCount(snapshot.counts["kind"].get(kind, 0), search_href(SearchQuery(), kind=(kind,)))


def _grouped(
    name: str, guide: str, facts: MunicipalFacts, snapshot: Snapshot, placing: Callable[[Measure], Mapping[str, Basis]]
) -> Grouped:
    """The measures under the terms where `placing` puts them, by title."""
    vocabulary = snapshot.vocabularies[name]
    placed = [(one, placing(one)) for one in facts.measures]
    return Grouped(
        description=vocabulary.description,
        sources=vocabulary.sources,
        guide=next((_named(one) for one in facts.guides if one.slug == guide), None),
        terms=tuple(_term(term, placed) for term in vocabulary.terms),
        left=tuple(_named(one) for one, bases in placed if not bases),
    )


def _term(term: Term, placed: Iterable[tuple[Measure, Mapping[str, Basis]]]) -> Placed:
    held = [(_named(one), bases[term.id]) for one, bases in placed if term.id in bases]
    by = {basis: tuple(named for named, one in held if one is basis) for basis in Basis}
    return Placed(term.id, term.label, term.definition or "", term.unverified, by[Basis.SOURCE], by[Basis.EDITORIAL])


def _named(item: Measure | Guide) -> MunicipalLink:
    return MunicipalLink(item.title, item_href(item.slug))


def _partners(facts: MunicipalFacts, snapshot: Snapshot) -> Iterator[NeededPartner]:
    """Every partner with items, in the order of the vocabulary, narrower ones after their broader one."""
    needs, added = facts.needs, facts.added
    counts = {line.term.id: row for line, row in zip(added.rows, added.counts, strict=True)}
    for place, (line, needed) in enumerate(zip(added.columns, needs.columns, strict=True)):
        partner, guide = line.term.id, f"partner-{line.term.id}"
        if line.count:
            yield NeededPartner(
                label=line.term.label,
                level=line.level,
                guide=item_href(guide) if guide in snapshot.partner_guides else None,
                needed=ItemCount(needed.count, search_href(SearchQuery(), kind=APPROACHES, required_partner=(partner,))),
                areas=tuple(_areas(needs, place, partner)),
                measures=ItemCount(counts["measure"][place], search_href(SearchQuery(), kind=("measure",), partner=(partner,))),
                examples=ItemCount(counts["good-practice"][place], search_href(SearchQuery(), kind=EXAMPLES, partner=(partner,))),
            )


async def _matrix(snapshot: Snapshot, **asked: str | tuple[str, ...]) -> Coverage:
    query = CoverageQuery.model_validate(asked, context=snapshot.vocabularies)
    return await coverage(query, snapshot.search_data, snapshot.vocabularies)


def _areas(needs: Coverage, place: int, partner: str) -> Iterator[MunicipalLink]:
    """The broad problem areas for which a partner is needed most."""
    found: list[tuple[int, CoverageLine]] = [
        (row[place], line) for line, row in zip(needs.rows, needs.counts, strict=True) if line.level == 0
    ]
    for count, line in sorted(found, key=lambda pair: -pair[0])[:MOST_AREAS]:
        if count:
            href = search_href(SearchQuery(), kind=APPROACHES, problem_area=(line.term.id,), required_partner=(partner,))
            yield MunicipalLink(line.term.label, href)


def _readings(guides: Iterable[Guide], with_partner: set[str | None]) -> Iterator[GuideInShort]:
    """The guides for municipalities that no partner leads to."""
    for one in sorted(guides, key=lambda one: one.title.casefold()):
        if Audience.MUNICIPALITY in one.audience and item_href(one.slug) not in with_partner:
            yield GuideInShort(one.title, item_href(one.slug), one.summary)


def _places(found: Coverage) -> Iterator[PlaceOfExamples]:
    """The municipalities with examples, by name."""
    for line, row in sorted(zip(found.rows, found.counts, strict=True), key=lambda pair: pair[0].term.label.casefold()):
        if row[0]:
            href = search_href(SearchQuery(), kind=EXAMPLES, municipality=(line.term.id,))
            yield PlaceOfExamples(line.term.label, ItemCount(row[0], href))
