"""The shapes of health and of errors."""

from typing import Literal

from pydantic import Field

from app.web.api._shared.schemas import Schema


class Health(Schema):
    """The process is up."""

    status: Literal["ok"]
    version: str


class Ready(Schema):
    """Every part that a search needs is there."""

    status: Literal["ready"]
    catalogue: str = Field(description="which publish is served")


class InvalidParam(Schema):
    """One thing that is wrong with one parameter."""

    name: str
    reason: str


class Problem(Schema):
    """An error as RFC 9457 has it. `message` repeats the detail for clients that look there."""

    type: str
    status: int = Field(ge=400, le=599)
    title: str
    detail: str
    message: str
    instance: str | None = None
    invalid_params: tuple[InvalidParam, ...] | None = Field(default=None, description="every fault of the input")
    etag: str | None = Field(default=None, description="what `If-Match` would have to be now; of 412 only")
