"""The shapes of facets and of their values over the whole catalogue."""

from pydantic import Field

from app.web.api._shared.schemas import Link, Schema


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
