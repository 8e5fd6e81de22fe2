"""One search from query to result: read it, pick the best in memory, ask the engine once, join the two."""

from dataclasses import dataclass

from app.domain.errors import EmbeddingFailed
from app.domain.queries import SearchQuery, SearchResult
from app.search import page
from app.search.embeddings.item_vectors import Closeness
from app.search.embeddings.query_embeddings import Meaning
from app.search.item_index import Catalogue
from app.search.page import Asked
from app.search.ranking.rerank import Picked, pick
from app.search.retrieval import payloads
from app.search.retrieval.client import Meili
from app.search.understanding.query import Reading, read

NOTHING_TYPED = Reading("", "")
NOTHING_PICKED = Picked()


@dataclass(frozen=True, slots=True)
class Found:
    """A result and how it came about. `degraded` when it lacks meanings that it should have.

    `perhaps` are items that may be meant when nothing has the words and nothing is near enough to pass for an answer.
    """

    result: SearchResult
    reading: Reading
    picked: Picked
    closeness: Closeness | None
    degraded: bool
    perhaps: tuple[str, ...] = ()


async def find(query: SearchQuery, catalogue: Catalogue, meili: Meili, meaning: Meaning | None) -> Found:
    """The result of a query. Raises IndexMissing and SearchUnavailable."""
    passing = catalogue.passing(query)
    if query.q:
        reading = read(query.q, catalogue.lexicon)
        closeness = await _closeness(reading, catalogue, meaning) if meaning else None
        picked = pick(query.q, reading, catalogue, passing, closeness)
        degraded = meaning is not None and closeness is None
    else:
        reading, closeness, picked, degraded = NOTHING_TYPED, None, NOTHING_PICKED, False
    answer = await meili.multi_search(payloads.build(query, reading.words, catalogue.index))
    result = page.parse(answer, Asked(query, reading, picked, catalogue, passing))
    return Found(result, reading, picked, closeness, degraded, picked.perhaps)


async def _closeness(reading: Reading, catalogue: Catalogue, meaning: Meaning) -> Closeness | None:
    """How close every item is in meaning; None when that cannot be known now."""
    if catalogue.meanings is None:
        return None
    vector = await meaning.vector(reading.meant)
    try:
        return None if vector is None else catalogue.meanings.closeness(vector)
    except EmbeddingFailed as error:
        meaning.complain(str(error))
        return None
