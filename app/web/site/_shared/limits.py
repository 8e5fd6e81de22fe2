"""Limits on effect, evidence and cost, as a visitor chooses them: by their words, of which each has its number."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from app.domain.items import Scale
from app.domain.queries import SearchQuery
from app.dutch import ratings


@dataclass(frozen=True, slots=True)
class ScaleLimit:
    """One limit: of which scale, how it is said, and the numbers that are offered."""

    scale: Scale
    label: str
    least: str
    offered: tuple[int, ...]


LIMITS: Mapping[str, ScaleLimit] = {
    "min_effect": ScaleLimit(Scale.EFFECT, "Effect", "minstens", (1, ratings.MEDIUM_EFFECT, ratings.LARGE_EFFECT)),
    "min_evidence": ScaleLimit(Scale.EVIDENCE, "Bewijs", "minstens", (2, 3, 4, 5)),
    "max_cost": ScaleLimit(Scale.COST, "Kosten", "hoogstens", (1, 2, 3, 4)),
}


@dataclass(frozen=True, slots=True)
class LimitOption:
    """A number that can be chosen, in words."""

    value: int
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class LimitView:
    """A list to choose a limit from; `name` is the parameter."""

    name: str
    label: str
    options: tuple[LimitOption, ...]


def limit_views(query: SearchQuery) -> tuple[LimitView, ...]:
    """The three lists. A number that came with the address and is not offered is there too."""
    return tuple(_view(name, limit, getattr(query, name)) for name, limit in LIMITS.items())


def _view(name: str, limit: ScaleLimit, chosen: int | None) -> LimitView:
    values = sorted({*limit.offered, *([] if chosen is None else [chosen])})
    return LimitView(
        to_camel(name),
        limit.label,
        tuple(LimitOption(value, f"{limit.least} {ratings.value_in_words(limit.scale, value)}", value == chosen) for value in values),
    )


def limit_words(name: str, value: int) -> str:
    """A chosen limit in words: `Bewijs: minstens sterk (4 van 5)`."""
    limit = LIMITS[name]
    return f"{limit.label}: {limit.least} {ratings.value_in_words(limit.scale, value)}"
