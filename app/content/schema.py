"""The JSON Schema of the front matter, for completion and checks while typing in an editor."""

from typing import Any

from app.domain.items import ITEM, NOT_IN_FRONT_MATTER
from app.domain.vocabularies import Vocabularies

TITLE = "Front matter of a Menukaart item"
_TERM_FIELDS = {"school_types": "school-types", "problem_areas": "problem-areas", "settings": "settings", "goal": "goals"}
_PART_FIELDS = {
    ("Partner", "partner"): "partners",
    ("Recognition", "level"): "recognition-levels",
    ("Place", "municipality"): "municipalities",
    ("SpendingGoal", "goal"): "spending-goals",
    ("YearStep", "step"): "year-steps",
}


def front_matter_schema(vocabularies: Vocabularies) -> dict[str, Any]:
    """The schema with the vocabularies' ids filled in."""
    schema = ITEM.json_schema()
    ids = {name: list(vocabulary.by_id) for name, vocabulary in vocabularies.items()}
    for name, definition in schema["$defs"].items():
        properties = definition.get("properties", {})
        if "kind" in properties:
            _without_file_fields(definition)
        for field, vocabulary in _TERM_FIELDS.items():
            if field in properties and "kind" in properties:
                _restrict(properties[field], ids[vocabulary])
        for (owner, field), vocabulary in _PART_FIELDS.items():
            if owner == name:
                _restrict(properties[field], ids[vocabulary])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE, **schema}


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
