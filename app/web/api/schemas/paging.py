"""The shapes of pages."""

from pydantic import Field

from app.web.api.schemas.base import Link, Schema


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
