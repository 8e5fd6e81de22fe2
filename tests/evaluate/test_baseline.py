"""The gate of relevance: what may be lost by a half, by groups, and by queries that nothing answers."""

import pytest

from app.domain.errors import MenukaartError
from app.measure.evaluate.baseline import losses, read_baseline, write_baseline
from app.measure.evaluate.judged import Judged
from app.measure.evaluate.scores import UNANSWERABLE, QueryScore


def scored(group, count, ndcg, start=0):
    return [
        QueryScore(Judged(f"{group} {start + place}", "", group, {}), ndcg, 0.0, 0.0, found_nothing=ndcg == 1) for place in range(count)
    ]


def kept(scores):
    return {score.judged.name: score.ndcg for score in scores}


def test_the_same_run_has_lost_nothing(tmp_path):
    run = [*scored("needs", 30, 0.8), *scored("names", 5, 0.9), *scored(UNANSWERABLE, 4, 1.0)]
    write_baseline(run, tmp_path / "baseline.json")
    assert losses(run, read_baseline(tmp_path / "baseline.json")) == []


def test_a_half_may_lose_half_a_hundredth():
    before = kept(scored("needs", 400, 0.8))
    assert losses(scored("needs", 400, 0.7951), before) == []
    told = losses(scored("needs", 400, 0.794), before)
    assert [line.split(" (")[0] for line in told] == ["the half that is tuned on", "the half that is set aside"]


@pytest.mark.parametrize(("size", "allowed"), [(19, 0.079), (20, 0.029)])
def test_a_group_may_lose_more_the_smaller_it_is(size, allowed):
    others = scored("others", 2000, 0.8)
    before = kept([*others, *scored("needs", size, 0.8)])
    assert losses([*others, *scored("needs", size, 0.8 - allowed)], before) == []
    assert losses([*others, *scored("needs", size, 0.8 - allowed - 0.002)], before)[-1].startswith(f"group needs ({size} queries)")


def test_queries_that_nothing_answers_are_counted():
    before = kept([*scored(UNANSWERABLE, 3, 1.0), *scored(UNANSWERABLE, 2, 0.0, start=3)])
    better = scored(UNANSWERABLE, 5, 1.0)
    worse = [*scored(UNANSWERABLE, 2, 1.0), *scored(UNANSWERABLE, 3, 0.0, start=2)]
    assert losses(better, before) == []
    assert losses(worse, before) == ["group nothing (5 queries): 2 find nothing, as they should; it was 3"]


def test_queries_on_one_side_only_are_told():
    assert losses(scored("needs", 2, 0.8), {"needs 1": 0.8, "gone": 0.5}) == [
        "not in the baseline: needs 0",
        "in the baseline, but not judged any more: gone",
    ]


@pytest.mark.parametrize("content", ["", "[]", '{"a": "b"}'])
def test_a_file_that_is_no_baseline_is_told(tmp_path, content):
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(MenukaartError, match="is no baseline; make one with"):
        read_baseline(path)
