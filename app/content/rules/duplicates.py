"""Pages that say nearly the same, found by the runs of words that they share."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from app.content.rules.shape import ItemFile
from app.domain.errors import ContentProblem

RUN = 6
MOST_SHARED = 0.25
LEAST_SHARED = 0.05

Run = tuple[str, ...]


def check(item_files: Sequence[ItemFile], reported: Sequence[ItemFile]) -> Iterator[ContentProblem]:
    """The pages among those `reported` on that share more than a quarter of the shorter one's runs of six words with another page."""
    by_slug = {file.item.slug: file for file in item_files}
    compared = by_slug if len(reported) == len(item_files) else _alike(by_slug, reported)
    for one, other, share in near_duplicates({slug: file.body.plain_text for slug, file in compared.items()}):
        yield by_slug[other].body_problem(0, f"shares {share:.0%} of its word runs with {one}; say what is different")


def near_duplicates(texts: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of names whose texts share more than a quarter of the shorter one's runs of six words, with that share."""
    runs = {name: _runs(text) for name, text in texts.items()}
    owners: dict[Run, list[str]] = defaultdict(list)
    for name in sorted(runs):
        for run in runs[name]:
            owners[run].append(name)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for names in owners.values():
        if len(names) > 1:
            for pair in combinations(names, 2):
                shared[pair] += 1
    for (one, other), count in sorted(shared.items()):
        share = count / min(len(runs[one]), len(runs[other]))
        if share > MOST_SHARED:
            yield one, other, share


def _alike(by_slug: Mapping[str, ItemFile], reported: Sequence[ItemFile]) -> dict[str, ItemFile]:
    """The files reported on, and those that have a twentieth of their runs of words in common with them.

    Runs are counted in Markdown here, which is read four times faster than it is parsed. Markup does not interrupt four in five of the
    runs of pages that say nearly the same.
    """
    own = {file.item.slug: _runs(file.body.text) for file in reported}
    runs = set().union(*own.values())
    shortest = min(map(len, own.values()), default=0)
    return {slug: file for slug, file in by_slug.items() if slug in own or _share(_runs(file.body.text), runs, shortest) > LEAST_SHARED}


def _share(runs: set[Run], others: set[Run], shortest: int) -> float:
    return len(runs & others) / max(1, min(len(runs), shortest))


def _runs(text: str) -> set[Run]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[start:] for start in range(RUN)), strict=False))
