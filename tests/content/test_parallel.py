"""Many files are checked in several processes, with the same outcome as in one."""

import os
import shutil

import pytest

from app.content import parallel
from app.content.cache import CheckCache
from app.content.load import check
from app.domain.errors import MenukaartError

FAULTS = {
    "interventions/proef.md": [
        ("goal: A", "goal: A\nparent: buurman\naliases: [oude-naam]"),
        ("Kinderen spelen", "Kinderen [x](buurman.md#y)"),
    ],
    "interventions/buurman.md": [("## ", "# ")],
    "good-practices/praktijk.md": [("involved", "required")],
    "measures/maatregel.md": [("basis: editorial", "basis: redactie")],
    "guides/wegwijzer.md": [("[school", "[schol")],
}


@pytest.fixture
def broken(tree):
    """A catalogue with faults of every kind, also between items, and with files that are no items."""
    for number in range(6):
        shutil.copy(tree / "interventions" / "programma.md", tree / "interventions" / f"programma-{number}.md")
    for name, swaps in FAULTS.items():
        path = tree / name
        for old, new in swaps:
            path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (tree / "interventions" / "bytes.md").write_bytes(b"\xff\xfe")
    (tree / "interventions" / "koppeling.md").symlink_to("/etc/hostname")
    (tree / "measures" / "leeg.md").write_text("", encoding="utf-8")
    return tree


@pytest.fixture
def processes(monkeypatch):
    """Every check goes to two processes, however few its files are. The processes that are started, by their number."""
    started = []
    in_processes = parallel.in_processes
    monkeypatch.setattr(parallel, "PARALLEL_FROM", 1)
    monkeypatch.setattr(parallel, "PER_BATCH", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(parallel, "in_processes", lambda function, given: started.append(len(given)) or in_processes(function, given))
    return started


def facts(report):
    content = report.content
    bodies = {slug: (page.plain_text, page.html, page.links, page.anchors) for slug, page in content.bodies.items()}
    return report.problems, content.items, content.checksums, bodies


def test_several_processes_find_what_one_finds(broken, processes, monkeypatch, tmp_path):
    several = check(broken)
    cached = check(broken, cache=CheckCache(tmp_path / "several.db"))
    again = check(broken, cache=CheckCache(tmp_path / "several.db"))
    assert min(processes) > 1
    assert len(processes) == 3
    monkeypatch.setattr(parallel, "PARALLEL_FROM", 10**6)
    one = check(broken)
    assert len({problem.path for problem in one.problems}) > 10
    assert facts(one) == facts(several) == facts(cached) == facts(again)
    assert len(processes) == 3


def test_a_process_that_is_ended_is_told_in_one_message(processes):
    with pytest.raises(MenukaartError, match="was ended from outside"):
        list(parallel.in_processes(os._exit, [1] * 20))


def test_an_error_in_a_process_is_the_error_of_the_check(processes):
    with pytest.raises(ZeroDivisionError):
        list(parallel.in_processes((1).__truediv__, [1, 2, 0]))
