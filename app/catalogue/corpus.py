"""The corpus: what an index is made of. Items as drafts of documents, and the texts to embed."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from app.content.body import MarkdownBody
from app.db import items
from app.db.engine import Session
from app.domain.items import ITEM, Item
from app.domain.language import Language
from app.domain.vocabularies import Vocabularies
from app.search.embeddings.passages import about, answers, checksum, term_phrases
from app.search.index.documents import FORMAT, Draft, ItemFacts, draft, texts
from app.search.index.settings import outline_settings, text_settings
from app.search.understanding.tokens import words

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
    """Items of a catalogue by slug: as drafts of the engine's documents, and the texts to embed. All of them, or those that changed."""

    drafts: Sequence[Draft]
    passages: Passages

    def words(self) -> Counter[str]:
        """How often each word occurs in what is searched."""
        return Counter(word for drafted in self.drafts for text in texts(drafted) for word in words(text))


@dataclass(frozen=True, slots=True)
class ItemsToDraft:
    """Items with what the files do not say: `modified` has for each slug a moment in ISO 8601, `checksums` that of the item.

    `bodies` has those that were parsed already.
    """

    items: Sequence[Item]
    modified: Mapping[str, str]
    checksums: Mapping[str, str]
    bodies: Mapping[str, MarkdownBody]


def prepare(given: ItemsToDraft, vocabularies: Vocabularies, language: Language) -> Corpus:
    """The corpus of these items."""
    ordered = sorted(given.items, key=lambda item: item.slug)
    drafts = [draft(item, _facts(item, given, language), vocabularies) for item in ordered]
    return Corpus(drafts, passages(ordered, vocabularies, language))


def _facts(item: Item, given: ItemsToDraft, language: Language) -> ItemFacts:
    return ItemFacts(
        text=(given.bodies.get(item.slug) or MarkdownBody(item.body)).plain_text,
        modified=given.modified[item.slug],
        checksum=given.checksums[item.slug],
        page_queries=language.pages.get(item.slug, ()),
    )


def passages(given: Sequence[Item], vocabularies: Vocabularies, language: Language) -> Passages:
    """The texts of these items and of all terms that are embedded."""
    return Passages(
        about={item.slug: about(item, vocabularies) for item in given},
        answers={item.slug: answers(item, language) for item in given},
        term_phrases=term_phrases(vocabularies, language),
    )


def structure(vocabularies: Vocabularies, language: Language, model: str | None) -> str:
    """SHA-256 of all that every document depends on: with another one, an index is made anew as a whole."""
    terms = {name: vocabulary.model_dump(mode="json") for name, vocabulary in vocabularies.items()}
    parts = [FORMAT, text_settings(), outline_settings(), terms, language.model_dump(mode="json"), model]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def fingerprint(of_structure: str, checksums: Mapping[str, str]) -> str:
    """SHA-256 of a whole catalogue: its structure, and the checksum of each item."""
    return hashlib.sha256(orjson.dumps([of_structure, sorted(checksums.items())])).hexdigest()


def published(session: Session, vocabularies: Vocabularies, language: Language) -> Corpus:
    """The corpus of what the database holds."""
    rows = items.rows(session)
    given = ItemsToDraft(
        items=[ITEM.validate_python(row.data) for row in rows],
        modified={row.slug: row.modified_at.isoformat() for row in rows},
        checksums={row.slug: row.checksum for row in rows},
        bodies=NO_BODIES,
    )
    return prepare(given, vocabularies, language)
