"""Views of one intervention or programme in the advice of the school guide, and of a measure. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue.advice import AdviceGiven
from app.domain.advice.ranking import Advised, AdvisedPartner
from app.domain.items import Basis, GoodPractice, Measure, PartnerRole, Scale
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.dutch.lists import capital, in_a_sentence
from app.dutch.points import points_text
from app.dutch.ratings import ROLE_LABELS
from app.dutch.reasons import doubts, rationale, reasons
from app.web.site._shared.cards import CardView, StepView, item_card, step_views
from app.web.site._shared.links import item_href
from app.web.site._shared.ratings import RatingView
from app.web.site.advice.explained import RESPECTS

# Months mislead when they come before the evidence.
RATING_ORDER = (Scale.EVIDENCE, Scale.EFFECT, Scale.COST)


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of a sum: what points were given for, how many of how many, and why."""

    label: str
    points: int
    of: int
    text: str


@dataclass(frozen=True, slots=True)
class Ally:
    """A partner to involve: how, whether it was named, what it does, who says so, and where to read how to reach it."""

    label: str
    role: str
    needed: bool
    named: bool
    told: str
    task: str
    by_editors: bool
    href: str


@dataclass(frozen=True, slots=True)
class Further:
    """Another page that goes with it, with a fact or two."""

    title: str
    href: str
    details: str
    by_editors: bool = False
    steps: tuple[StepView, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvisedView:
    """An intervention or a programme at its place in a list."""

    rank: int
    card: CardView
    points: int
    of: int
    sums: tuple[Sum, ...]
    ratings: tuple[RatingView, ...]
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    partners: tuple[Ally, ...]
    programmes: tuple["AdvisedView", ...]
    measures: tuple[Further, ...]
    examples: tuple[Further, ...]
    rationale: str


def advised_view(rank: int, one: Advised, given: AdviceGiven) -> AdvisedView:
    """An intervention or a programme at a place in its list, with the programmes below it."""
    vocabularies, points = given.snapshot.vocabularies, one.assessment.points
    card = item_card(given.records[one.item.slug], given.snapshot)
    return AdvisedView(
        rank=rank,
        card=card,
        points=one.assessment.total,
        of=sum(each.of for each in points),
        sums=tuple(Sum(RESPECTS[each.name], each.points, each.of, points_text(each, one.assessment, vocabularies)) for each in points),
        ratings=tuple(sorted(card.ratings, key=lambda rating: RATING_ORDER.index(Scale(rating.scale)))),
        reasons=reasons(one.assessment, vocabularies),
        doubts=doubts(one.assessment, vocabularies),
        partners=tuple(_ally(partner, vocabularies["partners"]) for partner in one.partners),
        programmes=tuple(advised_view(place, programme, given) for place, programme in enumerate(one.programmes, 1)),
        measures=tuple(measure_view(measure, vocabularies) for measure in one.measures),
        examples=tuple(_example(example) for example in one.examples),
        rationale=rationale(one.assessment, vocabularies),
    )


def _ally(one: AdvisedPartner, partners: Vocabulary) -> Ally:
    needed = one.partner.role is PartnerRole.REQUIRED
    return Ally(
        label=partners.label_of(one.partner.partner),
        role=capital(ROLE_LABELS[one.partner.role]),
        needed=needed,
        named=one.available,
        told="U noemde deze partner" if one.available else "Nog te vragen" if needed else "U noemde deze partner niet",
        task=one.partner.task or "",
        by_editors=one.partner.basis is Basis.EDITORIAL,
        href=item_href(one.guide.slug) if one.guide else "",
    )


def measure_view(measure: Measure, vocabularies: Vocabularies) -> Further:
    """A measure of the municipality, with what its money is for, when in the year it is taken, and who says so."""
    goal = vocabularies["spending-goals"].label_of(measure.spending_goal.goal)
    by_editors = measure.spending_goal.basis is Basis.EDITORIAL
    when = step_views(measure, vocabularies)
    return Further(measure.title, item_href(measure.slug), f"Bestedingsdoel: {in_a_sentence(goal)}", by_editors, when)


def _example(example: GoodPractice) -> Further:
    facts: Iterable[str | None] = (example.organisation, ", ".join(place.name for place in example.places), example.period)
    return Further(example.title, item_href(example.slug), "; ".join(fact for fact in facts if fact))
