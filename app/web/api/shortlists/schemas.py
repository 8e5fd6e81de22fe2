"""The shapes of shortlists, as everybody with the address reads them."""

from datetime import datetime

from pydantic import Field

from app.domain.items import PartnerRole
from app.web.actions.shortlist_input import EXAMPLE
from app.web.api._shared.item_schemas import ItemCard, StepOut
from app.web.api._shared.schemas import Link, Ref, Schema

ID_EXAMPLE, TOKEN_EXAMPLE = "Nf3kQ0l2b7mJ8sTz4WcYxA", "an-example-of-what-only-the-first-answer-holds"


class NamedItem(Schema):
    """An item by its name."""

    slug: str = Field(examples=["zomer-of-lentescholen"])
    title: str = Field(examples=["Zomer- of lentescholen"])
    href: str = Field(examples=["/v1/items/zomer-of-lentescholen"])


class ListedItem(Schema):
    """An item on a shortlist. One that was taken out of the catalogue stays, without `item`; one that moved has its new slug."""

    position: int = Field(ge=1)
    slug: str
    title: str
    note: str = Field(description="what the school says about it, as plain text: escape it before it goes into a page")
    removed: bool = Field(description="true when the item was taken out of the catalogue")
    removed_at: datetime | None
    item: ItemCard | None = Field(description="the item as it stands in every list; null when it was taken out")


class NeedingItem(NamedItem):
    """An item that needs a partner, and how much."""

    role: PartnerRole


class PartnerNeedOut(Schema):
    """A partner that items on the list need. `role` is the weightiest of the roles it has there."""

    id: str
    label: str
    role: PartnerRole
    role_label: str
    items: tuple[NeedingItem, ...]


class SupplementedItem(NamedItem):
    """An item that a measure supplements."""

    listed: bool = Field(description="true when it is on the list")


class MeasureOut(NamedItem):
    """What a municipality can add to items on the list."""

    summary: str
    spending_goal: Ref
    steps: tuple[StepOut, ...] = Field(description="when in the year; empty when nothing tells")
    listed: bool = Field(description="true when the measure itself is on the list")
    items: tuple[SupplementedItem, ...] = Field(description="the items that it supplements")


class TermOnList(Ref):
    """A term, and the items on the list that have it."""

    items: tuple[str, ...] = Field(description="slugs")


class ShortlistLinks(Schema):
    """Links of a shortlist."""

    self_: Link = Field(alias="self")


class ShortlistOut(Schema):
    """A school's choice, and what it comes to."""

    id: str = Field(description="the end of the read link: whoever has it can read the list", examples=[ID_EXAMPLE])
    title: str = Field(examples=[EXAMPLE["title"]])
    school_type: tuple[Ref, ...] = Field(description="the types of school that the list is for, as the school said")
    items: tuple[ListedItem, ...]
    partners: tuple[PartnerNeedOut, ...] = Field(description="required ones first, then those that many items need")
    measures: tuple[MeasureOut, ...] = Field(description="what the municipality can add: measures that supplement these items")
    goals: tuple[TermOnList, ...] = Field(description="the goal areas of the items")
    school_types: tuple[TermOnList, ...] = Field(description="the types of school that the items are for")
    created_at: datetime
    updated_at: datetime
    expires_at: datetime = Field(description="when the list is deleted unless it is changed before; tell that to its editors")
    links: ShortlistLinks = Field(alias="_links")


class NewShortlist(ShortlistOut):
    """A new list, with the token that is shown this once."""

    edit_token: str = Field(description="lets its holder change and delete the list; it cannot be found again", examples=[TOKEN_EXAMPLE])
