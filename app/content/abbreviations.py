"""Abbreviations that pages may use without writing them out."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Meaning = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Abbreviations(BaseModel):
    """`meanings` explains each abbreviation in Dutch; `names` are names that only look like one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    meanings: Mapping[str, Meaning] = Field(default_factory=dict, description="the meaning of each abbreviation")
    names: tuple[str, ...] = Field(default=(), description="names written in capitals")

    @property
    def all(self) -> tuple[str, ...]:
        """Everything in capitals that needs no explanation on a page."""
        return (*self.meanings, *self.names)
