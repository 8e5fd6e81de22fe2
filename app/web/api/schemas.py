"""The shapes of the API's answers, in camelCase. They document, and they build what is made once per publish."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from app.db.models import ItemRow
from app.domain import ratings
from app.domain.item import Basis, GoodPractice, Intervention, Item, Measure, PartnerRole, Programme, Rating, Scale
from app.domain.vocabulary import Vocabularies

_AS_PRECISE = Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source", json_schema_extra={"format": "partial-date"})
CalendarDate = Annotated[str, _AS_PRECISE]
MaybeDate = Annotated[str | None, _AS_PRECISE]


class Schema(BaseModel):
    """Base of the answers."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Link(Schema):
    """Where something is."""

    href: str


class Ref(Schema):
    """A term of a vocabulary."""

    id: str
    label: str

    @classmethod
    def of(cls, term_id: str, vocabulary: str, vocabularies: Vocabularies) -> Self:
        """The term with its Dutch label."""
        return cls(id=term_id, label=vocabularies[vocabulary].label_of(term_id))


class PartnerOut(Schema):
    """A partner, how it is involved, and whether a source or the editors say so."""

    id: str
    label: str
    role: PartnerRole
    role_label: str
    basis: Basis
    task: str | None


class SourceRef(Schema):
    """A source in short."""

    title: str
    publisher: str
    url: str | None


class RatingOut(Schema):
    """One value on one scale, with where it comes from. `value` null: unknown, which is not 0."""

    scale: Scale
    value: int | None
    words: str = Field(description="the value in Dutch words")
    unit: str = Field(description="what the value counts, in Dutch")
    source: SourceRef
    version: str
    date: MaybeDate
    current: bool
    note: str | None


class CurrentRatings(Schema):
    """The value that is shown first on each scale; null is unknown."""

    effect: RatingOut | None
    evidence: RatingOut | None
    cost: RatingOut | None


class RecognitionOut(Schema):
    """What an assessing body said of a programme."""

    level: Ref
    words: str | None
    body: str | None
    date: MaybeDate
    note: str | None


class PlaceOut(Schema):
    """Where something happened."""

    name: str
    municipality: Ref | None


class ItemLinks(Schema):
    """Links of an item."""

    self_: Link = Field(alias="self")


class ItemCard(Schema):
    """An item as it stands in a list."""

    slug: str
    kind: Ref
    title: str
    summary: str
    school_types: tuple[Ref, ...]
    problem_areas: tuple[Ref, ...]
    partners: tuple[PartnerOut, ...]
    goal: Ref | None
    current_ratings: CurrentRatings
    recognition: RecognitionOut | None
    places: tuple[PlaceOut, ...]
    links: ItemLinks = Field(alias="_links")


def card(item: Item, vocabularies: Vocabularies) -> ItemCard:
    """The list form of an item."""
    return ItemCard(**_card_fields(item, vocabularies))


def _card_fields(item: Item, vocabularies: Vocabularies) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "kind": Ref.of(item.kind, "kinds", vocabularies),
        "title": item.title,
        "summary": item.summary,
        "school_types": tuple(Ref.of(term, "school-types", vocabularies) for term in item.school_types),
        "problem_areas": tuple(Ref.of(term, "problem-areas", vocabularies) for term in item.problem_areas),
        "partners": _partners(item, vocabularies),
        "goal": Ref.of(item.goal, "goals", vocabularies) if isinstance(item, Intervention) else None,
        "current_ratings": CurrentRatings(
            **{scale.value: rating_out(rating, item) if (rating := item.current_rating(scale)) else None for scale in Scale}
        ),
        "recognition": _recognition(item, vocabularies),
        "places": tuple(
            PlaceOut(
                name=place.name,
                municipality=Ref.of(place.municipality, "municipalities", vocabularies) if place.municipality else None,
            )
            for place in item.places
        ),
        "links": ItemLinks(self_=Link(href=f"/v1/items/{item.slug}")),
    }


def _partners(item: Item, vocabularies: Vocabularies) -> tuple[PartnerOut, ...]:
    return tuple(
        PartnerOut(
            id=entry.partner,
            label=vocabularies["partners"].label_of(entry.partner),
            role=entry.role,
            role_label=ratings.ROLE_LABELS[entry.role],
            basis=entry.basis,
            task=entry.task,
        )
        for entry in item.partners
    )


