"""The OpenAPI document that is true for what is served now."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.domain.vocabularies import Vocabularies
from app.web.api.coverage.schemas import CSV_EXAMPLE
from app.web.api.openapi import named_enums
from app.web.api.operations.schemas import Problem
from app.web.http.accept import CSV, JSON, JSON_LD
from app.web.http.problems import MEDIA_TYPE

CONTACT = {"name": "Menukaart", "url": "https://menukaart.example", "email": "menukaart@menukaart.example"}
LICENSE = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
DESCRIPTION = """Search what works in Dutch schools: types of intervention, named programmes, good practices and municipal measures.

* Public, without a key, except for what editors read of searches and for changing a shortlist. Texts are Dutch; names and ids are stable.
* Answers carry an `ETag`; send it back as `If-None-Match` and an unchanged catalogue costs you a 304.
* Every error is a problem document (RFC 9457) that lists all faults of the request at once.
* A rating is never a bare number: it has a scale, source, version and date. Unknown is `null`, never 0.
"""
TAGS = [
    {"name": "search", "description": "Find items and suggestions"},
    {"name": "advice", "description": "From a school scan to a choice"},
    {"name": "items", "description": "The catalogue, item by item"},
    {"name": "facets", "description": "Ways to narrow a search"},
    {"name": "vocabularies", "description": "The terms that content and queries share"},
    {"name": "shortlists", "description": "A school's choice, to share with its municipality"},
    {"name": "insights", "description": "What people search for, counted without who searches"},
    {"name": "operations", "description": "Is it up, can it answer"},
]
HEADERS = {
    "API-Version": {"description": "Full version of the API", "schema": {"type": "string"}, "example": __version__},
}
CACHE_HEADERS = {
    **HEADERS,
    "ETag": {"description": "Changes with the catalogue", "schema": {"type": "string"}},
    "Cache-Control": {"description": "How long an answer may be kept", "schema": {"type": "string"}},
}
VERSION_HEADERS = {
    **HEADERS,
    "ETag": {"description": "The version of the list; send it back as `If-Match`", "schema": {"type": "string"}},
    "Cache-Control": {"description": "Nobody may keep it, because its address is its key", "schema": {"type": "string"}},
}
OWN_HEADERS = {
    "createShortlist": {**VERSION_HEADERS, "Location": {"description": "Where the list is", "schema": {"type": "string"}}},
    "getShortlist": VERSION_HEADERS,
    "replaceShortlist": VERSION_HEADERS,
}
OPERATIONS = {"health", "ready"}
# Their answers are not kept by anybody.
MOMENTARY = {*OPERATIONS, *OWN_HEADERS, "deleteShortlist", "countClick", "getInsights"}


def document(app: FastAPI, public_url: str, snapshot: Snapshot | None) -> dict[str, Any]:
    """The OpenAPI document; with a snapshot, the parameters list the ids that are known now."""
    made = get_openapi(
        title="Menukaart API",
        version=__version__,
        description=DESCRIPTION,
        routes=app.routes,
        license_info=LICENSE,
        tags=TAGS,
        servers=[{"url": f"{public_url}/v1", "description": "This service"}],
    )
    made["info"]["contact"] = CONTACT
    made["components"]["schemas"] = {
        name: schema for name, schema in made["components"]["schemas"].items() if name not in {"HTTPValidationError", "ValidationError"}
    }
    made["components"]["schemas"]["Problem"] = _problem_schema(made["components"]["schemas"])
    made["components"]["schemas"] |= named_enums.components(snapshot.vocabularies if snapshot else {})
    made["paths"] = {path.removeprefix("/v1"): item for path, item in made["paths"].items()}
    for path, operations in made["paths"].items():
        for operation in operations.values():
            _complete(path, operation, snapshot)
            named_enums.refer_to_choices(operation)
            if operation["operationId"] in OPERATIONS:
                operation["servers"] = [{"url": public_url, "description": "Outside the versioned part"}]
    return made


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    schema = Problem.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    return schema


def _complete(path: str, operation: dict[str, Any], snapshot: Snapshot | None) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    kept = operation["operationId"] not in MOMENTARY
    for status in responses.keys() & {"200", "201", "204"}:
        responses[status]["headers"] = OWN_HEADERS.get(operation["operationId"], CACHE_HEADERS if kept else HEADERS)
    responses |= {status: _problem(description) for status, description in _problems(path, operation)}
    if kept:
        responses["304"] = {"description": "What you have is still true", "headers": CACHE_HEADERS}
    if "{slug}" in path:
        responses["301"] = {
            "description": "This item has another slug now",
            "headers": {**HEADERS, "Location": {"description": "Where it is", "schema": {"type": "string"}}},
        }
    _representations(operation)
    if snapshot:
        _list_term_ids(operation, snapshot.vocabularies)


def _list_term_ids(operation: dict[str, Any], vocabularies: Vocabularies) -> None:
    """Let parameters and bodies refer to the ids of their facets. A pattern of weighed ids belongs to one parameter, so it stays there."""
    for parameter in operation.get("parameters", ()):
        facet = FACET_BY_NAME.get(parameter["name"])
        if facet and parameter["in"] == "query":
            ids = list(vocabularies[facet.vocabulary].by_id)
            weighed = "pattern" in parameter["schema"]["items"]
            items = {"type": "string", "pattern": f"^({'|'.join(ids)})(:[1-3])?$"} if weighed else named_enums.of_facet(facet)
            parameter["schema"] = {**parameter["schema"], "items": items}
            parameter["example"] = parameter["schema"].pop("examples", [ids[:1]])[0]
    for name, field in _body_fields(operation).items():
        if name in FACET_BY_NAME:
            field["items"] = named_enums.of_facet(FACET_BY_NAME[name])


def _body_fields(operation: dict[str, Any]) -> dict[str, Any]:
    """The fields of the body that an operation reads."""
    fields: dict[str, Any] = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {}).get("properties", {})
    return fields


def _problems(path: str, operation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The problems that an operation may answer with, by status."""
    if operation["operationId"] == "ready":
        yield "503", "Something is missing; the detail says what"
    if operation["operationId"] in OPERATIONS:
        return
    yield "400", "The request has faults; all are listed"
    yield "503", "The service cannot answer just now; try again after `Retry-After` seconds"
    if {"200", "201"} & operation["responses"].keys():
        yield "406", "None of the media types you accept is on offer"
    if "security" in operation:
        yield "401", "This needs a token"
    if operation["operationId"] == "getInsights":
        yield "404", "This is turned off; the detail says which setting turns it on"
    if "requestBody" in operation:
        yield "415", "The body is of a media type that is not read here"
    if "{" in path or operation["operationId"] == "countClick":
        yield "404", "There is nothing by that name"
    if "{slug}" in path or operation["operationId"] == "countClick":
        yield "410", "This item was taken out"
    yield from _problems_of_writing(operation)


def _problems_of_writing(operation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", ())):
        yield "403", "This token does not fit"
        yield "412", "Somebody was first and nothing was written; `etag` and `ETag` hold the present version"
        yield "428", "This needs `If-Match`"
    if operation["operationId"] == "createShortlist":
        yield "429", "Too many new lists in a minute; try again after `Retry-After` seconds"


def _representations(operation: dict[str, Any]) -> None:
    content = operation["responses"].get("200", {}).get("content", {})
    if operation["operationId"] == "listItems":
        content[CSV] = {"schema": {"type": "string", "description": "one row per item, UTF-8 with a byte order mark"}}
    if operation["operationId"] == "getShortlist":
        content[CSV] = {"schema": {"type": "string", "description": "one row per item on the list, UTF-8 with a byte order mark"}}
    if operation["operationId"] == "getCoverage":
        content[CSV] = {
            "schema": {"type": "string", "description": "one row per term, below labels; UTF-8 with a byte order mark"},
            "example": CSV_EXAMPLE,
        }
    if operation["operationId"] in {"listItems", "getItem"}:
        content[JSON_LD] = {"schema": {"type": "object", "description": "schema.org"}}


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "headers": HEADERS, "content": {MEDIA_TYPE: {"schema": schema}}}
