"""One run of the evaluation as text, saved, and compared with an earlier one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy.orm import Session

from app.catalogue import corpus
from app.db import items
from app.domain.errors import MenukaartError
from app.measure.evaluate import steps
from app.measure.evaluate.judged import Judged
from app.measure.evaluate.scores import QueryScore, difference, ladder_table, scores, table, worst
from app.search.embeddings.embedders import Embedder
from app.search.index.server import IndexServer

WORST = 15


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of the whole search, and of each step when they were asked for."""

    found: Sequence[QueryScore]
    steps: Sequence[tuple[str, Sequence[QueryScore]]] = ()


async def report(
    session: Session,
    server: IndexServer,
    embedder: Embedder | None,
    queries: Sequence[Judged],
    *,
    with_steps: bool,
    scores_all: bool = False,
) -> Evaluation:
    """Search for every query in what is published; with `scores_all` by the reference. Raises NothingPublished and SearchUnavailable."""
    vocabularies = items.all_vocabularies(session)
    async with steps.prepared(session, vocabularies, server, embedder) as data:
        if with_steps:
            ready = corpus.published(session, vocabularies, items.language(session))
            async with steps.ladder(ready, data, server, embedder) as ladder:
                compared = await steps.compare(ladder, queries, vocabularies)
            return Evaluation(compared[-1][1], compared)
        way = steps.scoring_all if scores_all else steps.whole
        async with way(data, embedder) as search:
            return Evaluation(await scores(queries, search, vocabularies))


def text(run: Evaluation, before: Mapping[str, float] | None) -> str:
    """The report for people: tables in Markdown, the worst queries, and what changed."""
    parts = [table(run.found)]
    if run.steps:
        parts.append(ladder_table(run.steps))
    parts.append(f"The worst queries, with nDCG@10:\n{worst(run.found, WORST)}")
    if before is not None:
        parts.append(f"Since the saved run: {difference(run.found, before)}")
    return "\n\n".join(parts)


def save(run: Evaluation, path: Path) -> None:
    """Keep the score of every query."""
    path.write_bytes(orjson.dumps({score.judged.name: score.ndcg for score in run.found}, option=orjson.OPT_INDENT_2))


def saved(path: Path) -> Mapping[str, float]:
    """The scores of a saved run. Raises MenukaartError for a file that is none."""
    try:
        found = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, int | float) for value in found.values()):
        raise MenukaartError(f"{path} is no saved run; make one with `menukaart evaluate --save {path}`")
    return found
