"""The published catalogue as search keeps it in memory: all that a search needs beside the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.facets import FACETS
from app.search.embeddings.item_vectors import ItemVectors
from app.search.embeddings.word_vectors import WordVectors
from app.search.highlights import Highlighter
from app.search.ranking.bm25 import Bm25Index, fields
from app.search.ranking.topics import Topics
from app.search.retrieval.filters import FilterMasks
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.names import ItemNames

KEPT_VALUES = ("effect", "evidence", "cost", "updated", "sortTitle", "kindOrder", "title")


@dataclass(frozen=True, slots=True)
class IndexedItem:
    """One item: its facet terms (broader ones included) and its values, as the engine has them."""

    slug: str
    facets: Mapping[str, frozenset[str]]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class SearchData:
    """One published catalogue, made ready for search; `search_data` makes it.

    Items have places: their numbers in the order of `slugs`. Masks, matrices and vectors have an element or a row per place.
    `item_vectors` are None when search goes by words alone.
    """

    index: str
    slugs: tuple[str, ...]
    places: Mapping[str, int]
    items: Mapping[str, IndexedItem]
    lexicon: Lexicon
    names: ItemNames
    filters: FilterMasks
    bm25: Bm25Index
    topics: Topics
    highlighter: Highlighter
    item_vectors: ItemVectors | None
    word_vectors: WordVectors | None


def search_data(
    index: str,
    documents: Sequence[Mapping[str, Any]],
    term_phrases: Mapping[tuple[str, str], Sequence[str]],
    lexicon: Lexicon,
    item_vectors: ItemVectors | None,
    *,
    word_vectors: WordVectors | None = None,
) -> SearchData:
    """The search data of the engine's documents, which are in the order of their slugs.

    `term_phrases` has what people say for terms, by vocabulary and term, in the order of the terms of `item_vectors`.
    """
    slugs = tuple(document["id"] for document in documents)
    return SearchData(
        index=index,
        slugs=slugs,
        places={slug: place for place, slug in enumerate(slugs)},
        items={document["id"]: _indexed_item(document) for document in documents},
        lexicon=lexicon,
        names=ItemNames(documents),
        filters=FilterMasks(documents),
        bm25=Bm25Index([fields(document) for document in documents], lexicon),
        topics=Topics(documents, term_phrases, lexicon),
        highlighter=Highlighter(documents, lexicon),
        item_vectors=item_vectors,
        word_vectors=word_vectors,
    )


def _indexed_item(document: Mapping[str, Any]) -> IndexedItem:
    facets = {facet.name: frozenset(document[facet.name]) for facet in FACETS}
    return IndexedItem(document["id"], facets, {name: document[name] for name in KEPT_VALUES if name in document})
