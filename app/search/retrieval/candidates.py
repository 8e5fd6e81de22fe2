"""The candidates of a search: what the engine draws by words, by name, by the topics that are meant and by meaning, with true counts.

What is near in meaning is decided without filters: an item does not become a result because a filter left out better ones. Filters only
say which of the results are shown. A search takes two turns to the engine: the draws, and then the records that are not in memory yet,
beside the question which of the near items have the words and so are counted by the engine already.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.facets import FACETS
from app.domain.queries import SearchQuery
from app.search.embeddings.meaning_space import QueryNearness
from app.search.ranking import measures
from app.search.ranking.measures import MAX_MEANT_TOPICS, MIN_NEARNESS
from app.search.retrieval import payloads
from app.search.retrieval.payloads import Query
from app.search.retrieval.records import Record
from app.search.search_data import SearchData
from app.search.understanding.names import MAX_SAME_START, exact_keys, start_key
from app.search.understanding.query import ParsedQuery

# Drawn by words: by those alone, and by those among the items with a topic that is meant.
BY_WORDS, BY_TOPIC, BY_NAME = 60, 30, 20
ALL_WORDS = "all words"
# Without meanings, drawn by each of so many words.
BY_EACH_WORD, MAX_EACH = 30, 3
# Under filters the nearest may be others than without: so many of them are drawn too, to be ranked if they have the words.
NEAR_UNDER_FILTERS = 30


@dataclass(frozen=True, slots=True)
class Counted:
    """The engine's counts of the items with the words: all under the filters, by facet and term, and without the choice in each facet."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The drawn items. `by_words` are ids under the filters in the engine's order; `near` has the nearness of every result by meaning.

    `with_words` are those in `near` or `named` that have the words. `named` have the name that was typed, the most general kind first.
    `bounded` when there may be more items near in meaning than were looked at. `records` has all of them by id.
    """

    counted: Counted
    by_words: tuple[str, ...]
    near: Mapping[str, float]
    named: tuple[str, ...]
    with_words: frozenset[str]
    nearness: QueryNearness | None
    records: Mapping[str, Record]
    bounded: bool


async def draw(
    query: SearchQuery, parsed: ParsedQuery, nearness: QueryNearness | None, data: SearchData, topics: Sequence[int]
) -> Candidates:
    """The candidates of a search with words; `topics` are the places of the terms that are meant. Raises SearchUnavailable."""
    draws = _Draws(query, parsed, data)
    asked = draws.by_words() | draws.by_name() | draws.by_topics(topics)
    asked |= draws.by_meaning(nearness, topics) if nearness else draws.by_each_word()
    answers = dict(zip(asked, (await data.meili.multi_search({"queries": list(asked.values())}))["results"], strict=True))
    named = await _named(answers, parsed, query, data)
    if named and nearness and data.meaning:
        nearness = data.meaning.of_item(named[0].vector.astype("float32"), data.topics.tagged([data.topics_of(named[0])])[:, 0])
        again = draws.by_meaning(nearness, topics)
        answers |= zip(again, (await data.meili.multi_search({"queries": list(again.values())}))["results"], strict=True)
    near = _near(answers, nearness)
    drawn = _drawn(answers)
    names = tuple(kept.id for kept in named)
    unsure = dict.fromkeys((*near, *names, *_ids(answers, "near under filters")))
    sure = frozenset((*drawn, *_ids(answers, ALL_WORDS)))
    unknown = [] if data.is_small else [name for name in unsure if name not in sure]
    records, members = await asyncio.gather(data.records.get(data.version, (*drawn, *unsure)), _having_words(unknown, draws, data))
    with_words = frozenset(name for name in unsure if name in sure) | members
    return Candidates(
        counted=_counted(answers, query),
        by_words=tuple(dict.fromkeys((*drawn, *(name for name in _ids(answers, "near under filters") if name in with_words)))),
        near=near,
        named=names,
        with_words=with_words,
        nearness=nearness,
        records=records,
        bounded=not data.is_small and any(len(_ids(answers, draw)) >= data.most_near for draw in ("near", "near by topic")),
    )


class _Draws:
    """The queries of one search by what they are for."""

    def __init__(self, query: SearchQuery, parsed: ParsedQuery, data: SearchData) -> None:
        self._query, self._parsed, self._data = query, parsed, data
        self._facets, self._numbers = payloads.facet_filters(query), payloads.number_filters(query)
        self._filters = [*self._facets.values(), *self._numbers]

    def by_words(self) -> dict[str, Query]:
        version, words = self._data.version, self._parsed.words
        uncounted = [facet.name for facet in FACETS if facet.name not in self._facets]
        first = payloads.counted(version, words, self._filters, uncounted, BY_WORDS)
        others = {facet: payloads.counted(version, words, self._filters_without(facet), [facet], 0) for facet in self._facets}
        if not self._data.is_small:
            return {"words": first} | others
        # The one query that leaves out the only filter there is tells everything that has the words as well.
        if len(self._filters) == 1 and others:
            return {"words": payloads.named_as_values(first), ALL_WORDS: payloads.named_as_values(*others.values())}
        all_words = {ALL_WORDS: payloads.named_as_values(payloads.having(version, words, [], 0))} if self._filters else {}
        return {"words": payloads.named_as_values(first)} | all_words | others

    def _filters_without(self, facet: str) -> list[str]:
        return [*(text for name, text in self._facets.items() if name != facet), *self._numbers]

    def by_name(self) -> dict[str, Query]:
        keys = exact_keys(self._query.q, self._parsed.meant)
        start = start_key(self._query.q) if self._parsed.half_typed else None
        conditions = [payloads.is_one_of("nameKeys", keys)] if keys else []
        conditions += [f"nameKeys STARTS WITH {payloads.quoted(start)}"] if start else []
        return {"names": payloads.having(self._data.version, None, [" OR ".join(conditions)], BY_NAME)} if conditions else {}

    def _of_topics(self, topics: Sequence[int]) -> str:
        """The condition that an item has one of the terms that are meant; empty when none is."""
        chosen = self._data.topics.by_facet(topics[:MAX_MEANT_TOPICS])
        return " OR ".join(payloads.is_one_of(facet, terms) for facet, terms in chosen.items())

    def by_topics(self, topics: Sequence[int]) -> dict[str, Query]:
        condition = self._of_topics(topics)
        if not condition or self._data.is_small:  # of a small catalogue all are drawn that have the words
            return {}
        return {"topics": payloads.having(self._data.version, self._parsed.words, [*self._filters, condition], BY_TOPIC)}

    def by_each_word(self) -> dict[str, Query]:
        """Without meanings: an item that has but some of the words, or what else they may mean, can be good enough."""
        typed = sorted(dict.fromkeys(self._parsed.words.split()), key=self._data.lexicon.frequency)
        # The rarest has been drawn by already: it is the word that the engine never leaves out.
        words = dict.fromkeys((*typed[1:], *(word for word in self._parsed.wanted if word not in typed)))
        each = (payloads.having(self._data.version, word, [], BY_EACH_WORD) for word in list(words)[:MAX_EACH])
        return {f"word {number}": payloads.named_as_values(query) if self._data.is_small else query for number, query in enumerate(each)}

    def by_meaning(self, nearness: QueryNearness, topics: Sequence[int]) -> dict[str, Query]:
        """The nearest, and of those with a term that is meant also the less near, which that term can make good enough."""
        version, vector, most = self._data.version, nearness.engine_vector, self._data.most_near
        near = {"near": payloads.nearest(version, vector, [], most, nearness.to_engine(measures.MIN_NEARNESS_ALONE))}
        if condition := self._of_topics(topics):
            near["near by topic"] = payloads.nearest(version, vector, [condition], most, nearness.to_engine(MIN_NEARNESS))
        if self._filters and not self._data.is_small:
            near["near under filters"] = payloads.nearest(version, nearness.engine_vector, self._filters, NEAR_UNDER_FILTERS)
        return near

    def having_words(self, ids: Sequence[str]) -> Query:
        return payloads.named_as_values(payloads.having(self._data.version, self._parsed.words, [payloads.is_one_of("id", ids)], 0))


def _ids(answers: Mapping[str, Any], name: str) -> list[str]:
    return payloads.ids(answers[name]) if name in answers else []


def _drawn(answers: Mapping[str, Any]) -> dict[str, None]:
    """The ids that were drawn by their words under the filters, in the engine's order."""
    return dict.fromkeys((*_ids(answers, "words"), *_ids(answers, "topics")))


