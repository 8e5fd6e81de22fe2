"""Vectors for the texts of synthetic items without the model reading them: the mean of the vectors of their words.

Words weigh by how rare they are in the real items, and what all words have in common is taken out before the mean and put back once.
The model reads the words of the real items alone, each once.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import orjson

from app.content import files, vectors
from app.content.load import Content
from app.domain.errors import MenukaartError
from app.domain.items import ITEM, Item
from app.domain.progress import Progress
from app.publishing.vectors import ship_vectors
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.passages import about, answers, checksum
from app.search.understanding.tokens import words

NONE: Mapping[str, bytes] = {}
AT_ONCE = 64
SAMPLE = 5
RARE = 1e-3
SPREAD = 0.02  # of the numbers that tell apart texts of the same words


class WordMeans:
    """An embedder in the name of another, whose vectors are means of that one's vectors of words."""

    at_once = 1

    def __init__(self, embedder: Embedder, items: Iterable[Item], report_progress: Progress, shipped: Mapping[str, bytes] = NONE) -> None:
        """`shipped` are vectors that come with the content, by checksum; those of words are taken from there."""
        self.model = embedder.model
        counts = Counter(word for item in items for text in _texts(item) for word in words(text))
        self._places = {word: place for place, word in enumerate(counts)}
        share = np.array(list(counts.values()), np.float32) / counts.total()
        made = {word: np.frombuffer(shipped[name], "<f4") for word in counts if (name := checksum(word)) in shipped}
        unread = [word for word in counts if word not in made]
        made |= zip(unread, _in_parts(unread, embedder.queries, report_progress), strict=True)
        every = np.stack([made[word] for word in counts])
        self._common = every.mean(axis=0)
        self._own = (every - self._common) * (RARE / (RARE + share))[:, None]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return np.stack([self._vector(text) for text in texts])

    queries = passages

    def _vector(self, text: str) -> Vectors:
        places = [self._places[word] for word in words(text) if word in self._places]
        mean = self._own[places].mean(axis=0) if places else np.zeros_like(self._common)
        noise = np.random.default_rng(list(sha256(text.encode()).digest())).normal(0, SPREAD / len(mean) ** 0.5, len(mean))
        vector = mean + self._common + noise
        of_length_one: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
        return of_length_one


class RefusingEmbedder:
    """An embedder that reads no text of an item, for whoever must have the vectors of all; those of phrases are worth nothing."""

    at_once = 1

    def __init__(self, model: str) -> None:
        self.model = model

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Nothing. Raises MenukaartError."""
        raise MenukaartError(f"{len(texts)} texts of synthetic items have no vector: publishing embeds other texts than were given one")

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Ones."""
        return np.ones((len(texts), 1), np.float32)


def give_vectors(base: Content, folder: Path, embedder: WordMeans) -> int:
    """How many items were given vectors: all that `base` does not have. Raises MenukaartError when a publish embeds other texts."""
    real = {item.slug for item in base.items}
    target = vectors.folder(folder, embedder.model) / "items"
    target.mkdir(parents=True, exist_ok=True)
    paths = [path for path in files.item_paths(folder) if path.stem not in real]
    for path in paths:
        item = synthetic_item(path)
        texts = (about(item, base.vocabularies), answers(item, base.language))
        np.save(target / f"{item.slug}.npy", _rows(texts, embedder.passages(texts)), allow_pickle=False)
    _must_do(base, folder, paths[:SAMPLE], embedder.model)
    return len(paths)


def synthetic_item(path: Path) -> Item:
    """The item of a file that was generated, read without the checker: its front matter is a line of JSON for each field."""
    front, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    fields = (line.partition(": ") for line in front.splitlines())
    return ITEM.validate_python({**{name: orjson.loads(value) for name, _, value in fields}, "slug": path.stem, "body": body.strip()})


def _must_do(base: Content, folder: Path, paths: Sequence[Path], model: str) -> None:
    """Raise MenukaartError when shipping vectors would embed a text of these items: the model would then read all of them."""
    with tempfile.TemporaryDirectory(prefix="menukaart-vectors-") as probe:
        target = vectors.folder(Path(probe), model) / "items"
        target.mkdir(parents=True)
        for path in paths:
            shutil.copy(vectors.folder(folder, model) / "items" / f"{path.stem}.npy", target)
        some = Content(tuple(map(synthetic_item, paths)), base.vocabularies, base.language)
        ship_vectors(Path(probe), some, RefusingEmbedder(model), lambda _: None)


def _rows(texts: Sequence[str], made: Vectors) -> np.ndarray:
    """Vectors as they come with content: under the checksum of their text, in half precision."""
    form = np.dtype([("checksum", f"V{vectors.CHECKSUM_BYTES}"), ("vector", "<f2", (made.shape[1],))])
    named = zip(texts, made, strict=True)
    return np.array([(np.void(bytes.fromhex(checksum(text))), vector.astype("<f2")) for text, vector in named], form)


def _in_parts(texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors], report_progress: Progress) -> Iterator[Vectors]:
    for start in range(0, len(texts), AT_ONCE):
        if start % (AT_ONCE * 20) == 0:
            report_progress(f"vectors of words: {start} of {len(texts)}")
        yield from embed(texts[start : start + AT_ONCE])


def _texts(item: Item) -> tuple[str, ...]:
    return (item.title, item.summary, *item.questions, item.body)
