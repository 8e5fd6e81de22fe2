"""The shapes of advice: what was asked, and what fits it, in points that add up."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from app.domain.advice.matching import Nearness
from app.domain.advice.scoring import Respect
from app.domain.items import Basis, PartnerRole
from app.web.api._shared.item_schemas import ItemCard, ItemLinks, SpendingGoalOut, StepOut
from app.web.api._shared.schemas import Link, Ref, Schema

RespectName = Literal["fit", "evidence", "partners", "schoolType", "cost"]
RESPECT_NAMES: Mapping[Respect, RespectName] = {
    "fit": "fit",
    "evidence": "evidence",
    "partners": "partners",
    "school_type": "schoolType",
    "cost": "cost",
}
SENTENCES = "sentences in Dutch, for visitors"


class FindingOut(Ref):
    """A problem area that the scan found, and how much it weighs."""

    weight: int = Field(ge=1, le=3)


class ScanOut(Schema):
    """The question as it was understood; the heaviest finding first."""

    school_types: tuple[Ref, ...]
    findings: tuple[FindingOut, ...]
    partners: tuple[Ref, ...] = Field(description="the partners that are available")
    max_cost: int | None
    limit: int


class Fitting(Schema):
    """How many there are that fit, also those beyond the limit."""

    interventions: int = Field(ge=0)
    programmes: int = Field(ge=0, description="with those that stand under an intervention")
    measures: int = Field(ge=0)


class PointsOut(Schema):
    """What an item earns in one respect."""

    name: RespectName
    points: int = Field(ge=0, examples=[36])
    of: int = Field(ge=0, description="the most that can be earned", examples=[48])
    text: str = Field(
        description="why, in Dutch",
        examples=["Verzuim past precies (3 × 1); motivatie past niet (1 × 0). Samen 3 van 4, keer 48 is 36."],
    )


class Score(Schema):
    """All points together: the sum of `points`."""

    points: int = Field(ge=0, examples=[66])
    of: int = Field(ge=0, description="100, or 92 when no limit was set to the cost", examples=[92])


class MatchOut(Schema):
    """How an item fits one finding: precisely, by something narrower, by what is just broader, or not."""

    problem_area: Ref
    nearness: Nearness
    via: tuple[Ref, ...] = Field(description="the item's own problem areas that make it fit")


class PartnerToInvolve(Ref):
    """A partner, what it does, and where to read whom to ask."""

    role: PartnerRole
    role_label: str
    task: str | None
    basis: Basis = Field(description="whether a source or the editors say so")
    available: bool = Field(description="whether it is among the partners that were asked with, or is a part of one")
    guide: Link | None = Field(description="the page about this partner, with how to reach it")


class AdvisedMeasure(Schema):
    """What the municipality can add."""

    slug: str
    title: str
    summary: str
    spending_goal: SpendingGoalOut
    steps: tuple[StepOut, ...] = Field(description="when in the year; empty when nothing tells")
    links: ItemLinks = Field(alias="_links")


class AdvisedExample(Schema):
    """A good practice."""

    slug: str
    title: str
    organisation: str
    places: tuple[str, ...]
    period: str | None
    links: ItemLinks = Field(alias="_links")


class AdvisedProgramme(Schema):
    """A programme that fits. It earns points for its recognition where an intervention does for evidence; do not compare the two."""

    item: ItemCard
    score: Score
    points: tuple[PointsOut, ...] = Field(description="the arithmetic")
    matches: tuple[MatchOut, ...]
    evidence: str = Field(
        description="how well it is known to work, in Dutch: the recognition of a programme, the evidence for an intervention"
    )
    reasons: tuple[str, ...] = Field(description=SENTENCES, examples=[["Past bij verzuim, een onderwerp dat u zwaar liet wegen."]])
    doubts: tuple[str, ...] = Field(description=SENTENCES, examples=[["Nodig: leerplicht en RMC. U noemde deze partner niet."]])
    partners: tuple[PartnerToInvolve, ...] = Field(description="those that it cannot do without come first")
    measures: tuple[AdvisedMeasure, ...] = Field(description="measures of the municipality that supplement it, for these schools")
    examples: tuple[AdvisedExample, ...] = Field(description="at most five good practices at these schools, the best fitting first")
    rationale: str = Field(description="a paragraph in Dutch for a school plan, made of the same facts with their sources")


class AdvisedIntervention(AdvisedProgramme):
    """A type of intervention that fits, with its programmes that fit too, the best first."""

    programmes: tuple[AdvisedProgramme, ...]


class AdviceAnswer(Schema):
    """What fits a school scan, the best first."""

    scan: ScanOut
    interventions: tuple[AdvisedIntervention, ...]
    programmes: tuple[AdvisedProgramme, ...] = Field(description="programmes that stand under none of these interventions")
    measures: tuple[AdvisedMeasure, ...] = Field(description="measures of the municipality about the same problem areas")
    fitting: Fitting
    gaps: tuple[Ref, ...] = Field(description="findings for which nothing in the catalogue is precise enough")
