"""Counts of searches as the database keeps them: added by several at once, read by editors, and forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.db import insights
from app.db.engine import connect, reading, sessions, writing
from app.db.models import SearchCount
from app.domain.insights import CountedQuery, Counts

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 3, 1)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def count(database):
    """Add counts: query, days ago, searches, of which without results, clicks."""

    def counting(*rows):
        counts = {(ago(days), query): Counts(*numbers) for query, days, *numbers in rows}
        with writing(sessions(database)) as session:
            return insights.add(session, counts)

    return counting


@pytest.fixture
def look(database):
    """One question to the database."""

    def looking(question, *arguments):
        with reading(sessions(database)) as session:
            return question(session, *arguments)

    return looking


@pytest.fixture
def forget(database):
    """Forget what is too old; the queries that are left, with how many days ago they were searched."""

    def forgetting():
        with writing(sessions(database)) as session:
            insights.forget(session, TODAY)
        with reading(sessions(database)) as session:
            return {(row.query, (TODAY - row.day).days) for row in session.scalars(select(SearchCount))}

    return forgetting


def test_counts_of_one_day_are_added_up_and_days_are_kept_apart(count, look):
    count(("lezen", 0, 2, 1, 0), ("lezen", 1, 5, 0, 0), ("rekenen", 0, 1, 0, 0))
    count(("lezen", 0, 3, 0, 4))
    assert look(insights.totals, TODAY) == Counts(6, 1, 4)
    assert look(insights.totals, ago(1)) == Counts(11, 1, 4)
    assert look(insights.report, TODAY, 1, 9).top == (CountedQuery("lezen", Counts(5, 1, 4)), CountedQuery("rekenen", Counts(1, 0, 0)))


def test_several_that_add_at_once_lose_nothing_and_do_not_stop_each_other(database, database_url, look):
    queries, rounds, writers = [f"zoekvraag {letter}" for letter in "abcdefghijkl"], 15, 3
    start = Barrier(writers)

    def write(number):
        engine = connect(database_url)
        start.wait()
        for _ in range(rounds):
            order = queries if number % 2 else reversed(queries)
            with writing(sessions(engine)) as session:
                insights.add(session, {(TODAY, query): Counts(1, 0, 2) for query in order})
        engine.dispose()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    expected = Counts(writers * rounds, 0, 2 * writers * rounds)
    assert [row.counts for row in look(insights.report, TODAY, 1, 99).top] == [expected] * len(queries)


def test_a_day_has_room_for_so_many_queries_and_known_ones_always_have_room(count, look, monkeypatch):
    monkeypatch.setattr(insights, "MOST_PER_DAY", 3)
    assert count(("a", 0, 1), ("b", 0, 1), ("oud", 1, 1)) == 0
    assert count(("x", 0, 4), ("y", 0, 5), ("z", 0, 6), ("a", 0, 7)) == 5 + 6
    assert [(row.query, row.counts.searches) for row in look(insights.report, TODAY, 1, 9).top] == [("a", 8), ("x", 4), ("b", 1)]


def test_several_that_add_at_once_do_not_overfill_a_day(database, database_url, look, monkeypatch):
    monkeypatch.setattr(insights, "MOST_PER_DAY", 10)
    rounds, writers = 15, 3
    start = Barrier(writers)

    def write(number):
        engine = connect(database_url)
        dropped = 0
        for day in range(rounds):
            with reading(sessions(engine)):  # so that nobody comes late because it still has to connect
                start.wait()
            with writing(sessions(engine)) as session:
                dropped += insights.add(session, {(ago(day), f"vraag {number} {turn}"): Counts(1) for turn in range(6)})
        engine.dispose()
        return dropped

    with ThreadPoolExecutor(writers) as pool:
        dropped = sum(pool.map(write, range(writers)))
    assert [look(insights.totals, ago(day)).searches for day in range(rounds)] == [10 * (day + 1) for day in range(rounds)]
    assert dropped == rounds * (writers * 6 - 10)


def test_nothing_to_add_and_nothing_to_tell(count, look):
    assert count() == 0
    report = look(insights.report, TODAY, 30, 9)
    assert report.totals == Counts()
    assert (report.top, report.without_results, report.without_click) == ((), (), ())
    assert (report.first, report.last) == (date(2026, 1, 31), TODAY)


def test_editors_read_what_is_searched_what_is_missing_and_what_nobody_opens(count, look):
    count(
        ("lezen", 0, 9, 0, 3),
        ("padel", 0, 4, 4, 0),
        ("padel", 29, 3, 3, 0),
        ("vmbo", 2, 8, 2, 0),
        ("schaken", 0, 7, 7, 0),
        ("oud", 30, 99, 99, 0),
    )
    report = look(insights.report, TODAY, 30, 9)
    assert report.totals == Counts(31, 16, 3)
    assert [row.query for row in report.top] == ["lezen", "vmbo", "padel", "schaken"]
    assert [(row.query, row.counts.without_results) for row in report.without_results] == [("padel", 7), ("schaken", 7), ("vmbo", 2)]
    assert [row.query for row in report.without_click] == ["vmbo"]
    assert [row.query for row in look(insights.report, TODAY, 30, 2).top] == ["lezen", "vmbo"]
    assert look(insights.report, TODAY, 31, 1).top[0].query == "oud"


def test_rare_queries_are_forgotten_after_thirty_days_and_all_after_four_hundred(count, forget):
    count(("zeldzaam", 29, 2), ("zeldzaam oud", 30, 2), ("tweemaal", 30, 1), ("tweemaal", 0, 1))
    count(
        ("driemaal", 30, 2), ("driemaal", 0, 1), ("gewoon", 399, 3), ("te oud", 400, 99), ("half te oud", 400, 99), ("half te oud", 40, 2)
    )
    assert forget() == {("zeldzaam", 29), ("tweemaal", 0), ("driemaal", 30), ("driemaal", 0), ("gewoon", 399)}


def test_was_it_searched_on_that_day(count, look):
    count(("lezen", 0, 1), ("rekenen", 1, 1), ("alleen geopend", 0, 0, 0, 1))
    asked = [(TODAY, "lezen"), (TODAY, "rekenen"), (ago(1), "rekenen"), (TODAY, "alleen geopend"), (TODAY, "nooit")]
    assert look(insights.searched_among, asked) == {(TODAY, "lezen"), (ago(1), "rekenen")}
    assert look(insights.searched_among, []) == set()


def test_good_queries_are_searched_on_several_days_and_find_something(count, look):
    count(("goed", 0, 3), ("goed", 89, 4), ("beter", 1, 5), ("beter", 29, 5), ("vroeger niets", 0, 3), ("vroeger niets", 30, 2, 2))
    count(("een dag", 0, 9), ("te weinig", 0, 2), ("te weinig", 1, 2), ("te lang geleden", 0, 1), ("te lang geleden", 90, 9))
    count(("soms niets", 0, 9, 1), ("soms niets", 1, 9), ("lang niet gezocht", 30, 9), ("lang niet gezocht", 31, 9))
    assert look(insights.good_queries, TODAY) == (("beter", 10), ("goed", 7), ("vroeger niets", 5))


def test_good_queries_are_the_most_searched_and_not_too_many(count, look, monkeypatch):
    monkeypatch.setattr(insights, "MOST_GOOD", 2)
    count(*((query, days, searches) for query, searches in (("b", 5), ("a", 5), ("c", 9)) for days in (0, 1)))
    assert look(insights.good_queries, TODAY) == (("c", 18), ("a", 10))
