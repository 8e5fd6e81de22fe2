"""The version has one source; documents that cannot read it say the same."""

import re
from importlib.metadata import version
from pathlib import Path

import yaml

from app import __version__

ROOT = Path(__file__).parents[1]


def test_every_document_says_the_version_of_the_code():
    assert version("menukaart") == __version__
    assert yaml.safe_load((ROOT / "publiccode.yml").read_text())["softwareVersion"] == __version__
    assert re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0] == __version__
