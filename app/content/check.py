"""The checker, and the only way from files to a catalogue: what it lets through is what gets published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.content import duplicates, files, markdown, readability, rules
from app.content.abbreviations import Abbreviations
from app.content.front_matter import Document, YamlFault, parse_document, parse_yaml
from app.content.rules import Draft
from app.domain.errors import ContentInvalid, Problem
from app.domain.facets import VOCABULARY_NAMES
from app.domain.item import ITEM_MODELS, NOT_IN_FRONT_MATTER, Item
from app.domain.messages import causes, requirement
from app.domain.suggestion import did_you_mean
from app.domain.vocabulary import Vocabularies, Vocabulary

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole, valid catalogue as it stands in the files."""

    items: tuple[Item, ...]
    vocabularies: Vocabularies


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found: every problem, and the content as far as it is sound."""

    problems: tuple[Problem, ...]
    content: Content


def load(root: Path) -> Content:
    """The whole content folder as validated objects. Raises ContentInvalid with every problem."""
    report = check(root)
    if report.problems:
        raise ContentInvalid(report.problems)
    return report.content


def check(root: Path, only: Sequence[Path] = ()) -> Report:
    """Every problem in the content under `root`; with `only`, those in these files, still seen against the whole catalogue."""
    vocabularies, problems = _vocabularies(root)
    if problems:
        return Report(tuple(sorted(problems)), Content((), vocabularies))
    drafts: list[Draft] = []
    for path in _with(files.item_paths(root), only):
        result = _draft(path, root)
        if isinstance(result, Draft):
            drafts.append(result)
        else:
            problems += result
    for draft in drafts:
        problems += rules.check_item(draft, vocabularies)
    problems += rules.check_catalogue(drafts)
    problems += _remarks(drafts, root)
    if not drafts and not problems:
        problems.append(Problem(files.display_name(root), 1, "holds no content; it needs interventions/*.md and vocabularies/*.yaml"))
    names = {files.display_name(path) for path in only}
    wanted = sorted(set(problems)) if not only else sorted(problem for problem in set(problems) if problem.path in names)
    return Report(tuple(wanted), Content(tuple(draft.item for draft in drafts), vocabularies))


def _with(paths: list[Path], only: Iterable[Path]) -> list[Path]:
    known = {path.absolute() for path in paths}
    return paths + [path for path in only if path.absolute() not in known and path.suffix != ".yaml"]


def _draft(path: Path, root: Path) -> Draft | list[Problem]:
    file = files.read(path, root, ".md")
    if isinstance(file, Problem):
        return [file]
    try:
        document = parse_document(file.text)
    except YamlFault as fault:
        return [Problem(file.name, fault.line, fault.message)]
    return _validated(file, document)


def _validated(file: files.TextFile, document: Document) -> Draft | list[Problem]:
    """The item in a document, or what keeps it from being one."""
    front = document.front
    kind = front.data.get("kind")
    allowed = files.KINDS_BY_FOLDER.get(file.path.absolute().parent.name, tuple(ITEM_MODELS))
    if not isinstance(kind, str) or kind not in allowed:
        known = " or ".join(allowed)
        hint = did_you_mean(str(kind), allowed) if kind else ""
        line = front.line_of(("kind",))
        return [Problem(file.name, line, f"`kind` is required in this folder and must be {known}{hint}")]
    model = ITEM_MODELS[kind]
    reserved = [
        Problem(file.name, front.line_of((name,)), f"`{name}` does not belong in the front matter; it comes from the file itself")
        for name in sorted(NOT_IN_FRONT_MATTER & front.data.keys())
    ]
    try:
        item = model.model_validate({**front.data, "slug": file.path.stem, "body": document.body.strip() or "-"})
    except ValidationError as error:
        return reserved + [Problem(file.name, front.line_of(details["loc"]), requirement(details, model)) for details in causes(error)]
    return reserved or Draft(file.name, document, item)


def _remarks(drafts: Sequence[Draft], root: Path) -> Iterable[Problem]:
    """What makes pages hard to read or to trust, and pages that say the same."""
    known = _abbreviations(root)
    if isinstance(known, list):
        yield from known
        return
    for draft in drafts:
        for remark in readability.check(draft.item, draft.document.body, known.all):
            yield Problem(draft.name, draft.document.body_line + remark.line, f"the body {remark.message}")
    by_slug = {draft.item.slug: draft for draft in drafts}
    texts = {slug: markdown.plain_text(draft.document.body) for slug, draft in by_slug.items()}
    for one, other, share in duplicates.near_duplicates(texts):
        draft = by_slug[other]
        yield Problem(
            draft.name, draft.document.body_line, f"the body shares {share:.0%} of its word runs with {one}; say what is different"
        )


def _abbreviations(root: Path) -> Abbreviations | list[Problem]:
    path = root / files.ABBREVIATIONS
    if not path.exists():
        return Abbreviations()
    return _parsed(path, root, Abbreviations)


def _vocabularies(root: Path) -> tuple[dict[str, Vocabulary], list[Problem]]:
    found: dict[str, Vocabulary] = {}
    problems: list[Problem] = []
    for path in files.vocabulary_paths(root):
        result = _vocabulary(path, root)
        if isinstance(result, Vocabulary):
            found[result.name] = result
        else:
            problems += result
    folder = files.display_name(root / files.VOCABULARIES)
    missing = VOCABULARY_NAMES - found.keys() if not problems else set()
    problems += [Problem(f"{folder}/{name}.yaml", 1, "is required, but there is no such file") for name in sorted(missing)]
    return found, problems


def _vocabulary(path: Path, root: Path) -> Vocabulary | list[Problem]:
    vocabulary = _parsed(path, root, Vocabulary)
    if isinstance(vocabulary, list):
        return vocabulary
    parsed = parse_yaml(path.read_text(encoding="utf-8"))
    name = files.display_name(path)
    problems = []
    if vocabulary.name != path.stem:
        problems.append(Problem(name, parsed.line_of(("name",)), f"`name` must be the file's name, {path.stem!r}"))
    problems += [Problem(name, parsed.line_of(("terms", index)), text) for index, text in _term_faults(vocabulary)]
    return problems or vocabulary


def _parsed(path: Path, root: Path, model: type[Model]) -> Model | list[Problem]:
    """A YAML file as a model, or every problem in it."""
    file = files.read(path, root, ".yaml")
    if isinstance(file, Problem):
        return [file]
    try:
        parsed = parse_yaml(file.text)
    except YamlFault as fault:
        return [Problem(file.name, fault.line, fault.message)]
    try:
        return model.model_validate(parsed.data)
    except ValidationError as error:
        return [Problem(file.name, parsed.line_of(details["loc"]), requirement(details, model)) for details in causes(error)]


def _term_faults(vocabulary: Vocabulary) -> Iterable[tuple[int, str]]:
    seen: set[str] = set()
    for index, term in enumerate(vocabulary.terms):
        if term.id in seen:
            yield index, f"the term {term.id!r} stands here twice; ids are unique"
        seen.add(term.id)
        if term.broader and term.broader not in vocabulary.by_id:
            hint = did_you_mean(term.broader, vocabulary.by_id)
            yield index, f"`broader` of {term.id!r} is {term.broader!r}, which is no term here{hint}"
        elif _circles(vocabulary, term.id):
            yield index, f"`broader` of {term.id!r} goes round in a circle"


def _circles(vocabulary: Vocabulary, term_id: str) -> bool:
    seen = {term_id}
    term = vocabulary.by_id[term_id]
    while term.broader and term.broader in vocabulary.by_id:
        if term.broader in seen:
            return True
        seen.add(term.broader)
        term = vocabulary.by_id[term.broader]
    return False
