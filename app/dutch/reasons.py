"""Why an item is advised and what to doubt, to the person who asks; and the same facts as a paragraph for a school plan."""

from collections.abc import Iterator

from app.domain.advice.matching import Match, Nearness, SchoolMatch
from app.domain.advice.scoring import COST, RECOGNITION, UNKNOWN_COST, Assessment
from app.domain.items import Basis, Partner, PartnerRole, Programme
from app.domain.vocabularies import Vocabularies
from app.dutch import citing
from app.dutch.dates import date_in_words
from app.dutch.lists import in_a_sentence, listed

# Average evidence, or first indications that a programme works: from here on it speaks for an item, below it is a doubt.
ENOUGH = RECOGNITION["eerste-aanwijzingen"]
WEIGHING = {1: "", 2: ", een onderwerp dat u extra liet wegen", 3: ", een onderwerp dat u zwaar liet wegen"}


def reasons(one: Assessment, vocabularies: Vocabularies) -> tuple[str, ...]:
    """What speaks for an item, the weightiest first."""
    return tuple(_reasons(one, vocabularies))


def doubts(one: Assessment, vocabularies: Vocabularies) -> tuple[str, ...]:
    """What a school must know before it chooses this."""
    return tuple(_doubts(one, vocabularies))


def rationale(one: Assessment, vocabularies: Vocabularies) -> str:
    """A paragraph for a school plan, in the school's own voice: the facts of the page with their sources, and nothing more."""
    return " ".join(_rationale(one, vocabularies))


def _reasons(one: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    for match in one.matches:
        if match.nearness is not Nearness.NONE:
            yield f"{_match(match, vocabularies)}{WEIGHING[match.finding.weight]}."
    if one.evidence >= ENOUGH:
        yield citing.evidence_sentence(one.item, vocabularies)
    if not _of_role(one, PartnerRole.REQUIRED):
        yield "Menukaart noemt geen partner die nodig is."
    for partner in one.required(available=True):
        yield f"Nodig: {_partner(partner, vocabularies)}. U noemde deze partner."
    for entry in _of_role(one, PartnerRole.HELPFUL):
        if entry.partner in one.available:
            yield f"Kan helpen: {_partner(entry.partner, vocabularies)}. U noemde deze partner."
    yield from (points.text for points in one.points if points.name == "cost" and points.points == COST)
    whole = [_school(school.school_type, vocabularies) for school in one.schools if school.via is None]
    if whole:
        yield f"Deze aanpak is bedoeld voor {listed(whole)}."


def _doubts(one: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    for match in one.matches:
        if match.nearness is Nearness.NONE:
            yield f"{_match(match, vocabularies)}{WEIGHING[match.finding.weight]}."
    if one.evidence < ENOUGH:
        yield citing.evidence_sentence(one.item, vocabularies)
    yield from _remark(one)
    for partner in one.required(available=False):
        yield f"Nodig: {_partner(partner, vocabularies)}. U noemde deze partner niet."
    yield from _only_for(one, vocabularies)
    yield from (points.text for points in one.points if points.name == "cost" and points.points <= UNKNOWN_COST)
    yield from citing.differing(one.item)


def _rationale(one: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    areas = [_area(match.finding.area, vocabularies) for match in one.matches]
    yield f"Uit onze schoolscan komt naar voren: {listed(areas)}."
    yield f"Daarom kiezen wij voor {'het programma ' if isinstance(one.item, Programme) else ''}“{one.item.title}”."
    yield from _placed(one, vocabularies)
    if isinstance(one.item, Programme):
        yield citing.evidence_sentence(one.item, vocabularies)
    yield from citing.ratings_by_source(one.item)
    yield from citing.differing(one.item)
    yield from _remark(one)
    yield from _needed(one, vocabularies)
    yield from _only_for(one, vocabularies)


def _placed(one: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    """Where the editors place it: what it fits precisely in one sentence, what else there is to say in one each."""
    by = f"Volgens de redactie van Menukaart (gecontroleerd op {date_in_words(one.item.last_reviewed)})"
    fits = [_area(match.finding.area, vocabularies) for match in one.matches if match.nearness is Nearness.EXACT]
    others = [_match(match, vocabularies) for match in one.matches if match.nearness is not Nearness.EXACT]
    if fits:
        yield f"{by} past dit bij {listed(fits)}."
    else:
        first, *others = others
        yield f"{by} geldt: {first[:1].lower()}{first[1:]}."
    yield from (f"{other}." for other in others)


def _match(match: Match, vocabularies: Vocabularies) -> str:
    area = _area(match.finding.area, vocabularies)
    via = listed([_area(own, vocabularies) for own in match.via])
    return {
        Nearness.EXACT: f"Past bij {area}",
        Nearness.NARROWER: f"Gaat over {via}; dat hoort bij {area}",
        Nearness.BROADER: f"Gaat over {via}; dat is breder dan {area}",
        Nearness.NONE: f"Staat in Menukaart niet bij {area}",
    }[match.nearness]


def _remark(one: Assessment) -> Iterator[str]:
    """Earlier levels, expiry and doubts, as the editors wrote them down."""
    if isinstance(one.item, Programme) and one.item.recognition.note:
        yield f"De redactie schrijft over de erkenning: “{one.item.recognition.note}”"


def _needed(one: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    needed = _of_role(one, PartnerRole.REQUIRED)
    if not needed:
        yield "Menukaart noemt geen partner die nodig is."
        return
    by = (
        "volgens de redactie van Menukaart"
        if any(entry.basis is Basis.EDITORIAL for entry in needed)
        else "volgens de bronnen van Menukaart"
    )
    yield f"Hiervoor is nodig ({by}): {listed([_partner(entry.partner, vocabularies) for entry in needed])}."
    missing = [_partner(partner, vocabularies) for partner in one.required(available=False)]
    if missing:
        yield f"Nog te vragen: {listed(missing)}."


def _only_for(one: Assessment, vocabularies: Vocabularies) -> Iterator[str]:
    yield from (_limit(school, vocabularies) for school in one.schools if school.via is not None)


def _limit(school: SchoolMatch, vocabularies: Vocabularies) -> str:
    asked = _school(school.school_type, vocabularies)
    if not school.via:
        return f"Staat in Menukaart niet bij {asked}."
    return f"Staat in Menukaart van {asked} alleen bij {listed([_school(one, vocabularies) for one in school.via])}."


def _of_role(one: Assessment, role: PartnerRole) -> tuple[Partner, ...]:
    return tuple(entry for entry in one.item.partners if entry.role is role)


def _area(term: str, vocabularies: Vocabularies) -> str:
    return in_a_sentence(vocabularies["problem-areas"].label_of(term))


def _school(term: str, vocabularies: Vocabularies) -> str:
    return in_a_sentence(vocabularies["school-types"].label_of(term))


def _partner(term: str, vocabularies: Vocabularies) -> str:
    return in_a_sentence(vocabularies["partners"].label_of(term))
