"""The committed baseline of relevance, and what a run has lost against it.

Halves are large, so their means move little by chance; a group of a few queries moves more. The baseline changes only on purpose, by
`menukaart evaluate --new-baseline`.
"""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from app.domain.errors import MenukaartError
from app.measure.evaluate.scores import UNANSWERABLE, QueryScore

FOLDER = Path(__file__).parents[3] / "relevance"
JUDGEMENTS, BASELINE = FOLDER / "judgements.csv", FOLDER / "baseline.json"
# nDCG@10 that may be lost: by a half, by a group of at least `LARGE_GROUP` queries, by a smaller one.
HALF_LOSS, GROUP_LOSS, SMALL_GROUP_LOSS = 0.005, 0.03, 0.08
LARGE_GROUP = 20
DECIMALS = 4

Baseline = Mapping[str, float]


def write_baseline(scores: Sequence[QueryScore], path: Path) -> None:
    """Keep nDCG@10 of every query, by its name."""
    rounded = {score.judged.name: round(score.ndcg, DECIMALS) for score in scores}
    path.write_bytes(orjson.dumps(rounded, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


def read_baseline(path: Path) -> Baseline:
    """nDCG@10 by the name of a query. Raises MenukaartError for a file that is no baseline."""
    try:
        baseline = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        baseline = None
    if not isinstance(baseline, dict) or not all(isinstance(value, int | float) for value in baseline.values()):
        raise MenukaartError(f"{path} is no baseline; make one with `menukaart evaluate --new-baseline`")
    return baseline


def losses(scores: Sequence[QueryScore], baseline: Baseline) -> list[str]:
    """A line for each half or group that lost more than it may, and for each query that only one side has; none when all is well."""
    return [*_unmatched(scores, baseline), *_lost(scores, baseline)]


def _unmatched(scores: Sequence[QueryScore], baseline: Baseline) -> Iterator[str]:
    names = {score.judged.name for score in scores}
    yield from (f"not in the baseline: {name}" for name in sorted(names - baseline.keys()))
    yield from (f"in the baseline, but not judged any more: {name}" for name in sorted(baseline.keys() - names))


def _lost(scores: Sequence[QueryScore], baseline: Baseline) -> Iterator[str]:
    compared = [score for score in scores if score.judged.name in baseline]
    answerable = [score for score in compared if score.judged.group != UNANSWERABLE]
    for half in (False, True):
        name = "the half that is set aside" if half else "the half that is tuned on"
        yield from _lower(name, [score for score in answerable if score.judged.set_aside is half], baseline, HALF_LOSS)
    for group in sorted({score.judged.group for score in answerable}):
        members = [score for score in answerable if score.judged.group == group]
        yield from _lower(f"group {group}", members, baseline, GROUP_LOSS if len(members) >= LARGE_GROUP else SMALL_GROUP_LOSS)
    yield from _fewer_refused([score for score in compared if score.judged.group == UNANSWERABLE], baseline)


def _lower(name: str, members: Sequence[QueryScore], baseline: Baseline, allowed: float) -> Iterator[str]:
    if not members:
        return
    now = statistics.fmean(score.ndcg for score in members)
    before = statistics.fmean(baseline[score.judged.name] for score in members)
    if before - now > allowed:
        yield f"{name} ({len(members)} queries): nDCG@10 {now:.4f}, was {before:.4f}; at most {allowed} may be lost"


def _fewer_refused(members: Sequence[QueryScore], baseline: Baseline) -> Iterator[str]:
    """Queries without an answer are counted: each either finds nothing, as it should, or not."""
    now = sum(score.found_nothing for score in members)
    before = sum(baseline[score.judged.name] == 1 for score in members)
    if now < before:
        yield f"group {UNANSWERABLE} ({len(members)} queries): {now} find nothing, as they should; it was {before}"
