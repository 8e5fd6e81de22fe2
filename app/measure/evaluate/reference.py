"""A search that scores every item, to hold the bounded one against: what is lost by looking at candidates only.

It reads all records into memory, which is what a service never does, and takes seconds for a query on a large catalogue.
"""

from collections.abc import Sequence

from app.domain.queries import SearchQuery
from app.measure.evaluate.scores import Answer, Search
from app.search.embeddings.meaning_space import QueryNearness
from app.search.embeddings.query_embeddings import QueryEmbeddings
from app.search.ranking import measures
from app.search.ranking.rerank import meant_topics, scored
from app.search.retrieval import payloads
from app.search.retrieval.filters import passes
from app.search.retrieval.records import Record
from app.search.search_data import SearchData
from app.search.understanding.names import exact_keys
from app.search.understanding.query import ParsedQuery, parse

AT_ONCE = 500


async def reference(data: SearchData, embeddings: QueryEmbeddings | None) -> Search:
    """A search over all items of a catalogue, which is in memory from here on."""
    records = await _every_record(data)

    async def searched(query: SearchQuery) -> Answer:
        parsed = parse(query.q, data.lexicon)
        meaning = await embeddings.meaning(parsed.meant, data.word_vectors) if embeddings else None
        nearness = data.meaning.of_query(meaning.vector) if data.meaning and meaning and meaning.vector is not None else None
        named = _named(query, parsed, records)
        if named and data.meaning:
            nearness = data.meaning.of_item(named[0].vector.astype("float32"), data.topics.tagged([data.topics_of(named[0])])[:, 0])
        ranking = scored(records, parsed, meant_topics(parsed, nearness, data), nearness, data)
        members = await _having_words(parsed, data) | {kept.id for kept in named}
        if not _of_another_field(parsed, nearness, data, named=bool(named)):
            members |= ranking.good_enough & _near(records, nearness)
        shown = {kept.id for kept in records if kept.id in members and passes(kept, query)}
        ordered = dict.fromkeys((*(kept.id for kept in named), *ranking.ranked()))
        slugs = {kept.id: kept.slug for kept in records}
        ids = [name for name in ordered if name in shown]
        return Answer(tuple(slugs[name] for name in ids[: query.page_size]), len(ids))

    return searched


def _near(records: Sequence[Record], nearness: QueryNearness | None) -> set[str]:
    """The items that are near in meaning, or all of them when nothing tells."""
    if nearness is None:
        return {kept.id for kept in records}
    vectors = ((kept.id, nearness.nearness(kept.vector.astype("float32").reshape(1, -1))[0]) for kept in records)
    return {name for name, near in vectors if near >= measures.MIN_NEARNESS}


def _of_another_field(parsed: ParsedQuery, nearness: QueryNearness | None, data: SearchData, *, named: bool) -> bool:
    known = data.bm25.has_any(parsed.wanted)
    return bool(nearness and not named and not known and nearness.nearest < measures.MIN_TOPIC_COSINE)


def _named(query: SearchQuery, parsed: ParsedQuery, records: Sequence[Record]) -> list[Record]:
    for key in exact_keys(query.q, parsed.meant):
        named = [kept for kept in records if key in kept.name_keys]
        if named:
            return sorted(named, key=lambda kept: (kept.values["kindOrder"], kept.values["sortTitle"], kept.slug))
    return []


async def _every_record(data: SearchData) -> list[Record]:
    records: list[Record] = []
    while True:
        query = payloads.in_browsing_order(payloads.having(data.version, None, [], AT_ONCE)) | {"offset": len(records)}
        (answer,) = (await data.meili.multi_search({"queries": [query]}))["results"]
        found = await data.records.get(data.version, payloads.ids(answer))
        records += found.values()
        if len(found) < AT_ONCE:
            return records


async def _having_words(parsed: ParsedQuery, data: SearchData) -> set[str]:
    """The ids of all documents with the words."""
    query = payloads.having(data.version, parsed.words, [], data.size)
    (answer,) = (await data.meili.multi_search({"queries": [query]}))["results"]
    return set(payloads.ids(answer))
