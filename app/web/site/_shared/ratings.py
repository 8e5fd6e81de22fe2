"""Ratings as every page shows them: a picture, a word, and where the value comes from. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.items import Item, Rating, Scale, Source
from app.dutch import ratings
from app.dutch.dates import date_in_words

SCALE_LABELS = {Scale.EFFECT: "Effect", Scale.EVIDENCE: "Bewijs", Scale.COST: "Kosten"}
EFFECT_STEPS = {"klein": 1, "gemiddeld": 2, "groot": 3}
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


def rating_views(item: Item) -> Iterator[RatingView]:
    """Views of the three current ratings of an item whose kind is rated, unknown ones too; of another kind those that are known."""
    for scale in SCALE_LABELS:
        rating = item.current_rating(scale)
        if rating is not None or item.kind in RATED_KINDS:
            yield rating_view(scale, rating, item)


def rating_view(scale: Scale, rating: Rating | None, item: Item) -> RatingView:
    """The view of one rating of an item; None is one that nobody gave."""
    return _view(scale, rating.value, _said_by(rating, item)) if rating else unknown_rating(scale)


def unknown_rating(scale: Scale) -> RatingView:
    """The view of a rating that nobody gave."""
    return _view(scale, None, "")


def source_of(rating: Rating, item: Item) -> Source:
    """The source of a rating, out of those of its item."""
    return next(source for source in item.sources if source.id == rating.source)


def source_in_words(rating: Rating, item: Item) -> str:
    """The publisher of a value, with the version and the date that it has there."""
    return f"{source_of(rating, item).publisher}, {rating.version}, {rating_date(rating)}"


def rating_date(rating: Rating) -> str:
    """The date of a rating in words, as precise as it is."""
    return date_in_words(rating.date) if rating.date else "zonder datum"


def _view(scale: Scale, value: int | None, said_by: str) -> RatingView:
    words = ratings.words(scale, value)
    effect = scale is Scale.EFFECT
    return RatingView(
        scale=scale.value,
        label=SCALE_LABELS[scale],
        words=words,
        known=value is not None,
        filled=(EFFECT_STEPS.get(words, 0) if effect else value or 0),
        of=3 if effect else 5,
        said_by=said_by,
    )


def _said_by(rating: Rating, item: Item) -> str:
    """The number and its source: `6 maanden …, volgens …`."""
    number = f"{ratings.number_in_full(rating.scale, rating.value)}, " if rating.value is not None else ""
    return f"{number}volgens {source_in_words(rating, item)}"
