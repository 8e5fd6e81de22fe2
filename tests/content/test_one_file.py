"""The check of some files says what the check of all says of them, and does not parse the others."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from app.content import body, files
from app.content.load import check
from app.domain.facets import TERM_FIELDS

CONTENT = Path(__file__).parents[2] / "content"
# Faults of every kind of rule, in several files at once.
FAULTS = {
    "interventions/proef.md": [
        ("goal: A", "goal: A\nparent: buurman\naliases: [oude-naam]"),
        ("Kinderen spelen", "Kinderen [x](buurman.md#y)"),
    ],
    "interventions/buurman.md": [("## ", "# ")],
    "good-practices/praktijk.md": [("involved", "required")],
    "measures/maatregel.md": [("basis: editorial", "basis: redactie")],
    "guides/wegwijzer.md": [("[school", "[schol")],
    "language/woorden.yaml": [("proef", "proeve")],
}


@pytest.fixture
def broken(tree):
    for name, swaps in FAULTS.items():
        path = tree / name
        text = path.read_text(encoding="utf-8")
        for old, new in swaps:
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    copy = (tree / "interventions" / "programma.md").read_text(encoding="utf-8")
    (tree / "interventions" / "zelfde-tekst.md").write_text(copy, encoding="utf-8")
    return tree


def test_each_file_has_the_problems_that_it_has_among_all(broken, found):
    together = found()
    paths = sorted(path for path in Path("content").rglob("*") if path.is_file() and path.parent.name != "vocabularies")
    apart = [line for path in paths for line in found(path)]
    assert apart == together
    assert len({line.split(":")[0] for line in together}) > len(FAULTS) - 1
    assert any("word runs" in line for line in apart)


def test_no_item_of_the_catalogue_has_a_problem_alone():
    for path in files.item_paths(CONTENT)[::20]:
        assert check(CONTENT, [path]).problems == ()


@pytest.fixture
def parsed(monkeypatch):
    """The texts that the Markdown parser was given."""
    texts = []
    parse = MarkdownIt.parse
    monkeypatch.setattr(MarkdownIt, "parse", lambda parser, text: texts.append(text) or parse(parser, text))
    return texts


def test_a_body_is_parsed_once(tree, parsed):
    content = check(tree).content
    assert len(parsed) == len(content.items)
    assert [page.html for page in content.bodies.values()]
    assert len(parsed) == len(content.items)


def test_the_check_of_one_file_parses_few_others(parsed):
    check(CONTENT, [CONTENT / "interventions" / "kiva.md"])
    assert 1 <= len(parsed) < len(files.item_paths(CONTENT)) / 4


def test_a_body_that_was_rendered_still_has_its_links():
    page = body.MarkdownBody("Zie [daar](../guides/wegwijzer.md#kop).")
    assert '<a href="/item/wegwijzer#kop"' in page.html
    assert [link.slug for link in page.item_links] == ["wegwijzer"]


def test_every_vocabulary_of_the_front_matter_is_checked():
    assert set(TERM_FIELDS.values()) == {path.stem for path in files.vocabulary_paths(CONTENT)} - {"kinds"}
