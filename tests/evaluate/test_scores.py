"""The measures, against values worked out by hand; and the judgements of the repository."""

import asyncio
import math
from pathlib import Path

import pytest

from app.content import load
from app.domain.errors import MenukaartError
from app.measure.evaluate.judged import HEADER, Judged, judgements
from app.measure.evaluate.scores import Answer, by_group, difference, interval, scores, table

ROOT = Path(__file__).parents[2]
JUDGEMENTS = ROOT / "relevance" / "judgements.csv"


def score(grades, slugs, total=None, vocabularies=None):
    judged = Judged("q", "", "need", grades)

    async def search(_):
        return Answer(tuple(slugs), len(slugs) if total is None else total)

    (found,) = asyncio.run(scores([judged], search, vocabularies or {}))
    return found


def test_the_perfect_order_is_one():
    found = score({"a": 3, "b": 2, "c": 1}, ["a", "b", "c", "d"])
    assert (found.ndcg, found.reciprocal_rank, found.recall) == (1.0, 1.0, 1.0)


def test_a_good_item_in_second_place_counts_less():
    found = score({"a": 3}, ["x", "a"])
    assert found.ndcg == pytest.approx(1 / math.log2(3))
    assert found.reciprocal_rank == 0.5


def test_an_item_of_grade_one_is_no_useful_one():
    found = score({"a": 1, "b": 2}, ["a"])
    assert (found.reciprocal_rank, found.recall) == (0.0, 0.0)
    assert found.ndcg == pytest.approx(1 / (2 + 1 / math.log2(3)))


def test_where_no_page_answers_nothing_is_best():
    assert score({}, []).ndcg == 1.0
    assert score({}, ["a"]).ndcg == 0.0


def test_the_interval_holds_the_mean_and_is_the_same_every_time():
    values = [0.1, 0.5, 0.9, 0.4] * 5
    low, high = interval(values)
    assert low < sum(values) / len(values) < high
    assert interval(values) == (low, high)


def test_unanswerable_queries_are_not_in_the_whole():
    found = [score({"a": 1}, ["a"]), score({}, ["a"])]
    found[1] = type(found[1])(Judged("x", "", "nothing", {}), 0.0, 0.0, 1.0, found_nothing=False)
    groups = dict(by_group(found))
    assert [len(groups[name]) for name in ("need", "nothing", "all but nothing")] == [1, 1, 1]
    assert "| all but nothing | 1 | 1.000 |" in table(found)


def test_a_comparison_names_what_changed_most():
    text = difference([score({"a": 3}, ["x", "a"])], {"q": 1.0})
    assert text.startswith("nDCG@10 -0.369")
    assert "-0.37  need: q" in text


def test_a_fault_in_the_file_is_named_with_its_line(tmp_path):
    path = tmp_path / "judgements.csv"
    path.write_text(",".join(HEADER) + "\npesten,,kiva,3,need\npesten,,kiva,4,need\n")
    with pytest.raises(MenukaartError, match=r"judgements.csv:3: needs query"):
        judgements(path)
    path.write_text("query,slug\n")
    with pytest.raises(MenukaartError, match=r"judgements.csv:1: the first line must be"):
        judgements(path)


def test_the_judgements_are_enough_and_only_of_pages_that_exist():
    content = load.load(ROOT / "content")
    slugs = {item.slug for item in content.items}
    queries = judgements(JUDGEMENTS)
    assert len(queries) >= 150
    assert {slug for judged in queries for slug in judged.grades} <= slugs
    assert 0.4 < sum(judged.set_aside for judged in queries) / len(queries) < 0.6
    for judged in queries:
        judged.search(content.vocabularies)
        assert bool(judged.grades) is (judged.group != "nothing"), judged.name
