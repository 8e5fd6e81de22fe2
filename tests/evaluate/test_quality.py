"""The search on all judged queries, against the committed baseline."""

import asyncio

from app.catalogue import corpus
from app.catalogue.snapshot import searchable
from app.db.engine import connect, reading, sessions
from app.measure.evaluate import steps
from app.measure.evaluate.baseline import BASELINE, JUDGEMENTS, losses, read_baseline
from app.measure.evaluate.judged import judgements
from app.measure.evaluate.scores import scores
from app.search.index.build import IndexServer


def test_no_half_and_no_group_is_worse_than_the_baseline_allows(published, bundled):
    server = IndexServer(published.meili_url, published.meili_api_key.get_secret_value(), published.meili_index_prefix)
    database = connect(published.database)
    with reading(sessions(database)) as session:
        state, ready = corpus.published(session)
        data = searchable(session, state, ready, bundled.model)
    database.dispose()

    async def run():
        async with steps.whole(data, server, bundled) as search:
            return await scores(judgements(JUDGEMENTS), search, ready.vocabularies)

    assert losses(asyncio.run(run()), read_baseline(BASELINE)) == []
