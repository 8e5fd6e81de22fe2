"""Small catalogues in memory, without files, database or engine."""

import numpy as np
from app.search.embeddings.item_vectors import ItemVectors

from app.domain.facets import FACETS
from app.domain.language import NO_LANGUAGE
from app.search.index.documents import texts
from app.search.search_data import search_data
from app.search.understanding.lexicon import Lexicon

GEMEENTE = ("partners", "gemeente")
OUDERS = ("partners", "ouders")


def document(slug, **fields):
    """The engine's document of an item, with `fields` in place of its own."""
    own = {"id": slug, "title": slug, "names": [], "questions": [], "typed": [], "summary": "", "terms": [], "about": [], "body": ""}
    order = {"updated": "2026-01-01T00:00:00+00:00", "sortTitle": slug, "kindOrder": 0}
    return own | {facet.name: [] for facet in FACETS} | order | fields


def catalogue(documents, item_vectors=None):
    """Search data of these documents; `item_vectors` has vectors of the items and of what is said for two terms."""
    ordered = sorted(documents, key=lambda known: known["id"])
    lexicon = Lexicon.of((text for known in ordered for text in texts(known)), NO_LANGUAGE)
    return search_data("index", ordered, {GEMEENTE: ("gemeente",), OUDERS: ("ouders",)}, lexicon, item_vectors)


def directions(count, size=64):
    """Vectors in which every item points its own way, and the two terms theirs."""
    vectors = np.eye(count, size, dtype=np.float32)
    phrases = np.eye(2, size, k=size - 2, dtype=np.float32)
    return ItemVectors(vectors, vectors, phrases, [1, 1])


def towards(place, size=64):
    """The vector of a query that means just what the item at this place does, or with -2 and -1 a term."""
    return np.eye(1, size, k=place % size, dtype=np.float32)[0]