def rating_out(rating: Rating, item: Item) -> RatingOut:
    """A rating with its source written out."""
    source = next(source for source in item.sources if source.id == rating.source)
    return RatingOut(
        scale=rating.scale,
        value=rating.value,
        words=ratings.words(rating.scale, rating.value),
        unit=ratings.UNITS[rating.scale],
        source=SourceRef(title=source.title, publisher=source.publisher, url=source.url),
        version=rating.version,
        date=rating.date,
        current=rating.current,
        note=rating.note,
    )


def _recognition(item: Item, vocabularies: Vocabularies) -> RecognitionOut | None:
    if not isinstance(item, Programme):
        return None
    level = Ref.of(item.recognition.level, "recognition-levels", vocabularies)
    return RecognitionOut(level=level, **item.recognition.model_dump(exclude={"level"}))


class FoundItem(ItemCard):
    """An item in search results. `highlights` holds escaped HTML by field, with `<mark>` around what matched."""

    highlights: dict[str, str]


class FacetValue(Schema):
    """A value of a facet. `count`: how many items it gives when chosen in place of the facet's other values."""

    value: str
    label: str
    count: int = Field(ge=0)
    selected: bool
    children: tuple["FacetValue", ...] | None = Field(default=None, description="narrower values that occur; absent when none do")


class FacetOut(Schema):
    """A facet with the values that occur in the results, the most frequent first."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


class Page(Schema):
    """Which page this is, and of how many."""

    number: int = Field(ge=1)
    size: int = Field(ge=1)
    total_items: int = Field(ge=0)
    total_pages: int = Field(ge=0)


class PageLinks(Schema):
    """Links to this page and its neighbours; absent where there is none."""

    self_: Link = Field(alias="self")
    first: Link
    last: Link
    prev: Link | None = None
    next: Link | None = None


class SearchAnswer(Schema):
    """The answer to a search."""

    items: tuple[FoundItem, ...]
    facets: tuple[FacetOut, ...]
    page: Page
    links: PageLinks = Field(alias="_links")
    degraded: bool = Field(description="true when a part of the search was not available and the answer is partial")


class SourceOut(Schema):
    """A source in full."""

    id: str
    title: str
    publisher: str
    url: str | None
    date: MaybeDate
    version: str | None
    seen: MaybeDate
    copy_on_third_party_site: bool


class FigureOut(Schema):
    """A number that the body mentions."""

    value: str
    meaning: str
    source: str | None
    date: MaybeDate


class AgesOut(Schema):
    """Ages in years, both included; `unverified`: the editors' estimate."""

    lowest: int
    highest: int
    unverified: bool


class RelatedItem(Schema):
    """Another item, in short."""

    slug: str
    kind: str
    title: str
    href: str


class SpendingGoalOut(Schema):
    """The goal of the municipal grant that a measure falls under."""

    goal: Ref
    basis: Basis


class Body(Schema):
    """A body as safe HTML and as Markdown."""

    html: str
    markdown: str


class ItemFull(ItemCard):
    """An item in full."""

    body: Body
    questions: tuple[str, ...]
    settings: tuple[Ref, ...]
    target_group: str | None
    ages: AgesOut | None
    duration: tuple[str, ...]
    subjects: tuple[str, ...]
    ratings: tuple[RatingOut, ...]
    figures: tuple[FigureOut, ...]
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    owner: str | None = None
    organisation: str | None = None
    period: str | None = None
    programme_money: str | None = None
    spending_goal: SpendingGoalOut | None = None
    relations: dict[str, tuple[RelatedItem, ...]] = Field(description="related items by type of relation, both ways")
    sources: tuple[SourceOut, ...]
    last_reviewed: CalendarDate
    published_at: datetime
    modified_at: datetime


