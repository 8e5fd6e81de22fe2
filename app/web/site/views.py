"""Views from the shapes of the API, for the pages that still read those. Pure."""

from collections.abc import Iterable

from app.domain.items import Basis, Scale
from app.dutch import ratings
from app.dutch.dates import date_in_words
from app.web.api.schemas.items import ItemCard, RatingOut, StepOut
from app.web.site._shared.cards import MOST_PARTNERS, CardView, PartnerView, StepView
from app.web.site._shared.links import item_href
from app.web.site._shared.ratings import EFFECT_STEPS, RATED_KINDS, SCALE_LABELS, RatingView


def card_view(card: ItemCard) -> CardView:
    """An item in a list."""
    return CardView(
        href=item_href(card.slug),
        slug=card.slug,
        kind=card.kind.id,
        kind_label=card.kind.label,
        title=card.title,
        summary=card.summary,
        passage=None,
        school_types=tuple(term.label for term in card.school_types),
        partners=tuple(PartnerView(partner.label, partner.role_label) for partner in card.partners[:MOST_PARTNERS]),
        more_partners=max(0, len(card.partners) - MOST_PARTNERS),
        ratings=tuple(rating_views(card)),
        recognition=card.recognition.level.label if card.recognition else None,
        places=tuple(place.name for place in card.places),
    )


def rating_views(card: ItemCard) -> Iterable[RatingView]:
    """The three current ratings of an item whose kind is rated, unknown ones too; of another kind those that are known."""
    current = card.current_ratings
    for scale, rating in ((Scale.EFFECT, current.effect), (Scale.EVIDENCE, current.evidence), (Scale.COST, current.cost)):
        if rating is not None or card.kind.id in RATED_KINDS:
            yield rating_view(scale, rating)


def rating_view(scale: Scale, rating: RatingOut | None) -> RatingView:
    """One rating; None is one that nobody gave."""
    value = rating.value if rating else None
    words = ratings.words(scale, value)
    effect = scale is Scale.EFFECT
    return RatingView(
        scale=scale.value,
        label=SCALE_LABELS[scale],
        words=words,
        known=value is not None,
        filled=(EFFECT_STEPS.get(words, 0) if effect else value or 0),
        of=3 if effect else 5,
        said_by=_said_by(rating) if rating else "",
    )


def _said_by(rating: RatingOut) -> str:
    number = f"{ratings.number_in_full(rating.scale, rating.value)}, " if rating.value is not None else ""
    return f"{number}volgens {source_in_words(rating)}"


def source_in_words(rating: RatingOut) -> str:
    """From whom a value is, in which version and of when."""
    return f"{rating.source.publisher}, {rating.version}, {date_in_words(rating.date) if rating.date else 'zonder datum'}"


def step_views(steps: Iterable[StepOut]) -> tuple[StepView, ...]:
    """When in the year a measure is taken; empty when nothing tells."""
    return tuple(StepView(one.step.label, one.basis is Basis.EDITORIAL) for one in steps)
