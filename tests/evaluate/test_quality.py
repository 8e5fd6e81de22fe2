"""The search on all judged queries, against the committed baseline."""

import asyncio
import statistics

import pytest

from app.db import items
from app.db.engine import connect, reading, sessions
from app.measure.evaluate import steps
from app.measure.evaluate.baseline import BASELINE, JUDGEMENTS, losses, read_baseline
from app.measure.evaluate.judged import judgements
from app.measure.evaluate.scores import UNANSWERABLE, scores
from app.search.index.server import IndexServer

# Of what the model gives more than words alone, word vectors keep at least this share, on the half that nothing is tuned on. It was .62.
KEPT_BY_WORD_VECTORS = 0.5


@pytest.fixture
def scored(published, bundled):
    """The scores of all judged queries, by an embedder or none."""
    server = IndexServer(published.meili_url, published.meili_api_key.get_secret_value(), published.meili_index_prefix)

    async def run(session, embedder):
        vocabularies = items.all_vocabularies(session)
        async with steps.prepared(session, vocabularies, server, bundled) as data, steps.whole(data, embedder) as search:
            return await scores(judgements(JUDGEMENTS), search, vocabularies)

    database = connect(published.database)
    with reading(sessions(database)) as session:
        yield lambda embedder: asyncio.run(run(session, embedder))
    database.dispose()


def test_no_half_and_no_group_is_worse_than_the_baseline_allows(scored, bundled):
    assert losses(scored(bundled), read_baseline(BASELINE)) == []


def test_word_vectors_lie_between_words_and_the_model(scored, bundled):
    def mean(embedder):
        held_out = [score for score in scored(embedder) if score.judged.set_aside and score.judged.group != UNANSWERABLE]
        return statistics.fmean(score.ndcg for score in held_out)

    by_words, by_word_vectors, by_model = mean(None), mean(steps.BusyModel(bundled.model)), mean(bundled)
    assert by_word_vectors > by_words + KEPT_BY_WORD_VECTORS * (by_model - by_words)
