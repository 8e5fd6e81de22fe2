"""Vectors that come with the content, so that a new machine need not compute them: half precision, named by the checksum of their text.

One small file per item and per term, so that a changed page changes little. A vector that is missing or stale is no fault: its text is
embedded when it is published. Nothing but numbers is read from the files.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np

from app.content.files import VECTORS

CHECKSUM_BYTES = 32

Vectors = Mapping[str, bytes]


def folder(root: Path, model: str) -> Path:
    """The folder with the vectors of one model."""
    return root / VECTORS / re.sub(r"[^A-Za-z0-9.-]+", "-", model)


class ShippedVectors(Mapping[str, bytes]):
    """The vectors of a model that come with the content, as `load` gives them; read when somebody asks for one."""

    def __init__(self, root: Path, model: str) -> None:
        self._root, self._model = root, model

    @cached_property
    def _vectors(self) -> Vectors:
        return load(self._root, self._model)

    def __getitem__(self, checksum: str) -> bytes:
        return self._vectors[checksum]

    def __iter__(self) -> Iterator[str]:
        return iter(self._vectors)

    def __len__(self) -> int:
        return len(self._vectors)


def load(root: Path, model: str) -> dict[str, bytes]:
    """Every vector of a model under the checksum of its text, as float32, little-endian. A file that is damaged counts as missing."""
    vectors: dict[str, bytes] = {}
    for path in sorted(folder(root, model).glob("*/*.npy")):
        try:
            rows = np.load(path, allow_pickle=False)
            vectors |= {bytes(row["checksum"]).hex(): row["vector"].astype("<f4").tobytes() for row in rows}
        except (OSError, ValueError, EOFError, IndexError):  # IndexError: rows without names
            continue
    return vectors


def save(root: Path, model: str, groups: Mapping[str, Vectors]) -> int:
    """Replace the files of a model, one per group; how many were written anew. `groups` have a name such as `items/feedback`."""
    target = folder(root, model)
    paths = {target / f"{name}.npy": vectors for name, vectors in groups.items() if vectors}
    for path in set(target.glob("*/*.npy")) - paths.keys():
        path.unlink()
    written = 0
    for path, vectors in paths.items():
        rows = _rows(vectors)
        if not _holds(path, rows):
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, rows, allow_pickle=False)
            written += 1
    for emptied in target.glob("*"):
        if not any(emptied.iterdir()):
            shutil.rmtree(emptied)
    return written


def _rows(vectors: Vectors) -> np.ndarray:
    """Checksums with their vectors, in one order."""
    size = len(next(iter(vectors.values()))) // 4
    form = np.dtype([("checksum", f"V{CHECKSUM_BYTES}"), ("vector", "<f2", (size,))])
    rows = np.empty(len(vectors), form)
    for place, (checksum, data) in enumerate(sorted(vectors.items())):
        rows[place] = (np.void(bytes.fromhex(checksum)), np.frombuffer(data, "<f4").astype("<f2"))
    return rows


def _holds(path: Path, rows: np.ndarray) -> bool:
    """Whether a file has these very rows already."""
    try:
        return bool(np.load(path, allow_pickle=False).tobytes() == rows.tobytes())
    except (OSError, ValueError, EOFError):
        return False
