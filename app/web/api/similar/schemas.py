"""The shapes of items that are like another."""

from typing import Literal

from pydantic import Field

from app.web.api._shared.item_schemas import ItemCard
from app.web.api._shared.schemas import Schema


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
