"""Ratings in words, as the menukaart and its sources use them."""

from app.domain.items import PartnerRole, Scale
from app.dutch.plurals import counted

EVIDENCE_WORDS = {1: "zeer beperkt", 2: "beperkt", 3: "gemiddeld", 4: "sterk", 5: "zeer sterk"}
COST_WORDS = {1: "zeer laag", 2: "laag", 3: "gemiddeld", 4: "hoog", 5: "zeer hoog"}
UNITS = {
    Scale.EFFECT: "maanden extra leerwinst in een schooljaar, gemiddeld over veel studies",
    Scale.EVIDENCE: "stap 1 (zeer beperkt) tot 5 (zeer sterk)",
    Scale.COST: "stap 1 (zeer laag) tot 5 (zeer hoog)",
}
ROLE_LABELS = {PartnerRole.REQUIRED: "nodig", PartnerRole.HELPFUL: "helpt", PartnerRole.INVOLVED: "deed mee"}
# Months from which an effect is called "gemiddeld" and "groot".
MEDIUM_EFFECT, LARGE_EFFECT = 3, 6


def words(scale: Scale, value: int | None) -> str:
    """A value as a word: "sterk", "laag", "groot"; None is "nog onbekend"."""
    if value is None:
        return "nog onbekend"
    if scale is Scale.EVIDENCE:
        return EVIDENCE_WORDS[value]
    if scale is Scale.COST:
        return COST_WORDS[value]
    return _effect_words(value)


def number_with_unit(scale: Scale, value: int) -> str:
    """A number with its unit, in short: "6 maanden", "4 van 5"; below zero with its sign: "-2 maanden"."""
    return counted(value, "maand", "maanden") if scale is Scale.EFFECT else f"{value} van 5"


def value_in_words(scale: Scale, value: int) -> str:
    """A word with its number: "groot (6 maanden)", "sterk (4 van 5)"."""
    return f"{words(scale, value)} ({number_with_unit(scale, value)})"


def number_in_full(scale: Scale, value: int) -> str:
    """A number with all that it counts: "6 maanden extra leerwinst in een schooljaar, gemiddeld over veel studies", "stap 4 van 5"."""
    if scale is Scale.EFFECT:
        return f"{months_in_words(value)} in een schooljaar, gemiddeld over veel studies"
    return f"stap {value} van 5"


def months_in_words(value: int) -> str:
    """An effect in months of progress: "6 maanden extra leerwinst"; below zero "2 maanden minder leerwinst"."""
    return f"{counted(abs(value), 'maand', 'maanden')} {'minder' if value < 0 else 'extra'} leerwinst"


def _effect_words(months: int) -> str:
    if months < 0:
        return "negatief"
    if months == 0:
        return "geen effect"
    return "klein" if months < MEDIUM_EFFECT else "gemiddeld" if months < LARGE_EFFECT else "groot"
