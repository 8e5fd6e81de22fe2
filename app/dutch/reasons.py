"""Reasons and doubts of an advice, to the person who asks; and the same facts as a paragraph for a school plan."""

from collections.abc import Iterator

from app.domain.advice.matching import AreaMatch, Nearness, SchoolMatch
from app.domain.advice.scoring import COST, ENOUGH_EVIDENCE, UNKNOWN_COST, Assessment
from app.domain.items import Basis, Partner, PartnerRole, Programme
from app.domain.vocabularies import Vocabularies
from app.dutch.citing import differing_values, evidence_sentence, ratings_by_source
from app.dutch.dates import date_in_words
from app.dutch.lists import in_a_sentence, listed
from app.dutch.points import NO_PARTNER, cost_text

WEIGHING = {1: "", 2: ", een onderwerp dat u extra liet wegen", 3: ", een onderwerp dat u zwaar liet wegen"}


def reasons(assessment: Assessment, vocabularies: Vocabularies) -> tuple[str, ...]:
    """Sentences that speak for an item, the weightiest first."""
    return tuple(_reasons(assessment, vocabularies))


def doubts(assessment: Assessment, vocabularies: Vocabularies) -> tuple[str, ...]:
    """Sentences that a school must read before it chooses this."""
    return tuple(_doubts(assessment, vocabularies))


def rationale(assessment: Assessment, vocabularies: Vocabularies) -> str:
    """A paragraph for a school plan, in the school's own voice: the facts of the page with their sources, and nothing more."""
    return " ".join(_rationale(assessment, vocabularies))


def _reasons(assessment: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    for match in assessment.matches:
        if match.nearness is not Nearness.NONE:
            yield f"{_match(match, vocabularies)}{WEIGHING[match.finding.weight]}."
    if assessment.evidence >= ENOUGH_EVIDENCE:
        yield evidence_sentence(assessment.item, vocabularies)
    if not assessment.required():
        yield NO_PARTNER
    for partner in assessment.required(available=True):
        yield f"Nodig: {_partner(partner, vocabularies)}. U noemde deze partner."
    for entry in _of_role(assessment, PartnerRole.HELPFUL):
        if entry.partner in assessment.available:
            yield f"Kan helpen: {_partner(entry.partner, vocabularies)}. U noemde deze partner."
    if assessment.cost == COST:
        yield cost_text(assessment)
    whole = [_school(school.school_type, vocabularies) for school in assessment.schools if school.via is None]
    if whole:
        yield f"Deze aanpak is bedoeld voor {listed(whole)}."


def _doubts(assessment: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    for match in assessment.matches:
        if match.nearness is Nearness.NONE:
            yield f"{_match(match, vocabularies)}{WEIGHING[match.finding.weight]}."
    if assessment.evidence < ENOUGH_EVIDENCE:
        yield evidence_sentence(assessment.item, vocabularies)
    yield from _remark(assessment)
    for partner in assessment.required(available=False):
        yield f"Nodig: {_partner(partner, vocabularies)}. U noemde deze partner niet."
    yield from _only_for(assessment, vocabularies)
    if assessment.cost is not None and assessment.cost <= UNKNOWN_COST:
        yield cost_text(assessment)
    yield from differing_values(assessment.item)


def _rationale(assessment: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    areas = [_area(match.finding.area, vocabularies) for match in assessment.matches]
    yield f"Uit onze schoolscan komt naar voren: {listed(areas)}."
    yield f"Daarom kiezen wij voor {'het programma ' if isinstance(assessment.item, Programme) else ''}“{assessment.item.title}”."
    yield from _placed(assessment, vocabularies)
    if isinstance(assessment.item, Programme):
        yield evidence_sentence(assessment.item, vocabularies)
    yield from ratings_by_source(assessment.item)
    yield from differing_values(assessment.item)
    yield from _remark(assessment)
    yield from _needed(assessment, vocabularies)
    yield from _only_for(assessment, vocabularies)


def _placed(assessment: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    """The editors' view of where it fits: all precise findings in one sentence, every other finding in its own."""
    by = f"Volgens de redactie van Menukaart (gecontroleerd op {date_in_words(assessment.item.last_reviewed)})"
    fits = [_area(match.finding.area, vocabularies) for match in assessment.matches if match.nearness is Nearness.EXACT]
    others = [_match(match, vocabularies) for match in assessment.matches if match.nearness is not Nearness.EXACT]
    if fits:
        yield f"{by} past dit bij {listed(fits)}."
    else:
        first, *others = others
        yield f"{by} geldt: {first[:1].lower()}{first[1:]}."
    yield from (f"{other}." for other in others)


def _match(match: AreaMatch, vocabularies: Vocabularies) -> str:
    area = _area(match.finding.area, vocabularies)
    via = listed([_area(own, vocabularies) for own in match.via])
    return {
        Nearness.EXACT: f"Past bij {area}",
        Nearness.NARROWER: f"Gaat over {via}; dat hoort bij {area}",
        Nearness.BROADER: f"Gaat over {via}; dat is breder dan {area}",
        Nearness.NONE: f"Staat in Menukaart niet bij {area}",
    }[match.nearness]


def _remark(assessment: Assessment) -> Iterator[str]:
    """Earlier levels, expiry and doubts, as the editors wrote them down."""
    if isinstance(assessment.item, Programme) and assessment.item.recognition.note:
        yield f"De redactie schrijft over de erkenning: “{assessment.item.recognition.note}”"


def _needed(assessment: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    needed = _of_role(assessment, PartnerRole.REQUIRED)
    if not needed:
        yield NO_PARTNER
        return
    by = (
        "volgens de redactie van Menukaart"
        if any(entry.basis is Basis.EDITORIAL for entry in needed)
        else "volgens de bronnen van Menukaart"
    )
    yield f"Hiervoor is nodig ({by}): {listed([_partner(entry.partner, vocabularies) for entry in needed])}."
    missing = [_partner(partner, vocabularies) for partner in assessment.required(available=False)]
    if missing:
        yield f"Nog te vragen: {listed(missing)}."


def _only_for(assessment: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    yield from (_limit(school, vocabularies) for school in assessment.schools if school.via is not None)


def _limit(school: SchoolMatch, vocabularies: Vocabularies) -> str:
    label = _school(school.school_type, vocabularies)
    if not school.via:
        return f"Staat in Menukaart niet bij {label}."
    return f"Staat in Menukaart van {label} alleen bij {listed([_school(own, vocabularies) for own in school.via])}."


def _of_role(assessment: Assessment, role: PartnerRole) -> tuple[Partner, ...]:
    return tuple(entry for entry in assessment.item.partners if entry.role is role)


def _area(term: str, vocabularies: Vocabularies) -> str:
    return in_a_sentence(vocabularies["problem-areas"].label_of(term))


def _school(term: str, vocabularies: Vocabularies) -> str:
    return in_a_sentence(vocabularies["school-types"].label_of(term))


def _partner(term: str, vocabularies: Vocabularies) -> str:
    return in_a_sentence(vocabularies["partners"].label_of(term))
