"""The shapes of facets and vocabularies."""

from pydantic import Field

from app.web.api.schemas.base import Link, Schema


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
