"""Synthetic catalogues: valid at any size, the same for the same seed, and larger ones begin with smaller ones."""

from pathlib import Path

import pytest

from app.content import files, load
from app.domain.errors import MenukaartError
from app.measure.bench.synthetic import generate

CONTENT = Path(__file__).parents[2] / "content"
REAL = len(files.item_paths(CONTENT))
COUNT = REAL + 150


def texts(folder):
    return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in files.item_paths(folder)}


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "content"
    generate(CONTENT, folder, COUNT)
    return folder


def test_a_synthetic_catalogue_is_valid_and_has_the_real_one_in_it(generated):
    content = load.load(generated)
    assert len(content.items) == COUNT
    assert content.vocabularies == load.load(CONTENT).vocabularies
    assert texts(CONTENT).items() <= texts(generated).items()


def test_synthetic_items_are_varied(generated):
    items = load.load(generated).items
    real = {path.stem for path in files.item_paths(CONTENT)}
    drawn = [item for item in items if item.slug not in real]
    assert len({item.title for item in items}) == COUNT
    assert {item.kind for item in drawn} == {item.kind for item in items}
    assert len({term for item in drawn for term in item.problem_areas}) > 30
    assert len({item.body for item in drawn}) == len(drawn)
    assert {bool(item.ratings) for item in drawn} == {bool(item.figures) for item in drawn} == {True, False}


def test_a_larger_catalogue_begins_with_the_smaller_one(generated, tmp_path):
    generate(CONTENT, tmp_path / "larger", COUNT + 20)
    assert texts(generated).items() <= texts(tmp_path / "larger").items()


def test_another_seed_gives_other_items(generated, tmp_path):
    generate(CONTENT, tmp_path / "other", COUNT, seed=7)
    assert len(texts(generated).items() & texts(tmp_path / "other").items()) == REAL


def test_a_folder_with_something_in_it_and_too_few_items_are_refused(generated, tmp_path):
    with pytest.raises(MenukaartError, match="is not empty"):
        generate(CONTENT, generated, COUNT)
    with pytest.raises(MenukaartError, match=f"has {REAL} items already"):
        generate(CONTENT, tmp_path / "small", REAL - 1)
