"""The shapes of items in full, of a page of the catalogue, and of changes."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.web.api._shared.item_schemas import CalendarDate, ItemCard, ItemLinks, MaybeDate, RatingOut, SpendingGoalOut, StepOut
from app.web.api._shared.schemas import Link, Page, PageLinks, Ref, Schema


class FullLinks(ItemLinks):
    """Links of an item in full."""

    similar: Link = Field(description="items that are like this one")


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
