"""The shape of an opened result."""

from pydantic import BaseModel, ConfigDict, Field

from app.domain.items import Slug
from app.domain.queries import Typed


class Click(BaseModel):
    """A result that was opened."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Typed = Field(description="the words that were searched for")
    slug: Slug
