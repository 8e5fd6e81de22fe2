"""Words by how they start."""

from bisect import bisect_left
from collections.abc import Sequence

# No letter sorts after it.
LAST_CHARACTER = "\uffff"


def starting_with(start: str, ordered: Sequence[str]) -> Sequence[str]:
    """The words that start so, from words in order."""
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, start + LAST_CHARACTER)]
