"""Requirements in place of Pydantic's errors: what a field must be, not what went wrong in a parser."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.domain.unknown_names import did_you_mean, nearest

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
    "dict_type": "fields, each as `name: value`",
    "mapping_type": "fields, each as `name: value`",
    "datetime_from_date_parsing": MOMENT,
    "datetime_parsing": MOMENT,
    "timezone_aware": MOMENT,
}
# By type of error. Two of them are our own: `empty`, and `number_for_text`, which quotes mend.
TEMPLATES = {kind: f"must be {wanted}, not {{given}}" for kind, wanted in WANTED.items()} | {
    "missing": "is required",
    "empty": "must not be empty",
    "extra_forbidden": "is not a known field{hint}",
    "enum": "must be {expected}, not {given}{hint}",
    "literal_error": "must be {expected}, not {given}{hint}",
    "model_type": "must have the fields {fields}, not be {given}",
    "number_for_text": "must be a text, not {given}; put it between double quotes",
    "string_pattern_mismatch": "must be {form}, not {given}",
    "string_too_long": "must have at most {max_length} characters; it has {length}",
    "too_short": "must have {min_length} or more entries; it has {actual_length}",
    "too_long": "must have {max_length} or fewer entries; it has {actual_length}",
    "greater_than_equal": "must be at least {ge}, not {value}",
    "less_than_equal": "must be at most {le}, not {value}",
    "value_error": "{error}",
}
OTHER = "is not right: {msg}"
# The types of error behind which the description of the field helps.
EXPLAINED = {*WANTED, "missing", "empty", "too_short", "too_long"}


def causes(error: ValidationError, model: type[BaseModel]) -> list[ErrorDetails]:
    """The errors without those that only follow from another.

    A list whose entry is wrong is not also too short, and a field whose name is mistyped is not also missing.
    """
    errors = error.errors()
    enclosing: set[tuple[Any, ...]] = {details["loc"][:length] for details in errors for length in range(len(details["loc"]))}
    mistyped: set[tuple[Any, ...]] = {
        (*details["loc"][:-1], nearest(str(details["loc"][-1]), _fields(details["loc"][:-1], model)))
        for details in errors
        if details["type"] == "extra_forbidden"
    }
    follow_from: dict[str, set[tuple[Any, ...]]] = {"too_short": enclosing, "missing": mistyped}
    return [details for details in errors if details["loc"] not in follow_from.get(details["type"], set())]


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
    kind = _kind(error)
    meaning = _description(error["loc"], model)
    text = TEMPLATES.get(kind, OTHER).format_map(_values(error, model, meaning))
    return f"{text}: {meaning}" if meaning and kind in EXPLAINED else text


def _kind(error: ErrorDetails) -> str:
    kind, given = error["type"], error["input"]
    if kind == "string_too_short" or (given is None and kind in {*WANTED, "model_type", "enum"}):
        return "empty"
    return "number_for_text" if kind == "string_type" and isinstance(given, int | float) else kind


def _values(error: ErrorDetails, model: type[BaseModel], meaning: str) -> dict[str, Any]:
    """Everything that a template may name."""
    context: dict[str, Any] = error.get("ctx", {})
    return {
        **context,
        "given": shown(error["input"]),
        "value": str(error["input"])[:40],
        "length": len(str(error["input"]).strip()),
        "form": meaning or context.get("pattern"),
        "fields": ", ".join(_fields(error["loc"], model)),
        "hint": _hint(error, model),
        "msg": error["msg"],
    }


def _hint(error: ErrorDetails, model: type[BaseModel]) -> str:
    if error["type"] == "extra_forbidden":
        return did_you_mean(str(error["loc"][-1]), _fields(error["loc"][:-1], model))
    expected = str(error.get("ctx", {}).get("expected", ""))
    options = [option.strip(" '") for option in expected.replace(" or ", ", ").split(",")]
    return did_you_mean(str(error["input"]), options) if expected else ""


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
