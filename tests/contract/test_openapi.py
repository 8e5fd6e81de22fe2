"""The OpenAPI document: by the design rules, and true."""

import json
import os
import subprocess
from pathlib import Path

import pytest

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


def test_facet_parameters_list_the_ids_that_exist(document):
    parameters = {parameter["name"]: parameter for parameter in document["paths"]["/search"]["get"]["parameters"]}
    assert "jeugdgezondheidszorg" in parameters["partner"]["schema"]["items"]["enum"]
    assert parameters["pageSize"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}


def test_every_operation_has_a_name_a_tag_and_an_explanation(document):
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["tags"] and operation["summary"] and operation["description"] for operation in operations)
    assert "422" not in json.dumps([list(operation["responses"]) for operation in operations])
