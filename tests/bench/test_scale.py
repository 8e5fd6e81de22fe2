"""The bench with many items, end to end with a few: every step is done, every kind of question asked, and nothing stays behind."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

import orjson
import pytest
from commands import run_command

ROOT = Path(__file__).parents[2]
STEPS = [
    "machine",
    "generate",
    "check",
    "check again",
    "publish",
    "publish again",
    "engine's own indexing",
    "ready",
    "questions",
    "one change",
]
QUESTIONS = ["by words", "by words, facets", "by meaning", "by meaning, facets", "the search page", "by meaning, all new"]
QUESTIONS += ["suggestions", "similar items", "coverage", "advice"]


@pytest.mark.servers
@pytest.mark.long
@pytest.mark.skipif("KILLS" not in os.environ, reason="takes minutes; `make test-long` runs it")
def test_a_small_catalogue_from_files_to_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    raw, picture = tmp_path / "raw.json", tmp_path / "curve.svg"
    result = run_command(
        *("bench", "scale", "--sizes", "300", "--rounds", "1", "--seconds", "1", "--raw", str(raw), "--picture", str(picture)),
        CONTENT_DIR=str(ROOT / "content"),
        VAR_DIR=str(tmp_path / "var"),
    )
    assert result.returncode == 0, result.stderr
    [found] = orjson.loads(raw.read_bytes())
    assert found["skipped"] == {}
    assert (found["items"], list(found["steps"]), list(found["questions"])) == (300, STEPS, QUESTIONS)
    for name, sides in found["questions"].items():
        assert sides["service"]["at1"]["requests"] > 0, name
        assert all(not side["errors"] for side in sides.values() if side), name
        assert (sides["engine"] is None) is (name == "advice")
    assert found["steps"]["one change"]["live"] > 0
    assert found["steps"]["questions"]["service after 1,000 searches, MB"] > 50
    assert len(list(ET.parse(picture).iter("{http://www.w3.org/2000/svg}polyline"))) == 8  # noqa: S314 - our own
    assert sorted(path.name for path in tmp_path.iterdir()) == ["curve.svg", "raw.json"]


def test_sizes_that_are_no_numbers_are_told(tmp_path):
    result = run_command("bench", "scale", "--sizes", "1000,veel", VAR_DIR=str(tmp_path / "var"))
    assert result.returncode == 1
    assert result.stderr == "menukaart: --sizes must be numbers with commas between them, such as 1000,10000, not '1000,veel'\n"


@pytest.mark.servers
def test_a_bench_that_is_stopped_leaves_nothing_behind(tmp_path):
    own = {"CONTENT_DIR": str(ROOT / "content"), "VAR_DIR": str(tmp_path / "var"), "EMBEDDER": "none", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "app.cli", "bench", "scale", "--sizes", "300"]
    command += ["--raw", str(tmp_path / "raw.json"), "--picture", str(tmp_path / "curve.svg")]
    with subprocess.Popen(command, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True) as process:
        assert any(line.endswith("300 items: check\n") for line in process.stderr)
        assert list(tmp_path.glob("menukaart-scale-*"))
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []
