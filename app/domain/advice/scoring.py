"""How well an item answers a school scan, in points that anybody can add up. `docs/advice.md` has every number with its reason.

Months of effect earn no points: they mislead without evidence, and evidence has its own points.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from app.domain.advice.matching import SHARE, Match, Nearness, SchoolMatch, match, school_match, share_of
from app.domain.advice.scan import SchoolScan
from app.domain.items import Item, PartnerRole, Programme, Scale
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.dutch import citing
from app.dutch.lists import capital, in_a_sentence, listed

Respect = Literal["fit", "evidence", "partners", "schoolType", "cost"]
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
UNKNOWN_COST = 4


@dataclass(frozen=True, slots=True)
class Points:
    """What an item earns in one respect, `points` out of `of`; `text` says why, in Dutch."""

    name: Respect
    points: int
    of: int
    text: str


@dataclass(frozen=True)
class Assessment:
    """An item held against a scan. What it earns is worked out when somebody asks: most items do not fit."""

    item: Item
    scan: SchoolScan
    vocabularies: Vocabularies
    matches: tuple[Match, ...]
    schools: tuple[SchoolMatch, ...]

    @cached_property
    def available(self) -> frozenset[str]:
        """The item's partners that are there. As in search, a broader one stands for what is narrower."""
        given, partners = set(self.scan.partner), self.vocabularies["partners"]
        return frozenset(one.partner for one in self.item.partners if given & {one.partner, *partners.ancestors(one.partner)})

    @cached_property
    def points(self) -> tuple[Points, ...]:
        """What it earns in each respect; cost only when somebody set a limit."""
        points = (
            _fit(self.matches, self.vocabularies["problem-areas"]),
            _evidence(self.item, self.vocabularies),
            _partners(self.item, self.available, self.vocabularies["partners"]),
            _school_type(self.schools, self.vocabularies["school-types"]),
        )
        return points if self.scan.max_cost is None else (*points, _cost(self.item, self.scan.max_cost))

    @property
    def total(self) -> int:
        """All points together."""
        return sum(one.points for one in self.points)

    @property
    def evidence(self) -> int:
        """The points for evidence alone."""
        return next(one.points for one in self.points if one.name == "evidence")

    @cached_property
    def share(self) -> Fraction:
        """How much of the scan it fits, before rounding: from 0 to 1."""
        return share_of(self.matches)

    @property
    def nearest(self) -> Nearness:
        """How near it comes to any finding; nothing is near that is for other schools."""
        if not any(school.share for school in self.schools):
            return Nearness.NONE
        return max((one.nearness for one in self.matches), key=SHARE.__getitem__)

    def required(self, *, available: bool) -> tuple[str, ...]:
        """The partners without whom it cannot be done that are available, or those that are not."""
        needed = (one.partner for one in self.item.partners if one.role is PartnerRole.REQUIRED)
        return tuple(partner for partner in needed if (partner in self.available) is available)


def assess(item: Item, scan: SchoolScan, vocabularies: Vocabularies) -> Assessment:
    """Hold an item against a scan."""
    matches = tuple(match(item, finding, vocabularies["problem-areas"]) for finding in scan.findings)
    schools = tuple(school_match(item, asked, vocabularies["school-types"]) for asked in scan.school_type)
    return Assessment(item, scan, vocabularies, matches, schools)


def _fit(matches: tuple[Match, ...], areas: Vocabulary) -> Points:
    share = share_of(matches)
    points = int(FIT * share + Fraction(1, 2))
    told = "; ".join(f"{in_a_sentence(areas.label_of(one.finding.area))} {_times(one)}" for one in matches)
    weight = sum(match.finding.weight for match in matches)
    sum_text = f"Samen {_number(share * weight)} van {weight}, keer {FIT} is {_number(FIT * share)}"
    rounded = "" if FIT * share == points else f", afgerond {points}"
    return Points("fit", points, FIT, f"{capital(told)}. {sum_text}{rounded}.")


NEARNESS_WORDS = {
    Nearness.EXACT: "past precies",
    Nearness.NARROWER: "past voor een deel",
    Nearness.BROADER: "past alleen in het algemeen",
    Nearness.NONE: "past niet",
}


def _times(match: Match) -> str:
    return f"{NEARNESS_WORDS[match.nearness]} ({match.finding.weight} × {_number(SHARE[match.nearness])})"


def _number(number: Fraction) -> str:
    """A number as Dutch writes it, with at most two decimals."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _evidence(item: Item, vocabularies: Vocabularies) -> Points:
    return Points("evidence", _evidence_points(item), EVIDENCE, citing.evidence_sentence(item, vocabularies))


def _evidence_points(item: Item) -> int:
    if isinstance(item, Programme):
        return RECOGNITION.get(item.recognition.level, UNKNOWN_EVIDENCE)
    rating = citing.known(item, Scale.EVIDENCE)
    return PER_STEP * rating.value if rating and rating.value is not None else UNKNOWN_EVIDENCE


def _partners(item: Item, available: frozenset[str], partners: Vocabulary) -> Points:
    needed = [one.partner for one in item.partners if one.role is PartnerRole.REQUIRED]
    if not needed:
        return Points("partners", PARTNERS, PARTNERS, "Menukaart noemt geen partner die nodig is.")
    there = sum(partner in available for partner in needed)
    labels = listed([in_a_sentence(partners.label_of(partner)) for partner in needed])
    text = (
        f"Nodig: {labels}. Van deze {len(needed)} noemde u er {there or 'geen'}."
        if len(needed) > 1
        else f"Nodig: {labels}. {_named(there)}"
    )
    return Points("partners", PARTNERS * there // len(needed), PARTNERS, text)


def _named(there: int) -> str:
    return "U noemde deze partner." if there else "U noemde deze partner niet."


def _school_type(schools: tuple[SchoolMatch, ...], types: Vocabulary) -> Points:
    share = sum((school.share for school in schools), Fraction(0)) / len(schools)
    told = "; ".join(f"{in_a_sentence(types.label_of(one.school_type))} ({_part(one)})" for one in schools)
    return Points("schoolType", int(SCHOOL_TYPE * share), SCHOOL_TYPE, f"Bedoeld voor: {told}.")


def _part(school: SchoolMatch) -> str:
    return "helemaal" if school.via is None else "voor een deel" if school.via else "niet"


def _cost(item: Item, most: int) -> Points:
    rating = citing.known(item, Scale.COST)
    if rating is None or rating.value is None:
        return Points("cost", UNKNOWN_COST, COST, citing.UNKNOWN[Scale.COST])
    sentence = citing.rating_sentence(item, Scale.COST)
    if rating.value <= most:
        return Points("cost", COST, COST, f"{sentence} Dat past bij wat u opgaf.")
    return Points("cost", 0, COST, f"{sentence} Dat is meer dan u opgaf.")
