"""Ratings in words, as the menukaart and its sources use them."""

from app.domain.items import PartnerRole, Scale

EVIDENCE_WORDS = {1: "zeer beperkt", 2: "beperkt", 3: "gemiddeld", 4: "sterk", 5: "zeer sterk"}
COST_WORDS = {1: "zeer laag", 2: "laag", 3: "gemiddeld", 4: "hoog", 5: "zeer hoog"}
UNITS = {
    Scale.EFFECT: "maanden extra leerwinst in een schooljaar, gemiddeld over veel studies",
    Scale.EVIDENCE: "stap 1 (zeer beperkt) tot 5 (zeer sterk)",
    Scale.COST: "stap 1 (zeer laag) tot 5 (zeer hoog)",
}
ROLE_LABELS = {PartnerRole.REQUIRED: "nodig", PartnerRole.HELPFUL: "helpt", PartnerRole.INVOLVED: "deed mee"}
MEDIUM_EFFECT, LARGE_EFFECT = 3, 6


def words(scale: Scale, value: int | None) -> str:
    """A value in Dutch words; an unknown one is "nog onbekend"."""
    if value is None:
        return "nog onbekend"
    if scale is Scale.EVIDENCE:
        return EVIDENCE_WORDS[value]
    if scale is Scale.COST:
        return COST_WORDS[value]
    return _effect_words(value)


def _effect_words(months: int) -> str:
    if months < 0:
        return "negatief"
    if months == 0:
        return "geen effect"
    return "klein" if months < MEDIUM_EFFECT else "gemiddeld" if months < LARGE_EFFECT else "groot"
