"""How the school guide counts, for visitors: every number is the one that `app.domain.advice.scoring` counts with. Pure."""

from dataclasses import dataclass

from app.domain.advice import scoring
from app.domain.advice.matching import SHARE, Nearness
from app.domain.advice.scan import MOST_FINDINGS, WEIGHTS
from app.domain.vocabularies import Vocabularies
from app.dutch.ratings import EVIDENCE_WORDS
from app.web.site.advice.steps import WEIGHT_WORDS

RESPECTS: dict[scoring.Respect, str] = {
    "fit": "Past bij uw schoolscan",
    "evidence": "Bewijs",
    "partners": "Partners",
    "cost": "Kosten",
    "school_type": "Schooltype",
}
MOST: dict[scoring.Respect, int] = {
    "fit": scoring.FIT,
    "evidence": scoring.EVIDENCE,
    "partners": scoring.PARTNERS,
    "cost": scoring.COST,
    "school_type": scoring.SCHOOL_TYPE,
}
NEARNESS = {
    Nearness.EXACT: "precies over dit onderwerp",
    Nearness.NARROWER: "over een deel van dit onderwerp",
    Nearness.BROADER: "over het bredere onderwerp waar dit bij hoort",
    Nearness.NONE: "over iets anders",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The numbers of the guide; pairs are words with points."""

    respects: tuple[tuple[str, int], ...]
    most: dict[str, int]
    labels: dict[str, str]
    whole: int
    without_cost: int
    nearness: tuple[tuple[str, int], ...]
    weights: tuple[str, ...]
    evidence: tuple[tuple[str, int], ...]
    recognition: tuple[tuple[str, int], ...]
    unknown_evidence: int
    unknown_cost: int
    enough: str
    findings: int


def explanation(vocabularies: Vocabularies) -> Explanation:
    """The page about how the guide counts."""
    levels = vocabularies["recognition-levels"]
    by_step = [(f"{word} ({step} van {max(EVIDENCE_WORDS)})", scoring.PER_STEP * step) for step, word in EVIDENCE_WORDS.items()]
    return Explanation(
        respects=tuple((RESPECTS[name], points) for name, points in MOST.items()),
        most={str(name): points for name, points in MOST.items()},
        labels={str(name): label for name, label in RESPECTS.items()},
        whole=sum(MOST.values()),
        without_cost=sum(MOST.values()) - scoring.COST,
        nearness=tuple((NEARNESS[one], int(scoring.FIT * share)) for one, share in SHARE.items()),
        weights=tuple(f"‘{WEIGHT_WORDS[weight]}’ telt {weight} keer" for weight in WEIGHTS.values()),
        evidence=tuple(reversed(by_step)),
        recognition=tuple((term.label, scoring.RECOGNITION.get(term.id, scoring.UNKNOWN_EVIDENCE)) for term in levels.terms),
        unknown_evidence=scoring.UNKNOWN_EVIDENCE,
        unknown_cost=scoring.UNKNOWN_COST,
        enough=next(EVIDENCE_WORDS[step] for step in EVIDENCE_WORDS if scoring.PER_STEP * step >= scoring.ENOUGH_EVIDENCE),
        findings=MOST_FINDINGS,
    )
