"""Paths that the documents name exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PATH = re.compile(r"`((?:app|content|docs|migrations|relevance|scripts|tests)/[A-Za-z0-9_./-]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
CODE = re.compile(r"`[^`]*`")
# Made when the product runs, or names that stand for others.
MADE = ("app/web/static/vendor",)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_and_links_lead_somewhere(document):
    text = document.read_text()
    if document.name == "CHANGELOG.md":
        text = text.partition("\n## ")[2].partition("\n## ")[0]
    named = [path for path in PATH.findall(text) if not path.startswith(MADE)]
    # The page about the architecture names rooms of app/ without saying so each time.
    missing = [path for path in named if not (ROOT / path).exists() and not (ROOT / "app" / path).exists()]
    missing += [link for link in LINK.findall(CODE.sub("", text)) if not (document.parent / link).exists()]
    assert missing == []
