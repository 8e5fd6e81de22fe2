"""Whether an item is about what was found, and for the schools that it was found at."""

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


SHARE = {Nearness.EXACT: Fraction(1), Nearness.NARROWER: Fraction(1, 2), Nearness.BROADER: Fraction(1, 4), Nearness.NONE: Fraction(0)}


@dataclass(frozen=True, slots=True)
class Match:
    """How an item fits one finding; `via` are the item's own areas that make it fit."""

    finding: Finding
    nearness: Nearness
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolMatch:
    """Which part of one asked school type an item is for: all of it when `via` is None, else these narrower types, or nothing."""

    school_type: str
    via: tuple[str, ...] | None

    @property
    def share(self) -> Fraction:
        """1 for all of it, one half for a part."""
        return Fraction(1) if self.via is None else Fraction(1 if self.via else 0, 2)


def share_of(matches: tuple[Match, ...]) -> Fraction:
    """The weighted mean of how near the item is to each finding."""
    weight = sum(one.finding.weight for one in matches)
    return sum((one.finding.weight * SHARE[one.nearness] for one in matches), Fraction(0)) / weight


def match(item: Item, finding: Finding, areas: Vocabulary) -> Match:
    """How an item fits one finding: precisely, else by something narrower, else by what is just broader."""
    if finding.area in item.problem_areas:
        return Match(finding, Nearness.EXACT, (finding.area,))
    # One step up only: what is about well-being is near to fear, what is about social and emotional development is not.
    broader = areas.by_id[finding.area].broader
    for nearness, via in (
        (Nearness.NARROWER, tuple(area for area in item.problem_areas if finding.area in areas.ancestors(area))),
        (Nearness.BROADER, tuple(area for area in item.problem_areas if area == broader)),
    ):
        if via:
            return Match(finding, nearness, via)
    return Match(finding, Nearness.NONE)


def school_match(item: Item, asked: str, types: Vocabulary) -> SchoolMatch:
    """Which part of an asked school type an item is for."""
    own = set(item.school_types)
    if _covers(own, asked, types):
        return SchoolMatch(asked, None)
    return SchoolMatch(asked, tuple(one for one in item.school_types if asked in types.ancestors(one)))


def _covers(own: set[str], asked: str, types: Vocabulary) -> bool:
    """A broad type stands for all that is narrower, and all that is narrower for the broad one."""
    if own & {asked, *types.ancestors(asked)}:
        return True
    narrower = types.narrower.get(asked, ())
    return bool(narrower) and all(_covers(own, one, types) for one in narrower)
