"""One search, from query to page: understand, embed, draw, rank, page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.errors import EmbeddingFailed
from app.domain.queries import SearchQuery, SearchResult
from app.search import results
from app.search.browse import browse
from app.search.embeddings.meaning_space import QueryNearness
from app.search.embeddings.query_embeddings import NO_MEANING, MeaningBy, QueryEmbeddings, QueryMeaning
from app.search.ranking import measures
from app.search.ranking.rerank import meant_topics, scored
from app.search.retrieval import payloads
from app.search.retrieval.candidates import Candidates, draw
from app.search.retrieval.records import Record
from app.search.search_data import SearchData
from app.search.understanding.query import ParsedQuery, parse


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """A result and how it came about. `degraded` when the model should have said what the query means, and did not.

    `records` has every hit by slug.

    `perhaps` are items that may be meant when nothing has the words and nothing is near enough to pass for an answer. `bounded` when
    more items may be near in meaning than were looked at.
    """

    result: SearchResult
    parsed_query: ParsedQuery
    records: Mapping[str, Record]
    nearness: QueryNearness | None = None
    named: frozenset[str] = frozenset()
    degraded: bool = False
    bounded: bool = False
    perhaps: tuple[Record, ...] = field(default=())
    meaning_by: MeaningBy = MeaningBy.NONE


async def search(query: SearchQuery, data: SearchData, embeddings: QueryEmbeddings | None) -> SearchOutcome:
    """The outcome of a search; without `embeddings` it goes by words alone. Raises IndexMissing and SearchUnavailable."""
    parsed = parse(query.q, data.lexicon)
    if not query.q:
        shown, result = await browse(query, data)
        return SearchOutcome(result, parsed, {kept.slug: kept for kept in shown})
    meaning = await embeddings.meaning(parsed.meant, data.word_vectors) if embeddings and data.meaning else NO_MEANING
    nearness = _nearness(meaning, data, embeddings)
    by = meaning.by if nearness else MeaningBy.NONE
    topics = meant_topics(parsed, nearness, data)
    candidates = await draw(query, parsed, nearness, data, topics.best)
    if candidates.nearness is not nearness:
        topics = meant_topics(parsed, candidates.nearness, data)
    ranking = scored(list(candidates.records.values()), parsed, topics, candidates.nearness, data)
    perhaps: tuple[Record, ...] = ()
    if _is_of_another_field(candidates, parsed, data):
        perhaps = await _perhaps(query, candidates, data)
        candidates = replace(candidates, near={})
    good = ranking.good_enough
    candidates = replace(candidates, near={name: nearness for name, nearness in candidates.near.items() if name in good})
    found = results.result_set(query, candidates, ranking)
    shown = await results.page(found, query, parsed, data)
    return SearchOutcome(
        result=results.result(shown, found, query, parsed, data),
        parsed_query=parsed,
        records={kept.slug: kept for kept in shown},
        nearness=candidates.nearness,
        named=frozenset(candidates.records[name].slug for name in candidates.named),
        degraded=embeddings is not None and by is not MeaningBy.MODEL,
        meaning_by=by,
        bounded=candidates.bounded,
        perhaps=perhaps,
    )


def _nearness(meaning: QueryMeaning, data: SearchData, embeddings: QueryEmbeddings | None) -> QueryNearness | None:
    """What a query is near to; None when that cannot be known now."""
    if meaning.vector is None or data.meaning is None or embeddings is None:
        return None
    try:
        return data.meaning.of_query(meaning.vector)
    except EmbeddingFailed as error:
        embeddings.complain(str(error))
        return None


def _is_of_another_field(candidates: Candidates, parsed: ParsedQuery, data: SearchData) -> bool:
    """Whether no item has any of the words, whatever the filters, and the query is not near to anything that people say for a term."""
    nearness = candidates.nearness
    return bool(nearness and not candidates.named and nearness.nearest < measures.MIN_TOPIC_COSINE and not data.bm25.has_any(parsed.wanted))


async def _perhaps(query: SearchQuery, candidates: Candidates, data: SearchData) -> tuple[Record, ...]:
    """The nearest that the filters allow."""
    if candidates.nearness is None:
        return ()
    near = payloads.nearest(data.version, candidates.nearness.engine_vector, payloads.filters(query), measures.MAX_PERHAPS)
    (answer,) = (await data.meili.multi_search({"queries": [near]}))["results"]
    return tuple((await data.records.get(data.version, payloads.ids(answer))).values())
