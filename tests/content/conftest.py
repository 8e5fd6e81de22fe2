"""A small sound catalogue, `sound/`, in which a test breaks one thing."""

import shutil
from pathlib import Path

import pytest

from app.content.load import check

HERE = Path(__file__).parent
VOCABULARIES = HERE.parents[1] / "content" / "vocabularies"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A content folder of the test's own, seen from the folder around it."""
    root = Path(shutil.copytree(HERE / "sound", tmp_path / "content"))
    shutil.copytree(VOCABULARIES, root / "vocabularies", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return root


@pytest.fixture
def found(tree):
    """Every problem in the tree, one per line."""
    return lambda *only: [str(problem) for problem in check(Path("content"), only).problems]
