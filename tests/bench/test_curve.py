"""The picture of a curve: well-formed, told in words, and every point in its place."""

from xml.etree import ElementTree as ET

import pytest

from app.measure.bench import curve
from app.measure.bench.curve import Curve

SVG = "{http://www.w3.org/2000/svg}"
CURVES = [
    Curve("service <p50>", {1000: 2.0, 10_000: 4.0, 100_000: 8.0}, 0),
    Curve("service <p95>", {1000: 20.0, 10_000: 40.0}, 0, dashed=True),
    Curve("engine", {100_000: 1.0, 1000: 1.0}, 1),
]


@pytest.fixture
def drawn():
    return ET.fromstring(curve.picture("Title & more", "Told <in> words", ("items", "milliseconds"), CURVES))  # noqa: S314 - our own


def points(line):
    return [tuple(map(float, point.split(","))) for point in line.get("points").split()]


def test_it_is_told_in_words(drawn):
    assert drawn.find(f"{SVG}title").text == "Title & more"
    assert drawn.find(f"{SVG}desc").text == "Told <in> words"
    assert drawn.get("role") == "img"
    assert set(drawn.get("aria-labelledby").split()) == {drawn.find(f"{SVG}title").get("id"), drawn.find(f"{SVG}desc").get("id")}


def test_axes_and_curves_have_their_names(drawn):
    texts = [text.text for text in drawn.iter(f"{SVG}text")]
    assert {"items", "milliseconds", *(each.name for each in CURVES)} <= set(texts)
    assert {"1,000", "10,000", "100,000"} <= set(texts)


def test_tenfold_is_as_far_everywhere(drawn):
    solid, dashed, engine = map(points, drawn.iter(f"{SVG}polyline"))
    (first, second, third) = (x for x, _ in solid)
    assert second - first == pytest.approx(third - second, abs=0.2)
    assert [y for _, y in solid] == sorted((y for _, y in solid), reverse=True)
    assert solid[0][1] - solid[1][1] == pytest.approx(dashed[0][1] - dashed[1][1], abs=0.2)
    # What is given in another order is drawn from left to right.
    assert [x for x, _ in engine] == [first, third]
    assert engine[0][1] == engine[1][1]


def test_one_point_and_none_can_be_drawn():
    ET.fromstring(curve.picture("t", "d", ("x", "y"), [Curve("c", {5: 5.0}, 0)]))  # noqa: S314 - of our own making
    ET.fromstring(curve.picture("t", "d", ("x", "y"), [Curve("c", {}, 0)]))  # noqa: S314 - of our own making
