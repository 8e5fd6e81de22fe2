"""The points of the guide in words, so that a visitor can add them up."""

from fractions import Fraction

from app.domain.advice.matching import SHARE, AreaMatch, Nearness, SchoolMatch
from app.domain.advice.scoring import COST, FIT, Assessment, Points
from app.domain.items import Scale
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.dutch.citing import UNKNOWN, evidence_sentence, rating_sentence
from app.dutch.lists import capital, in_a_sentence, listed

NO_PARTNER = "Menukaart noemt geen partner die nodig is."
NEARNESS_WORDS = {
    Nearness.EXACT: "past precies",
    Nearness.NARROWER: "past voor een deel",
    Nearness.BROADER: "past alleen in het algemeen",
    Nearness.NONE: "past niet",
}


def points_text(points: Points, assessment: Assessment, vocabularies: Vocabularies) -> str:
    """The reason for these points, in Dutch sentences."""
    match points.name:
        case "fit":
            return _fit_text(points, assessment, vocabularies["problem-areas"])
        case "evidence":
            return evidence_sentence(assessment.item, vocabularies)
        case "partners":
            return _partners_text(assessment, vocabularies["partners"])
        case "school_type":
            return _schools_text(assessment, vocabularies["school-types"])
        case "cost":
            return cost_text(assessment)


def cost_text(assessment: Assessment) -> str:
    """The cost with its source, and whether it is within the scan's limit; or that it is unknown."""
    if assessment.item.current_value(Scale.COST) is None:
        return UNKNOWN[Scale.COST]
    return f"{rating_sentence(assessment.item, Scale.COST)} Dat {'past bij wat' if assessment.cost == COST else 'is meer dan'} u opgaf."


def _fit_text(points: Points, assessment: Assessment, areas: Vocabulary) -> str:
    """The weighted mean, written out: "Verzuim past precies (3 × 1); motivatie past niet (1 × 0). Samen 3 van 4, keer 48 is 36."."""
    weight, share = sum(match.finding.weight for match in assessment.matches), assessment.share
    terms = "; ".join(f"{in_a_sentence(areas.label_of(match.finding.area))} {_product(match)}" for match in assessment.matches)
    product = f"Samen {_number(share * weight)} van {weight}, keer {FIT} is {_number(FIT * share)}"
    rounded = "" if FIT * share == points.points else f", afgerond {points.points}"
    return f"{capital(terms)}. {product}{rounded}."


def _product(match: AreaMatch) -> str:
    return f"{NEARNESS_WORDS[match.nearness]} ({match.finding.weight} × {_number(SHARE[match.nearness])})"


def _number(number: Fraction) -> str:
    """A number as Dutch writes it, with at most two decimals."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _partners_text(assessment: Assessment, partners: Vocabulary) -> str:
    needed, available = assessment.required(), len(assessment.required(available=True))
    if not needed:
        return NO_PARTNER
    labels = listed([in_a_sentence(partners.label_of(partner)) for partner in needed])
    if len(needed) > 1:
        return f"Nodig: {labels}. Van deze {len(needed)} noemde u er {available or 'geen'}."
    return f"Nodig: {labels}. U noemde deze partner{'' if available else ' niet'}."


def _schools_text(assessment: Assessment, types: Vocabulary) -> str:
    schools = "; ".join(f"{in_a_sentence(types.label_of(school.school_type))} ({_extent(school)})" for school in assessment.schools)
    return f"Bedoeld voor: {schools}."


def _extent(school: SchoolMatch) -> str:
    return "helemaal" if school.via is None else "voor een deel" if school.via else "niet"
