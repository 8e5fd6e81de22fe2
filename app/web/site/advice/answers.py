"""Answers of a visitor to the school guide: from an address, and back. The parameters are those of `/v1/advice`, and `stap`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError

from app.domain.advice.scan import LIGHT, MOST_FINDINGS, WEIGHTS, Finding, SchoolScan, school_scan
from app.domain.facets import FACET_BY_NAME
from app.domain.vocabularies import Vocabularies
from app.web.actions.scan_input import ScanInput
from app.web.site._shared.lenient import Ignored

GUIDE = "/keuzehulp"
# Fewer than the API gives: on a page each comes with its sum, reasons and doubts.
SHOWN = 3
STEP = "stap"
NAMES = ("schoolType", "problemArea", "partner", "maxCost", "limit", STEP)
NAMED = 3  # unknown values that a message repeats
LONGEST = 60


class GuideStep(IntEnum):
    """The steps, in the order of asking. The last one is the answer."""

    SCHOOL = 1
    FINDINGS = 2
    WEIGHT = 3
    MEANS = 4
    ADVICE = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """Choices so far, in the order of the vocabularies. It may not be enough yet, or too much, to be a scan."""

    school_type: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    partner: tuple[str, ...] = ()
    max_cost: int | None = None
    limit: int = SHOWN

    def scan(self) -> SchoolScan:
        """The question to the guide. Only for answers without problems."""
        return school_scan(self.school_type, self.findings, self.partner, max_cost=self.max_cost, limit=self.limit)


@dataclass(frozen=True, slots=True)
class StepProblem:
    """The reason why a step is not done. `missing`: there is nothing yet, which is no fault on the step itself."""

    step: GuideStep
    field: str
    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class GuideRequest:
    """The request in an address: with which answers, which step is to be shown, why not a later one, and what in it means nothing.

    `step` None: nothing was asked yet.
    """

    answers: Answers
    step: GuideStep | None
    problems: tuple[StepProblem, ...]
    ignored: tuple[Ignored, ...]


def advice_href(answers: Answers, step: GuideStep = GuideStep.ADVICE, **changes: Any) -> str:
    """The address of a step with these answers, some of them changed."""
    pairs = [*parameters(replace(answers, **changes)), *([(STEP, str(int(step)))] if step is not GuideStep.ADVICE else [])]
    return f"{GUIDE}?{urlencode(pairs, safe=':')}"


def parameters(answers: Answers) -> Iterator[tuple[str, str]]:
    """Names and values of what was chosen."""
    yield from (("schoolType", one) for one in answers.school_type)
    yield from (("problemArea", weighed(one)) for one in answers.findings)
    yield from (("partner", one) for one in answers.partner)
    if answers.max_cost is not None:
        yield "maxCost", str(answers.max_cost)
    if answers.limit != SHOWN:
        yield "limit", str(answers.limit)


def weighed(finding: Finding) -> str:
    """A finding as a parameter has it."""
    return finding.area if finding.weight == LIGHT else f"{finding.area}:{finding.weight}"


def read_answers(given: Iterable[tuple[str, str]], vocabularies: Vocabularies) -> GuideRequest:
    """The request in an address. Other parameters, such as those of newsletters, are left alone."""
    values: dict[str, list[str]] = {name: [] for name in NAMES}
    for name, value in given:
        if name in values and value.strip():
            values[name].append(value)
    if not any(values.values()):
        return GuideRequest(Answers(), None, (), ())
    schools, strange_schools = _terms("schoolType", values, vocabularies)
    findings, strange_areas, strange_weights = _findings(values["problemArea"], vocabularies)
    partners, strange_partners = _terms("partner", values, vocabularies)
    (cost, strange_costs), (limit, strange_limits) = _number("maxCost", values), _number("limit", values)
    answers = Answers(schools, findings, partners, cost, SHOWN if limit is None else limit)
    unknown = (
        (GuideStep.SCHOOL, "schoolType", "Dit schooltype kennen wij niet", strange_schools),
        (GuideStep.FINDINGS, "problemArea", "Dit onderwerp kennen wij niet", strange_areas),
        (GuideStep.WEIGHT, "problemArea", "Dit gewicht kennen wij niet", strange_weights),
        (GuideStep.MEANS, "partner", "Deze partner kennen wij niet", strange_partners),
        (GuideStep.MEANS, "maxCost", "Deze grens aan de kosten kennen wij niet", strange_costs),
    )
    strange = [StepProblem(step, field, _unknown(said, some)) for step, field, said, some in unknown if some]
    told = {one.step for one in strange}
    problems = [*strange, *(one for one in _insufficient(answers) if one.step not in told or not one.missing)]
    wanted, strange_steps = _step(values[STEP])
    left_out = (*(Ignored("Aantal", one) for one in strange_limits), *(Ignored("Stap", one) for one in strange_steps))
    return _asked(wanted, answers, problems, left_out)


def _asked(wanted: GuideStep, answers: Answers, problems: Iterable[StepProblem], ignored: tuple[Ignored, ...]) -> GuideRequest:
    """The first step that has a problem, or the one that was wanted. One finding has nothing to be weighed against."""
    before = [one for one in problems if one.step < wanted or (one.step == wanted and not one.missing)]
    step = min((one.step for one in before), default=wanted)
    shown = tuple(one for one in before if one.step == step)
    if step is GuideStep.WEIGHT and not shown and len(answers.findings) == 1:
        step = GuideStep.MEANS
    return GuideRequest(answers, step, shown, ignored)


def _insufficient(answers: Answers) -> Iterator[StepProblem]:
    if not answers.school_type:
        yield StepProblem(GuideStep.SCHOOL, "schoolType", "Kies ten minste één schooltype.", missing=True)
    chosen = len(answers.findings)
    if not chosen:
        yield StepProblem(GuideStep.FINDINGS, "problemArea", "Kies ten minste één onderwerp.", missing=True)
    if chosen > MOST_FINDINGS:
        text = f"U koos {chosen} onderwerpen. Kies er hoogstens {MOST_FINDINGS}: wat voor uw leerlingen het meest telt."
        yield StepProblem(GuideStep.FINDINGS, "problemArea", text)


def _unknown(said: str, values: list[str]) -> str:
    named = ", ".join(f"‘{value[:LONGEST]}’" for value in values[:NAMED])
    return f"{said}: {named}{' en meer' if len(values) > NAMED else ''}. Kies uit de lijst."


def _terms(name: str, values: dict[str, list[str]], vocabularies: Vocabularies) -> tuple[tuple[str, ...], list[str]]:
    """The terms that there are, in the vocabulary's order, and what is none."""
    known = vocabularies[FACET_BY_NAME[name].vocabulary].by_id
    given = dict.fromkeys(values[name])
    return tuple(term for term in known if term in given), [value for value in given if value not in known]


