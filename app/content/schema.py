"""The JSON Schema of the front matter, for completion and checks while typing in an editor."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.facets import TERM_FIELDS
from app.domain.items import ITEM, NOT_IN_FRONT_MATTER
from app.domain.vocabularies import Vocabularies

TITLE = "Front matter of a Menukaart item"


def front_matter_schema(vocabularies: Vocabularies) -> dict[str, Any]:
    """The schema with the vocabularies' ids filled in."""
    schema = ITEM.json_schema()
    definitions = schema["$defs"]
    for definition in definitions.values():
        if "kind" in definition.get("properties", {}):
            _without_file_fields(definition)
            for front_matter, vocabulary in TERM_FIELDS.items():
                for field in _fields_at(definition, front_matter, definitions):
                    _restrict(field, list(vocabularies[vocabulary].by_id))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE, **schema}


def _fields_at(definition: dict[str, Any], front_matter: Sequence[str], definitions: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema of a field, or of the field of that name in its entries; nothing when this kind of item has none."""
    name, *inner = front_matter
    field = definition["properties"].get(name)
    if field is not None and inner:
        reference = field.get("items", field)["$ref"].rsplit("/", 1)[-1]
        yield from _fields_at(definitions[reference], inner, definitions)
    elif field is not None:
        yield field


def _without_file_fields(definition: dict[str, Any]) -> None:
    """The slug and the body come from the file itself."""
    definition["properties"] = {name: value for name, value in definition["properties"].items() if name not in NOT_IN_FRONT_MATTER}
    definition["required"] = [name for name in definition["required"] if name not in NOT_IN_FRONT_MATTER]


def _restrict(field: dict[str, Any], ids: list[str]) -> None:
    """Let a field hold these ids only, in whichever form it holds them: one, a list, or one or null."""
    target = field.get("items") or next((option for option in field.get("anyOf", ()) if option.get("type") == "string"), field)
    for key in ("pattern", "maxLength"):
        target.pop(key, None)
    target["enum"] = ids
