"""Publish checked content: build the new index beside the old, then switch database and index in one commit.

Kill it anywhere: before the commit the old catalogue is served, after it the new one, whole, from database and index alike.
What a killed run leaves behind is an index nobody points to; the next run drops it.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from app.catalogue import corpus
from app.catalogue.vectors import embed
from app.catalogue.word_vectors import embed_words
from app.content.load import Content
from app.db import items, runs, vectors
from app.db.engine import Sessions, reading, sessions, writing
from app.db.items import CatalogueChanges
from app.db.lock import exclusive
from app.db.models import ItemRow
from app.domain.errors import DatabaseUnavailable, MenukaartError, SearchUnavailable
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder
from app.search.index import build
from app.search.index.build import BuiltIndex, IndexPlan, IndexServer

NO_VECTORS: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a publish: what changed, the index, and whether that was there already."""

    plan: CatalogueChanges
    built: BuiltIndex
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
            return _publish(content, new_session, server, run_id, report_progress, embedder=embedder, shipped=shipped)
        except MenukaartError as error:
            # Without a database the run cannot be recorded; the next one will call it interrupted.
            with suppress(DatabaseUnavailable), writing(new_session) as session:
                runs.fail(session, run_id, str(error))
            raise


def _publish(
    content: Content,
    new_session: Sessions,
    server: IndexServer,
    run_id: int,
    report_progress: Progress,
    *,
    embedder: Embedder | None,
    shipped: Mapping[str, bytes],
) -> Outcome:
    moment = runs.now()
    with reading(new_session) as session:
        plan = items.plan(session, content.items)
        modified = _modified(session.query(ItemRow.slug, ItemRow.modified_at).all(), plan, moment.isoformat())
        state = runs.state(session)
        index_before = state.index if state else None
        in_use = BuiltIndex(state.index, state.fingerprint, state.documents) if state else None
    ready = corpus.prepare(content.items, modified, content.vocabularies, content.language, content.bodies)
    model = embed(ready, embedder, new_session, report_progress, shipped)
    embed_words(ready.words, embedder if model else None, new_session, report_progress, shipped)
    built, reused = _index(ready.plan(model), in_use, server, report_progress)
    html = {item.slug: content.bodies[item.slug].html for item in (*plan.added, *plan.changed)}
    with writing(new_session) as session:
        runs.refuse_overtaken(session, index_before)
        items.save(session, plan, html, run_id, moment)
        items.save_vocabularies(session, content.vocabularies)
        items.save_language(session, content.language)
        runs.point_to(session, built.index, built.fingerprint, built.documents, model)
        runs.succeed(session, run_id, plan)
        if model:
            vectors.forget_others(session, model, ready.passages.checksums)
    report_progress(f"serving {built.documents} items: {len(plan.added)} added, {len(plan.changed)} changed, {len(plan.removed)} removed")
    _prune(server, built.index, index_before, report_progress)
    return Outcome(plan, built, reused)


def reindex(database: Engine, server: IndexServer, embedder: Embedder | None, report_progress: Progress) -> BuiltIndex:
    """A new index from the database alone. Raises NothingPublished, PublishBusy, DatabaseUnavailable, SearchUnavailable."""
    new_session = sessions(database)
    with exclusive(database):
        with reading(new_session) as session:
            state, ready = corpus.published(session)
            index_before = state.index
        model = embed(ready, embedder, new_session, report_progress, NO_VECTORS)
        embed_words(ready.words, embedder if model else None, new_session, report_progress, NO_VECTORS)
        built = build.build(server, ready.plan(model), report_progress)
        with writing(new_session) as session:
            runs.refuse_overtaken(session, index_before)
            runs.point_to(session, built.index, built.fingerprint, built.documents, model)
        _prune(server, built.index, index_before, report_progress)
    return built


def _modified(published: Sequence[Any], plan: CatalogueChanges, moment: str) -> dict[str, str]:
    """When each item last changed, this publish included."""
    new = {item.slug: moment for item in (*plan.added, *plan.changed)}
    return {slug: at.isoformat() for slug, at in published} | new


def _index(plan: IndexPlan, in_use: BuiltIndex | None, server: IndexServer, report_progress: Progress) -> tuple[BuiltIndex, bool]:
    """The index of this plan: the one in use when it was made from the very same, else a new one."""
    same = in_use is not None and in_use.fingerprint == plan.fingerprint
    if in_use and same and build.documents_in(server, in_use.index) == len(plan.documents):
        return in_use, True
    return build.build(server, plan, report_progress), False


def _prune(server: IndexServer, built: str, before: str | None, report_progress: Progress) -> None:
    """Drop old indexes. The new catalogue is served already, so an engine that fails here makes no publish fail.

    The index of a moment ago stays for readers that have not looked at the pointer since.
    """
    try:
        build.prune(server, keep={built, *([before] if before else [])})
    except SearchUnavailable as error:
        report_progress(f"old indexes stay until the next publish: {error}")
