"""What a browser loads: little, and from here alone."""

import gzip
import re

import pytest

from app.web.site._shared.rendering import SITE, VENDOR

TEMPLATES = sorted(SITE.rglob("*.html"))
STYLES = sorted(SITE.rglob("*.css"))
BYTES = {"css": 60_000, "js": 40_000}


def compressed(ending):
    files = [file for file in VENDOR.glob(f"*.{ending}") if not file.name.startswith("swagger")]
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


@pytest.mark.parametrize("ending", BYTES)
def test_style_and_script_are_small(ending):
    assert compressed(ending) <= BYTES[ending]


def test_the_style_sheet_loads_nothing_from_elsewhere():
    text = (VENDOR / "site.css").read_text()
    assert "@import" not in text
    assert set(re.findall(r"url\(\"?([^)\"]+)", text)) == {f"fira-sans-latin-{weight}-normal.woff2" for weight in (400, 600)}


def test_every_token_that_is_used_exists():
    text = (VENDOR / "site.css").read_text()
    known = set(re.findall(r"(--[\w-]+)\s*:", text))
    own = "".join(file.read_text() for file in STYLES)
    assert set(re.findall(r"var\((--[\w-]+)\)", own)) <= known


def test_colours_come_from_the_tokens():
    """Another theme replaces tokens.css alone."""
    others = [file.read_text() for file in STYLES if file.name != "tokens.css"]
    assert len(others) > 3
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", "".join(others)) == []


def test_every_icon_that_is_used_exists():
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text()))
    used = {name for file in TEMPLATES for name in re.findall(r'icon\("([\w-]+)"\)', file.read_text())}
    assert used <= symbols
    assert {"intervention", "programme", "good-practice", "measure", "guide", "effect", "evidence", "cost"} <= symbols


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_templates_have_no_inline_code_or_style_and_trust_nothing(template):
    text = template.read_text()
    assert "style=" not in text
    assert not re.search(r"\bon\w+=", text)
    assert "|safe" not in text.replace(" ", "")
    assert not re.search(r"src=\"(https?:)?//|<link [^>]*href=\"(https?:)?//", text)
