"""Curves as an SVG picture: both axes logarithmic, since what is measured grows by tens."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 480
LEFT, RIGHT, TOP, BOTTOM = 80, 270, 50, 60
COLOURS = ("#1d4f91", "#b3261e", "#2e7d32", "#8e4b10", "#6a1b9a", "#37474f")
LINE_HEIGHT = 22
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points. Lines of one `colour` belong together; a dashed one is drawn so."""

    name: str
    points: Mapping[float, float]
    colour: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class CurveAxis:
    """A logarithmic axis from `low` to `high`, drawn over `length` pixels."""

    label: str
    low: float
    high: float
    length: int

    @classmethod
    def around(cls, label: str, values: Sequence[float], length: int) -> "CurveAxis":
        """An axis that has all these values on it, with some room when they are one."""
        low, high = min(values), max(values)
        return cls(label, low / 1.5, high * 1.5, length)

    def at(self, value: float) -> float:
        """Pixels from the start of the axis."""
        return self.length * (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))

    def ticks(self) -> list[float]:
        """The values to write beside the axis: 1, 2 and 5 times a power of ten."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        return [step * 10.0**power for power in powers for step in STEPS if self.low <= step * 10.0**power <= self.high]


def picture(title: str, description: str, labels: tuple[str, str], curves: Sequence[Curve]) -> str:
    """The curves as an SVG document; `labels` are those of the horizontal and the vertical axis. Points must be above 0."""
    drawn = [curve for curve in curves if curve.points]
    across = CurveAxis.around(labels[0], [x for curve in drawn for x in curve.points] or [1.0], WIDTH - LEFT - RIGHT)
    up = CurveAxis.around(labels[1], [y for curve in drawn for y in curve.points.values()] or [1.0], HEIGHT - TOP - BOTTOM)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        "<style>text { font: 13px sans-serif; fill: #222 } .title { font-size: 16px; font-weight: bold }</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text class="title" x="{LEFT}" y="26">{escape(title)}</text>',
        *_axes(across, up),
    ]
    for place, curve in enumerate(drawn):
        lines += _line(curve, across, up)
        lines += _legend(curve, TOP + 10 + place * LINE_HEIGHT)
    return "\n".join([*lines, "</svg>", ""])


def _axes(across: CurveAxis, up: CurveAxis) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    for value in across.ticks():
        x = LEFT + across.at(value)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#e3e3e3"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{_number(value)}</text>'
    for value in up.ticks():
        y = bottom - up.at(value)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#e3e3e3"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_number(value)}</text>'
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="#222"/>'
    yield f'<text x="{LEFT + across.length / 2:.1f}" y="{HEIGHT - 14}" text-anchor="middle">{escape(across.label)}</text>'
    middle = TOP + up.length / 2
    yield f'<text x="20" y="{middle:.1f}" text-anchor="middle" transform="rotate(-90 20 {middle:.1f})">{escape(up.label)}</text>'


def _line(curve: Curve, across: CurveAxis, up: CurveAxis) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    places = [(LEFT + across.at(x), bottom - up.at(y)) for x, y in sorted(curve.points.items())]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" {_stroke(curve)}/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[curve.colour % len(COLOURS)]}"/>' for x, y in places)


def _legend(curve: Curve, y: int) -> Iterator[str]:
    x = WIDTH - RIGHT + 20
    yield f'<line x1="{x}" y1="{y}" x2="{x + 34}" y2="{y}" {_stroke(curve)}/>'
    yield f'<text x="{x + 42}" y="{y + 4}">{escape(curve.name)}</text>'


def _stroke(curve: Curve) -> str:
    dashes = ' stroke-dasharray="6 4"' if curve.dashed else ""
    return f'stroke="{COLOURS[curve.colour % len(COLOURS)]}" stroke-width="2"{dashes}'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
