"""Requirements in place of Pydantic's errors: what a field must be, not what went wrong in a parser."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.domain.did_you_mean import did_you_mean, nearest

LIMITS = {
    "string_too_long": "must have at most {max_length} characters; it has {length}",
    "too_short": "must have {min_length} or more entries; it has {actual_length}",
    "too_long": "must have {max_length} or fewer entries; it has {actual_length}",
    "greater_than_equal": "must be at least {ge}, not {given}",
    "less_than_equal": "must be at most {le}, not {given}",
    "value_error": "{error}",
}
MOMENT = "a moment with a time zone such as 2026-01-31T12:00:00Z"
WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list (one entry per line, each after a hyphen)",
    "list_type": "a list",
    "model_type": "a group of fields",
    "dict_type": "fields, each as `name: value`",
    "mapping_type": "fields, each as `name: value`",
    "datetime_from_date_parsing": MOMENT,
    "datetime_parsing": MOMENT,
    "timezone_aware": MOMENT,
}


def causes(error: ValidationError, model: type[BaseModel]) -> list[ErrorDetails]:
    """The errors without those that only follow from another.

    A list whose entry is wrong is not also too short, and a field whose name is mistyped is not also missing.
    """
    details = error.errors()
    enclosing: set[tuple[Any, ...]] = {one["loc"][:length] for one in details for length in range(len(one["loc"]))}
    meant: set[tuple[Any, ...]] = {
        (*one["loc"][:-1], nearest(str(one["loc"][-1]), _fields(one["loc"][:-1], model)))
        for one in details
        if one["type"] == "extra_forbidden"
    }
    follows: dict[str, set[tuple[Any, ...]]] = {"too_short": enclosing, "missing": meant}
    return [one for one in details if one["loc"] not in follows.get(one["type"], set())]


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
    """The requirement without the name of the field."""
    context: dict[str, Any] = error.get("ctx", {})
    given = error["input"]
    meaning = _description(error["loc"], model)
    explanation = f": {meaning}" if meaning else ""
    if error["type"] == "missing":
        return f"is required{explanation}"
    if error["type"] == "string_too_short" or (given is None and error["type"] in {*WANTED, "enum"}):
        return f"must not be empty{explanation}"
    match error["type"]:
        case "extra_forbidden":
            return f"is not a known field{did_you_mean(str(error['loc'][-1]), _fields(error['loc'][:-1], model))}"
        case "enum" | "literal_error":
            options = [option.strip(" '") for option in str(context["expected"]).replace(" or ", ", ").split(",")]
            return f"must be {context['expected']}, not {shown(given)}{did_you_mean(str(given), options)}"
        case "string_pattern_mismatch":
            return f"must be {meaning or context['pattern']}, not {shown(given)}"
        case "string_type" if isinstance(given, int | float):
            return f"must be a text, not {shown(given)}; put it between double quotes"
        case "model_type":
            return f"must have the fields {', '.join(_fields(error['loc'], model))}, not be {shown(given)}"
    if error["type"] in LIMITS:
        limit = LIMITS[error["type"]].format(**context, given=str(given)[:40], length=len(str(given).strip()))
        return f"{limit}{explanation}" if error["type"] in {"too_short", "too_long"} else limit
    if error["type"] in WANTED:
        return f"must be {WANTED[error['type']]}, not {shown(given)}{explanation}"
    return f"is not right: {error['msg']}"


def shown(given: Any) -> str:
    """A value as a message shows it: short, and on one line."""
    if isinstance(given, str):
        return repr(given[:80])
    if isinstance(given, list | dict):
        return "a list" if isinstance(given, list) else "a group of fields"
    return "empty" if given is None else str(given).lower()


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _description(loc: Iterable[str | int], model: type[BaseModel]) -> str:
    """The description of a field; for an entry of a list that has none, that of the list."""
    description = ""
    current: Any = _schema(model)
    definitions = current.get("$defs", {})
    for part in loc:
        current = _step(current, part, definitions)
        if current is None:
            return description
        description = str(current.get("description", description if isinstance(part, int) else "").split("\n")[0])
    return description


def _fields(loc: Iterable[str | int], model: type[BaseModel]) -> list[str]:
    """The names of the fields that are known at a place."""
    current: Any = _schema(model)
    definitions = current.get("$defs", {})
    for part in loc:
        current = _step(current, part, definitions) or {}
    return list(_resolve(current, definitions).get("properties", {}))


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
