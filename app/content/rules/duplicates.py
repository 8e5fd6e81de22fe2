"""Pages that say nearly the same, found by the runs of words that they share."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

RUN = 6
MOST_SHARED = 0.25


def near_duplicates(texts: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of names whose texts share more than a quarter of the shorter one's runs of six words, with that share."""
    runs = {name: _runs(text) for name, text in texts.items()}
    owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, found in runs.items():
        for run in found:
            owners[run].append(name)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for names in owners.values():
        for pair in combinations(sorted(names), 2):
            shared[pair] += 1
    for (one, other), count in sorted(shared.items()):
        share = count / min(len(runs[one]), len(runs[other]))
        if share > MOST_SHARED:
            yield one, other, share


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
