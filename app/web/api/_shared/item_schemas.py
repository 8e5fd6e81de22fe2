"""The shapes of items: in a list, in full, and their changes."""

from typing import Annotated

from pydantic import Field

from app.domain.items import Basis, PartnerRole, Scale
from app.web.api._shared.schemas import Link, Ref, Schema

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


class SpendingGoalOut(Schema):
    """The goal of the municipal grant that a measure falls under."""

    goal: Ref
    basis: Basis


class StepOut(Schema):
    """A step of the municipal year in which a measure is taken."""

    step: Ref = Field(examples=[{"id": "in-of-na-de-zomer", "label": "In of na de zomer"}])
    basis: Basis = Field(description="whether a source or the editors say so")
