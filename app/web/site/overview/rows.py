"""A rated item as a row of the overview, before anything is chosen. Pure, and made once while the catalogue is the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.items import Item, Scale
from app.domain.vocabularies import Vocabularies
from app.dutch import ratings
from app.dutch.lists import capital
from app.web.site._shared.links import item_href
from app.web.site._shared.ratings import SCALE_LABELS, RatingView, rating_view, source_in_words
from app.web.site.overview.picture import Plotted

# Evidence comes first: months mislead without it.
SCALES = (Scale.EVIDENCE, Scale.EFFECT, Scale.COST)


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """A value of an item on one scale: as a picture and a word, as a number with its unit, and as word and number in one."""

    rating: RatingView
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """An item in the table; `number` is the one in the picture."""

    number: int
    slug: str
    href: str
    title: str
    evidence: ScaleValue
    effect: ScaleValue
    cost: ScaleValue
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatedItem:
    """An item with its row. `place` is its effect and cost, when both are known."""

    row: OverviewRow
    place: tuple[int, int] | None
    steps_of_evidence: int | None

    def numbered(self, number: int) -> "RatedItem":
        """The item with its number in the table."""
        return replace(self, row=replace(self.row, number=number))

    @property
    def plotted(self) -> Plotted | None:
        """The item for the picture, or None when it has no place there."""
        if self.place is None:
            return None
        row = self.row
        name = f"{row.title}: effect {row.effect.words}, kosten {row.cost.words}, bewijs {row.evidence.words}"
        return Plotted(row.number, row.href, row.title, name, *self.place, evidence=self.steps_of_evidence)


def rated_item(item: Item, _: Vocabularies) -> RatedItem:
    """An item of a kind that is rated."""
    values = {scale: _value(scale, item) for scale in SCALES}
    row = OverviewRow(
        number=0,
        slug=item.slug,
        href=item_href(item.slug),
        title=item.title,
        evidence=values[Scale.EVIDENCE],
        effect=values[Scale.EFFECT],
        cost=values[Scale.COST],
        sources=tuple(_sources(item)),
    )
    effect, cost = _number(Scale.EFFECT, item), _number(Scale.COST, item)
    place = None if effect is None or cost is None else (effect, cost)
    return RatedItem(row, place, _number(Scale.EVIDENCE, item))


def _number(scale: Scale, item: Item) -> int | None:
    rating = item.current_rating(scale)
    return rating.value if rating else None


def _value(scale: Scale, item: Item) -> ScaleValue:
    view, number = rating_view(scale, item.current_rating(scale), item), _number(scale, item)
    if number is None:
        return ScaleValue(view, "", view.words)
    return ScaleValue(view, ratings.number_with_unit(scale, number), ratings.value_in_words(scale, number))


def _sources(item: Item) -> Iterator[str]:
    """The sources of the values: each once, with the scales that it is for when there are several."""
    scales: dict[str, list[str]] = {}
    for scale in SCALES:
        rating = item.current_rating(scale)
        if rating and rating.value is not None:
            scales.setdefault(source_in_words(rating, item), []).append(SCALE_LABELS[scale].lower())
    for source, labels in scales.items():
        yield source if len(scales) == 1 else f"{capital(' en '.join(labels))}: {source}"
