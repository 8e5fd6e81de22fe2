"""Every kind of page, and every item, is valid HTML."""

import subprocess
from pathlib import Path

import pytest
from conftest import CONTENT, ROOT
from kinds import PAGES

from app.content import load

RULES = Path(__file__).with_name("html-validate.mjs")


def faults(folder):
    command = [ROOT / "node_modules" / ".bin" / "html-validate", "--config", RULES, "--formatter", "text", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def pages_of_a_list(client):
    items = [{"slug": "feedback", "note": "Samen\nlezen"}, {"slug": "zomer-of-lentescholen"}]
    made = client.post("/v1/shortlists", json={"title": "Plan & meer", "schoolType": ["bo"], "items": items}).json()
    address, key = f"/lijst/{made['id']}", f"?sleutel={made['editToken']}"
    return "/mijn-lijst", "/mijn-lijst?q=lezen", "/mijn-lijst/bewaren", address, f"{address}/bewerken{key}", f"{address}/wissen{key}"


@pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")
def test_every_page_is_valid(client, tmp_path):
    slugs = [item.slug for item in load.load(CONTENT).items]
    paths = list(PAGES.values()) + [f"/item/{slug}" for slug in slugs]
    for number, path in enumerate((*paths, *pages_of_a_list(client))):
        response = client.get(path, headers={"Accept": "text/html", "Cookie": "mijn-lijst=feedback.mazl-vo"})
        (tmp_path / f"{number}{path.split('?')[0].replace('/', '-')}.html").write_bytes(response.content)
    found = faults(tmp_path)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_the_rules_see_a_fault(tmp_path):
    (tmp_path / "page.html").write_text(
        "<!doctype html><html lang='nl'><head><title>x</title></head><body><p><div></div></p></body></html>"
    )
    assert faults(tmp_path).returncode == 1