def full(item: Item, row: ItemRow, relations: Mapping[str, Sequence[ItemRow]], vocabularies: Vocabularies) -> ItemFull:
    """The full form of an item."""
    data = item.model_dump(include={"questions", "target_group", "ages", "duration", "subjects", "figures", "abbreviations", "aliases"})
    return ItemFull(
        **_card_fields(item, vocabularies),
        **data,
        **_kind_fields(item, vocabularies),
        body=Body(html=row.html, markdown=item.body),
        settings=tuple(Ref.of(term, "settings", vocabularies) for term in item.settings),
        ratings=tuple(rating_out(rating, item) for rating in item.ratings),
        relations={to_camel(name): tuple(related(other) for other in rows) for name, rows in relations.items()},
        sources=tuple(SourceOut(**source.model_dump()) for source in item.sources),
        last_reviewed=item.last_reviewed,
        published_at=row.published_at,
        modified_at=row.modified_at,
    )


def _kind_fields(item: Item, vocabularies: Vocabularies) -> dict[str, Any]:
    match item:
        case Programme():
            return {"owner": item.owner}
        case GoodPractice():
            return {"organisation": item.organisation, "period": item.period, "programme_money": item.programme_money}
        case Measure():
            goal = Ref.of(item.spending_goal.goal, "spending-goals", vocabularies)
            return {"spending_goal": SpendingGoalOut(goal=goal, basis=item.spending_goal.basis)}
        case _:
            return {}


def related(row: ItemRow) -> RelatedItem:
    """A related item in short."""
    return RelatedItem(slug=row.slug, kind=row.kind, title=row.title, href=f"/v1/items/{row.slug}")


class ItemList(Schema):
    """A page of the catalogue."""

    items: tuple[ItemCard, ...]
    page: Page
    links: PageLinks = Field(alias="_links")


class FieldChange(Schema):
    """A field's value before and after."""

    from_: Any = Field(alias="from")
    to: Any


class Revision(Schema):
    """What one publish changed in an item."""

    at: datetime
    action: Literal["added", "changed", "removed"]
    checksum_before: str | None
    checksum_after: str | None
    changes: dict[str, FieldChange]


class RevisionList(Schema):
    """Every change of an item, newest first."""

    slug: str
    revisions: tuple[Revision, ...]


class FacetInfo(Schema):
    """A facet: its query parameter, label and vocabulary."""

    name: str
    label: str
    description: str
    vocabulary: str
    links: dict[str, Link] = Field(alias="_links")


class FacetList(Schema):
    """All facets."""

    facets: tuple[FacetInfo, ...]


class TermCount(Schema):
    """A value of a facet over the whole catalogue."""

    value: str
    label: str
    synonyms: tuple[str, ...]
    broader: str | None
    count: int = Field(ge=0)


class FacetValues(Schema):
    """The values of one facet over the whole catalogue."""

    name: str
    label: str
    values: tuple[TermCount, ...]


class TermOut(Schema):
    """A term of a vocabulary."""

    id: str
    label: str
    label_en: str
    definition: str | None
    synonyms: tuple[str, ...]
    broader: str | None
    narrower: tuple[str, ...]
    same_as: str | None
    code: str | None
    unverified: bool


class VocabularyOut(Schema):
    """A vocabulary with its terms."""

    name: str
    label: str
    label_en: str
    description: str
    covers_narrower: bool
    sources: tuple[str, ...]
    terms: tuple[TermOut, ...]


class SuggestedItem(Schema):
    """An item that a half-typed query may mean. `highlight` is the title as escaped HTML with `<mark>`."""

    slug: str
    kind: Ref
    title: str
    highlight: str
    links: ItemLinks = Field(alias="_links")


class SuggestedTerm(Schema):
    """A facet value that a half-typed query may mean; `matched` is the label or synonym that fits."""

    facet: str
    facet_label: str
    value: str
    label: str
    matched: str
    count: int


class Suggestions(Schema):
    """What a half-typed query may mean."""

    items: tuple[SuggestedItem, ...]
    terms: tuple[SuggestedTerm, ...]


class Health(Schema):
    """The process is up."""

    status: Literal["ok"]
    version: str


class Ready(Schema):
    """Every part that a search needs is there."""

    status: Literal["ready"]
    catalogue: str = Field(description="which publish is served")


class InvalidParam(Schema):
    """One thing that is wrong with one parameter."""

    name: str
    reason: str


class Problem(Schema):
    """An error as RFC 9457 has it. `message` repeats the detail for clients that look there."""

    type: str
    status: int = Field(ge=400, le=599)
    title: str
    detail: str
    message: str
    instance: str | None = None
    invalid_params: tuple[InvalidParam, ...] | None = Field(default=None, description="every fault of the input")
