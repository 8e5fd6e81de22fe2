"""The parameters of the catalogue."""

import re
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel

from app.domain.queries import MAX_PAGE, MAX_PAGE_SIZE, Terms
from app.domain.unknown_names import did_you_mean


def _written_out(value: object) -> object:
    """Only RFC 3339: pydantic by itself also reads a bare number, as seconds since 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", value):
        raise ValueError("must be a moment with a time zone such as 2026-01-31T12:00:00Z")
    return value


class Harvest(BaseModel):
    """The parameters of the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)

    kind: Terms = ()
    modified_since: Annotated[AwareDatetime | None, BeforeValidator(_written_out)] = Field(
        None, description="only what changed from this moment on, with a time zone"
    )
    page: int = Field(1, ge=1, le=MAX_PAGE, description="page number, from 1")
    page_size: int = Field(50, ge=1, le=MAX_PAGE_SIZE, description="items per page")

    @field_validator("kind")
    @classmethod
    def _known(cls, values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        known = (info.context or {})["kinds"].by_id
        for value in values:
            if value not in known:
                raise ValueError(f"must be an id from /v1/vocabularies/kinds, not {value!r}{did_you_mean(value, known)}")
        return values
