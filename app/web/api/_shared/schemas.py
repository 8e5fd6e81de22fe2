"""Shapes that all resources share."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from app.domain.vocabularies import Vocabularies


class Schema(BaseModel):
    """Base of the answers."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Link(Schema):
    """Where something is."""

    href: str


class Template(Link):
    """Where something is, with `{names}` to be filled in."""

    templated: Literal[True] = True


class Ref(Schema):
    """A term of a vocabulary."""

    id: str
    label: str

    @classmethod
    def of(cls, term_id: str, vocabulary: str, vocabularies: Vocabularies) -> Self:
        """The term with its Dutch label."""
        return cls(id=term_id, label=vocabularies[vocabulary].label_of(term_id))


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
