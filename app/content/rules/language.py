"""Rules on the words for the search: they belong to pages and terms that exist, and each kind of them stands in one file."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from app.content import files
from app.content.rules.shape import read_model
from app.domain.errors import ContentProblem
from app.domain.facets import FieldPath
from app.domain.language import Language
from app.domain.unknown_names import did_you_mean
from app.domain.vocabularies import Vocabularies

_TWICE = "`{}` stands in another file of this folder too; put it in one"


def read_language(root: Path, slugs: AbstractSet[str], vocabularies: Vocabularies) -> tuple[Language, list[ContentProblem]]:
    """All files of the folder as one, and every problem in them. Each file may hold any field; a field stands in one file."""
    merged: dict[str, Any] = {}
    problems: list[ContentProblem] = []
    for path in files.language_paths(root):
        file = read_model(path, root, Language)
        if isinstance(file, list):
            problems += file
            continue
        problems += [file.problem(place, message) for place, message in _strange_names(file.model, slugs, vocabularies)]
        problems += [file.problem((name,), _TWICE.format(name)) for name in merged.keys() & file.fields.data.keys()]
        merged |= file.model.model_dump(exclude_unset=True)
    return Language.model_validate(merged), problems


def _strange_names(language: Language, slugs: AbstractSet[str], vocabularies: Vocabularies) -> Iterator[tuple[FieldPath, str]]:
    """Pages, vocabularies and terms that something is said about and that do not exist."""
    for slug in language.pages.keys() - slugs:
        yield ("pages", slug), f"there is no page {slug!r}{did_you_mean(slug, slugs)}"
    for name, terms in language.said.items():
        if name in vocabularies:
            yield from _strange_terms(name, terms, vocabularies[name].by_id.keys())
        else:
            yield ("said", name), f"there is no vocabulary {name!r}{did_you_mean(name, vocabularies)}"


def _strange_terms(vocabulary: str, terms: Iterable[str], existing: AbstractSet[str]) -> Iterator[tuple[FieldPath, str]]:
    for term in set(terms) - existing:
        yield ("said", vocabulary, term), f"there is no term {term!r} in vocabularies/{vocabulary}.yaml{did_you_mean(term, existing)}"
