"""The view of an advice of the school guide. Pure: from the domain's advice to what a template writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.catalogue.advice import AdviceGiven
from app.domain.advice.ranking import Advised
from app.domain.advice.scan import Finding
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.dutch.lists import listed
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.limits import limit_words
from app.web.site._shared.links import compare_first_href, search_href
from app.web.site.advice.advised_views import AdvisedView, Further, advised_view, measure_view
from app.web.site.advice.answers import Answers, GuideRequest, GuideStep, advice_href
from app.web.site.advice.steps import LABELS, WEIGHT_WORDS, StepLink, step_links

COMPARED = 3  # that stand beside each other on a screen
MORE, MOST = 5, 20  # as ScanInput has it


@dataclass(frozen=True, slots=True)
class ChangeLink:
    """A link to the step where something can be changed."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Given:
    """A question with what was answered, and the ways to change that."""

    label: str
    texts: tuple[str, ...]
    changes: tuple[ChangeLink, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best of a kind. `fitting` is how many there are, `left` how many of those are nowhere on the page.

    `more` shows more of them; when a list may not be longer, `search` does. `compare` sets the first `compared` side by side.
    """

    items: tuple[AdvisedView, ...]
    fitting: int
    left: int
    more: str
    search: str
    compare: str
    compared: int


@dataclass(frozen=True, slots=True)
class AdviceGap:
    """A finding that nothing fits precisely: a search for it, and the address of this advice for the broader area, if there is one."""

    label: str
    search: str
    broader: str
    broader_href: str


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """Everything that the advice shows. `under`: how many programmes stand with an intervention."""

    steps: tuple[StepLink, ...]
    ignored: tuple[Ignored, ...]
    given: tuple[Given, ...]
    interventions: Ranked
    programmes: Ranked
    under: int
    measures: tuple[Further, ...]
    more_measures: str
    left_measures: int
    gaps: tuple[AdviceGap, ...]
    address: str


def advice_page(asked: GuideRequest, given: AdviceGiven) -> AdvicePage:
    """The page of an advice."""
    advice, answers, vocabularies = given.advice, asked.answers, given.snapshot.vocabularies
    under = {programme.item.slug for one in advice.interventions for programme in one.programmes}
    fitting = advice.fitting
    measures_left = fitting["measures"] - len(advice.measures)
    return AdvicePage(
        steps=step_links(answers, GuideStep.ADVICE),
        ignored=asked.ignored,
        given=tuple(_answered(answers, vocabularies)),
        interventions=_ranked("intervention", advice.interventions, answers, given, fitting=fitting["interventions"]),
        programmes=_ranked("programme", advice.programmes, answers, given, fitting=fitting["programmes"], elsewhere=len(under)),
        under=len(under),
        measures=tuple(measure_view(one, vocabularies) for one in advice.measures),
        more_measures=_more(answers, measures_left),
        left_measures=measures_left,
        gaps=tuple(_gap(area, answers, vocabularies["problem-areas"]) for area in advice.gaps),
        address=advice_href(answers),
    )


def _answered(answers: Answers, vocabularies: Vocabularies) -> Iterator[Given]:
    """The answers given, each with the way back to its step."""
    school, areas, partners = (vocabularies[name] for name in ("school-types", "problem-areas", "partners"))
    findings, several = answers.findings, len(answers.findings) > 1
    yield Given(LABELS[GuideStep.SCHOOL], tuple(map(school.label_of, answers.school_type)), (_change("school", GuideStep.SCHOOL, answers),))
    yield Given(
        LABELS[GuideStep.FINDINGS],
        tuple(f"{areas.label_of(one.area)} ({WEIGHT_WORDS[one.weight]})" if several else areas.label_of(one.area) for one in findings),
        (_change("onderwerpen", GuideStep.FINDINGS, answers), *([_change("gewicht", GuideStep.WEIGHT, answers)] if several else [])),
    )
    yield Given(
        LABELS[GuideStep.MEANS],
        (
            f"Partners: {listed([partners.label_of(one) for one in answers.partner]) or 'geen genoemd'}",
            "Kosten: tellen niet mee" if answers.max_cost is None else limit_words("max_cost", answers.max_cost),
        ),
        (_change("partners en geld", GuideStep.MEANS, answers),),
    )


def _change(what: str, step: GuideStep, answers: Answers) -> ChangeLink:
    return ChangeLink(f"Wijzig {what}", advice_href(answers, step))


def _ranked(kind: str, advised: Sequence[Advised], answers: Answers, given: AdviceGiven, *, fitting: int, elsewhere: int = 0) -> Ranked:
    left = fitting - len(advised) - elsewhere
    more = _more(answers, left)
    best = [one.item.slug for one in advised[:COMPARED]]
    asked = {"kind": (kind,), "school_type": answers.school_type, "problem_area": tuple(one.area for one in answers.findings)}
    return Ranked(
        items=tuple(advised_view(rank, one, given) for rank, one in enumerate(advised, 1)),
        fitting=fitting,
        left=left,
        more=more,
        search="" if more or not left else search_href(SearchQuery(), **asked),
        compare=compare_first_href(best) or "",
        compared=len(best),
    )


def _more(answers: Answers, left: int) -> str:
    """The address of the same advice with longer lists, if there is more and a list may be longer."""
    return advice_href(answers, limit=min(MOST, answers.limit + MORE)) if left and answers.limit < MOST else ""


def _gap(area: str, answers: Answers, areas: Vocabulary) -> AdviceGap:
    label, broader = areas.label_of(area), areas.by_id[area].broader
    kept = [one for one in answers.findings if one.area != area]
    known = {one.area for one in kept}
    wider = [one for one in answers.findings if one.area == area and broader and broader not in known]
    findings = (*kept, *(Finding(str(broader), one.weight) for one in wider))
    return AdviceGap(
        label=label,
        search=search_href(SearchQuery(q=label)),
        broader=areas.label_of(broader) if broader and wider else "",
        broader_href=advice_href(answers, findings=findings) if wider else "",
    )
