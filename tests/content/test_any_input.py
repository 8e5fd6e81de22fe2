"""Whatever stands in a file, the checker answers with problems that name a line of that file, and never crashes."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content import body
from app.content.load import check

HERE = Path(__file__).parent
SOUND = HERE / "sound"
PROEF = (SOUND / "interventions" / "proef.md").read_text(encoding="utf-8")
DIEREN = (SOUND / "vocabularies" / "dieren.yaml").read_text(encoding="utf-8")
ODD_TEXT = st.text(
    st.one_of(st.sampled_from("-:#[]{}()<>&*!|'\"\\%@`~?/,. \t\r\n\0"), st.characters(codec="utf-8")),
    max_size=60,
)
FRONT = PROEF.split("---\n")[1]
bounded = settings(max_examples=60, deadline=None, database=None, derandomize=True)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    root = tmp_path_factory.mktemp("any") / "content"
    shutil.copytree(SOUND, root)
    shutil.copytree(HERE.parents[1] / "content" / "vocabularies", root / "vocabularies", dirs_exist_ok=True)
    return root


@st.composite
def mutations(draw, text):
    """The text with a piece taken out and another put in, once to three times."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(ODD_TEXT) + text[start + draw(st.integers(0, 40)) :]
    return text


def assert_only_problems(tree, name, raw):
    path = tree / name
    before = path.read_bytes()
    path.write_bytes(raw)
    try:
        problems = check(tree).problems
    finally:
        path.write_bytes(before)
    last = raw.count(b"\n") + 2
    for problem in problems:
        assert problem.message
        assert "\n" not in str(problem)
        assert problem.path != str(path) or 1 <= problem.line <= last


@bounded
@given(st.one_of(st.binary(max_size=200), ODD_TEXT.map(str.encode)))
def test_any_bytes_give_problems_only(tree, raw):
    assert_only_problems(tree, "interventions/proef.md", raw)


@bounded
@given(mutations(PROEF).map(str.encode))
def test_a_damaged_file_gives_problems_only(tree, raw):
    assert_only_problems(tree, "interventions/proef.md", raw)


@bounded
@given(ODD_TEXT)
def test_any_front_matter_gives_problems_only(tree, text):
    assert_only_problems(tree, "interventions/proef.md", f"---\n{text}\n---\n\n## Kop\n".encode())


@bounded
@given(ODD_TEXT)
def test_any_body_gives_problems_only(tree, text):
    assert_only_problems(tree, "interventions/proef.md", f"---\n{FRONT}---\n{text}".encode())


@bounded
@given(mutations(DIEREN).map(str.encode))
def test_a_damaged_vocabulary_gives_problems_only(tree, raw):
    assert_only_problems(tree, "vocabularies/dieren.yaml", raw)


@settings(bounded, max_examples=200)
@given(ODD_TEXT)
def test_any_body_renders(text):
    assert "<script" not in body.MarkdownBody(text).html
    assert "\n\n" not in body.MarkdownBody(text).plain_text
