"""Publish checked content: bring the new version to the engine beside the old, then switch database and index in one commit.

Kill it anywhere: before the commit the old catalogue is served, after it the new one, whole, from database and index alike. What a killed
run leaves behind is an index nobody points to, or documents of a generation that never came; the next run drops them.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from app.catalogue import corpus
from app.catalogue.corpus import Corpus, ItemsToDraft, Passages
from app.catalogue.vectors import embed
from app.content.load import Content
from app.db import items, runs, vectors
from app.db.engine import Sessions, reading, sessions, writing
from app.db.items import CatalogueChanges
from app.db.lock import exclusive
from app.db.models import ItemRow
from app.db.runs import Pointer, PublishedIndex
from app.domain.errors import DatabaseUnavailable, MenukaartError, NothingPublished, SearchUnavailable
from app.domain.progress import Progress
from app.publishing import versions
from app.publishing.versions import CatalogueVersion, VersionMaker
from app.search.embeddings.embedders import Embedder
from app.search.index import build
from app.search.index.server import IndexServer

NO_VECTORS: Mapping[str, bytes] = {}
# Readers look at the pointer every second; documents that were replaced stay so long for those that could not.
KEPT_FOR_READERS = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a publish: what changed, the version that is served, and whether its index was there already."""

    plan: CatalogueChanges
    published: PublishedIndex
    reused: bool


def publish(
    content: Content,
    database: Engine,
    server: IndexServer,
    actor: str,
    report_progress: Progress,
    *,
    embedder: Embedder | None = None,
    shipped: Mapping[str, bytes] = NO_VECTORS,
) -> Outcome:
    """Make checked content the served catalogue. Raises PublishBusy, DatabaseUnavailable, SearchUnavailable.

    `shipped` are the vectors that come with the content, by checksum of their text.
    """
    new_session = sessions(database)
    with exclusive(database):
        with writing(new_session) as session:
            run_id = runs.start(session, actor)
        try:
            return _Publishing(content, new_session, server, run_id, report_progress, embedder, shipped).publish()
        except MenukaartError as error:
            # Without a database the run cannot be recorded; the next one will call it interrupted.
            with suppress(DatabaseUnavailable), writing(new_session) as session:
                runs.fail(session, run_id, str(error))
            raise


@dataclass(frozen=True, slots=True)
class _Publishing:
    """One publish on its way: what to publish, where, and with which vectors."""

    content: Content
    sessions: Sessions
    server: IndexServer
    run_id: int
    report_progress: Progress
    embedder: Embedder | None
    shipped: Mapping[str, bytes]

    def publish(self) -> Outcome:
        moment = runs.now()
        with reading(self.sessions) as session:
            plan = items.plan(session, self.content.items, self.content.checksums)
            current = versions.current_version(session)
            before = runs.pointer_now(session)
        made, passages = self._revised(plan, current, moment), None
        if made is None:
            made, passages = self._made_anew(plan, moment)
        html = {item.slug: self.content.bodies[item.slug].html for item in (*plan.added, *plan.changed)}
        with writing(self.sessions) as session:
            runs.refuse_overtaken(session, before)
            items.save(session, plan, html, self.run_id, moment)
            items.save_vocabularies(session, self.content.vocabularies)
            items.save_language(session, self.content.language)
            runs.point_to(session, made.published, made.statistics.packed())
            runs.succeed(session, self.run_id, plan)
            if passages and made.published.model:
                vectors.forget_others(session, made.published.model, passages.checksums)
        total = made.published.documents
        self.report_progress(f"serving {total} items: {len(plan.added)} added, {len(plan.changed)} changed, {len(plan.removed)} removed")
        _prune(self.server, made.published.index, before, self.report_progress)
        return Outcome(plan, made.published, reused=current is not None and made.published == current.published)

    def _revised(self, plan: CatalogueChanges, current: CatalogueVersion | None, moment: datetime) -> CatalogueVersion | None:
        """The next version in the same index; None when it must be made anew."""
        changed = (*plan.added, *plan.changed)
        maker = self._maker(self.embedder)
        if current is None or not maker.can_revise(current, len(changed) + len(plan.removed)):
            return None
        passages = corpus.passages(changed, self.content.vocabularies, self.content.language)
        if self._embed(passages) != maker.model:
            return None
        modified = dict.fromkeys((item.slug for item in changed), moment.isoformat())
        with reading(self.sessions) as session:
            needed_since = runs.replaced_before(session, moment - KEPT_FOR_READERS)
        ready = self._prepared(ItemsToDraft(changed, modified, plan.checksums, self.content.bodies))
        return maker.revised(current, ready, plan.removed, plan.checksums, generation=self.run_id, needed_since=needed_since)

    def _made_anew(self, plan: CatalogueChanges, moment: datetime) -> tuple[CatalogueVersion, Passages]:
        """The next version in an index of its own, and all texts that have vectors in it."""
        model = self._embed(corpus.passages(self.content.items, self.content.vocabularies, self.content.language))
        with reading(self.sessions) as session:
            modified = _modified(session.query(ItemRow.slug, ItemRow.modified_at).all(), plan, moment.isoformat())
        ready = self._prepared(ItemsToDraft(self.content.items, modified, plan.checksums, self.content.bodies))
        return self._maker(self.embedder if model else None).made_anew(ready, self.run_id), ready.passages

    def _embed(self, passages: Passages) -> str | None:
        return embed(passages, self.embedder, self.sessions, self.report_progress, self.shipped)

    def _prepared(self, given: ItemsToDraft) -> Corpus:
        return corpus.prepare(given, self.content.vocabularies, self.content.language)

    def _maker(self, embedder: Embedder | None) -> VersionMaker:
        structure = corpus.structure(self.content.vocabularies, self.content.language, embedder.model if embedder else None)
        return VersionMaker(self.sessions, self.server, self.content.language, embedder, self.shipped, structure, self.report_progress)


def reindex(database: Engine, server: IndexServer, embedder: Embedder | None, report_progress: Progress) -> PublishedIndex:
    """A new index from the database alone. Raises NothingPublished, PublishBusy, DatabaseUnavailable, SearchUnavailable."""
    new_session = sessions(database)
    with exclusive(database):
        with reading(new_session) as session:
            before = runs.pointer_now(session)
            if before is None:
                raise NothingPublished
            vocabularies, language = items.all_vocabularies(session), items.language(session)
            ready = corpus.published(session, vocabularies, language)
        model = embed(ready.passages, embedder, new_session, report_progress, NO_VECTORS)
        structure = corpus.structure(vocabularies, language, model)
        maker = VersionMaker(new_session, server, language, embedder if model else None, NO_VECTORS, structure, report_progress)
        made = maker.made_anew(ready, before[1])
        with writing(new_session) as session:
            runs.refuse_overtaken(session, before)
            runs.point_to(session, made.published, made.statistics.packed())
        _prune(server, made.published.index, before, report_progress)
    return made.published


def _modified(published: Sequence[Any], plan: CatalogueChanges, moment: str) -> dict[str, str]:
    """When each item last changed, this publish included."""
    new = {item.slug: moment for item in (*plan.added, *plan.changed)}
    return {slug: at.isoformat() for slug, at in published} | new


def _prune(server: IndexServer, index: str, before: Pointer | None, report_progress: Progress) -> None:
    """Drop old indexes. The new catalogue is served already, so an engine that fails here makes no publish fail.

    The index of a moment ago stays for readers that have not looked at the pointer since.
    """
    try:
        build.prune(server, keep={index, *([before[0]] if before else [])})
    except SearchUnavailable as error:
        report_progress(f"old indexes stay until the next publish: {error}")
