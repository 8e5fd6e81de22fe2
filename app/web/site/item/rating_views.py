"""An item's ratings on its page: per scale what counts now, every value that was ever given, and a small picture of those. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.items import RATING_RANGE, Scale
from app.dutch import ratings
from app.dutch.dates import date_in_words
from app.web.api._shared.item_schemas import RatingOut
from app.web.api.items.schemas import ItemFull
from app.web.site.views import SCALE_LABELS, RatingView, rating_view, sentence, source_in_words

# The picture's own units; the style sheet gives it its size on the page.
COLUMN, TOP, HEIGHT, BOTTOM = 80, 20, 28, 28


@dataclass(frozen=True, slots=True)
class PastRating:
    """A row of a scale's table."""

    words: str
    number: str
    publisher: str
    version: str
    date: str
    note: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the picture, with its number above and its year below; `known` false stands at the bottom as a question mark."""

    x: int
    y: int
    number: str
    year: str
    known: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A line from one value of a source to its next."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """The values of one source as a picture, from left to right, the oldest first; `told` says the same in words."""

    publisher: str
    width: int
    height: int
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    told: str


@dataclass(frozen=True, slots=True)
class ScaleView:
    """One scale: what counts now and every value that was ever given, with its source."""

    label: str
    current: RatingView
    number: str
    source: str
    source_url: str | None
    note: str | None
    history: tuple[PastRating, ...]
    by_source: tuple[SourceHistory, ...]


def scale_views(item: ItemFull) -> Iterator[ScaleView]:
    """The scales on which an item was ever rated."""
    current = item.current_ratings
    for scale, rating in ((Scale.EFFECT, current.effect), (Scale.EVIDENCE, current.evidence), (Scale.COST, current.cost)):
        given = [past for past in item.ratings if past.scale is scale]
        if given:
            yield ScaleView(
                label=SCALE_LABELS[scale],
                current=rating_view(scale, rating),
                number=sentence(ratings.number_in_full(scale, rating.value)) if rating and rating.value is not None else "",
                source=source_in_words(rating) if rating else "",
                source_url=rating.source.url if rating else None,
                note=sentence(rating.note) if rating and rating.note else None,
                history=tuple(map(_past, given)),
                by_source=tuple(_by_source(scale, given)),
            )


def _past(rating: RatingOut) -> PastRating:
    return PastRating(
        words=ratings.words(rating.scale, rating.value),
        number=_short_number(rating),
        publisher=rating.source.publisher,
        version=rating.version,
        date=date_in_words(rating.date) if rating.date else "zonder datum",
        note=rating.note,
        current=rating.current,
    )


def _short_number(rating: RatingOut) -> str:
    return "" if rating.value is None else ratings.number_with_unit(rating.scale, rating.value)


def _by_source(scale: Scale, given: Sequence[RatingOut]) -> Iterator[SourceHistory]:
    """Each source by itself: that two sources differ is no change. Nothing when there are not two values to look at."""
    if sum(rating.value is not None for rating in given) <= 1:
        return
    bounds = _bounds(scale, given)
    for publisher in dict.fromkeys(rating.source.publisher for rating in given):
        own = [rating for rating in given if rating.source.publisher == publisher]
        marks = tuple(_mark(place, rating, bounds) for place, rating in enumerate(own))
        told = f"{publisher}: {', dan '.join(_told(rating) for rating in own)}"
        yield SourceHistory(publisher, COLUMN * len(marks), TOP + HEIGHT + BOTTOM, marks, tuple(_steps(marks)), told)


def _bounds(scale: Scale, given: Sequence[RatingOut]) -> tuple[int, int]:
    """The lowest and the highest value of the pictures: the whole scale of five steps, and for months what there is, with 0."""
    if scale is not Scale.EFFECT:
        return RATING_RANGE[scale]
    values = [0, *(rating.value for rating in given if rating.value is not None)]
    return min(values), max(*values, min(values) + 1)


def _mark(place: int, rating: RatingOut, bounds: tuple[int, int]) -> Mark:
    low, high = bounds
    value = low if rating.value is None else rating.value
    return Mark(
        x=place * COLUMN + COLUMN // 2,
        y=TOP + round(HEIGHT * (high - value) / (high - low)),
        number="?" if rating.value is None else str(rating.value),
        year=rating.date[:4] if rating.date else "geen datum",
        known=rating.value is not None,
        current=rating.current,
    )


def _steps(marks: Sequence[Mark]) -> Iterator[Step]:
    """What was unknown in between is not bridged."""
    yield from (Step(one.x, one.y, other.x, other.y) for one, other in pairwise(marks) if one.known and other.known)


def _told(rating: RatingOut) -> str:
    return f"{_short_number(rating) or 'onbekend'} ({date_in_words(rating.date) if rating.date else 'zonder datum'})"
