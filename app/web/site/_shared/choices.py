"""Parts of every form that narrows: options, chips of choices that are made, and ways out when nothing is left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.domain.queries import FACET_FIELDS, SearchQuery
from app.web.site._shared.limits import LIMITS


# A tuple, because a page has some hundred and fifty of these: a third of the time that dataclasses take.
class FacetChoice(NamedTuple):
    """A value of a facet to choose, with the number of items that it gives."""

    facet: str
    value: str
    label: str
    items: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that is made, and the address without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a search without results: a label, where it leads, and how many items are there if that is known."""

    label: str
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class SelectOption:
    """An option of a list to choose one from."""

    value: str
    label: str
    selected: bool


def narrowing(query: SearchQuery) -> list[str]:
    """The fields of a search that narrow it: facets and limits."""
    return [name for name in (*FACET_FIELDS.values(), *LIMITS) if getattr(query, name) not in (None, ())]


def each_and_all(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The fields that can be taken away: each by itself, then all of them."""
    yield from dict.fromkeys(some for some in (*((name,) for name in names), tuple(names)) if some)


def nothing_in(names: Iterable[str]) -> dict[str, Any]:
    """The fields of a search with nothing chosen in them."""
    return {name: SearchQuery.model_fields[name].default for name in names}
