"""The shapes of shortlists: as a front end sends one, and as everybody with the address reads it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel

from app.domain.item import PartnerRole
from app.domain.item import Slug as ItemSlug
from app.domain.shortlist import MOST_ITEMS, NOTE_LENGTH, TITLE_LENGTH, Draft, Entry
from app.domain.suggestion import did_you_mean
from app.domain.vocabulary import Vocabularies
from app.web.api.schemas.base import Link, Ref, Schema
from app.web.api.schemas.items import ItemCard, StepOut

EXAMPLE: dict[str, Any] = {
    "title": "Plan 2027, De Wilgen",
    "schoolType": ["bo"],
    "items": [
        {"slug": "zomer-of-lentescholen", "note": "Twee weken in augustus, groep 6 tot en met 8."},
        {"slug": "mazl-po", "note": "Wie bij de GGD kan meedenken?"},
    ],
}
ID_EXAMPLE, TOKEN_EXAMPLE = "Nf3kQ0l2b7mJ8sTz4WcYxA", "an-example-of-what-only-the-first-answer-holds"


@dataclass(frozen=True, slots=True)
class Known:
    """What a list is checked against: the vocabularies, and the present slug of everything that may stand on it."""

    vocabularies: Vocabularies
    names: Mapping[str, str]


def _readable(text: str) -> str:
    """Lines of text without control characters, which no page shows and PostgreSQL does not take."""
    lines = ("".join(" " if unicodedata.category(char) == "Cc" else char for char in line) for line in text.splitlines())
    return "\n".join(line.rstrip() for line in lines).strip()


def _one_line(text: str) -> str:
    line = " ".join(_readable(text).split())
    if not line:
        raise ValueError("must not be empty")
    return line


class EntryIn(BaseModel):
    """An item that a school chose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: ItemSlug
    note: Annotated[str, Field(max_length=NOTE_LENGTH), AfterValidator(_readable)] = Field(
        "", description=f"what the school says about it, at most {NOTE_LENGTH} characters; no names of pupils"
    )

    @field_validator("slug")
    @classmethod
    def _known(cls, slug: str, info: ValidationInfo) -> str:
        """The slug that the item has now."""
        names = _given(info).names
        if slug not in names:
            raise ValueError(f"is not the slug of an item{did_you_mean(slug, names)}")
        return names[slug]


class ShortlistIn(BaseModel):
    """A shortlist as its editors want it to be; it replaces the whole list."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, json_schema_extra={"example": EXAMPLE})

    title: Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH), AfterValidator(_one_line)] = Field(
        description=f"what the list is called, at most {TITLE_LENGTH} characters"
    )
    school_type: list[str] = Field([], max_length=50, description="types of school that it is for: ids of /v1/vocabularies/school-types")
    items: list[EntryIn] = Field(max_length=MOST_ITEMS, description=f"at most {MOST_ITEMS} items, each once, in the order of the school")

    @field_validator("school_type")
    @classmethod
    def _known(cls, values: list[str], info: ValidationInfo) -> list[str]:
        known = _given(info).vocabularies["school-types"].by_id
        for value in values:
            if value not in known:
                raise ValueError(f"must be ids from /v1/vocabularies/school-types, not {value!r}{did_you_mean(value, known)}")
        return list(dict.fromkeys(values))

    @field_validator("items")
    @classmethod
    def _once(cls, entries: list[EntryIn]) -> list[EntryIn]:
        """Two names of one item are the same item."""
        slugs = [entry.slug for entry in entries]
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise ValueError(f"must have each item once, not {', '.join(twice)} more often")
        return entries

    def draft(self) -> Draft:
        """The list in the words of the domain."""
        return Draft(self.title, tuple(self.school_type), tuple(Entry(entry.slug, entry.note) for entry in self.items))


def _given(info: ValidationInfo) -> Known:
    return cast("Known", info.context)


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
