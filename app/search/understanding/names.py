"""Items by what they are called: title, title before its colon, short name or slug, however they are spelled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from app.search.understanding.prefixes import starting_with
from app.search.understanding.tokens import squashed

MIN_START_LETTERS = 4
# More items than this that start so, and none of them is clearly meant.
MAX_SAME_START = 3


class ItemNames:
    """The names of all items. Of several items with one name, the more general kind comes first."""

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        self._slugs = _slugs_by_name(documents)
        self._ordered = sorted(self._slugs)

    def exactly(self, text: str) -> tuple[str, ...]:
        """The slugs of the items that have exactly this name."""
        return self._slugs.get(squashed(text), ())

    def starting(self, text: str) -> tuple[str, ...]:
        """The slugs of the items with a name that starts so, if they are few."""
        start = squashed(text)
        if len(start) < MIN_START_LETTERS:
            return ()
        slugs = dict.fromkeys(slug for name in starting_with(start, self._ordered) for slug in self._slugs[name])
        return tuple(slugs) if len(slugs) <= MAX_SAME_START else ()


def _slugs_by_name(documents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    owners: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for document in documents:
        title = document["title"]
        for name in {squashed(name) for name in (title, title.partition(":")[0], document["id"], *document["names"])}:
            owners[name].append(document)
    return {name: tuple(owner["id"] for owner in sorted(same, key=_precedence)) for name, same in owners.items()}


def _precedence(document: Mapping[str, Any]) -> tuple[Any, ...]:
    return (document["kindOrder"], document["sortTitle"], document["id"])
