"""A school scan as the guide is asked about it: which schools, what pupils need and how much that weighs, who and what there is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic.alias_generators import to_camel

from app.domain.did_you_mean import did_you_mean
from app.domain.facets import FACET_BY_NAME
from app.domain.vocabularies import Vocabularies

MOST_FINDINGS = 6
LIGHT, HEAVY = 1, 3
WEIGHTS = {str(weight): weight for weight in range(LIGHT, HEAVY + 1)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem area that the scan found, and how much it weighs: 1, 2 or 3."""

    area: str
    weight: int = LIGHT


def _known(facet: str, value: str, info: ValidationInfo) -> str:
    """A term id of a facet, as it is. The vocabularies come as the validation's context. Raises ValueError."""
    faults = _faults_of_id(facet, value, info.context or {})
    if faults:
        raise ValueError("; ".join(faults))
    return value


def _weighed(value: str, info: ValidationInfo) -> str:
    """A problem area with or without a weight behind a colon, as it is. Raises ValueError with all that is wrong with it."""
    area, colon, weight = value.partition(":")
    faults = _faults_of_id("problemArea", area, info.context or {})
    if colon and weight not in WEIGHTS:
        faults.append(f"must have 1, 2 or 3 behind the colon, or no colon, not {value[:80]!r}")
    if faults:
        raise ValueError("; ".join(faults))
    return value


def _faults_of_id(facet: str, value: str, vocabularies: Vocabularies) -> list[str]:
    known = vocabularies[FACET_BY_NAME[facet].vocabulary].by_id
    if value in known:
        return []
    return [f"must be an id from /v1/facets/{facet}/values, not {value[:80]!r}{did_you_mean(value[:80], known)}"]


def _ids_of(facet: str) -> Callable[[str, ValidationInfo], str]:
    return partial(_known, facet)


# The order in which things are asked must not change the answer.
_SORTED = AfterValidator(lambda values: tuple(sorted(set(values))))
WeighedArea = Annotated[str, AfterValidator(_weighed), Field(json_schema_extra={"pattern": r"^[a-z0-9-]+(:[1-3])?$"})]


class SchoolScan(BaseModel):
    """One question to the guide. An area that is named twice counts once, with its highest weight."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)

    school_type: Annotated[tuple[Annotated[str, AfterValidator(_ids_of("schoolType"))], ...], _SORTED] = Field(
        min_length=1,
        max_length=50,
        description="the types of school that the scan is about; ids of /v1/vocabularies/school-types",
        examples=[["vo"]],
    )
    problem_area: Annotated[tuple[WeighedArea, ...], _SORTED] = Field(
        min_length=1,
        max_length=MOST_FINDINGS,
        description="what the scan found: ids of /v1/vocabularies/problem-areas, each with or without a weight of 1 (as without), 2 or 3: "
        "verzuim:3",
        examples=[["verzuim:3", "motivatie"]],
    )
    partner: Annotated[tuple[Annotated[str, AfterValidator(_ids_of("partner"))], ...], _SORTED] = Field(
        (), max_length=50, description="the partners that are available; ids of /v1/vocabularies/partners"
    )
    max_cost: int | None = Field(
        None, ge=1, le=5, description="the highest step of cost that is affordable; without it cost gives no points"
    )
    limit: int = Field(5, ge=1, le=20, description="at most this many interventions, programmes and measures each")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the scan found, the heaviest first."""
        weights: dict[str, int] = {}
        for value in self.problem_area:
            area, _, weight = value.partition(":")
            weights[area] = max(weights.get(area, LIGHT), WEIGHTS.get(weight, LIGHT))
        return tuple(sorted((Finding(area, weight) for area, weight in weights.items()), key=lambda one: (-one.weight, one.area)))
