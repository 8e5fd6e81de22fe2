"""Settings of an index: how the engine is told to search. Derived from the facets, so that the two cannot differ."""

from typing import Any

from app.domain.facets import FACETS
from app.search.index.documents import EMBEDDER

# The order is the weight: a word in the title counts more than one in the body.
SEARCHABLE = ("title", "names", "questions", "typed", "summary", "terms", "about", "body", "also")
NUMBERS = ("effect", "evidence", "cost")
ALSO_FILTERED = ("id", "slug", "since", "until")
SORTED_BY = (*NUMBERS, "updated", "sortTitle", "kindOrder", "id")
MAX_TOTAL_HITS = 1_000_000
# More than any vocabulary has terms, and than the ids that are asked for as values (retrieval/payloads.py).
MAX_VALUES = 2_000


def text_settings() -> dict[str, Any]:
    """The settings of an index of texts.

    The engine draws candidates, and the best of them are ranked by what they say: so items with more of the words come first, then those
    with a word in a weightier field, and nothing finer is worth its time. Typing errors are mended before the engine is asked, towards
    words of the catalogue only; the engine's own tolerance takes `leren` for `lezen`. A hit is an id and no more: records are kept
    (`retrieval/records.py`).
    """
    return {
        "searchableAttributes": list(SEARCHABLE),
        "filterableAttributes": [*ALSO_FILTERED, *(facet.name for facet in FACETS), *NUMBERS],
        "sortableAttributes": list(SORTED_BY),
        "displayedAttributes": ["id"],
        "rankingRules": ["sort", "words", "attribute"],
        "faceting": {"maxValuesPerFacet": MAX_VALUES, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": MAX_TOTAL_HITS},
        "typoTolerance": {"enabled": False},
    }


def outline_settings(dimensions: int | None = None) -> dict[str, Any]:
    """The settings of an index of outlines; `dimensions` is the length of its vectors as the engine has them, None without vectors."""
    embedders = {} if dimensions is None else {EMBEDDER: {"source": "userProvided", "dimensions": dimensions}}
    return text_settings() | {
        "searchableAttributes": ["suggest"],
        "filterableAttributes": [*ALSO_FILTERED, "nameKeys", "links", *(facet.name for facet in FACETS), *NUMBERS],
        "rankingRules": ["sort", "words"],
        "embedders": embedders,
    }
