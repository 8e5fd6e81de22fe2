"""What every page shows of an item, in words. Pure: from the shapes of the API to what a template writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from app.domain.items import Basis, Scale
from app.dutch import ratings
from app.dutch.dates import date_in_words
from app.web.api._shared.item_schemas import ItemCard, RatingOut, StepOut
from app.web.site.addresses import item_href

SCALE_LABELS = {Scale.EFFECT: "Effect", Scale.EVIDENCE: "Bewijs", Scale.COST: "Kosten"}
EFFECT_STEPS = {"klein": 1, "gemiddeld": 2, "groot": 3}
MOST_PARTNERS = 4
RATED_KINDS = {"intervention"}


@dataclass(frozen=True, slots=True)
class RatingView:
    """One rating as a picture of `filled` out of `of` steps, as a word, and with where it comes from. `known` false: no value."""

    scale: str
    label: str
    words: str
    known: bool
    filled: int
    of: int
    said_by: str


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner and how it is involved, both in words."""

    label: str
    role: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the municipal year; `by_editors` when no source ties the measure to it."""

    label: str
    by_editors: bool


@dataclass(frozen=True, slots=True)
class CardView:
    """An item in a list. Texts with marked words are Markup; `passage` is what else of the item answers the query.

    `plain` is the same item without marked words, when this one has some.
    """

    href: str
    slug: str
    kind: str
    kind_label: str
    title: str | Markup
    summary: str | Markup
    passage: Markup | None
    school_types: tuple[str, ...]
    partners: tuple[PartnerView, ...]
    more_partners: int
    ratings: tuple[RatingView, ...]
    recognition: str | None
    places: tuple[str, ...]
    plain: "CardView | None" = None


@lru_cache(maxsize=4096)
def known_card(card: bytes) -> CardView:
    """An item in a list, from its list form as JSON. A catalogue has few, and shows each of them many times."""
    return card_view(ItemCard.model_validate_json(card))


def marked_card(card: CardView, highlights: Mapping[str, str]) -> CardView:
    """The item with marked words; `highlights` is escaped HTML by field, as search makes it."""
    marked = {name: Markup(html) for name, html in highlights.items()}  # noqa: S704 - escaped where it is made
    return replace(
        card,
        title=marked.get("title", card.title),
        summary=marked.get("summary", card.summary),
        passage=marked.get("body") if "summary" not in marked else None,
        plain=card,
    )


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
    """Which number, from whom and when: `6 maanden …, volgens …`."""
    number = f"{ratings.number_in_full(rating.scale, rating.value)}, " if rating.value is not None else ""
    return f"{number}volgens {source_in_words(rating)}"


def source_in_words(rating: RatingOut) -> str:
    """From whom a value is, in which version and of when."""
    return f"{rating.source.publisher}, {rating.version}, {date_in_words(rating.date) if rating.date else 'zonder datum'}"


def step_views(steps: Iterable[StepOut]) -> tuple[StepView, ...]:
    """When in the year a measure is taken; empty when nothing tells."""
    return tuple(StepView(one.step.label, one.basis is Basis.EDITORIAL) for one in steps)


def sentence(text: str) -> str:
    """A text with a capital in front and a full stop behind, if it has none."""
    stop = "" if text.endswith((".", "?", "!", "”")) else "."
    return f"{text[:1].upper()}{text[1:]}{stop}"
