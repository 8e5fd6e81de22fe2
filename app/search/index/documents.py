"""One item as the engine stores it: words to search in, terms to filter by, numbers to sort by, and the record that ranking reads.

A document is drafted from its item alone; what depends on the words of the whole catalogue is added when it is finished.
"""

import hashlib
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from app.domain.facets import FACETS, facet_terms
from app.domain.items import Item, Scale
from app.domain.vocabularies import Vocabularies
from app.search.embeddings.meaning_space import engine_vector
from app.search.index.versions import NEVER
from app.search.ranking.features import fields, form_counts, pack
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import squashed, words

TEXTS = ("title", "names", "questions", "typed", "summary", "terms", "about", "body")
KIND_ORDER = {"intervention": 0, "programme": 1, "good-practice": 2, "measure": 3, "guide": 4}
# Another number when documents are made in another way, so that the next publish makes all of them anew.
FORMAT = 1
EMBEDDER = "meaning"
# Fields that stay behind when a page elsewhere brings new words, until `menukaart reindex`.
LAGGING = ("also", "forms", "suggest")
# The fields of an item that both of its documents have.
SHARED = (
    "id",
    "slug",
    "checksum",
    *(facet.name for facet in FACETS),
    "effect",
    "evidence",
    "cost",
    "updated",
    "sortTitle",
    "kindOrder",
    "since",
    "until",
)
OF_OUTLINES = ("nameKeys", "links", "suggest", "_vectors")

Draft = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What an item does not say itself: its body as plain text, when it changed (ISO 8601), its checksum, and what is typed to find it."""

    text: str
    modified: str
    checksum: str
    page_queries: Iterable[str] = ()


def draft(item: Item, given: ItemFacts, vocabularies: Vocabularies) -> Draft:
    """What the engine's document has of the item itself."""
    facets = {facet.name: facet_terms(item, facet, vocabularies) for facet in FACETS}
    names = (*item.abbreviations, *item.aliases)
    return {
        "slug": item.slug,
        "checksum": given.checksum,
        "title": item.title,
        "names": list(names),
        "summary": item.summary,
        "questions": list(item.questions),
        "typed": list(given.page_queries),
        "terms": list(_term_words(facets, vocabularies)),
        "about": list(_about(item)),
        "body": given.text,
        **{name: list(terms) for name, terms in facets.items()},
        **_numbers(item),
        "updated": given.modified,
        "sortTitle": sort_key(item.title),
        "kindOrder": KIND_ORDER[item.kind],
        "shortNames": list(item.abbreviations),
        "nameKeys": sorted({squashed(name) for name in (item.title, item.title.partition(":")[0], item.slug, *names)}),
        "links": sorted({target for targets in item.relations().values() for target in targets}),
        "item": orjson.dumps(item.model_dump(mode="json", exclude={"body"})).decode(),
    }


def finished(drafted: Draft, lexicon: Lexicon, vector: npt.NDArray[np.float32] | None, generation: int) -> dict[str, Any]:
    """The whole document, as part of the catalogue from a generation on. `vector` is the item's; None in a catalogue without vectors."""
    names = (drafted["title"], *drafted["shortNames"])
    document = {
        **drafted,
        "also": lexicon.expansions(texts(drafted)),
        "forms": pack(form_counts(fields(drafted), lexicon)),
        "suggest": sorted({part for name in names for word in words(name) for part in (word, *lexicon.parts(word))}),
        "vector": packed_vector(vector),
        "since": generation,
        "until": NEVER,
    }
    digest = hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return {
        "id": f"{drafted['slug']}--{digest[:16]}",
        **document,
        "_vectors": {EMBEDDER: None if vector is None else {"embeddings": engine_vector(vector).tolist(), "regenerate": False}},
    }


def text_part(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document for the index of texts: all that is searched in, and the record that ranking reads."""
    return {name: value for name, value in document.items() if name not in {"suggest", "_vectors"}}


def outline(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document for the index of outlines: all that is looked for otherwise."""
    return {name: document[name] for name in (*SHARED, *OF_OUTLINES) if name in document}


def packed_vector(vector: npt.NDArray[np.float32] | None) -> str:
    """A vector as text (float16, in base64); empty for None."""
    return "" if vector is None else b64encode(vector.astype("<f2").tobytes()).decode()


def unpacked_vector(packed: str) -> npt.NDArray[np.float32]:
    """The vector that was packed."""
    return np.frombuffer(b64decode(packed), "<f2").astype(np.float32)


def slug_of(document_id: str) -> str:
    """The slug of the item whose document has this id."""
    return document_id.rpartition("--")[0]


def texts(document: Mapping[str, Any]) -> Iterable[str]:
    """Every text of a document that is searched in, in the order of `TEXTS`."""
    for name in TEXTS:
        text = document[name]
        yield from [text] if isinstance(text, str) else text


def sort_key(title: str) -> str:
    """A title as it sorts: without accents, capitals and leading punctuation."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return plain.lstrip(" '\"-(@")


def _term_words(facets: Mapping[str, Iterable[str]], vocabularies: Vocabularies) -> Iterable[str]:
    """Labels and synonyms of the item's terms, so that a search for a synonym finds it. Partners of both facets stand once."""
    words: dict[str, None] = {}
    for facet in FACETS:
        vocabulary = vocabularies[facet.vocabulary]
        for term_id in facets[facet.name]:
            term = vocabulary.by_id[term_id]
            words |= dict.fromkeys((term.label, *term.synonyms))
    return words


def _about(item: Item) -> Iterable[str]:
    """Short facts that people search by: for whom, which subject, who, where."""
    yield from item.subjects
    yield from (place.name for place in item.places)
    for name in ("target_group", "owner", "organisation"):
        if value := getattr(item, name, None):
            yield value


def _numbers(item: Item) -> dict[str, int]:
    """The current values. An unknown one is left out: the engine then sorts it last and no filter finds it."""
    ratings = {scale.value: item.current_rating(scale) for scale in Scale}
    return {name: rating.value for name, rating in ratings.items() if rating and rating.value is not None}
