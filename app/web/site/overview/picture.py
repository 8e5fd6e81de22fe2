"""The picture of effect against cost: where everything in it stands. Pure, in units of the drawing (pixels at full size).

Months make rows and steps of cost make columns. What has the same months and the same cost is set below each other in their cell, and a
row is as high as its fullest cell, so that nothing ever covers anything.
"""

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.items import Scale
from app.dutch import ratings

LEFT, TOP, BOTTOM = 100, 64, 4  # room for the names of rows and columns
COLUMN, SLOT, LEAST_ROW, ROW_MARGIN = 212, 46, 44, 8
LINE, STEPS_HEIGHT = 15, 11
SMALLEST, PER_STEP = 8, 2  # radius of a circle
NAME_FROM = 46  # from the side of a column
CHARACTERS, MOST_LINES = 23, 2  # of a name in what is left of a column


@dataclass(frozen=True, slots=True)
class Plotted:
    """An item whose effect and cost are known. `evidence` None is unknown; `name` says everything."""

    number: int
    href: str
    title: str
    name: str
    effect: int
    cost: int
    evidence: int | None


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a name and the height of its foot."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Point:
    """An item as it is drawn: its place, a circle around `x`, `y`, and its name with the steps of evidence below it."""

    item: Plotted
    left: int
    top: int
    x: int
    y: int
    radius: int
    text_x: int
    lines: tuple[TextLine, ...]
    steps_y: int


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A number of months. `group` is the word for it, on the first row of those with the same word."""

    months: str
    group: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureColumn:
    """A step of cost."""

    label: str
    left: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in the picture, from the highest effect down and from the lowest cost up."""

    width: int
    height: int
    columns: tuple[PictureColumn, ...]
    rows: tuple[PictureRow, ...]
    points: tuple[Point, ...]


def picture(items: Iterable[Plotted], effects: Iterable[int]) -> Picture:
    """The picture of some items. It reaches from no effect to all of `effects`, so that the same place means the same in every choice."""
    cells: dict[tuple[int, int], list[Plotted]] = defaultdict(list)
    for item in items:
        cells[item.effect, item.cost].append(item)
    known = [0, *effects, *(effect for effect, _ in cells)]
    rows: list[PictureRow] = []
    points: list[Point] = []
    top = TOP
    for effect in range(max(known), min(known) - 1, -1):
        here = [cells.get((effect, cost), []) for cost in ratings.COST_WORDS]
        height = max(LEAST_ROW, max(map(len, here)) * SLOT + ROW_MARGIN)
        rows.append(PictureRow(ratings.number_with_unit(Scale.EFFECT, effect), _group(effect, max(known)), top, height))
        points.extend(_point(item, place, top) for cell in here for place, item in enumerate(cell))
        top += height
    columns = tuple(
        PictureColumn(f"{word} ({step} van 5)", LEFT + place * COLUMN) for place, (step, word) in enumerate(ratings.COST_WORDS.items())
    )
    return Picture(LEFT + COLUMN * len(columns), top + BOTTOM, columns, tuple(rows), tuple(points))


def _group(effect: int, highest: int) -> str:
    word = ratings.words(Scale.EFFECT, effect)
    return word if effect == highest or ratings.words(Scale.EFFECT, effect + 1) != word else ""


def _point(item: Plotted, place: int, row_top: int) -> Point:
    left = LEFT + list(ratings.COST_WORDS).index(item.cost) * COLUMN
    top = row_top + ROW_MARGIN // 2 + place * SLOT
    middle = top + SLOT // 2
    lines = _lines(item.title)
    first = middle - (len(lines) * LINE + STEPS_HEIGHT) // 2
    return Point(
        item,
        left,
        top,
        x=left + NAME_FROM // 2,
        y=middle,
        radius=SMALLEST + PER_STEP * (item.evidence or 1),
        text_x=left + NAME_FROM,
        lines=tuple(TextLine(text, first + (place + 1) * LINE - 3) for place, text in enumerate(lines)),
        steps_y=first + len(lines) * LINE + 2,
    )


def _lines(title: str) -> Sequence[str]:
    """The short name of an item, without what stands in brackets; a long word may break after a slash."""
    short = title.partition(" (")[0].replace("/", "/ ")
    return [
        line.replace("/ ", "/") for line in textwrap.wrap(short, CHARACTERS, max_lines=MOST_LINES, placeholder=" …", break_long_words=False)
    ]
