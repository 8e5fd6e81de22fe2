"""The published catalogue as search keeps it in memory: its language, sums over its items, and the few records that were looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.search.embeddings.meaning_space import MeaningSpace
from app.search.embeddings.word_vectors import WordVectors
from app.search.highlights import MarkedTexts
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion
from app.search.ranking.bm25 import Bm25
from app.search.ranking.topics import Topics
from app.search.retrieval.client import Meili
from app.search.retrieval.records import DerivedValues, Record, Records, SearchLimits
from app.search.understanding.lexicon import Lexicon

# In a catalogue of at most so many items, every item's nearness is told; in a larger one, that of the nearest.
MEASURED_WHOLE = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class SearchData:
    """One published catalogue, made ready for search; `search_data` makes it.

    Nothing in it grows with the number of items: `counts` has items per facet and term. `meaning` is None when search goes by words alone.
    """

    version: IndexVersion
    size: int
    counts: Mapping[str, Mapping[str, int]]
    lexicon: Lexicon
    bm25: Bm25
    topics: Topics
    meaning: MeaningSpace | None
    word_vectors: WordVectors | None
    records: Records
    derived: DerivedValues
    limits: SearchLimits

    @property
    def meili(self) -> Meili:
        """The engine that has the catalogue."""
        return self.records.meili

    @property
    def is_small(self) -> bool:
        """Whether every item's nearness is told, and every item with the words is ranked."""
        return self.size <= MEASURED_WHOLE

    @property
    def most_near(self) -> int:
        """The number of items near in meaning that are looked at."""
        return max(self.limits.nearest, MEASURED_WHOLE if self.is_small else 0)

    def marked(self, kept: Record) -> MarkedTexts:
        """The texts of an item with the places of their words."""
        return self.derived.of(kept, "marked", lambda: MarkedTexts.of(kept.title, kept.summary, kept.body, self.lexicon))

    def topics_of(self, kept: Record) -> list[int]:
        """The places of the terms of an item."""
        noted = kept.topic_places
        if noted is None or noted[0] is not self.topics:
            noted = kept.topic_places = self.topics, self.topics.of(kept.facets)
        return noted[1]


@dataclass(frozen=True, slots=True)
class Meanings:
    """What people say for terms, by vocabulary and term; the meaning space that has their vectors in this order, and vectors of words.

    The last two are None when search goes by words alone.
    """

    phrases: Mapping[tuple[str, str], Sequence[str]]
    space: MeaningSpace | None = None
    words: WordVectors | None = None


def search_data(
    version: IndexVersion, statistics: CatalogueStatistics, lexicon: Lexicon, meanings: Meanings, records: Records
) -> SearchData:
    """The search data of a catalogue, in the words of its lexicon."""
    limits = records.limits
    return SearchData(
        version=version,
        size=statistics.documents,
        counts=statistics.facets,
        lexicon=lexicon,
        bm25=Bm25(statistics.documents, statistics.forms, statistics.mean_length),
        topics=Topics(meanings.phrases, lexicon),
        meaning=meanings.space,
        word_vectors=meanings.words,
        records=records,
        derived=DerivedValues(limits.derived),
        limits=limits,
    )
