"""Items made ready for search: the documents, the words they are written in, and the vectors of what they mean."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from app.content import body
from app.db import items, runs, vectors
from app.db.engine import Sessions, reading, writing
from app.db.models import IndexState
from app.domain.errors import EmbeddingFailed, NothingPublished
from app.domain.items import ITEM, Item
from app.domain.language import Language
from app.domain.vocabularies import Vocabularies
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.item_vectors import Meanings
from app.search.embeddings.passages import about, answers, checksum, said
from app.search.index.build import Plan
from app.search.index.documents import document, texts
from app.search.index.settings import index_settings
from app.search.item_index import Catalogue
from app.search.understanding.lexicon import Lexicon

EMBED_AT_ONCE = 64

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Passages:
    """The texts that are embedded. `about` and `answers` are by slug, `said` by vocabulary and term."""

    about: Mapping[str, str]
    answers: Mapping[str, str]
    said: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def items(self) -> Iterator[str]:
        """The texts that stand for items."""
        yield from self.about.values()
        yield from self.answers.values()

    @property
    def phrases(self) -> Iterator[str]:
        """The texts that stand for terms, short like a query."""
        for phrases in self.said.values():
            yield from phrases

    @property
    def groups(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The texts of each item and of each term, under a name such as `items/feedback` or `partners/ggd`."""
        for slug, text in self.about.items():
            yield f"items/{slug}", (text, self.answers[slug])
        for (vocabulary, term), phrases in self.said.items():
            yield f"{vocabulary}/{term}", phrases

    @property
    def checksums(self) -> set[str]:
        """The names of all vectors that belong to them."""
        return {checksum(text) for text in (*self.items, *self.phrases)}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A whole catalogue: the engine's documents by slug, the words in them, and the texts to embed."""

    documents: Sequence[dict[str, Any]]
    lexicon: Lexicon
    passages: Passages
    vocabularies: Vocabularies
    language: Language

    def plan(self, model: str | None) -> Plan:
        """The index of this catalogue. It has another fingerprint when anything that a service keeps beside it differs."""
        terms = {name: vocabulary.model_dump(mode="json") for name, vocabulary in self.vocabularies.items()}
        texts = sorted(self.passages.checksums) if model else []
        beside = {"terms": terms, "language": self.language.model_dump(mode="json"), "model": model, "passages": texts}
        return Plan(self.documents, index_settings(), beside)


def prepare(found: Sequence[Item], modified: Mapping[str, str], vocabularies: Vocabularies, language: Language) -> Corpus:
    """The corpus of these items. `modified` has for each slug a moment in ISO 8601."""
    ordered = sorted(found, key=lambda item: item.slug)
    documents = [
        document(item, body.plain_text(item.body), modified[item.slug], vocabularies, language.pages.get(item.slug, ())) for item in ordered
    ]
    lexicon = Lexicon.of((text for known in documents for text in texts(known)), language)
    for known in documents:
        known["also"] = lexicon.also(texts(known))
    passages = Passages(
        about={item.slug: about(item, vocabularies) for item in ordered},
        answers={item.slug: answers(item, language) for item in ordered},
        said=said(vocabularies, language),
    )
    return Corpus(documents, lexicon, passages, vocabularies, language)


def published(session: Session) -> tuple[IndexState, Corpus]:
    """What the database holds, and the pointer to its index. Raises NothingPublished."""
    state = runs.state(session)
    if state is None:
        raise NothingPublished("The database holds no catalogue yet; run `menukaart publish`.")
    rows = items.rows(session)
    modified = {row.slug: row.modified_at.isoformat() for row in rows}
    found = [ITEM.validate_python(row.data) for row in rows]
    return state, prepare(found, modified, items.all_vocabularies(session), items.language(session))


def searchable(session: Session, model: str | None) -> Catalogue:
    """The published catalogue as search knows it. Meanings are there when this very model made them. Raises NothingPublished."""
    state, corpus = published(session)
    meanings = _meanings(session, corpus, model) if model and model == state.model else None
    return Catalogue(state.index, corpus.documents, corpus.passages.said, corpus.lexicon, meanings)


def without_vector(session: Session, corpus: Corpus, model: str) -> int:
    """How many texts of a corpus have no vector by a model."""
    wanted = corpus.passages.checksums
    return len(wanted - vectors.known(session, model, wanted).keys())


def _meanings(session: Session, corpus: Corpus, model: str) -> Meanings | None:
    """The vectors of a corpus; None when one is missing."""
    passages = corpus.passages
    wanted = passages.checksums
    known = {name: np.frombuffer(data, "<f4") for name, data in vectors.known(session, model, wanted).items()}
    if known.keys() != wanted or not known:
        return None
    owners = [place for place, phrases in enumerate(passages.said.values()) for _ in phrases]
    return Meanings(
        items=np.stack([known[checksum(text)] for text in passages.about.values()]),
        questions=np.stack([known[checksum(text)] for text in passages.answers.values()]),
        phrases=np.stack([known[checksum(text)] for text in passages.phrases]),
        owners=owners,
    )


def embed(corpus: Corpus, embedder: Embedder | None, make: Sessions, say: Progress, shipped: Mapping[str, bytes]) -> str | None:
    """Make the vectors that are missing and keep them. The model that made them, or None when there are no vectors.

    They are kept under their texts, so to keep them before the switch changes nothing that is served. `shipped` has vectors of this model
    that came with the content, by checksum.
    """
    if embedder is None:
        return None
    with reading(make) as session:
        known = vectors.known(session, embedder.model, corpus.passages.checksums)
    brought = {name: shipped[name] for name in (corpus.passages.checksums - known.keys()) & shipped.keys()}
    if brought:
        say(f"reading for meaning: {len(brought)} texts come with their vectors")
        with writing(make) as session:
            vectors.save(session, embedder.model, brought)
    try:
        for texts_of_a_kind, turn_into_vectors in ((corpus.passages.items, embedder.passages), (corpus.passages.phrases, embedder.queries)):
            missing = {name: text for text in texts_of_a_kind if (name := checksum(text)) not in known and name not in brought}
            _embed(missing, turn_into_vectors, embedder.model, make, say)
    except EmbeddingFailed as error:
        say(f"search will go by words alone until the next publish: {error}")
        return None
    return embedder.model


def _embed(missing: Mapping[str, str], embed: Callable[[Sequence[str]], Vectors], model: str, make: Sessions, say: Progress) -> None:
    for made in embedded(missing, embed, say):
        with writing(make) as session:
            vectors.save(session, model, made)


def embedded(texts: Mapping[str, str], embed: Callable[[Sequence[str]], Vectors], say: Progress) -> Iterator[dict[str, bytes]]:
    """The vectors of texts by their checksums, some at a time, as float32, little-endian. Raises EmbeddingFailed."""
    names = sorted(texts)
    for start in range(0, len(names), EMBED_AT_ONCE):
        say(f"reading for meaning: {start} of {len(names)} texts")
        batch = names[start : start + EMBED_AT_ONCE]
        made = embed([texts[name] for name in batch])
        yield {name: vector.astype("<f4").tobytes() for name, vector in zip(batch, made, strict=True)}
