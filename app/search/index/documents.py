"""One item as the engine stores it: words to search in, terms to filter by, numbers to sort by."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.facets import FACETS, facet_terms
from app.domain.items import Item, Scale
from app.domain.vocabularies import Vocabularies

TEXTS = ("title", "names", "questions", "typed", "summary", "terms", "about", "body")
KIND_ORDER = {"intervention": 0, "programme": 1, "good-practice": 2, "measure": 3, "guide": 4}


def document(item: Item, text: str, modified: str, vocabularies: Vocabularies, page_queries: Iterable[str] = ()) -> dict[str, Any]:
    """The engine's document. `text` is the body's plain text, `modified` a moment in ISO 8601.

    `page_queries` are what people type when they need this page.
    """
    facets = {facet.name: facet_terms(item, facet, vocabularies) for facet in FACETS}
    return {
        "id": item.slug,
        "title": item.title,
        "names": [*item.abbreviations, *item.aliases],
        "summary": item.summary,
        "questions": list(item.questions),
        "typed": list(page_queries),
        "terms": list(_term_words(facets, vocabularies)),
        "about": list(_about(item)),
        "body": text,
        **{name: list(terms) for name, terms in facets.items()},
        **_numbers(item),
        "updated": modified,
        "sortTitle": sort_key(item.title),
        "kindOrder": KIND_ORDER[item.kind],
    }


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
