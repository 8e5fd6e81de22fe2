"""Components for the values that several operations choose from, so that the document has each list once."""

from collections.abc import Mapping
from typing import Any

from app.domain.facets import FACETS, Facet
from app.domain.queries import Sort
from app.domain.vocabularies import Vocabularies

# Facets that share a vocabulary share its ids; the first of them gives the name.
_NAMES: Mapping[str, str] = {facet.vocabulary: f"{facet.name[0].upper()}{facet.name[1:]}Id" for facet in reversed(FACETS)}
# Parameters with values that no vocabulary has.
_CHOICES: Mapping[str, str] = {"sort": "Sort", "rows": "FacetName", "columns": "FacetName"}


def components(vocabularies: Vocabularies) -> dict[str, Any]:
    """The schemas of all lists, by name: those of the vocabularies that there are, facet names and orders of results."""
    ids = {name: list(vocabularies[vocabulary].by_id) for vocabulary, name in _NAMES.items() if vocabulary in vocabularies}
    values = ids | {"FacetName": [facet.name for facet in FACETS], "Sort": list(map(str, Sort))}
    return {name: {"type": "string", "enum": values[name]} for name in sorted(values)}


def of_facet(facet: Facet) -> dict[str, str]:
    """A reference to the ids of a facet's vocabulary."""
    return _reference(_NAMES[facet.vocabulary])


def refer_to_choices(operation: dict[str, Any]) -> None:
    """Let the parameters of an operation that choose from a list refer to it; what else their schema says stays."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        if parameter["name"] in _CHOICES and "enum" in schema:
            rest = {key: value for key, value in schema.items() if key not in {"type", "enum"}}
            parameter["schema"] = _reference(_CHOICES[parameter["name"]]) | rest


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
