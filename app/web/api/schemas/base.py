"""What all shapes share."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict
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
