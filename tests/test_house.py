"""The rules of the house that no linter knows: sizes, and one meaning per name."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def nodes(path):
    return ast.walk(ast.parse(path.read_text()))


def test_there_are_modules():
    assert len(MODULES) > 100


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES
    long = [node.name for node in nodes(path) if isinstance(node, FUNCTIONS) and node.end_lineno - node.lineno >= MOST_LINES_OF_A_FUNCTION]
    assert long == []


def test_no_class_shares_its_name_with_another():
    places = defaultdict(list)
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_two_modules_of_a_folder_differ_by_one_letter():
    names = defaultdict(set)
    for path in MODULES:
        names[path.parent].add(path.stem)
    alike = [(str(folder), name) for folder, found in names.items() for name in found if {f"{name}s", f"{name}_"} & found]
    assert alike == []
