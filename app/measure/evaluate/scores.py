"""How well a search did on judged queries: the usual measures, per group, with what chance may have done to them."""

import math
import random
import statistics
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies
from app.measure.evaluate.judged import CUT, Judged

USEFUL = 2
# Queries that the catalogue cannot answer: here the best result is none.
UNANSWERABLE = "nothing"
RESAMPLES = 2000
SEED = 20260901


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query: slugs of the first page, best first, and how many there were in all."""

    slugs: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QueryScore:
    """How one query did. All between 0 and 1; see `scores` for what they mean."""

    judged: Judged
    ndcg: float
    reciprocal_rank: float
    recall: float
    found_nothing: bool


Search = Callable[[SearchQuery], Awaitable[Answer]]


async def scores(queries: Iterable[Judged], search: Search, vocabularies: Vocabularies) -> list[QueryScore]:
    """nDCG@10 (gain: the grade), reciprocal rank of the first useful item (grade 2 or 3), and recall of useful items in ten."""
    return [_score(judged, await search(judged.search(vocabularies))) for judged in queries]


def _score(judged: Judged, answer: Answer) -> QueryScore:
    gains = [judged.grades.get(slug, 0) for slug in answer.slugs[:CUT]]
    ideal = sorted(judged.grades.values(), reverse=True)[:CUT]
    useful = sum(grade >= USEFUL for grade in judged.grades.values())
    first = next((place for place, gain in enumerate(gains, start=1) if gain >= USEFUL), None)
    return QueryScore(
        judged,
        ndcg=_discounted(gains) / _discounted(ideal) if ideal else float(not answer.total),
        reciprocal_rank=1 / first if first else 0.0,
        recall=sum(gain >= USEFUL for gain in gains) / min(useful, CUT) if useful else 1.0,
        found_nothing=not answer.total,
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95% bootstrap interval of a mean."""
    chance = random.Random(SEED)  # noqa: S311 - the same interval for the same scores
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[int(RESAMPLES * 0.025)], means[int(RESAMPLES * 0.975)]


def by_group(found: Sequence[QueryScore]) -> Iterator[tuple[str, list[QueryScore]]]:
    """The scores of each group, then those of all queries that have an answer."""
    for group in sorted({score.judged.group for score in found}):
        yield group, [score for score in found if score.judged.group == group]
    yield "all but nothing", [score for score in found if score.judged.group != UNANSWERABLE]


def table(found: Sequence[QueryScore]) -> str:
    """The scores per group as a table in Markdown."""
    lines = ["| group | queries | nDCG@10 | 95% | MRR | recall@10 | nothing found |", "|---|---|---|---|---|---|---|"]
    for group, members in by_group(found):
        if not members:
            continue
        low, high = interval([score.ndcg for score in members])
        lines.append(
            f"| {group} | {len(members)} | {_mean(score.ndcg for score in members)} | {low:.2f}–{high:.2f} "
            f"| {_mean(score.reciprocal_rank for score in members)} | {_mean(score.recall for score in members)} "
            f"| {statistics.fmean(score.found_nothing for score in members):.1%} |"
        )
    return "\n".join(lines)


def _mean(values: Iterable[float]) -> str:
    return f"{statistics.fmean(values):.3f}"


def summary(name: str, found: Sequence[QueryScore]) -> str:
    """One row for all queries that have an answer."""
    members = [score for score in found if score.judged.group != UNANSWERABLE]
    low, high = interval([score.ndcg for score in members])
    return (
        f"| {name} | {_mean(score.ndcg for score in members)} | {low:.2f}–{high:.2f} | {_mean(score.reciprocal_rank for score in members)} "
        f"| {_mean(score.recall for score in members)} | {statistics.fmean(score.found_nothing for score in members):.1%} |"
    )


def ladder_table(steps: Sequence[tuple[str, Sequence[QueryScore]]]) -> str:
    """One row per step."""
    head = ["| step | nDCG@10 | 95% | MRR | recall@10 | nothing found |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(summary(name, found) for name, found in steps)])


def worst(found: Sequence[QueryScore], count: int) -> str:
    """The queries that did worst, one line each."""
    low = sorted((score for score in found if score.judged.group != UNANSWERABLE), key=lambda score: score.ndcg)[:count]
    return "\n".join(f"{score.ndcg:.2f}  {score.judged.group}: {score.judged.name}" for score in low)


def difference(found: Sequence[QueryScore], before: Mapping[str, float], count: int = 20) -> str:
    """The change since a saved run: its mean over the queries in both, its interval, and the largest changes."""
    pairs = [(score, score.ndcg - before[score.judged.name]) for score in found if score.judged.name in before]
    if not pairs:
        return "no query stands in both runs"
    low, high = interval([change for _, change in pairs])
    mean = statistics.fmean(change for _, change in pairs)
    lines = [f"nDCG@10 {mean:+.3f} (95%: {low:+.3f} to {high:+.3f}) over {len(pairs)} queries"]
    largest = sorted(pairs, key=lambda pair: -abs(pair[1]))[:count]
    lines += [f"{change:+.2f}  {score.judged.group}: {score.judged.name}" for score, change in largest if change]
    return "\n".join(lines)
