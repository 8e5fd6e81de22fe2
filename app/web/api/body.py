"""Bodies of requests: small JSON objects, read into a model with every fault at once, and described from the same model."""

from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from app.domain.errors import Fault, InvalidInput, UnreadableMedia
from app.web.api.media import JSON
from app.web.api.parameters import faults_of

Model = TypeVar("Model", bound=BaseModel)
MOST_BYTES = 8_192


async def read_body(request: Request, model: type[Model]) -> Model:
    """The body as a model. Raises UnreadableMedia when it is not said to be JSON, and InvalidInput."""
    given = request.headers.get("content-type", "")
    if given.split(";")[0].strip().lower() != JSON:
        raise UnreadableMedia(f"This address reads {JSON}, not {given[:100] or 'a body without a Content-Type'}.")
    try:
        return model.model_validate_json(await _small(request), by_alias=True, by_name=False)
    except ValidationError as error:
        raise InvalidInput(faults_of(error, model)) from None


async def _small(request: Request) -> bytes:
    """The body's bytes. More than a limit is refused before it fills memory."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise InvalidInput([Fault("body", f"must have at most {MOST_BYTES} bytes")])
    except ClientDisconnect:
        raise InvalidInput([Fault("body", "must be sent whole")]) from None
    return body


def describe_body(model: type[BaseModel]) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads this model, which has no models inside."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": model.model_json_schema(by_alias=True)}}}}
