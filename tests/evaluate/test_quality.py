"""The search on all judged queries, against the committed baseline."""

import asyncio

from app.db import items
from app.db.engine import connect, reading, sessions
from app.measure.evaluate import steps
from app.measure.evaluate.baseline import BASELINE, JUDGEMENTS, losses, read_baseline
from app.measure.evaluate.judged import judgements
from app.measure.evaluate.scores import scores
from app.search.index.server import IndexServer


def test_no_half_and_no_group_is_worse_than_the_baseline_allows(published, bundled):
    server = IndexServer(published.meili_url, published.meili_api_key.get_secret_value(), published.meili_index_prefix)
    database = connect(published.database)
    with reading(sessions(database)) as session:
        vocabularies = items.all_vocabularies(session)

        async def run():
            async with steps.prepared(session, vocabularies, server, bundled) as data, steps.whole(data, bundled) as search:
                return await scores(judgements(JUDGEMENTS), search, vocabularies)

        found = asyncio.run(run())
    database.dispose()
    assert losses(found, read_baseline(BASELINE)) == []
