"""The search on the queries that nothing is tuned on: a floor well below what was measured, so that only a real loss breaks it."""

import asyncio
from pathlib import Path

from app.catalogue import corpus
from app.catalogue.snapshot import searchable
from app.db.engine import connect, reading, sessions
from app.measure.evaluate import steps
from app.measure.evaluate.judged import judgements
from app.measure.evaluate.scores import UNANSWERABLE, scores
from app.search.embeddings.embedders import BundledModel
from app.search.index.build import IndexServer

JUDGEMENTS = Path(__file__).parents[1] / "relevance" / "judgements.csv"


def test_queries_set_aside_are_answered_well(published):
    server = IndexServer(published.meili_url, published.meili_api_key.get_secret_value(), published.meili_index_prefix)
    model = BundledModel()
    queries = [judged for judged in judgements(JUDGEMENTS) if judged.set_aside and judged.group != UNANSWERABLE]
    database = connect(published.database)
    with reading(sessions(database)) as session:
        state, ready = corpus.published(session)
        data = searchable(session, state, ready, model.model)
    database.dispose()

    async def run():
        async with steps.whole(data, server, model) as search:
            return await scores(queries, search, ready.vocabularies)

    found = asyncio.run(run())
    assert sum(score.ndcg for score in found) / len(found) >= 0.70
    assert sum(score.found_nothing for score in found) / len(found) <= 0.02
