"""Names as visitors type them, however they are spelled, against the names of an item."""

from app.search.understanding.tokens import squashed

MIN_START_LETTERS = 4
# More items than this that start so, and none of them is clearly meant.
MAX_SAME_START = 3


def exact_keys(q: str, meant: str) -> tuple[str, ...]:
    """The keys of the names that a query may be exactly: as typed, then with its spelling mended."""
    return tuple(dict.fromkeys(key for key in (squashed(q), squashed(meant)) if key))


def start_key(q: str) -> str | None:
    """The start of a key that a half-typed name may have; None when it is too short to mean one."""
    key = squashed(q)
    return key if len(key) >= MIN_START_LETTERS else None
