"""The fit of an item to a finding, and to the schools of the scan."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.advice.scan import Finding
from app.domain.items import Item
from app.domain.vocabularies import Vocabulary


class Nearness(StrEnum):
    """How an item's problem areas lie to one that was found."""

    EXACT = "exact"
    NARROWER = "narrower"
    BROADER = "broader"
    NONE = "none"


# The part of a finding's weight that an item earns; docs/advice.md has the reasons.
SHARE = {Nearness.EXACT: Fraction(1), Nearness.NARROWER: Fraction(1, 2), Nearness.BROADER: Fraction(1, 4), Nearness.NONE: Fraction(0)}


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """An item's fit to one finding; `via` are the item's own areas that make it fit."""

    finding: Finding
    nearness: Nearness
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolMatch:
    """The part of one school type that an item is for: all of it when `via` is None, else these narrower types, or nothing."""

    school_type: str
    via: tuple[str, ...] | None

    @property
    def share(self) -> Fraction:
        """1 for all of it, one half for a part, 0 for nothing."""
        return Fraction(1) if self.via is None else Fraction(1 if self.via else 0, 2)


def area_share(matches: tuple[AreaMatch, ...]) -> Fraction:
    """The weighted mean of how near the item is to each finding, from 0 to 1."""
    weight = sum(match.finding.weight for match in matches)
    return sum((match.finding.weight * SHARE[match.nearness] for match in matches), Fraction(0)) / weight


def area_match(item: Item, finding: Finding, areas: Vocabulary) -> AreaMatch:
    """The nearest way in which an item fits one finding: precisely, else by something narrower, else by what is just broader."""
    if finding.area in item.problem_areas:
        return AreaMatch(finding, Nearness.EXACT, (finding.area,))
    # One step up only: what is about well-being is near to fear, what is about social and emotional development is not.
    broader = areas.by_id[finding.area].broader
    for nearness, via in (
        (Nearness.NARROWER, tuple(area for area in item.problem_areas if finding.area in areas.ancestors(area))),
        (Nearness.BROADER, tuple(area for area in item.problem_areas if area == broader)),
    ):
        if via:
            return AreaMatch(finding, nearness, via)
    return AreaMatch(finding, Nearness.NONE)


def school_match(item: Item, school_type: str, types: Vocabulary) -> SchoolMatch:
    """The part of a school type that an item is for."""
    if _covers(set(item.school_types), school_type, types):
        return SchoolMatch(school_type, None)
    return SchoolMatch(school_type, tuple(own for own in item.school_types if school_type in types.ancestors(own)))


def _covers(own: set[str], school_type: str, types: Vocabulary) -> bool:
    """True when the item's own types are all of this one: a broad type stands for all narrower ones, and they together for it."""
    if own & {school_type, *types.ancestors(school_type)}:
        return True
    narrower = types.narrower.get(school_type, ())
    return bool(narrower) and all(_covers(own, narrower_type, types) for narrower_type in narrower)
