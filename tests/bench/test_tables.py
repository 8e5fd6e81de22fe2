"""Figures as a table: ratios of the service to the engine, and a dash where the engine has no answer."""

import numpy as np
import orjson

from app.measure.bench import tables
from app.measure.bench.rounds import Compared, SideFigures
from app.measure.bench.wrk import LoadFigures


def load(requests, milliseconds, errors=None, counts=None):
    return LoadFigures(requests, 2.0, np.array(milliseconds) / 1000, errors or {}, counts or {}, 0, requests)


def side(**given):
    return SideFigures({1: [load(100, [2.0, 4.0, 6.0])], 16: [load(400, [8.0], **given), load(800, [8.0], **given)]})


def cells(table):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_a_line_has_both_sides_and_their_ratios():
    engine = SideFigures({1: [load(100, [2.0, 2.0])], 16: [load(1200, [3.0])]})
    headings, _, line = cells(tables.compared([Compared("by words", side(errors={"status": 3}), engine)]))
    assert len(headings) == len(line)
    assert line == ["by words", "300", "600", "0.50", "4.00", "2.00", "2.00", "5.80", "2.00", "2.90", "8.0", "6 status"]


def test_errors_of_the_engine_are_told_too():
    line = cells(tables.compared([Compared("by words", side(), side(errors={"timeout": 1}))]))[2]
    assert line[-1] == "2 engine's timeout"


def test_what_the_engine_has_no_answer_to_is_left_open():
    line = cells(tables.compared([Compared("advice", side(), None)]))[2]
    assert line == ["advice", "300", "–", "–", "4.00", "–", "–", "5.80", "–", "–", "8.0", "0"]


def test_a_side_so_slow_that_nothing_was_asked_twice_is_left_open_and_is_raw_data_all_the_same():
    slow = Compared("by words", SideFigures({1: [load(1, [])], 16: [load(16, [])]}), side())
    line = cells(tables.compared([slow]))[2]
    assert (line[4], line[6], line[7], line[9], line[10]) == ("–", "–", "–", "–", "–")
    assert orjson.loads(orjson.dumps(slow.raw()))["service"]["at1"]["p50"] is None


def test_every_line_of_a_table_is_as_wide():
    lines = tables.markdown(("a", "bb"), [("long text", ""), ("x", "y")]).splitlines()
    assert len({len(line) for line in lines}) == 1


def test_ways_are_told_with_those_that_did_not_occur():
    told = tables.ways(Compared("new", side(counts={'"a"': 5, '"b"': 0}), None))
    assert told == 'new, at 16 connections: 1200 answers, 10 with "a", 0 with "b"'
