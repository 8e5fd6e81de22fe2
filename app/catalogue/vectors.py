"""The vectors of a corpus: made when they are missing, kept in the database, and read from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from app.catalogue.corpus import Passages
from app.db import vectors, word_vectors
from app.db.engine import Session, Sessions, reading, writing
from app.domain.errors import EmbeddingFailed
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.meaning_space import MeaningSpace, item_vector
from app.search.embeddings.passages import checksum
from app.search.index.statistics import CatalogueStatistics

EMBED_AT_ONCE = 64

Embed = Callable[[Sequence[str]], Vectors]


def embed(
    passages: Passages, embedder: Embedder | None, sessions: Sessions, report_progress: Progress, shipped: Mapping[str, bytes]
) -> str | None:
    """The model that made the vectors of these passages, after making those that are missing; None when there are no vectors.

    They are kept under their texts, so to keep them before the switch changes nothing that is served. `shipped` has vectors of this model
    that came with the content, by checksum.
    """
    if embedder is None:
        return None
    wanted = passages.checksums
    with reading(sessions) as session:
        kept = vectors.known(session, embedder.model, wanted).keys()
    brought = {name: shipped[name] for name in wanted - kept if name in shipped}
    if brought:
        report_progress(f"reading for meaning: {len(brought)} texts come with their vectors")
        _save(brought, embedder.model, sessions)
    try:
        for texts, embed_texts in ((passages.items, embedder.passages), (passages.phrases, embedder.queries)):
            missing = {name: text for text in texts if (name := checksum(text)) not in kept and name not in brought}
            for made in embedded(missing, embed_texts, report_progress):
                _save(made, embedder.model, sessions)
    except EmbeddingFailed as error:
        report_progress(f"search will go by words alone until the next publish: {error}")
        return None
    return embedder.model


def embedded(texts: Mapping[str, str], embed_texts: Embed, report_progress: Progress) -> Iterator[dict[str, bytes]]:
    """The vectors of texts by their checksums, some at a time, as float32, little-endian. Raises EmbeddingFailed."""
    names = sorted(texts)
    for start in range(0, len(names), EMBED_AT_ONCE):
        report_progress(f"reading for meaning: {start} of {len(names)} texts")
        batch = names[start : start + EMBED_AT_ONCE]
        made = embed_texts([texts[name] for name in batch])
        yield {name: vector.astype("<f4").tobytes() for name, vector in zip(batch, made, strict=True)}


def missing_vectors(session: Session, passages: Passages, model: str) -> int:
    """The number of texts that have no vector by a model."""
    wanted = passages.checksums
    return len(wanted - vectors.known(session, model, wanted).keys())


def missing_words(session: Session, wanted: Iterable[str], model: str) -> int:
    """The number of these words that have no vector by a model."""
    kept = word_vectors.kept_words(session, model)
    return len(set(wanted) - set(kept.words if kept else ()))


def vectors_of_items(session: Session, passages: Passages, model: str | None) -> dict[str, npt.NDArray[np.float32]]:
    """The vector of each item by slug; none at all without a model, or when one is missing."""
    if model is None:
        return {}
    kept = _kept(session, model, passages.items)
    made = {
        slug: item_vector(kept[checksum(text)], kept[checksum(passages.answers[slug])])
        for slug, text in passages.about.items()
        if checksum(text) in kept and checksum(passages.answers[slug]) in kept
    }
    return made if len(made) == len(passages.about) else {}


def meaning_space(
    session: Session, term_phrases: Mapping[tuple[str, str], Sequence[str]], statistics: CatalogueStatistics, model: str
) -> MeaningSpace | None:
    """The meaning space of a catalogue; None when it has no vectors, or a phrase has none by this model."""
    mean = statistics.mean_vector()
    phrases = [phrase for said in term_phrases.values() for phrase in said]
    kept = _kept(session, model, phrases)
    if mean is None or not phrases or any(checksum(phrase) not in kept for phrase in phrases):
        return None
    stacked = np.stack([kept[checksum(phrase)] for phrase in phrases])
    return MeaningSpace(mean, statistics.covariance(), stacked, [len(said) for said in term_phrases.values()])


def _kept(session: Session, model: str, texts: Iterable[str]) -> dict[str, npt.NDArray[np.float32]]:
    wanted = {checksum(text) for text in texts}
    return {name: np.frombuffer(data, "<f4") for name, data in vectors.known(session, model, wanted).items()}


def _save(made: Mapping[str, bytes], model: str, sessions: Sessions) -> None:
    with writing(sessions) as session:
        vectors.save(session, model, made)
