"""Vectors that come with the content: read without trust, kept in small files, true for the texts that they are named by."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from app.catalogue import corpus
from app.content import load, vectors
from app.search.embeddings.embedders import BundledModel
from app.search.embeddings.passages import checksum

MODEL = "a-model/of-ours 1.0"
ROOT = Path(__file__).parents[2] / "content"
# Half precision keeps three decimals; the cosine with the whole vector is far nearer to 1 than two texts ever come to each other.
TOLERANCE = 1e-4


def made(*texts, size=8):
    chance = np.random.default_rng(7)
    return {checksum(text): chance.normal(size=size).astype("<f4").tobytes() for text in texts}


def numbers(data):
    return np.frombuffer(data, "<f4")


def test_what_is_saved_is_loaded_in_half_precision(tmp_path):
    groups = {"items/een": made("a", "b"), "partners/ggd": made("c")}
    assert vectors.save(tmp_path, MODEL, groups) == 2
    loaded = vectors.load(tmp_path, MODEL)
    wanted = groups["items/een"] | groups["partners/ggd"]
    assert loaded.keys() == wanted.keys()
    for name, data in loaded.items():
        np.testing.assert_array_equal(numbers(data), numbers(wanted[name]).astype("<f2").astype("<f4"))
    assert vectors.load(tmp_path, "another") == {}


def test_only_what_changed_is_written(tmp_path):
    groups = {"items/een": made("a", "b"), "items/twee": made("c")}
    vectors.save(tmp_path, MODEL, groups)
    before = {path: path.stat().st_mtime_ns for path in vectors.folder(tmp_path, MODEL).glob("*/*")}
    assert vectors.save(tmp_path, MODEL, {**groups, "items/twee": made("d")}) == 1
    changed = [path.name for path, moment in before.items() if path.stat().st_mtime_ns != moment]
    assert changed == ["twee.npy"]


def test_what_is_gone_is_dropped(tmp_path):
    vectors.save(tmp_path, MODEL, {"items/een": made("a"), "partners/ggd": made("b")})
    vectors.save(tmp_path, MODEL, {"items/een": made("a")})
    assert [path.name for path in vectors.folder(tmp_path, MODEL).iterdir()] == ["items"]


@pytest.mark.parametrize(
    "damaged", [b"", b"\x93NUMPY\x01", pickle.dumps({"a": 1}), b"text", None], ids=["empty", "half", "pickle", "text", "other rows"]
)
def test_a_damaged_file_counts_as_missing(tmp_path, damaged):
    vectors.save(tmp_path, MODEL, {"items/een": made("a"), "items/twee": made("b")})
    path = vectors.folder(tmp_path, MODEL) / "items" / "een.npy"
    if damaged is None:
        np.save(path, np.zeros((2, 8)))
    else:
        path.write_bytes(damaged)
    assert vectors.load(tmp_path, MODEL).keys() == made("b").keys()


def test_the_vectors_in_the_content_are_those_of_the_model(bundled):
    """A sample of what is there; what is missing or stale is embedded when it is published."""
    content = load.load(ROOT)
    passages = corpus.passages(content.items, content.vocabularies, content.language)
    shipped = vectors.load(ROOT, BundledModel.model)
    for texts, embed in ((passages.items, bundled.passages), (passages.phrases, bundled.queries)):
        present = [text for text in texts if checksum(text) in shipped][::40]
        assert present
        cosines = np.einsum("ij,ij->i", embed(present), np.stack([numbers(shipped[checksum(text)]) for text in present]))
        assert np.abs(cosines - 1).max() < TOLERANCE
