"""The vectors of a corpus: made when they are missing, kept in the database, and read from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from app.catalogue.corpus import Corpus
from app.db import vectors, word_vectors
from app.db.engine import Session, Sessions, reading, writing
from app.domain.errors import EmbeddingFailed
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.item_vectors import ItemVectors
from app.search.embeddings.passages import checksum

EMBED_AT_ONCE = 64

Embed = Callable[[Sequence[str]], Vectors]


def embed(
    corpus: Corpus, embedder: Embedder | None, sessions: Sessions, report_progress: Progress, shipped: Mapping[str, bytes]
) -> str | None:
    """The model that made the vectors of a corpus, after making those that are missing; None when there are no vectors.

    They are kept under their texts, so to keep them before the switch changes nothing that is served. `shipped` has vectors of this model
    that came with the content, by checksum.
    """
    if embedder is None:
        return None
    with reading(sessions) as session:
        kept = vectors.known(session, embedder.model, corpus.passages.checksums).keys()
    brought = {name: shipped[name] for name in corpus.passages.checksums - kept if name in shipped}
    if brought:
        report_progress(f"reading for meaning: {len(brought)} texts come with their vectors")
        _save(brought, embedder.model, sessions)
    try:
        for passages, embed_passages in ((corpus.passages.items, embedder.passages), (corpus.passages.phrases, embedder.queries)):
            missing = {name: text for text in passages if (name := checksum(text)) not in kept and name not in brought}
            for made in embedded(missing, embed_passages, report_progress):
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


def missing_vectors(session: Session, corpus: Corpus, model: str) -> int:
    """The number of texts of a corpus that have no vector by a model."""
    wanted = corpus.passages.checksums
    return len(wanted - vectors.known(session, model, wanted).keys())


def missing_words(session: Session, corpus: Corpus, model: str) -> int:
    """The number of words of a corpus that have no vector by a model."""
    kept = word_vectors.kept_words(session, model)
    return len(set(corpus.words) - set(kept.words if kept else ()))


def item_vectors(session: Session, corpus: Corpus, model: str) -> ItemVectors | None:
    """The vectors of a corpus; None when one is missing."""
    passages = corpus.passages
    wanted = passages.checksums
    kept = {name: np.frombuffer(data, "<f4") for name, data in vectors.known(session, model, wanted).items()}
    if kept.keys() != wanted or not kept:
        return None
    return ItemVectors(
        items=np.stack([kept[checksum(text)] for text in passages.about.values()]),
        questions=np.stack([kept[checksum(text)] for text in passages.answers.values()]),
        phrases=np.stack([kept[checksum(text)] for text in passages.phrases]),
        phrases_per_term=[len(phrases) for phrases in passages.term_phrases.values()],
    )


def _save(made: Mapping[str, bytes], model: str, sessions: Sessions) -> None:
    with writing(sessions) as session:
        vectors.save(session, model, made)