def _findings(values: list[str], vocabularies: Vocabularies) -> tuple[tuple[Finding, ...], list[str], list[str]]:
    """The findings, each with its highest weight; areas that there are not; weights that there are not."""
    known = vocabularies["problem-areas"].by_id
    weights: dict[str, int] = {}
    strange_areas, strange_weights = [], []
    for value in dict.fromkeys(values):
        area, colon, weight = value.partition(":")
        if area not in known:
            strange_areas.append(value)
            continue
        if colon and weight not in WEIGHTS:
            strange_weights.append(value)
        weights[area] = max(weights.get(area, LIGHT), WEIGHTS.get(weight, LIGHT))
    return tuple(Finding(area, weights[area]) for area in known if area in weights), strange_areas, strange_weights


def _number(name: str, values: dict[str, list[str]]) -> tuple[int | None, list[str]]:
    """The first value that a scan takes, and the others."""
    given = list(dict.fromkeys(values[name]))
    right = [value for value in given if value.isdecimal() and _is_right(name, value)][:1]
    return (int(right[0]) if right else None), [value for value in given if value not in right]


def _is_right(name: str, value: str) -> bool:
    try:
        ScanInput.model_validate({name: value})
    except ValidationError as error:
        return all(one["loc"][0] != name for one in error.errors())
    return True


def _step(values: list[str]) -> tuple[GuideStep, list[str]]:
    """The step that is wanted. The answer has no number: its address is a question to the API."""
    steps = {str(int(step)): step for step in GuideStep if step is not GuideStep.ADVICE}
    found = next((steps[value] for value in values if value in steps), GuideStep.ADVICE)
    return found, [value for value in values if value not in steps]
