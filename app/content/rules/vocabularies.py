"""Rules on vocabularies: every one that is needed is there, and its terms form a hierarchy."""

from collections.abc import Iterable
from pathlib import Path

from app.content import files
from app.content.rules.shape import read_model
from app.domain.errors import ContentProblem
from app.domain.facets import VOCABULARY_NAMES, FieldPath
from app.domain.unknown_names import did_you_mean
from app.domain.vocabularies import Vocabulary


def read_vocabularies(root: Path) -> tuple[dict[str, Vocabulary], list[ContentProblem]]:
    """The vocabularies that are sound, by name, and every problem of the others."""
    vocabularies: dict[str, Vocabulary] = {}
    problems: list[ContentProblem] = []
    paths = files.vocabulary_paths(root)
    for path in paths:
        result = _vocabulary(path, root)
        if isinstance(result, Vocabulary):
            vocabularies[result.name] = result
        else:
            problems += result
    folder = files.display_name(root / files.VOCABULARIES)
    missing = VOCABULARY_NAMES - {path.stem for path in paths if path.suffix == ".yaml"}
    problems += [ContentProblem(f"{folder}/{name}.yaml", 1, "is required, but there is no such file") for name in sorted(missing)]
    return vocabularies, problems


def _vocabulary(path: Path, root: Path) -> Vocabulary | list[ContentProblem]:
    file = read_model(path, root, Vocabulary)
    if isinstance(file, list):
        return file
    problems = [file.problem(place, message) for place, message in _term_faults(file.model)]
    if file.model.name != path.stem:
        problems.append(file.problem(("name",), f"`name` must be the file's name, {path.stem!r}"))
    return problems or file.model


def _term_faults(vocabulary: Vocabulary) -> Iterable[tuple[FieldPath, str]]:
    seen: set[str] = set()
    circling: set[str] = set()
    for index, term in enumerate(vocabulary.terms):
        if term.id in seen:
            yield ("terms", index, "id"), f"the term {term.id!r} stands here twice; ids are unique"
        seen.add(term.id)
        if term.broader and term.broader not in vocabulary.by_id:
            hint = did_you_mean(term.broader, vocabulary.by_id)
            yield ("terms", index, "broader"), f"`broader` of {term.id!r} must be the id of a term in this file, not {term.broader!r}{hint}"
        circle = _circle(vocabulary, term.id) if len(vocabulary.by_id) == len(vocabulary.terms) else []
        if circle and not circling.intersection(circle):
            yield ("terms", index, "broader"), f"`broader` goes round in a circle: {' → '.join([*circle, term.id])}"
        circling.update(circle)


def _circle(vocabulary: Vocabulary, term_id: str) -> list[str]:
    """The terms on the way from this one back to itself; none when the way does not lead back."""
    way = [term_id]
    broader = vocabulary.by_id[term_id].broader
    while broader and broader in vocabulary.by_id and broader not in way:
        way.append(broader)
        broader = vocabulary.by_id[broader].broader
    return way if broader == term_id else []
