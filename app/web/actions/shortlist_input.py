"""A shortlist as somebody sends it, by the API or by a form, checked against the catalogue."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel

from app.domain.items import Slug as ItemSlug
from app.domain.shortlists import MOST_ITEMS, NOTE_LENGTH, TITLE_LENGTH, Draft, Entry
from app.domain.unknown_names import did_you_mean
from app.domain.vocabularies import Vocabularies

EXAMPLE: dict[str, Any] = {
    "title": "Plan 2027, De Wilgen",
    "schoolType": ["bo"],
    "items": [
        {"slug": "zomer-of-lentescholen", "note": "Twee weken in augustus, groep 6 tot en met 8."},
        {"slug": "mazl-po", "note": "Wie bij de GGD kan meedenken?"},
    ],
}


@dataclass(frozen=True, slots=True)
class Known:
    """The catalogue as far as a list is checked against it: the vocabularies, and the present slug of everything that may stand on it."""

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


def slugs_in(sent: bytes) -> list[str]:
    """What may be slugs in a list as it was sent, before anything in it is checked: those are looked up."""
    try:
        entries = orjson.loads(sent)["items"]
        slugs = [entry["slug"] for entry in entries[:MOST_ITEMS] if isinstance(entry, dict) and "slug" in entry]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return []
    return [slug for slug in slugs if isinstance(slug, str) and re.fullmatch(r"[a-z0-9-]{1,80}", slug)]


def _given(info: ValidationInfo) -> Known:
    return cast("Known", info.context)
