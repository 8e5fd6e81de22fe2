"""An item's ratings on its page: per scale what counts now, every value that was ever given, and a small picture of those. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.items import RATING_RANGE, Item, Rating, Scale
from app.dutch import ratings
from app.dutch.lists import capital
from app.web.site._shared.ratings import SCALE_LABELS, RatingView, rating_date, rating_view, source_in_words, source_of

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
class HistoryLine:
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
    steps: tuple[HistoryLine, ...]
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


def scale_views(item: Item) -> Iterator[ScaleView]:
    """Views of the scales on which an item was ever rated."""
    for scale, label in SCALE_LABELS.items():
        given = [rating for rating in item.ratings if rating.scale is scale]
        if given:
            yield _scale_view(scale, label, given, item)


def _scale_view(scale: Scale, label: str, given: Sequence[Rating], item: Item) -> ScaleView:
    current = item.current_rating(scale)
    return ScaleView(
        label=label,
        current=rating_view(scale, current, item),
        number=sentence(ratings.number_in_full(scale, current.value)) if current and current.value is not None else "",
        source=source_in_words(current, item) if current else "",
        source_url=source_of(current, item).url if current else None,
        note=sentence(current.note) if current and current.note else None,
        history=tuple(_past(rating, item) for rating in given),
        by_source=tuple(_by_source(scale, given, item)),
    )


def sentence(text: str) -> str:
    """A text with a capital in front and a full stop behind, if it has none."""
    stop = "" if text.endswith((".", "?", "!", "”")) else "."
    return f"{capital(text)}{stop}"


def _past(rating: Rating, item: Item) -> PastRating:
    return PastRating(
        words=ratings.words(rating.scale, rating.value),
        number=_short_number(rating),
        publisher=source_of(rating, item).publisher,
        version=rating.version,
        date=rating_date(rating),
        note=rating.note,
        current=rating.current,
    )


def _short_number(rating: Rating) -> str:
    return "" if rating.value is None else ratings.number_with_unit(rating.scale, rating.value)


def _by_source(scale: Scale, given: Sequence[Rating], item: Item) -> Iterator[SourceHistory]:
    """Each source by itself: that two sources differ is no change. Nothing when there are not two values to look at."""
    if sum(rating.value is not None for rating in given) <= 1:
        return
    bounds = _bounds(scale, given)
    by_publisher: dict[str, list[Rating]] = {}
    for rating in given:
        by_publisher.setdefault(source_of(rating, item).publisher, []).append(rating)
    for publisher, own in by_publisher.items():
        marks = tuple(_mark(place, rating, bounds) for place, rating in enumerate(own))
        told = f"{publisher}: {', dan '.join(_told(rating) for rating in own)}"
        yield SourceHistory(publisher, COLUMN * len(marks), TOP + HEIGHT + BOTTOM, marks, tuple(_steps(marks)), told)


def _bounds(scale: Scale, given: Sequence[Rating]) -> tuple[int, int]:
    """The lowest and the highest value of the pictures: the whole scale of five steps, and for months what there is, with 0."""
    if scale is not Scale.EFFECT:
        return RATING_RANGE[scale]
    values = [0, *(rating.value for rating in given if rating.value is not None)]
    return min(values), max(*values, min(values) + 1)


def _mark(place: int, rating: Rating, bounds: tuple[int, int]) -> Mark:
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


def _steps(marks: Sequence[Mark]) -> Iterator[HistoryLine]:
    """Lines between neighbours that are known; an unknown value in between is not bridged."""
    yield from (HistoryLine(one.x, one.y, other.x, other.y) for one, other in pairwise(marks) if one.known and other.known)


def _told(rating: Rating) -> str:
    return f"{_short_number(rating) or 'onbekend'} ({rating_date(rating)})"
