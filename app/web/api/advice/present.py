"""Advice as the API shows it."""

from typing import Any

from app.catalogue.advice import AdviceGiven
from app.domain.advice.matching import AreaMatch
from app.domain.advice.ranking import Advised, AdvisedPartner
from app.domain.advice.scan import SchoolScan
from app.domain.advice.scoring import Points
from app.domain.items import GoodPractice, Measure
from app.domain.vocabularies import Vocabularies
from app.dutch.points import points_text
from app.dutch.ratings import ROLE_LABELS
from app.dutch.reasons import doubts, rationale, reasons
from app.web.api._shared.cards import card_members, steps
from app.web.api._shared.item_schemas import ItemLinks, SpendingGoalOut
from app.web.api._shared.schemas import Link, Ref, Schema
from app.web.api.advice.schemas import (
    RESPECT_NAMES,
    AdvisedExample,
    AdvisedMeasure,
    FindingOut,
    MatchOut,
    PartnerToInvolve,
    PointsOut,
    ScanOut,
)


def present_advice(scan: SchoolScan, given: AdviceGiven) -> dict[str, Any]:
    """The answer as JSON data; `AdviceAnswer` is its shape."""
    advice, vocabularies = given.advice, given.snapshot.vocabularies
    return {
        "scan": _data(_scan(scan, vocabularies)),
        "interventions": [_intervention(one, given) for one in advice.interventions],
        "programmes": [_programme(one, given) for one in advice.programmes],
        "measures": [_data(_measure(one, vocabularies)) for one in advice.measures],
        "fitting": advice.fitting,
        "gaps": [_data(Ref.of(area, "problem-areas", vocabularies)) for area in advice.gaps],
    }


def _data(schema: Schema) -> dict[str, Any]:
    return schema.model_dump(mode="json", by_alias=True)


def _scan(scan: SchoolScan, vocabularies: Vocabularies) -> ScanOut:
    return ScanOut(
        school_types=tuple(Ref.of(one, "school-types", vocabularies) for one in scan.school_types),
        findings=tuple(
            FindingOut(id=one.area, label=vocabularies["problem-areas"].label_of(one.area), weight=one.weight) for one in scan.findings
        ),
        partners=tuple(Ref.of(one, "partners", vocabularies) for one in scan.partners),
        max_cost=scan.max_cost,
        limit=scan.limit,
    )


def _intervention(one: Advised, given: AdviceGiven) -> dict[str, Any]:
    return {**_programme(one, given), "programmes": [_programme(programme, given) for programme in one.programmes]}


def _programme(one: Advised, given: AdviceGiven) -> dict[str, Any]:
    """An intervention or a programme, with its card as it was made at publish time."""
    vocabularies, points = given.snapshot.vocabularies, one.assessment.points
    texts = {each.name: points_text(each, one.assessment, vocabularies) for each in points}
    return {
        "item": card_members(given.records[one.item.slug], given.snapshot),
        "score": {"points": one.assessment.total, "of": sum(each.of for each in points)},
        "points": [_data(_points(each, texts[each.name])) for each in points],
        "matches": [_data(_match(match, vocabularies)) for match in one.assessment.matches],
        "evidence": texts["evidence"],
        "reasons": reasons(one.assessment, vocabularies),
        "doubts": doubts(one.assessment, vocabularies),
        "partners": [_data(_partner(partner, vocabularies)) for partner in one.partners],
        "measures": [_data(_measure(measure, vocabularies)) for measure in one.measures],
        "examples": [_data(_example(example)) for example in one.examples],
        "rationale": rationale(one.assessment, vocabularies),
    }


def _points(points: Points, text: str) -> PointsOut:
    return PointsOut(name=RESPECT_NAMES[points.name], points=points.points, of=points.of, text=text)


def _match(match: AreaMatch, vocabularies: Vocabularies) -> MatchOut:
    return MatchOut(
        problem_area=Ref.of(match.finding.area, "problem-areas", vocabularies),
        nearness=match.nearness,
        via=tuple(Ref.of(area, "problem-areas", vocabularies) for area in match.via),
    )


def _partner(one: AdvisedPartner, vocabularies: Vocabularies) -> PartnerToInvolve:
    entry = one.partner
    return PartnerToInvolve(
        id=entry.partner,
        label=vocabularies["partners"].label_of(entry.partner),
        role=entry.role,
        role_label=ROLE_LABELS[entry.role],
        task=entry.task,
        basis=entry.basis,
        available=one.available,
        guide=_link(one.guide.slug) if one.guide else None,
    )


def _measure(measure: Measure, vocabularies: Vocabularies) -> AdvisedMeasure:
    goal = Ref.of(measure.spending_goal.goal, "spending-goals", vocabularies)
    return AdvisedMeasure(
        slug=measure.slug,
        title=measure.title,
        summary=measure.summary,
        spending_goal=SpendingGoalOut(goal=goal, basis=measure.spending_goal.basis),
        steps=steps(measure, vocabularies),
        links=ItemLinks(self_=_link(measure.slug)),
    )


def _example(example: GoodPractice) -> AdvisedExample:
    return AdvisedExample(
        slug=example.slug,
        title=example.title,
        organisation=example.organisation,
        places=tuple(place.name for place in example.places),
        period=example.period,
        links=ItemLinks(self_=_link(example.slug)),
    )


def _link(slug: str) -> Link:
    return Link(href=f"/v1/items/{slug}")
