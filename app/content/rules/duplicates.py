"""Pages that say nearly the same, found by the runs of words that they share."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from app.content.body import MarkdownBody
from app.content.rules.shape import ItemFile
from app.content.runs import Run, pairs_that_may_share, word_runs
from app.domain.errors import ContentProblem

MOST_SHARED = 0.25
LEAST_SHARED = 0.05

NearDuplicates = tuple[str, str, float]


def check(item_files: Sequence[ItemFile], reported: Sequence[ItemFile]) -> Iterator[ContentProblem]:
    """The pages among those `reported` on that share more than a quarter of the shorter one's runs of six words with another page."""
    by_slug = {file.item.slug: file for file in item_files}
    compared = by_slug if len(reported) == len(item_files) else _alike(by_slug, reported)
    yield from problems(by_slug, near_duplicates({slug: file.body for slug, file in compared.items()}))


def problems(by_slug: Mapping[str, ItemFile], found: Iterator[NearDuplicates] | Sequence[NearDuplicates]) -> Iterator[ContentProblem]:
    """What is wrong with the second page of each pair."""
    for one, other, share in found:
        yield by_slug[other].whole_body_problem(f"shares {share:.0%} of its word runs with {one}; say what is different")


def near_duplicates(pages: Mapping[str, MarkdownBody], apart: AbstractSet[str] = frozenset()) -> Iterator[NearDuplicates]:
    """Pairs of names whose texts share more than a quarter of the shorter one's runs of six words, with that share.

    Those of `apart` are known to be no such pairs among each other; when all are, no text is looked at.
    """
    names = sorted(pages)
    changed = [place for place, name in enumerate(names) if name not in apart]
    if not changed:
        return
    for place, other in pairs_that_may_share([pages[name].run_hashes for name in names], changed, MOST_SHARED):
        share = _share_of_runs(pages[names[place]], pages[names[other]])
        if share > MOST_SHARED:
            yield names[place], names[other], share


def _share_of_runs(page: MarkdownBody, other: MarkdownBody) -> float:
    runs, others = word_runs(page.plain_text), word_runs(other.plain_text)
    return len(runs & others) / max(1, min(len(runs), len(others)))


def _alike(by_slug: Mapping[str, ItemFile], reported: Sequence[ItemFile]) -> dict[str, ItemFile]:
    """The files reported on, and those that have a twentieth of their runs of words in common with them.

    Runs are counted in Markdown here, which is read four times faster than it is parsed. Markup does not interrupt four in five of the
    runs of pages that say nearly the same.
    """
    own = {file.item.slug: word_runs(file.body.text) for file in reported}
    runs = set().union(*own.values())
    shortest = min(map(len, own.values()), default=0)
    return {slug: file for slug, file in by_slug.items() if slug in own or _share(word_runs(file.body.text), runs, shortest) > LEAST_SHARED}


def _share(runs: set[Run], others: set[Run], shortest: int) -> float:
    return len(runs & others) / max(1, min(len(runs), shortest))
