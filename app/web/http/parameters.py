"""Query parameters: read into a model with every fault at once, and described in the OpenAPI document from the same model."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from app.domain import messages
from app.domain.errors import Fault, InvalidInput
from app.domain.facets import FACET_BY_NAME
from app.domain.unknown_names import UnknownName
from app.domain.vocabularies import Vocabularies

Model = TypeVar("Model", bound=BaseModel)


class Nothing(BaseModel):
    """For addresses that take no query parameters."""

    model_config = ConfigDict(extra="forbid")


def read(request: Request, model: type[Model], vocabularies: Vocabularies | None = None) -> Model:
    """The query parameters as a model. An empty value counts as absent, as HTML forms send them. Raises InvalidInput."""
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    known, repeatable = _names(model)
    for name, value in request.query_params.multi_items():
        if not value.strip() and name in known:
            continue
        if name in repeatable:
            data.setdefault(name, []).append(value)
        elif name in data:
            faults.append(Fault(name, "may be given only once"))
        else:
            data[name] = value
    try:
        query = model.model_validate(data, context=vocabularies, by_alias=True, by_name=False)
    except ValidationError as error:
        faults += faults_of(error, model)
    if faults:
        raise InvalidInput(list(dict.fromkeys(faults)))
    return query


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Every fault of an input, each under the name of its field."""
    causes = messages.causes(error, model)
    return [Fault(messages.place(details["loc"][:1]) or "body", _reason(details, model)) for details in causes]


def _reason(details: ErrorDetails, model: type[BaseModel]) -> str:
    """The requirement that a value does not meet, with the address at which the values of a facet, or the facets, can be read."""
    error = details.get("ctx", {}).get("error")
    if isinstance(error, UnknownName):
        return error.message(f"/v1/facets/{error.facet}/values" if error.facet else "/v1/facets")
    return messages.reason(details, model)


@cache
def _names(model: type[BaseModel]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of all parameters, and of those that may be repeated."""
    lists = (name for name, field in model.model_fields.items() if getattr(field.annotation, "__origin__", None) is tuple)
    return frozenset(map(to_camel, model.model_fields)), frozenset(map(to_camel, lists))


def describe(model: type[BaseModel]) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads this model. Term ids are filled in when the document is served."""
    schema = model.model_json_schema(by_alias=True)
    definitions, required = schema.get("$defs", {}), schema.get("required", ())
    parameters = [_parameter(name, field, definitions) for name, field in schema["properties"].items()]
    # An empty value counts as absent, and what is required cannot be absent.
    asked = [one | {"required": True, "allowEmptyValue": False} if one["name"] in required else one for one in parameters]
    return {"parameters": asked}


def _parameter(name: str, field: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in field.items() if key not in {"title", "description", "default", "anyOf", "$ref"}}
    for option in field.get("anyOf", ()):
        plain |= option if option.get("type") != "null" else {}
    if "$ref" in field:
        plain |= {key: value for key, value in definitions[field["$ref"].rsplit("/", 1)[-1]].items() if key in {"type", "enum"}}
    default = field.get("default")
    if default not in (None, "", []):
        plain["default"] = default
    facet = FACET_BY_NAME.get(name)
    of_facet = f"{facet.description}; ids of /v1/vocabularies/{facet.vocabulary}; repeat for OR" if facet else ""
    description = field.get("description", of_facet)
    parameter = {"name": name, "in": "query", "required": False, "allowEmptyValue": True, "description": description, "schema": plain}
    if plain.get("type") == "array":
        parameter |= {"style": "form", "explode": True}
    return parameter
