"""The checker, and the only way from files to a catalogue: what it lets through is what gets published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from app.content import files
from app.content.abbreviations import Abbreviations
from app.content.body import MarkdownBody
from app.content.rules import between_items, duplicates, readability
from app.content.rules.item import check_item
from app.content.rules.language import read_language
from app.content.rules.shape import ItemFile, read_item, read_model
from app.content.rules.vocabularies import read_vocabularies
from app.domain.errors import ContentInvalid, ContentProblem
from app.domain.items import Item
from app.domain.language import NO_LANGUAGE, Language
from app.domain.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class Content:
    """A whole, valid catalogue as it stands in the files. `bodies` are those of the items, by slug, parsed once."""

    items: tuple[Item, ...]
    vocabularies: Vocabularies
    language: Language = NO_LANGUAGE
    bodies: Mapping[str, MarkdownBody] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every problem that the checker found, and the content as far as it is sound."""

    problems: tuple[ContentProblem, ...]
    content: Content


def load(root: Path) -> Content:
    """The whole content folder as validated objects. Raises ContentInvalid with every problem."""
    report = check(root)
    if report.problems:
        raise ContentInvalid(report.problems)
    return report.content


def check(root: Path, only: Sequence[Path] = ()) -> CheckReport:
    """Every problem in the content under `root`; with `only`, those in these files, still seen against the whole catalogue.

    With `only`, the other items are read, but not checked, and the words for the search are read when one of their files is asked about.
    """
    if not root.is_dir():
        problem = ContentProblem(files.display_name(root), 1, "is no folder; set CONTENT_DIR to the folder with the content")
        return CheckReport((problem,), Content((), {}))
    vocabularies, problems = read_vocabularies(root)
    if problems:
        return CheckReport(tuple(sorted(problems)), Content((), vocabularies))
    names = frozenset(files.display_name(path) for path in only)
    paths = _paths(root, only)
    slugs = {path.stem for path in paths}
    item_files, problems = _item_files(paths, root)
    language, language_problems = _language(root, names, slugs, vocabularies)
    reported = [file for file in item_files if not only or file.name in names]
    problems += [*language_problems, *files.strays(root), *_broken_rules(reported, item_files, slugs, vocabularies)]
    problems += _remarks(reported, item_files, root)
    if not item_files and not problems:
        message = "holds no content; it needs interventions/*.md and vocabularies/*.yaml"
        problems.append(ContentProblem(files.display_name(root), 1, message))
    return CheckReport(_among(problems, names), _content(item_files, vocabularies, language))


def _paths(root: Path, only: Iterable[Path]) -> list[Path]:
    """The paths of all items, and those of `only` that lie elsewhere, so that a misplaced file is named as such."""
    paths = files.item_paths(root)
    of_items = {files.plain(path) for path in paths}
    return paths + [path for path in only if files.plain(path) not in of_items and path.suffix != ".yaml"]


def _item_files(paths: Iterable[Path], root: Path) -> tuple[list[ItemFile], list[ContentProblem]]:
    item_files: list[ItemFile] = []
    problems: list[ContentProblem] = []
    for path in paths:
        result = read_item(path, root)
        if isinstance(result, ItemFile):
            item_files.append(result)
        else:
            problems += result
    return item_files, problems


def _language(
    root: Path, names: AbstractSet[str], slugs: AbstractSet[str], vocabularies: Vocabularies
) -> tuple[Language, list[ContentProblem]]:
    """The words for the search with every problem in them; nothing when other files are asked about only."""
    if names and names.isdisjoint(map(files.display_name, files.language_paths(root))):
        return NO_LANGUAGE, []
    return read_language(root, slugs, vocabularies)


def _broken_rules(
    reported: Sequence[ItemFile], item_files: Sequence[ItemFile], slugs: AbstractSet[str], vocabularies: Vocabularies
) -> Iterator[ContentProblem]:
    for file in reported:
        yield from check_item(file, vocabularies)
    yield from between_items.check(reported, item_files, slugs)


def _remarks(reported: Sequence[ItemFile], item_files: Sequence[ItemFile], root: Path) -> Iterator[ContentProblem]:
    """The pages that are hard to read or to trust, and pages that say the same."""
    path = root / files.ABBREVIATIONS
    abbreviations = read_model(path, root, Abbreviations) if path.exists() else None
    if isinstance(abbreviations, list):
        yield from abbreviations
        return
    for file in reported:
        yield from readability.check(file, abbreviations.model.all if abbreviations else ())
    yield from duplicates.check(item_files, reported)


def _among(problems: Iterable[ContentProblem], names: AbstractSet[str]) -> tuple[ContentProblem, ...]:
    """Each problem once, in the order of the files; with `names`, those of these files."""
    return tuple(sorted(problem for problem in set(problems) if not names or problem.path in names))


def _content(item_files: Sequence[ItemFile], vocabularies: Vocabularies, language: Language) -> Content:
    items = tuple(file.item for file in item_files)
    return Content(items, vocabularies, language, {file.item.slug: file.body for file in item_files})
