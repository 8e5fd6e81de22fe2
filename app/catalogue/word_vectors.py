"""The vectors of a catalogue's words: made when they are missing, kept in the database, and read by way of a file that processes share."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from app.catalogue.vectors import embedded
from app.db import vectors, word_vectors
from app.db.engine import Session, Sessions, reading, writing
from app.db.word_vectors import KeptWords
from app.domain.errors import EmbeddingFailed
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder
from app.search.embeddings.passages import checksum
from app.search.embeddings.word_vectors import WordMatrix, WordVectors
from app.search.understanding.lexicon import Lexicon

FILES = "words-*.npy"


def embed_words(
    wanted: Sequence[str], embedder: Embedder | None, sessions: Sessions, report_progress: Progress, shipped: Mapping[str, bytes]
) -> None:
    """Make and keep the vectors of the wanted words that have none. Nothing is written when no word is new.

    `shipped` has vectors that came with the content, by checksum. Where an embedder fails, words stay without one for now.
    """
    if embedder is None:
        return
    with reading(sessions) as session:
        kept = word_vectors.kept_words(session, embedder.model)
        if not set(wanted) - set(kept.words if kept else ()):
            return
        have = _by_word(kept, word_vectors.rows(session, embedder.model)) if kept else {}
        names = {word: checksum(word) for word in wanted if word not in have}
        as_phrases = vectors.known(session, embedder.model, names.values())
    have |= {word: _half(vector) for word, name in names.items() if (vector := as_phrases.get(name) or shipped.get(name))}
    new = {word: word for word in wanted if word not in have}
    try:
        for made in embedded(new, embedder.queries, report_progress):
            have |= {word: _half(vector) for word, vector in made.items()}
    except EmbeddingFailed as error:
        report_progress(f"{len(new)} words may have no vector until a page changes or `menukaart reindex`: {error}")
    usable = {word: have[word] for word in wanted if word in have}
    if usable:
        with writing(sessions) as session:
            word_vectors.save(session, embedder.model, usable)


def load_word_vectors(session: Session, model: str, lexicon: Lexicon, folder: Path | None) -> WordVectors | None:
    """The vectors of words by a model, mapped from a file in `folder` when it can be had; None when there are none."""
    kept = word_vectors.kept_words(session, model)
    if kept is None:
        return None
    path = folder / f"words-{kept.digest}.npy" if folder else None
    matrix = _mapped(path, kept) if path else None
    if matrix is None:
        matrix = np.frombuffer(word_vectors.rows(session, model), "<f2").reshape(len(kept.words), -1)
        if path and _write(matrix, path):
            matrix = _mapped(path, kept)
    return WordVectors(kept.words, matrix, lexicon) if matrix is not None else None


def _mapped(path: Path, kept: KeptWords) -> WordMatrix | None:
    """The matrix in a file; None when there is none or it is damaged."""
    try:
        matrix: WordMatrix = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError):
        return None
    return matrix if matrix.dtype == np.dtype("<f2") and matrix.shape[:-1] == (len(kept.words),) else None


def _write(matrix: WordMatrix, path: Path) -> bool:
    """Put it in a file, in place of older ones; False when the folder takes no file. Who has an older one mapped keeps it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as own:
            np.save(Path(own) / path.name, matrix, allow_pickle=False)
            (Path(own) / path.name).replace(path)
        for older in set(path.parent.glob(FILES)) - {path}:
            older.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _by_word(kept: KeptWords, data: bytes) -> dict[str, bytes]:
    size = len(data) // len(kept.words)
    return {word: data[place * size : (place + 1) * size] for place, word in enumerate(kept.words)}


def _half(vector: bytes) -> bytes:
    """A vector in half precision, from float32."""
    return np.frombuffer(vector, "<f4").astype("<f2").tobytes()
