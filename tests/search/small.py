"""Small catalogues in memory, without files, database or engine."""

import numpy as np

from app.domain.facets import FACETS
from app.domain.language import NO_LANGUAGE
from app.search.embeddings.item_vectors import Meanings
from app.search.index.documents import texts
from app.search.item_index import Catalogue
from app.search.understanding.lexicon import Lexicon

GEMEENTE = ("partners", "gemeente")
OUDERS = ("partners", "ouders")


def document(slug, **fields):
    """The engine's document of an item, with `fields` in place of its own."""
    own = {"id": slug, "title": slug, "names": [], "questions": [], "typed": [], "summary": "", "terms": [], "about": [], "body": ""}
    order = {"updated": "2026-01-01T00:00:00+00:00", "sortTitle": slug, "kindOrder": 0}
    return own | {facet.name: [] for facet in FACETS} | order | fields


def catalogue(documents, meanings=None):
    """A catalogue of these documents; `meanings` has vectors of the items and of what is said for two terms."""
    ordered = sorted(documents, key=lambda known: known["id"])
    lexicon = Lexicon.of((text for known in ordered for text in texts(known)), NO_LANGUAGE)
    return Catalogue("index", ordered, {GEMEENTE: ("gemeente",), OUDERS: ("ouders",)}, lexicon, meanings)


def directions(count, size=64):
    """Meanings in which every item points its own way, and the two terms theirs."""
    vectors = np.eye(count, size, dtype=np.float32)
    phrases = np.eye(2, size, k=size - 2, dtype=np.float32)
    return Meanings(vectors, vectors, phrases, [0, 1])


def towards(place, size=64):
    """The vector of a query that means just what the item at this place does, or with -2 and -1 a term."""
    return np.eye(1, size, k=place % size, dtype=np.float32)[0]
