"""`menukaart check` and `menukaart publish` as a person runs them on content that is broken."""

import pytest
from commands import run_command

BROKEN = [
    "content/interventions/proef.md:10: `goal` must be an id from vocabularies/goals.yaml: A, B, C, D, E or F, not 'G'",
    'content/measures/maatregel.md:3: `titel` is not a known field; did you mean "title"?',
]


def run(*command):
    return run_command(*command, CONTENT_DIR="content", VAR_DIR="var")


def everything_below(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def broken_tree(tree):
    for name, old, new in (("interventions/proef.md", "goal: A", "goal: G"), ("measures/maatregel.md", "title:", "titel:")):
        path = tree / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return tree


@pytest.mark.parametrize("command", ["check", "publish"])
def test_broken_content_is_reported_and_nothing_is_written(broken_tree, command):
    before = everything_below(broken_tree.parent)
    result = run(command)
    assert result.returncode == 1
    assert result.stdout == ""
    assert [line for line in result.stderr.splitlines() if line.startswith("content/")] == BROKEN
    assert result.stderr.endswith("2 problems; nothing has been written.\n")
    assert everything_below(broken_tree.parent) == before
    assert not (broken_tree.parent / "var").exists()


def test_one_file_can_be_checked_by_itself(broken_tree):
    assert run("check", "content/guides/wegwijzer.md").returncode == 0
    result = run("check", "content/measures/maatregel.md")
    assert (result.returncode, result.stderr.splitlines()[:-1]) == (1, BROKEN[1:])


def test_sound_content_is_in_order(tree):
    result = run("check")
    assert (result.returncode, result.stdout, result.stderr) == (0, "6 items are in order.\n", "")
