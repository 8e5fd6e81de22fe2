"""Settings of an index: how the engine is told to search. Derived from the facets, so that the two cannot differ."""

from typing import Any

from app.domain.facets import FACETS

# The order is the weight: a word in the title counts more than one in the body.
SEARCHABLE = ("title", "names", "questions", "typed", "summary", "terms", "about", "body", "also")
NUMBERS = ("effect", "evidence", "cost")
MAX_TOTAL_HITS = 100_000


def index_settings() -> dict[str, Any]:
    """The settings of one index.

    What answers best is ranked in memory; of the rest, items with more of the words come first, and nothing finer is worth its time.
    Typing errors are mended before the engine is asked, towards words of the catalogue only; the engine's own tolerance takes
    `leren` for `lezen`.

    Any other order than this is made in memory. The slug stands last, so that no two items tie and pages neither repeat nor miss one.
    """
    return {
        "searchableAttributes": list(SEARCHABLE),
        "filterableAttributes": ["id", *(facet.name for facet in FACETS), *NUMBERS],
        "displayedAttributes": ["id", "title", "summary", "body"],
        "rankingRules": ["words", "attribute", "kindOrder:asc", "sortTitle:asc", "id:asc"],
        "faceting": {"maxValuesPerFacet": 2000, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": MAX_TOTAL_HITS},
        "typoTolerance": {"enabled": False},
    }
