"""Schemathesis against the running service: every check it has, from the document that the service itself serves."""

import subprocess
import sys
from pathlib import Path

from conftest import TOKEN

EXAMPLES = 60
SECONDS = 600
# That two parameters must differ is more than an OpenAPI document can say, so what it allows here may be refused with 400.
# tests/web/test_coverage.py has every two facets that do differ. In the same way, a slug of the right form need not be an item's, and a
# title may be nothing but white space: tests/web/test_shortlists.py has lists that are right.
EXCEPTIONS = """
[[operations]]
include-path = "/coverage"
checks.positive_data_acceptance.expected-statuses = ["2xx", "3xx", 400]

[[operations]]
include-path = "/shortlists"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400]
"""


def test_no_check_fails_and_nothing_breaks(service_url, tmp_path):
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(EXCEPTIONS)
    command = [Path(sys.executable).parent / "schemathesis", "--config-file", configuration, "run", f"{service_url}/v1/openapi.json"]
    options = ["--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1", "--request-timeout", "20", "--no-color"]
    options += ["--header", f"Authorization: Bearer {TOKEN}"]
    found = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=SECONDS, cwd=tmp_path)
    assert found.returncode == 0, found.stdout[-8000:]
