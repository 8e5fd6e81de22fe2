"""The next version of a catalogue on the engine: the index brought up to date with what changed, or made anew as a whole."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalogue.corpus import Corpus, Passages, fingerprint
from app.catalogue.vectors import vectors_of_items
from app.catalogue.word_vectors import embed_words
from app.db import runs
from app.db.engine import Session, Sessions, reading
from app.db.runs import PublishedIndex
from app.domain.language import Language
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder
from app.search.embeddings.meaning_space import engine_vector
from app.search.embeddings.word_vectors import words_to_embed
from app.search.index import build
from app.search.index.build import BATCH, IndexRevision
from app.search.index.documents import finished
from app.search.index.server import IndexServer
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion
from app.search.understanding.lexicon import Lexicon

# When more than this share of the items changed, to make all documents anew costs less.
MOST_REVISED = 0.3


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """A version of a catalogue that is pointed to, or ready to be: its index, and its sums over all items."""

    published: PublishedIndex
    statistics: CatalogueStatistics

    @property
    def in_index(self) -> IndexVersion:
        """The version as the engine has it."""
        return IndexVersion(self.published.index, self.published.generation)


def current_version(session: Session) -> CatalogueVersion | None:
    """The published version; None before the first publish, and after one by a release that kept no sums."""
    row, packed = runs.state(session), runs.statistics(session)
    statistics = CatalogueStatistics.unpacked(packed) if packed else None
    if row is None or statistics is None:
        return None
    return CatalogueVersion(PublishedIndex(row.index, row.generation, row.fingerprint, row.structure, row.documents, row.model), statistics)


@dataclass(frozen=True, slots=True)
class VersionMaker:
    """All that a version is made with. `structure` is what every document depends on.

    `embedder` made the vectors and makes those of new words, unless they are among the `shipped`; None for a version without vectors.
    """

    sessions: Sessions
    server: IndexServer
    language: Language
    embedder: Embedder | None
    shipped: Mapping[str, bytes]
    structure: str
    report_progress: Progress

    @property
    def model(self) -> str | None:
        """The model that made the vectors; None without vectors."""
        return self.embedder.model if self.embedder else None

    def can_revise(self, current: CatalogueVersion, changes: int) -> bool:
        """Whether the next version can be made in the same index: it is whole, documents are made as before, and few of them change."""
        published = current.published
        if published.structure != self.structure or changes > MOST_REVISED * published.documents:
            return False
        return build.count(self.server, current.in_index) == published.documents

    def revised(
        self,
        current: CatalogueVersion,
        changed: Corpus,
        removed: Sequence[str],
        checksums: Mapping[str, str],
        *,
        generation: int,
        needed_since: int,
    ) -> CatalogueVersion:
        """The next version in the same index.

        `changed` has the items that are new or differ, `checksums` those of the whole catalogue. No reader is at a generation before
        `needed_since`.
        """
        slugs = [drafted["slug"] for drafted in changed.drafts]
        if not slugs and not removed:
            return current
        self.report_progress(f"bringing {len(slugs) + len(removed)} of {len(checksums)} pages to index {current.published.index}")
        statistics = current.statistics
        going = list(build.documents_of(self.server, current.in_index, [*slugs, *removed]))
        statistics.remove(going)
        lexicon = self._lexicon(statistics.words + changed.words(), changed.passages)
        coming = list(self._documents(changed, lexicon, generation))
        statistics.add(coming)
        build.revise(self.server, IndexRevision(current.in_index, generation, coming, [document["id"] for document in going], needed_since))
        published = replace(
            current.published,
            generation=generation,
            fingerprint=fingerprint(self.structure, checksums),
            documents=statistics.documents,
        )
        return CatalogueVersion(published, statistics)

    def made_anew(self, whole: Corpus, generation: int) -> CatalogueVersion:
        """The next version in an index of its own."""
        statistics = CatalogueStatistics()
        documents = statistics.counting(self._documents(whole, self._lexicon(whole.words(), whole.passages), generation))
        index = build.build(self.server, documents, len(whole.drafts), self._dimensions(whole), self.report_progress)
        checksums = {drafted["slug"]: drafted["checksum"] for drafted in whole.drafts}
        published = PublishedIndex(index, generation, fingerprint(self.structure, checksums), self.structure, len(whole.drafts), self.model)
        return CatalogueVersion(published, statistics)

    def _lexicon(self, words: Counter[str], passages: Passages) -> Lexicon:
        """The lexicon of a catalogue's words, which have their vectors from here on."""
        lexicon = Lexicon(words, self.language)
        wanted = words_to_embed(lexicon, passages.phrases, self.language)
        embed_words(wanted, self.embedder, self.sessions, self.report_progress, self.shipped)
        return lexicon

    def _dimensions(self, corpus: Corpus) -> int | None:
        """The length of vectors as the engine has them; None when items have none."""
        first = dict(list(corpus.passages.about.items())[:1])
        with reading(self.sessions) as session:
            vectors = vectors_of_items(session, replace(corpus.passages, about=first), self.model)
        return next((len(engine_vector(vector)) for vector in vectors.values()), None)

    def _documents(self, corpus: Corpus, lexicon: Lexicon, generation: int) -> Iterator[build.Document]:
        """The finished documents of a corpus."""
        for start in range(0, len(corpus.drafts), BATCH):
            drafts = corpus.drafts[start : start + BATCH]
            about = {drafted["slug"]: corpus.passages.about[drafted["slug"]] for drafted in drafts}
            with reading(self.sessions) as session:
                vectors = vectors_of_items(session, replace(corpus.passages, about=about), self.model)
            for drafted in drafts:
                yield finished(drafted, lexicon, vectors.get(drafted["slug"]), generation)
