"""Pydantic's errors, said as what is required."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.domain.suggestion import did_you_mean

LIMITS = {
    "string_too_long": "must have at most {max_length} characters; it has {length}",
    "string_too_short": "must not be empty",
    "too_short": "must have {min_length} or more entries; it has {actual_length}",
    "too_long": "must have {max_length} or fewer entries; it has {actual_length}",
    "greater_than_equal": "must be at least {ge}, not {given}",
    "less_than_equal": "must be at most {le}, not {given}",
    "value_error": "{error}",
}
WANTED = {
    "string_type": "a text (put numbers and dates between quotes)",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list: one entry per line, each after a hyphen",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
    "datetime_from_date_parsing": "a moment such as 2026-01-31T12:00:00Z",
    "datetime_parsing": "a moment such as 2026-01-31T12:00:00Z",
    "timezone_aware": "a moment with a time zone such as 2026-01-31T12:00:00Z",
}


def causes(error: ValidationError) -> list[ErrorDetails]:
    """The errors without those that only follow from another: a list whose entry is wrong is not also too short."""
    details = error.errors()
    places = [one["loc"] for one in details]
    return [
        one
        for one in details
        if one["type"] != "too_short"
        or not any(len(other) > len(one["loc"]) and other[: len(one["loc"])] == one["loc"] for other in places)
    ]


def requirement(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One sentence that names the field and says what it must be."""
    return f"`{place(error['loc'])}` {reason(error, model)}"


def place(loc: Iterable[str | int]) -> str:
    """A field's place as people write it, such as `sources[0].url`."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def reason(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What the field must be, without its name."""
    context: dict[str, Any] = error.get("ctx", {})
    given = str(error["input"])
    match error["type"]:
        case "missing":
            return f"is required: {_description(error, model)}"
        case "extra_forbidden":
            return f"is not a known field{did_you_mean(str(error['loc'][-1]), _siblings(error, model))}"
        case "enum" | "literal_error":
            options = [option.strip(" '") for option in str(context["expected"]).replace(" or ", ", ").split(",")]
            return f"must be {context['expected']}, not {given!r}{did_you_mean(given, options)}"
        case "string_pattern_mismatch":
            return f"must be {_description(error, model)}; {given[:80]!r} is not"
    if error["type"] in LIMITS:
        return LIMITS[error["type"]].format(**context, given=given[:40], length=len(given))
    if error["type"] in WANTED:
        shown = "empty" if error["input"] is None else repr(given[:40])
        return f"must be {WANTED[error['type']]}, not {shown}: {_description(error, model)}"
    return f"is not right: {error['msg']}"


def _description(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What the field is for, from the nearest model on the way to the error."""
    found = "see docs/editors.md"
    current: Any = model.model_json_schema()
    definitions = current.get("$defs", {})
    for part in error["loc"]:
        current = _step(current, part, definitions)
        if current is None:
            break
        found = current.get("description", found).split("\n")[0]
    return str(found)


def _siblings(error: ErrorDetails, model: type[BaseModel]) -> list[str]:
    """The names of the fields that are known where the error is."""
    schema: Any = model.model_json_schema()
    definitions = schema.get("$defs", {})
    for part in error["loc"][:-1]:
        schema = _step(schema, part, definitions) or {}
    return list(_resolve(schema, definitions).get("properties", {}))


def _step(schema: dict[str, Any], part: str | int, definitions: dict[str, Any]) -> dict[str, Any] | None:
    schema = _resolve(schema, definitions)
    step: dict[str, Any] | None = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
    if step is None:
        return None
    return {**_resolve(step, definitions), **{key: step[key] for key in ("description",) if key in step}}


def _resolve(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, or the one alternative that is not null."""
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return {**_resolve(option, definitions), **{key: schema[key] for key in ("description",) if key in schema}}
    if "$ref" in schema:
        resolved: dict[str, Any] = definitions[schema["$ref"].rsplit("/", 1)[-1]]
        return resolved
    return schema
