"""The picture of a rating's history: one line per source, nothing bridged, nothing made up."""

from types import SimpleNamespace
from typing import Any

from app.domain.items import Rating, Scale, Source
from app.web.site.item.ratings import scale_views, sentence

SOURCES = tuple(Source(id=name.lower(), title="t", publisher=name, url=None) for name in "AB")


def rating(value, publisher="A", date="2021", *, scale=Scale.EVIDENCE, current=False):
    return Rating(scale=scale, value=value, source=publisher.lower(), version="v", date=date, current=current)


def views(*given):
    current = {one.scale: one for one in given if one.current}
    item: Any = SimpleNamespace(ratings=given, sources=SOURCES, current_rating=current.get)
    return list(scale_views(item))


def test_values_of_one_source_are_joined_and_those_of_two_are_not():
    (view,) = views(rating(3), rating(4, "B"), rating(5, current=True))
    assert [(one.publisher, len(one.marks), len(one.steps)) for one in view.by_source] == [("A", 2, 1), ("B", 1, 0)]
    assert [mark.current for one in view.by_source for mark in one.marks] == [False, True, False]


def test_higher_is_higher_and_the_same_height_means_the_same():
    (view,) = views(rating(3), rating(5), rating(3, "B"))
    low, high = view.by_source[0].marks
    assert high.y < low.y == view.by_source[1].marks[0].y


def test_unknown_is_a_question_mark_that_no_line_bridges():
    (view,) = views(rating(3), rating(None), rating(3, date=None))
    (source,) = view.by_source
    assert [(mark.number, mark.known, mark.year) for mark in source.marks] == [
        ("3", True, "2021"),
        ("?", False, "2021"),
        ("3", True, "geen datum"),
    ]
    assert source.steps == ()
    assert source.told == "A: 3 van 5 (2021), dan onbekend (2021), dan 3 van 5 (zonder datum)"


def test_without_two_values_there_is_nothing_to_see():
    (view,) = views(rating(3), rating(None))
    assert view.by_source == ()
    assert len(view.history) == 2


def test_months_below_nought_stand_below_nought():
    (view,) = views(rating(-2, scale=Scale.EFFECT), rating(0, scale=Scale.EFFECT), rating(4, scale=Scale.EFFECT))
    heights = [mark.y for mark in view.by_source[0].marks]
    assert heights == sorted(heights, reverse=True)


def test_a_sentence_ends_once():
    assert sentence("kosten als woorden") == "Kosten als woorden."
    assert sentence("Het kostenvak is leeg.") == "Het kostenvak is leeg."