async def _named(answers: Mapping[str, Any], parsed: ParsedQuery, query: SearchQuery, data: SearchData) -> list[Record]:
    """The items that are called what was typed: exactly so, or with its spelling mended, or, if they are few, beginning so."""
    records = (await data.records.get(data.version, _ids(answers, "names"))).values() if _ids(answers, "names") else ()
    for key in exact_keys(query.q, parsed.meant):
        exact = [kept for kept in records if key in kept.name_keys]
        if exact:
            return sorted(exact, key=_precedence)
    start = start_key(query.q) if parsed.half_typed else None
    starting = [kept for kept in records if start and any(key.startswith(start) for key in kept.name_keys)]
    return sorted(starting, key=_precedence) if len(starting) <= MAX_SAME_START else []


def _precedence(kept: Record) -> tuple[int, str, str]:
    return kept.values["kindOrder"], kept.values["sortTitle"], kept.slug


def _near(answers: Mapping[str, Any], nearness: QueryNearness | None) -> dict[str, float]:
    """The nearness of what was drawn without filters; 0 for what was drawn by single words."""
    if nearness is None or "near" not in answers:
        return {name: 0.0 for draw in answers if draw.startswith("word ") for name in _ids(answers, draw)}
    hits = (hit for draw in ("near", "near by topic") if draw in answers for hit in answers[draw]["hits"])
    return {hit["id"]: nearness.from_engine(hit["_rankingScore"]) for hit in hits}


async def _having_words(ids: Sequence[str], draws: _Draws, data: SearchData) -> frozenset[str]:
    """Those of some documents that have the words of the query, whatever its filters."""
    if not ids:
        return frozenset()
    (result,) = (await data.meili.multi_search({"queries": [draws.having_words(ids)]}))["results"]
    return frozenset(payloads.ids(result))


def _counted(answers: Mapping[str, Any], query: SearchQuery) -> Counted:
    first = answers["words"]
    chosen = payloads.facet_filters(query)
    by_facet = {facet: answers.get(facet) or answers[ALL_WORDS] for facet in chosen}
    facets = {
        **{name: terms for name, terms in first["facetDistribution"].items() if name != payloads.ID},
        **{facet: by_facet[facet]["facetDistribution"].get(facet, {}) for facet in chosen},
    }
    return Counted(first["totalHits"], facets, {facet: by_facet[facet]["totalHits"] for facet in chosen})
