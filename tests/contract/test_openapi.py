"""The OpenAPI document: by the design rules, and true."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from app.domain.facets import FACETS

ROOT = Path(__file__).parents[2]
RULES = os.environ.get("ADR_RULESET")


@pytest.fixture(scope="session")
def document(client):
    return client.get("/v1/openapi.json").json()


@pytest.mark.skipif(not RULES, reason="the rules are published elsewhere; set ADR_RULESET to the file to check against them")
def test_the_design_rules_find_no_error(document, tmp_path):
    served = tmp_path / "openapi.json"
    served.write_text(json.dumps(document))
    spectral = ROOT / "node_modules/.bin/spectral"
    found = subprocess.run(
        [spectral, "lint", served, "--ruleset", str(RULES), "--format", "json", "--fail-severity", "error"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_facet_parameters_list_the_ids_that_exist(document, vocabularies):
    parameters = {parameter["name"]: parameter for parameter in document["paths"]["/search"]["get"]["parameters"]}
    for facet in FACETS:
        name = parameters[facet.name]["schema"]["items"]["$ref"].removeprefix("#/components/schemas/")
        assert document["components"]["schemas"][name]["enum"] == list(vocabularies[facet.vocabulary].by_id), facet.name
    assert "jeugdgezondheidszorg" in document["components"]["schemas"]["PartnerId"]["enum"]
    assert parameters["pageSize"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert parameters["sort"]["schema"] == {"$ref": "#/components/schemas/Sort", "default": "relevance"}


def test_no_list_of_values_stands_in_two_places(document):
    lists = [tuple(enum) for enum in enums(document) if len(enum) > 3]
    assert len(set(lists)) == len(lists)


def test_every_reference_leads_to_a_component(document):
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert names <= document["components"]["schemas"].keys()


def enums(part):
    if isinstance(part, dict):
        if isinstance(part.get("enum"), list):
            yield part["enum"]
        for inner in part.values():
            yield from enums(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from enums(inner)


def test_every_operation_has_a_name_a_tag_and_an_explanation(document):
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["tags"] and operation["summary"] and operation["description"] for operation in operations)
    assert "422" not in json.dumps([list(operation["responses"]) for operation in operations])
