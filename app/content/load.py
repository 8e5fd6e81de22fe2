"""The checker, and the only way from files to a catalogue: what it lets through is what gets published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content import body, files
from app.content.abbreviations import Abbreviations
from app.content.rules import between_items, duplicates, item, readability
from app.content.rules.item import Draft
from app.content.yaml import Document, Place, YamlFault, parse_document, parse_yaml
from app.domain.did_you_mean import did_you_mean
from app.domain.errors import ContentInvalid, Problem
from app.domain.facets import VOCABULARY_NAMES
from app.domain.items import BODY_LENGTH, ITEM_MODELS, NOT_IN_FRONT_MATTER, Item
from app.domain.language import NO_LANGUAGE, Language
from app.domain.messages import causes, reason, requirement, shown
from app.domain.vocabularies import Vocabularies, Vocabulary

_TWICE = "`{}` stands in another file of this folder too; put it in one"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole, valid catalogue as it stands in the files."""

    items: tuple[Item, ...]
    vocabularies: Vocabularies
    language: Language = NO_LANGUAGE


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
    if not root.is_dir():
        problem = Problem(files.display_name(root), 1, "is no folder; set CONTENT_DIR to the folder with the content")
        return Report((problem,), Content((), {}))
    vocabularies, problems = _vocabularies(root)
    if problems:
        return Report(tuple(sorted(problems)), Content((), vocabularies))
    problems += files.strays(root)
    drafts: list[Draft] = []
    paths = _with(files.item_paths(root), only)
    for path in paths:
        result = _draft(path, root)
        if isinstance(result, Draft):
            drafts.append(result)
        else:
            problems += result
    for draft in drafts:
        problems += item.check_item(draft, vocabularies)
    language, faults = _language(root, {draft.item.slug for draft in drafts} | {path.stem for path in paths}, vocabularies)
    problems += faults
    problems += between_items.check(drafts, {path.stem for path in paths})
    problems += _remarks(drafts, root)
    if not drafts and not problems:
        problems.append(Problem(files.display_name(root), 1, "holds no content; it needs interventions/*.md and vocabularies/*.yaml"))
    names = {files.display_name(path) for path in only}
    wanted = sorted(set(problems)) if not only else sorted(problem for problem in set(problems) if problem.path in names)
    return Report(tuple(wanted), Content(tuple(draft.item for draft in drafts), vocabularies, language))


def _with(paths: list[Path], only: Iterable[Path]) -> list[Path]:
    known = {files.plain(path) for path in paths}
    return paths + [path for path in only if files.plain(path) not in known and path.suffix != ".yaml"]


def _draft(path: Path, root: Path) -> Draft | list[Problem]:
    file = files.read(path, root, ".md")
    if isinstance(file, Problem):
        return [file]
    try:
        document = parse_document(file.text)
    except YamlFault as fault:
        return [Problem(file.name, fault.line, fault.message)]
    result = _validated(file, document)
    if isinstance(result, Draft) or len(document.body) > BODY_LENGTH:
        return result
    return [*result, *item.check_body(file.name, document)]


def _validated(file: files.TextFile, document: Document) -> Draft | list[Problem]:
    """The item in a document, or what keeps it from being one."""
    front = document.front
    kind = front.data.get("kind")
    allowed = files.KINDS_BY_FOLDER.get(files.plain(file.path).parent.name, tuple(ITEM_MODELS))
    if not isinstance(kind, str) or kind not in allowed:
        return [Problem(file.name, front.line_of(("kind",)), _kind_requirement(kind, allowed))]
    model = ITEM_MODELS[kind]
    reserved = [
        Problem(file.name, front.line_of((name,)), f"`{name}` does not belong in the front matter; it comes from the file itself")
        for name in sorted(NOT_IN_FRONT_MATTER & front.data.keys())
    ]
    try:
        item = model.model_validate({**front.data, "slug": file.path.stem, "body": document.body.strip() or "-"})
    except ValidationError as error:
        return reserved + [_field_problem(file.name, document, details, model) for details in causes(error, model)]
    return reserved or Draft(file.name, document, item)


def _kind_requirement(kind: object, allowed: Sequence[str]) -> str:
    wanted = " or ".join(allowed)
    if kind is None:
        return f"`kind` is required: {wanted} in this folder"
    folder = next((name for name, kinds in files.KINDS_BY_FOLDER.items() if kind in kinds), None)
    hint = f"; a {kind} belongs in {folder}" if folder else did_you_mean(str(kind), allowed)
    return f"`kind` must be {wanted} in this folder, not {shown(kind)}{hint}"


def _field_problem(name: str, document: Document, details: ErrorDetails, model: type[Item]) -> Problem:
    """A field that is wrong. The slug and the body are fields that come from the file itself."""
    if details["loc"] == ("slug",):
        return Problem(name, 1, f"the file name {reason(details, model)}")
    if details["loc"] == ("body",):
        return Problem(name, document.body_line, f"the body {reason(details, model)}")
    return Problem(name, document.front.line_of(details["loc"]), requirement(details, model))


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
    texts = {slug: body.plain_text(draft.document.body) for slug, draft in by_slug.items()}
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


def _language(root: Path, slugs: set[str], vocabularies: Vocabularies) -> tuple[Language, list[Problem]]:
    """What all files of the language folder say together. Each may hold any part; a part stands in one file."""
    parts: dict[str, Any] = {}
    problems: list[Problem] = []
    for path in files.language_paths(root):
        found = _parsed(path, root, Language)
        if isinstance(found, list):
            problems += found
            continue
        parsed = parse_yaml(path.read_text(encoding="utf-8"))
        faults = [
            *_strange_names(found, slugs, vocabularies),
            *(((name,), _TWICE.format(name)) for name in parts.keys() & parsed.data.keys()),
        ]
        problems += [Problem(files.display_name(path), parsed.line_of(place), message) for place, message in faults]
        parts |= found.model_dump(exclude_unset=True)
    return Language.model_validate(parts), problems


def _strange_names(language: Language, slugs: set[str], vocabularies: Vocabularies) -> Iterable[tuple[Place, str]]:
    """Pages, vocabularies and terms that something is said about and that do not exist."""
    for slug in language.pages.keys() - slugs:
        yield ("pages", slug), f"there is no page {slug!r}{did_you_mean(slug, slugs)}"
    for name, terms in language.said.items():
        if name not in vocabularies:
            yield ("said", name), f"there is no vocabulary {name!r}{did_you_mean(name, vocabularies)}"
            continue
        known = vocabularies[name].by_id
        for term in terms.keys() - known.keys():
            yield ("said", name, term), f"there is no term {term!r} in vocabularies/{name}.yaml{did_you_mean(term, known)}"


def _vocabularies(root: Path) -> tuple[dict[str, Vocabulary], list[Problem]]:
    found: dict[str, Vocabulary] = {}
    problems: list[Problem] = []
    paths = files.vocabulary_paths(root)
    for path in paths:
        result = _vocabulary(path, root)
        if isinstance(result, Vocabulary):
            found[result.name] = result
        else:
            problems += result
    folder = files.display_name(root / files.VOCABULARIES)
    missing = VOCABULARY_NAMES - {path.stem for path in paths if path.suffix == ".yaml"}
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
    problems += [Problem(name, parsed.line_of(place), text) for place, text in _term_faults(vocabulary)]
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
        return [Problem(file.name, parsed.line_of(details["loc"]), requirement(details, model)) for details in causes(error, model)]


def _term_faults(vocabulary: Vocabulary) -> Iterable[tuple[Place, str]]:
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
