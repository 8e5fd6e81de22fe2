"""The next version of a catalogue on the engine: the index brought up to date with what changed, or made anew as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalogue.corpus import Corpus, fingerprint
from app.catalogue.vectors import vectors_of_items
from app.db import runs
from app.db.engine import Session, Sessions, reading
from app.db.runs import PublishedIndex
from app.domain.language import Language
from app.domain.progress import Progress
from app.search.embeddings.meaning_space import engine_vector
from app.search.index import build
from app.search.index.build import IndexRevision
from app.search.index.documents import finished
from app.search.index.server import BATCH, IndexServer
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
    """All that a version is made with. `model` made the vectors; None without vectors. `structure` is what every document depends on."""

    sessions: Sessions
    server: IndexServer
    language: Language
    model: str | None
    structure: str
    report_progress: Progress

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
        coming = list(self._documents(changed, Lexicon(statistics.words + changed.words(), self.language), generation))
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
        documents = statistics.counting(self._documents(whole, Lexicon(whole.words(), self.language), generation))
        index = build.build(self.server, documents, len(whole.drafts), self._dimensions(whole), self.report_progress)
        checksums = {drafted["slug"]: drafted["checksum"] for drafted in whole.drafts}
        published = PublishedIndex(index, generation, fingerprint(self.structure, checksums), self.structure, len(whole.drafts), self.model)
        return CatalogueVersion(published, statistics)

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
