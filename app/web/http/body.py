"""Bodies of requests: small JSON objects, read into a model with every fault at once and described from it; and forms of pages."""

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from app.domain import messages
from app.domain.errors import Fault, InvalidInput, UnreadableMedia
from app.web.http.accept import FORM, JSON

Model = TypeVar("Model", bound=BaseModel)
MOST_BYTES = 8_192
MOST_FIELDS = 1_000


async def read_body(request: Request, model: type[Model]) -> Model:
    """The body as a model. Raises UnreadableMedia when it is not said to be JSON, and InvalidInput."""
    return parse(await json_bytes(request), model)


async def json_bytes(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body as it was sent, for a route that reads it in a thread. Raises UnreadableMedia, and InvalidInput when it is too long."""
    _demand(request, JSON)
    return await _small(request, most)


async def form_pairs(request: Request, most: int = MOST_BYTES) -> list[tuple[str, str]]:
    """The fields of a form in their order, empty ones too. Raises UnreadableMedia, and InvalidInput when there is too much of it."""
    _demand(request, FORM)
    text = (await _small(request, most)).decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InvalidInput([Fault("body", f"must have at most {MOST_FIELDS} fields")]) from None


def _demand(request: Request, media_type: str) -> None:
    given = request.headers.get("content-type", "")
    if given.split(";")[0].strip().lower() != media_type:
        raise UnreadableMedia(f"This address reads {media_type}, not {given[:100] or 'a body without a Content-Type'}.")


def parse(body: bytes, model: type[Model], context: Any = None) -> Model:
    """JSON as a model. Raises InvalidInput with every fault under its place, such as `items[3].note`."""
    try:
        return model.model_validate_json(body, by_alias=True, by_name=False, context=context)
    except ValidationError as error:
        faults = [Fault(messages.place(details["loc"]) or "body", messages.reason(details, model)) for details in error.errors()]
        raise InvalidInput(faults) from None


async def _small(request: Request, most: int) -> bytes:
    """The body's bytes. More than a limit is refused before it fills memory."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise InvalidInput([Fault("body", f"must have at most {most} bytes")])
    except ClientDisconnect:
        raise InvalidInput([Fault("body", "must be sent whole")]) from None
    return body


def describe_body(model: type[BaseModel]) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads this model."""
    schema = model.model_json_schema(by_alias=True)
    return {"requestBody": {"required": True, "content": {JSON: {"schema": _whole(schema, schema.pop("$defs", {}))}}}}


def _whole(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema with the models inside written out, because a reference would be read as one from the top of the document."""
    if isinstance(schema, list):
        return [_whole(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _whole(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    return {name: _whole(part, definitions) for name, part in schema.items()}
