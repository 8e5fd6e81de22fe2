"""The shapes of suggestions."""

from pydantic import Field

from app.web.api._shared.item_schemas import ItemLinks
from app.web.api._shared.schemas import Ref, Schema


class SuggestedItem(Schema):
    """An item that a half-typed query may mean. `highlight` is the title or short name that fits, as escaped HTML with `<mark>`."""

    slug: str
    kind: Ref
    title: str
    highlight: str
    links: ItemLinks = Field(alias="_links")


class SuggestedTerm(Schema):
    """A facet value that a half-typed query may mean; `matched` is the label or synonym that fits."""

    facet: str
    facet_label: str
    value: str
    label: str
    matched: str
    highlight: str
    count: int


class SuggestedQuery(Schema):
    """What others searched for and found; `searches` says how often lately."""

    q: str
    searches: int = Field(ge=1)


class Suggestions(Schema):
    """What a half-typed query may mean."""

    items: tuple[SuggestedItem, ...]
    terms: tuple[SuggestedTerm, ...]
    queries: tuple[SuggestedQuery, ...]
