"""The version stands in `app/__init__.py`; files for programs that read no Python repeat it."""

import json
import re
import tomllib
from pathlib import Path

import yaml

from app import __version__

ROOT = Path(__file__).parents[1]


def test_every_file_that_repeats_the_version_has_this_one():
    images = [service.get("image") for service in yaml.safe_load((ROOT / "compose.yaml").read_text())["services"].values()]
    assert f"menukaart:{__version__}" in images
    assert yaml.safe_load((ROOT / "publiccode.yml").read_text())["softwareVersion"] == __version__
    assert re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0] == __version__


def test_the_packages_name_no_version_of_their_own():
    assert "version" not in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in json.loads((ROOT / "package.json").read_text())
