"""One search, from query to page: understand, embed, rank, retrieve, page."""

from dataclasses import dataclass

from app.domain.errors import EmbeddingFailed
from app.domain.queries import SearchQuery, SearchResult
from app.search import results
from app.search.context import SearchContext
from app.search.embeddings.item_vectors import SemanticScores
from app.search.embeddings.query_embeddings import NO_MEANING, MeaningBy, QueryEmbeddings, QueryMeaning
from app.search.ranking.rerank import Ranking, rerank
from app.search.retrieval import payloads
from app.search.retrieval.client import Meili
from app.search.search_data import SearchData
from app.search.understanding.query import ParsedQuery, parse


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """A result and how it came about. `degraded` when the model should have said what the query means, and did not.

    `perhaps` are items that may be meant when nothing has the words and nothing is near enough to pass for an answer.
    """

    result: SearchResult
    parsed_query: ParsedQuery
    ranking: Ranking
    semantic_scores: SemanticScores | None
    degraded: bool
    perhaps: tuple[str, ...] = ()
    meaning_by: MeaningBy = MeaningBy.NONE


async def search(query: SearchQuery, data: SearchData, meili: Meili, embeddings: QueryEmbeddings | None) -> SearchOutcome:
    """The outcome of a search; without `embeddings` it goes by words alone. Raises IndexMissing and SearchUnavailable."""
    parsed = parse(query.q, data.lexicon)
    allowed = data.filters.allowed(query)
    meaning = await embeddings.meaning(parsed.meant, data.word_vectors) if query.q and embeddings and data.item_vectors else NO_MEANING
    semantic = _semantic_scores(meaning, data, embeddings)
    ranking = rerank(query.q, parsed, data, allowed, semantic)
    answer = await meili.multi_search(payloads.build(query, parsed.words, data.index))
    result = results.build(answer, SearchContext(query, parsed, ranking, data, allowed))
    by = meaning.by if semantic else MeaningBy.NONE
    degraded = bool(query.q and embeddings and by is not MeaningBy.MODEL)
    return SearchOutcome(result, parsed, ranking, semantic, degraded, ranking.perhaps, by)


def _semantic_scores(meaning: QueryMeaning, data: SearchData, embeddings: QueryEmbeddings | None) -> SemanticScores | None:
    """The nearness of every item in meaning; None when that cannot be known now."""
    if meaning.vector is None or data.item_vectors is None or embeddings is None:
        return None
    try:
        return data.item_vectors.near_query(meaning.vector)
    except EmbeddingFailed as error:
        embeddings.complain(str(error))
        return None
