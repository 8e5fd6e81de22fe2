"""The checker, and the only way from files to a catalogue: what it lets through is what gets published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from app.content import files
from app.content.abbreviations import Abbreviations
from app.content.body import MarkdownBody
from app.content.cache import CheckCache
from app.content.outcomes import FileOutcome, ItemRules
from app.content.parallel import examine_all, examine_some
from app.content.rules import between_items, duplicates
from app.content.rules.language import read_language
from app.content.rules.shape import ItemFile, read_model
from app.content.rules.vocabularies import read_vocabularies
from app.domain.errors import ContentInvalid, ContentProblem
from app.domain.items import Item
from app.domain.language import NO_LANGUAGE, Language
from app.domain.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class Content:
    """A whole, valid catalogue as it stands in the files. By slug: `bodies`, parsed once, and the `checksums` of the items' data."""

    items: tuple[Item, ...]
    vocabularies: Vocabularies
    language: Language = NO_LANGUAGE
    bodies: Mapping[str, MarkdownBody] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every problem that the checker found, and the content as far as it is sound."""

    problems: tuple[ContentProblem, ...]
    content: Content


def load(root: Path, cache: CheckCache | None = None) -> Content:
    """The whole content folder as validated objects. Raises ContentInvalid with every problem."""
    report = check(root, cache=cache)
    if report.problems:
        raise ContentInvalid(report.problems)
    return report.content


def check(root: Path, only: Sequence[Path] = (), cache: CheckCache | None = None) -> CheckReport:
    """Every problem in the content under `root`; with `only`, those in these files, still seen against the whole catalogue.

    With `only`, the other items are read, but not checked, and the words for the search are read when one of their files is asked about.
    With a `cache`, files that are as they were are not checked again. Raises MenukaartError when a process that checks is ended.
    """
    if not root.is_dir():
        problem = ContentProblem(files.display_name(root), 1, "is no folder; set CONTENT_DIR to the folder with the content")
        return CheckReport((problem,), Content((), {}))
    vocabularies, problems = read_vocabularies(root)
    if problems:
        return CheckReport(tuple(sorted(problems)), Content((), vocabularies))
    explained, problems = _explained(root)
    rules = ItemRules(vocabularies, explained)
    names = frozenset(files.display_name(path) for path in only)
    paths = _paths(root, only)
    usable = cache if explained is not None else None
    outcomes = examine_some(paths, root, rules, usable, names) if only else examine_all(paths, root, rules, usable)
    language, language_problems = _language(root, names, {path.stem for path in paths}, vocabularies)
    problems += [*language_problems, *files.strays(root), *(problem for outcome in outcomes for problem in outcome.problems)]
    item_files = [outcome.file for outcome in outcomes if outcome.file]
    problems += between_items.check(_reported(item_files, names), item_files, {path.stem for path in paths})
    if explained is not None:
        problems += duplicates.check(item_files, _reported(item_files, names)) if only else _say_the_same(outcomes, cache)
    if not item_files and not problems:
        message = "holds no content; it needs interventions/*.md and vocabularies/*.yaml"
        problems.append(ContentProblem(files.display_name(root), 1, message))
    if cache and not problems:
        cache.settle()
    return CheckReport(_among(problems, names), _content(item_files, vocabularies, language))


def _paths(root: Path, only: Iterable[Path]) -> list[Path]:
    """The paths of all items, and those of `only` that lie elsewhere, so that a misplaced file is named as such."""
    paths = files.item_paths(root)
    of_items = {files.plain(path) for path in paths} if only else set()
    return paths + [path for path in only if files.plain(path) not in of_items and path.suffix != ".yaml"]


def _explained(root: Path) -> tuple[tuple[str, ...] | None, list[ContentProblem]]:
    """The abbreviations that pages need not explain, or None and every problem of their file."""
    path = root / files.ABBREVIATIONS
    abbreviations = read_model(path, root, Abbreviations) if path.exists() else None
    if isinstance(abbreviations, list):
        return None, abbreviations
    return abbreviations.model.all if abbreviations else (), []


def _language(
    root: Path, names: AbstractSet[str], slugs: AbstractSet[str], vocabularies: Vocabularies
) -> tuple[Language, list[ContentProblem]]:
    """The words for the search with every problem in them; nothing when other files are asked about only."""
    if names and names.isdisjoint(map(files.display_name, files.language_paths(root))):
        return NO_LANGUAGE, []
    return read_language(root, slugs, vocabularies)


def _reported(item_files: Sequence[ItemFile], names: AbstractSet[str]) -> list[ItemFile]:
    """The files that are asked about: all of them without names."""
    return [file for file in item_files if not names or file.name in names]


def _say_the_same(outcomes: Sequence[FileOutcome], cache: CheckCache | None) -> Iterator[ContentProblem]:
    """Pages that say the same as another one. Those that were compared with each other before are not compared again."""
    latest = {outcome.file.item.slug: outcome for outcome in outcomes if outcome.file}
    by_slug = {slug: outcome.file for slug, outcome in latest.items() if outcome.file}
    before = cache.apart() if cache else frozenset()
    compared = {slug for slug, outcome in latest.items() if outcome.key in before}
    found = list(duplicates.near_duplicates({slug: file.body for slug, file in by_slug.items()}, compared))
    yield from duplicates.problems(by_slug, found)
    alike = {slug for one, other, _ in found for slug in (one, other)}
    apart = frozenset(outcome.key for slug, outcome in latest.items() if outcome.key and slug not in alike)
    if cache and apart != before:
        cache.keep_apart(apart)
        cache.forget_others([outcome.key for outcome in outcomes if outcome.key])


def _among(problems: Iterable[ContentProblem], names: AbstractSet[str]) -> tuple[ContentProblem, ...]:
    """Each problem once, in the order of the files; with `names`, those of these files."""
    return tuple(sorted(problem for problem in set(problems) if not names or problem.path in names))


def _content(item_files: Sequence[ItemFile], vocabularies: Vocabularies, language: Language) -> Content:
    items = tuple(file.item for file in item_files)
    bodies = {file.item.slug: file.body for file in item_files}
    return Content(items, vocabularies, language, bodies, {file.item.slug: file.checksum for file in item_files})
