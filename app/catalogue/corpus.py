"""The corpus: what an index is made of. Items as documents, the words they are written in, and the texts to embed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.content.body import MarkdownBody
from app.db import items, runs
from app.db.engine import Session
from app.db.models import IndexState
from app.domain.errors import NothingPublished
from app.domain.items import ITEM, Item
from app.domain.language import Language
from app.domain.vocabularies import Vocabularies
from app.search.embeddings.passages import about, answers, checksum, term_phrases
from app.search.embeddings.word_vectors import words_to_embed
from app.search.index.build import IndexPlan
from app.search.index.documents import document, texts
from app.search.index.settings import index_settings
from app.search.understanding.lexicon import Lexicon

NO_BODIES: Mapping[str, MarkdownBody] = {}


@dataclass(frozen=True, slots=True)
class Passages:
    """The texts that are embedded. `about` and `answers` are by slug, `term_phrases` by vocabulary and term."""

    about: Mapping[str, str]
    answers: Mapping[str, str]
    term_phrases: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def items(self) -> Iterator[str]:
        """The texts that stand for items."""
        yield from self.about.values()
        yield from self.answers.values()

    @property
    def phrases(self) -> Iterator[str]:
        """The texts that stand for terms, short like a query."""
        for phrases in self.term_phrases.values():
            yield from phrases

    @property
    def groups(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The texts of each item and of each term, under a name such as `items/feedback` or `partners/ggd`."""
        for slug, text in self.about.items():
            yield f"items/{slug}", (text, self.answers[slug])
        for (vocabulary, term), phrases in self.term_phrases.items():
            yield f"{vocabulary}/{term}", phrases

    @property
    def checksums(self) -> set[str]:
        """The names of all vectors that belong to them."""
        return {checksum(text) for text in (*self.items, *self.phrases)}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A whole catalogue by slug: its items, the engine's documents, the words in them, and the texts to embed."""

    items: Sequence[Item]
    documents: Sequence[dict[str, Any]]
    lexicon: Lexicon
    passages: Passages
    vocabularies: Vocabularies
    language: Language

    @property
    def words(self) -> tuple[str, ...]:
        """The words that get a vector of their own."""
        return words_to_embed(self.lexicon, self.passages.phrases, self.language)

    def plan(self, model: str | None) -> IndexPlan:
        """The index of this catalogue. It has another fingerprint when anything that a service keeps beside it differs."""
        terms = {name: vocabulary.model_dump(mode="json") for name, vocabulary in self.vocabularies.items()}
        passages = sorted(self.passages.checksums) if model else []
        extras = {"terms": terms, "language": self.language.model_dump(mode="json"), "model": model, "passages": passages}
        return IndexPlan(self.documents, index_settings(), extras)


def prepare(
    unordered: Sequence[Item],
    modified: Mapping[str, str],
    vocabularies: Vocabularies,
    language: Language,
    bodies: Mapping[str, MarkdownBody] = NO_BODIES,
) -> Corpus:
    """The corpus of these items. `modified` has for each slug a moment in ISO 8601; `bodies` those that were parsed already."""
    ordered = sorted(unordered, key=lambda item: item.slug)
    documents = [
        document(
            item,
            (bodies.get(item.slug) or MarkdownBody(item.body)).plain_text,
            modified[item.slug],
            vocabularies,
            language.pages.get(item.slug, ()),
        )
        for item in ordered
    ]
    lexicon = Lexicon.of((text for written in documents for text in texts(written)), language)
    for written in documents:
        written["also"] = lexicon.expansions(texts(written))
    passages = Passages(
        about={item.slug: about(item, vocabularies) for item in ordered},
        answers={item.slug: answers(item, language) for item in ordered},
        term_phrases=term_phrases(vocabularies, language),
    )
    return Corpus(ordered, documents, lexicon, passages, vocabularies, language)


def published(session: Session) -> tuple[IndexState, Corpus]:
    """The pointer to the index in use, and the corpus of what the database holds. Raises NothingPublished."""
    state = runs.state(session)
    if state is None:
        raise NothingPublished
    rows = items.rows(session)
    modified = {row.slug: row.modified_at.isoformat() for row in rows}
    validated = [ITEM.validate_python(row.data) for row in rows]
    return state, prepare(validated, modified, items.all_vocabularies(session), items.language(session))
