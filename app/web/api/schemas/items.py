"""The shapes of items: in a list, in full, and their changes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.items import Basis, PartnerRole, Scale
from app.web.api.schemas.base import Link, Ref, Schema
from app.web.api.schemas.paging import Page, PageLinks

_AS_PRECISE = Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source", json_schema_extra={"format": "partial-date"})
CalendarDate = Annotated[str, _AS_PRECISE]
MaybeDate = Annotated[str | None, _AS_PRECISE]


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


class FullLinks(ItemLinks):
    """Links of an item in full."""

    similar: Link = Field(description="items that are like this one")


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


class StepOut(Schema):
    """A step of the municipal year in which a measure is taken."""

    step: Ref = Field(examples=[{"id": "in-of-na-de-zomer", "label": "In of na de zomer"}])
    basis: Basis = Field(description="whether a source or the editors say so")


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
    steps: tuple[StepOut, ...] | None = Field(None, description="of a measure: when in the year; empty when nothing tells")
    relations: dict[str, tuple[RelatedItem, ...]] = Field(description="related items by type of relation, both ways")
    sources: tuple[SourceOut, ...]
    last_reviewed: CalendarDate
    published_at: datetime
    modified_at: datetime
    links: FullLinks = Field(alias="_links")


class ItemList(Schema):
    """A page of the catalogue."""

    items: tuple[ItemCard, ...]
    page: Page
    links: PageLinks = Field(alias="_links")


class SharedTerm(Schema):
    """A facet value that two items have in common."""

    facet: Literal["problemArea", "schoolType", "partner"] = Field(description="the facet's name", examples=["problemArea"])
    value: str = Field(description="the term's id", examples=["ziekteverzuim"])
    label: str = Field(description="the term's name in Dutch", examples=["Ziekteverzuim"])


class SimilarItem(ItemCard):
    """An item that is like another, and why."""

    shared: tuple[SharedTerm, ...] = Field(description="what both have: the narrowest terms, those that few items have first")
    why: str = Field(
        description="one sentence for visitors, in Dutch, with at most three terms",
        examples=["Gaat ook over ziekteverzuim en thuiszitten; ook voor vmbo."],
    )


class SimilarList(Schema):
    """The items that are like one item, the nearest first."""

    slug: str = Field(description="the item that they are like", examples=["westbrabant-mazl"])
    items: tuple[SimilarItem, ...]


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
