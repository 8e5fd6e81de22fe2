"""The texts of items and terms that are given to the embedder. A vector belongs to a text, so a changed text has a new vector by itself."""

import hashlib
from collections.abc import Iterator

from app.domain.facets import FACET_BY_NAME
from app.domain.items import Item
from app.domain.language import Language
from app.domain.vocabularies import Vocabularies

LABELLED = ("problemArea", "partner", "schoolType")
# Vocabularies whose terms a query may mean without saying so.
MEANT_VOCABULARIES = ("problem-areas", "partners")


def about(item: Item, vocabularies: Vocabularies) -> str:
    """The text that says what an item is."""
    return f"{item.title}. {item.summary} {', '.join(_labels(item, vocabularies))}"


def answers(item: Item, language: Language) -> str:
    """The questions that an item answers, as its page asks them and as people type them."""
    return " ".join((*item.questions, *language.pages.get(item.slug, ())))


def term_phrases(vocabularies: Vocabularies, language: Language) -> dict[tuple[str, str], tuple[str, ...]]:
    """The phrases that people say when they mean a term, by vocabulary and term: labels, synonyms, definition, and what editors know."""
    return {
        (name, term.id): tuple(
            dict.fromkeys(
                (
                    term.label,
                    term.label_en,
                    *term.synonyms,
                    *([term.definition] if term.definition else []),
                    *language.said_of(name, term.id),
                )
            )
        )
        for name in MEANT_VOCABULARIES
        for term in vocabularies[name].terms
    }


def checksum(text: str) -> str:
    """SHA-256 of a text in hexadecimal digits: the name under which its vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def _labels(item: Item, vocabularies: Vocabularies) -> Iterator[str]:
    for name in LABELLED:
        facet = FACET_BY_NAME[name]
        vocabulary = vocabularies[facet.vocabulary]
        yield from (vocabulary.label_of(term) for term in dict.fromkeys(facet.terms(item)))
