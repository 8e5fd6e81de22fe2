"""A school scan as somebody asks it in an address, checked against the vocabularies."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic.alias_generators import to_camel

from app.domain.advice.scan import DEFAULT_LIMIT, LIGHT, MOST_FINDINGS, WEIGHTS, Finding, SchoolScan, school_scan
from app.domain.facets import FACET_BY_NAME
from app.domain.unknown_names import must_be_from
from app.domain.vocabularies import Vocabularies


def _term_id(facet: str, value: str, info: ValidationInfo) -> str:
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
    term_ids = vocabularies[FACET_BY_NAME[facet].vocabulary].by_id
    if value in term_ids:
        return []
    return [must_be_from(f"/v1/facets/{facet}/values", value[:80], term_ids)]


def _ids_of(facet: str) -> Callable[[str, ValidationInfo], str]:
    return partial(_term_id, facet)


# Before the limits on length: a value that is given twice is one value.
_ONCE = AfterValidator(lambda values: tuple(dict.fromkeys(values)))
WeighedArea = Annotated[str, AfterValidator(_weighed), Field(json_schema_extra={"pattern": r"^[a-z0-9-]+(:[1-3])?$"})]


class ScanInput(BaseModel):
    """The parameters of a question to the guide."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)

    school_type: Annotated[tuple[Annotated[str, AfterValidator(_ids_of("schoolType"))], ...], _ONCE] = Field(
        min_length=1,
        max_length=50,
        description="the types of school that the scan is about; ids of /v1/vocabularies/school-types",
        examples=[["vo"]],
    )
    problem_area: Annotated[tuple[WeighedArea, ...], _ONCE] = Field(
        min_length=1,
        max_length=MOST_FINDINGS,
        description="what the scan found: ids of /v1/vocabularies/problem-areas, each with or without a weight of 1 (as without), 2 or 3: "
        "verzuim:3",
        examples=[["verzuim:3", "motivatie"]],
    )
    partner: Annotated[tuple[Annotated[str, AfterValidator(_ids_of("partner"))], ...], _ONCE] = Field(
        (), max_length=50, description="the partners that are available; ids of /v1/vocabularies/partners"
    )
    max_cost: int | None = Field(
        None, ge=1, le=5, description="the highest step of cost that is affordable; without it cost gives no points"
    )
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=20, description="at most this many interventions, programmes and measures each")

    def scan(self) -> SchoolScan:
        """The question in the words of the domain."""
        return school_scan(self.school_type, map(_finding, self.problem_area), self.partner, max_cost=self.max_cost, limit=self.limit)


def _finding(value: str) -> Finding:
    area, _, weight = value.partition(":")
    return Finding(area, WEIGHTS.get(weight, LIGHT))
