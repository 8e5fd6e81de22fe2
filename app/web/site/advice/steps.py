"""Views of the steps of the school guide. Pure: from answers and vocabularies to choices."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.advice.scan import MOST_FINDINGS, WEIGHTS, Finding
from app.domain.facets import FACET_BY_NAME
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.limits import LimitView, limit_views
from app.web.site.advice.answers import Answers, GuideRequest, GuideStep, advice_href, parameters, weighed

LABELS = {
    GuideStep.SCHOOL: "Uw school",
    GuideStep.FINDINGS: "Uit de schoolscan",
    GuideStep.WEIGHT: "Wat telt zwaarst",
    GuideStep.MEANS: "Partners en geld",
    GuideStep.ADVICE: "Advies",
}
WEIGHT_WORDS = {1: "weegt mee", 2: "weegt extra", 3: "weegt zwaar"}
FIELDS = {
    GuideStep.SCHOOL: ("schoolType",),
    GuideStep.FINDINGS: ("problemArea",),
    GuideStep.WEIGHT: ("problemArea",),
    GuideStep.MEANS: ("partner", "maxCost"),
}


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step in the list of steps. `open`: one can go there, by `href`, or in a form by sending `value` as `stap`."""

    number: int
    label: str
    value: str
    current: bool
    done: bool
    open: bool
    href: str


@dataclass(frozen=True, slots=True)
class TermChoice:
    """A term that can be chosen, with its narrower ones."""

    id: str
    name: str
    value: str
    label: str
    definition: str
    selected: bool
    narrower: tuple["TermChoice", ...]


@dataclass(frozen=True, slots=True)
class WeightOption:
    """How heavy a finding can weigh, as a parameter and in words."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class WeightChoice:
    """A finding with the weights to choose from."""

    id: str
    label: str
    definition: str
    options: tuple[WeightOption, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A message, of which field it is, and the id of the element to go to."""

    field: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """Everything that a step shows. `kept` are the answers of other steps; `before` and `after` are values of `stap`."""

    number: int
    questions: int
    steps: tuple[StepLink, ...]
    problems: tuple[ProblemView, ...]
    wrong: tuple[str, ...]
    ignored: tuple[Ignored, ...]
    kept: tuple[tuple[str, str], ...]
    before: str
    after: str
    choices: tuple[TermChoice, ...]
    weights: tuple[WeightChoice, ...]
    costs: LimitView
    chosen: int
    most: int


def step_page(asked: GuideRequest, step: GuideStep, vocabularies: Vocabularies) -> StepPage:
    """The page of a step, the advice excepted."""
    answers = asked.answers
    open_steps = [one for one in GuideStep if _is_open(one, answers)]
    facet = FIELDS[step][0]
    return StepPage(
        number=int(step),
        questions=len(GuideStep) - 1,
        steps=step_links(answers, step),
        problems=tuple(ProblemView(one.field, one.text, _anchor(step, one.field, answers, vocabularies)) for one in asked.problems),
        wrong=tuple(one.field for one in asked.problems),
        ignored=asked.ignored,
        kept=tuple(pair for pair in parameters(answers) if pair[0] not in FIELDS[step]),
        before=next((_value(one) for one in reversed(open_steps) if one < step), ""),
        after=_value(GuideStep(step + 1)),
        choices=() if step is GuideStep.WEIGHT else tuple(_choices(facet, None, answers, vocabularies)),
        weights=tuple(_weight(one, vocabularies["problem-areas"]) for one in answers.findings) if step is GuideStep.WEIGHT else (),
        costs=next(view for view in limit_views(SearchQuery(max_cost=answers.max_cost)) if view.name == "maxCost"),
        chosen=len(answers.findings),
        most=MOST_FINDINGS,
    )


def step_links(answers: Answers, current: GuideStep) -> tuple[StepLink, ...]:
    """All steps, seen from one of them. The advice has no form, so there they are links."""
    return tuple(_link(step, current, answers) for step in GuideStep)


def _link(step: GuideStep, current: GuideStep, answers: Answers) -> StepLink:
    can = _is_open(step, answers)
    there = can and step is not current
    href = advice_href(answers, step) if there and current is GuideStep.ADVICE else ""
    return StepLink(int(step), LABELS[step], _value(step), step is current, can and step < current, there, href)


def _is_open(step: GuideStep, answers: Answers) -> bool:
    """Whether one can go to a step: everything before it is there, and it has something to choose."""
    if step is GuideStep.WEIGHT:
        return bool(answers.school_type) and len(answers.findings) > 1
    return step is GuideStep.SCHOOL or bool(answers.school_type and (step is GuideStep.FINDINGS or answers.findings))


def _value(step: GuideStep) -> str:
    return "" if step is GuideStep.ADVICE else str(int(step))


def _anchor(step: GuideStep, field: str, answers: Answers, vocabularies: Vocabularies) -> str:
    """The id of the first element of a field."""
    if field == "maxCost":
        return field
    first = answers.findings[0].area if step is GuideStep.WEIGHT else next(iter(vocabularies[FACET_BY_NAME[field].vocabulary].by_id))
    return f"{field}-{first}"


def _choices(facet: str, broader: str | None, answers: Answers, vocabularies: Vocabularies) -> Iterator[TermChoice]:
    """The terms right below one, each with its own."""
    vocabulary, chosen = vocabularies[FACET_BY_NAME[facet].vocabulary], _chosen(facet, answers)
    for term in vocabulary.narrower.get(broader, ()):
        below = tuple(_choices(facet, term, answers, vocabularies))
        definition = vocabulary.by_id[term].definition or ""
        yield TermChoice(f"{facet}-{term}", facet, chosen.get(term, term), vocabulary.label_of(term), definition, term in chosen, below)


def _chosen(facet: str, answers: Answers) -> dict[str, str]:
    """The chosen values, with the values to send again: a finding keeps its weight while others are chosen."""
    if facet == "problemArea":
        return {one.area: weighed(one) for one in answers.findings}
    return {term: term for term in (answers.school_type if facet == "schoolType" else answers.partner)}


def _weight(finding: Finding, areas: Vocabulary) -> WeightChoice:
    options = tuple(
        WeightOption(f"{finding.area}:{weight}", f"{WEIGHT_WORDS[weight]} ({weight} keer)", weight == finding.weight)
        for weight in WEIGHTS.values()
    )
    term = areas.by_id[finding.area]
    return WeightChoice(f"problemArea-{finding.area}", term.label, term.definition or "", options)
