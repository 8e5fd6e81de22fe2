"""Schemathesis against the running service: every check it has, from the document that the service itself serves."""

import subprocess
import sys
from pathlib import Path

from conftest import TOKEN

EXAMPLES = 60
SECONDS = 600


def test_no_check_fails_and_nothing_breaks(service_url, tmp_path):
    command = [Path(sys.executable).parent / "schemathesis", "run", f"{service_url}/v1/openapi.json"]
    options = ["--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1", "--request-timeout", "20", "--no-color"]
    options += ["--header", f"Authorization: Bearer {TOKEN}"]
    found = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=SECONDS, cwd=tmp_path)
    assert found.returncode == 0, found.stdout[-8000:]
