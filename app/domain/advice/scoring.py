"""The points of an item for a school scan, which anybody can add up. `docs/advice.md` has every number with its reason.

Months of effect earn no points: they mislead without evidence, and evidence has its own points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from app.domain.advice.matching import SHARE, AreaMatch, Nearness, SchoolMatch, area_match, area_share, school_match
from app.domain.advice.scan import SchoolScan
from app.domain.items import Item, PartnerRole, Programme, Scale
from app.domain.vocabularies import Vocabularies, Vocabulary

Respect = Literal["fit", "evidence", "partners", "school_type", "cost"]
# The most that can be earned in each respect: 100 together.
FIT, EVIDENCE, PARTNERS, COST, SCHOOL_TYPE = 48, 30, 10, 8, 4
# Unknown lies between step 1 and step 2: not as bad as next to nothing, and never better than something that was looked into.
PER_STEP, UNKNOWN_EVIDENCE = 6, 9
RECOGNITION = {
    "sterke-aanwijzingen": 30,
    "goede-aanwijzingen": 24,
    "eerste-aanwijzingen": 18,
    "goed-onderbouwd": 12,
    "goed-beschreven": 10,
    "niet-erkend": 6,
}
# Average evidence, or first indications that a programme works: from here on it speaks for an item, below it is a doubt.
ENOUGH_EVIDENCE = RECOGNITION["eerste-aanwijzingen"]
# Half of COST: that nobody knows the price is not the same as too dear.
UNKNOWN_COST = 4


@dataclass(frozen=True, slots=True)
class Points:
    """The points that an item earns in one respect, `points` out of `of`."""

    name: Respect
    points: int
    of: int


@dataclass(frozen=True)
class Assessment:
    """An item held against a scan. What it earns is worked out when somebody asks: most items do not fit."""

    item: Item
    scan: SchoolScan
    matches: tuple[AreaMatch, ...]
    schools: tuple[SchoolMatch, ...]
    partner_terms: Vocabulary

    @cached_property
    def available(self) -> frozenset[str]:
        """The item's partners that the scan has. As in search, a broader one stands for all narrower ones."""
        given, ancestors = set(self.scan.partners), self.partner_terms.ancestors
        return frozenset(entry.partner for entry in self.item.partners if given & {entry.partner, *ancestors(entry.partner)})

    @cached_property
    def points(self) -> tuple[Points, ...]:
        """The points in each respect; cost only when the scan has a limit."""
        points = (
            Points("fit", int(FIT * self.share + Fraction(1, 2)), FIT),
            Points("evidence", _evidence_points(self.item), EVIDENCE),
            Points("partners", self._partner_points(), PARTNERS),
            Points("school_type", _school_points(self.schools), SCHOOL_TYPE),
        )
        most = self.scan.max_cost
        return points if most is None else (*points, Points("cost", _cost_points(self.item, most), COST))

    @property
    def total(self) -> int:
        """All points together."""
        return sum(respect.points for respect in self.points)

    @property
    def evidence(self) -> int:
        """The points for evidence alone."""
        return _evidence_points(self.item)

    @property
    def cost(self) -> int | None:
        """The points for cost alone; None when the scan has no limit."""
        return next((respect.points for respect in self.points if respect.name == "cost"), None)

    @cached_property
    def share(self) -> Fraction:
        """The part of the scan that it fits, before rounding: from 0 to 1."""
        return area_share(self.matches)

    @property
    def nearest(self) -> Nearness:
        """The nearest that it comes to any finding; nothing is near that is for other schools."""
        if not any(school.share for school in self.schools):
            return Nearness.NONE
        return max((match.nearness for match in self.matches), key=SHARE.__getitem__)

    def required(self, *, available: bool | None = None) -> tuple[str, ...]:
        """The partners without whom it cannot be done: all of them, or those that the scan has, or those that it has not."""
        needed = (entry.partner for entry in self.item.partners if entry.role is PartnerRole.REQUIRED)
        return tuple(partner for partner in needed if available is None or (partner in self.available) is available)

    def _partner_points(self) -> int:
        needed = len(self.required())
        return PARTNERS * len(self.required(available=True)) // needed if needed else PARTNERS


def assess(item: Item, scan: SchoolScan, vocabularies: Vocabularies) -> Assessment:
    """The item held against a scan."""
    areas, types = vocabularies["problem-areas"], vocabularies["school-types"]
    matches = tuple(area_match(item, finding, areas) for finding in scan.findings)
    schools = tuple(school_match(item, school_type, types) for school_type in scan.school_types)
    return Assessment(item, scan, matches, schools, vocabularies["partners"])


def _evidence_points(item: Item) -> int:
    if isinstance(item, Programme):
        return RECOGNITION.get(item.recognition.level, UNKNOWN_EVIDENCE)
    step = item.current_value(Scale.EVIDENCE)
    return UNKNOWN_EVIDENCE if step is None else PER_STEP * step


def _school_points(schools: Sequence[SchoolMatch]) -> int:
    return int(SCHOOL_TYPE * sum((school.share for school in schools), Fraction(0)) / len(schools))


def _cost_points(item: Item, most: int) -> int:
    step = item.current_value(Scale.COST)
    if step is None:
        return UNKNOWN_COST
    return COST if step <= most else 0
