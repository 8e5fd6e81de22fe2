"""Compare content, database and index, and say in which way they differ."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Engine

from app.catalogue import corpus
from app.catalogue.vectors import missing_vectors, missing_words
from app.content import load
from app.content.cache import CheckCache
from app.db import items, runs
from app.db.engine import reading, sessions
from app.db.lock import exclusive
from app.domain.errors import PublishBusy
from app.search.embeddings.word_vectors import words_to_embed
from app.search.index import build
from app.search.index.server import IndexServer
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion
from app.search.understanding.lexicon import Lexicon


def differences(root: Path, database: Engine, server: IndexServer, cache: CheckCache | None = None) -> Iterator[str]:
    """Every difference, each with what to do about it; nothing when all three agree. Raises DatabaseUnavailable, SearchUnavailable."""
    with reading(sessions(database)) as session:
        state = runs.state(session)
        if state is None:
            yield "database: nothing has been published; run `menukaart publish`"
            return
        content = load.check(root, cache=cache)
        yield from (str(problem) for problem in content.problems)
        if not content.problems:
            plan = items.plan(session, content.content.items, content.content.checksums)
            yield from (f"content: {item.slug} is not published; run `menukaart publish`" for item in plan.added)
            yield from (f"content: {item.slug} differs from what is published; run `menukaart publish`" for item in plan.changed)
            yield from (f"content: {slug} is published but has no file; run `menukaart publish`" for slug in plan.removed)
            if items.all_vocabularies(session) != content.content.vocabularies:
                yield "content: the vocabularies differ from what is published; run `menukaart publish`"
            if items.language(session) != content.content.language:
                yield "content: the words in language/ differ from what is published; run `menukaart publish`"
        vocabularies, language = items.all_vocabularies(session), items.language(session)
        checksums = items.checksums(session)
        wanted = corpus.fingerprint(corpus.structure(vocabularies, language, state.model), checksums)
        passages = corpus.passages(items.all_items(session), vocabularies, language)
        missing = missing_vectors(session, passages, state.model) if state.model else 0
        pointed_to = IndexVersion(*runs.pointer(state))
        if missing:
            yield f"database: {missing} texts have no vector by {state.model}; run `menukaart reindex`"
        packed = runs.statistics(session)
        statistics = CatalogueStatistics.unpacked(packed) if packed else None
        if state.model and statistics:
            wanted_words = words_to_embed(Lexicon(statistics.words, language), passages.phrases, language)
            if words := missing_words(session, wanted_words, state.model):
                yield f"database: {words} words have no vector by {state.model}; run `menukaart reindex`"
    yield from _run_differences(database)
    yield from _index_differences(server, pointed_to, checksums)
    if state.fingerprint != wanted:
        yield f"index: {state.index} was made by another version of Menukaart or from other texts; run `menukaart reindex`"


def _run_differences(database: Engine) -> Iterator[str]:
    """A run that says it is running was interrupted if nobody holds the publish lock."""
    new_session = sessions(database)
    with reading(new_session) as session:
        last = runs.last(session)
    if last and last.status == "running":
        try:
            with exclusive(database), reading(new_session) as session:
                last = runs.last(session)
        except PublishBusy:
            yield "database: a publish is going on; ask again when it is done"
            return
    if last and last.status == "failed":
        yield f"database: the last publish (run {last.id}) failed: {str(last.message).rstrip('.')}; run `menukaart publish`"
    elif last and last.status != "succeeded":
        yield f"database: the last publish (run {last.id}) was interrupted; run `menukaart publish`"


def _index_differences(server: IndexServer, version: IndexVersion, checksums: Mapping[str, str]) -> Iterator[str]:
    """The items whose document is missing, is not that of the database, or is there without one."""
    if build.count(server, version) is None:
        yield f"index: {version.index} is not on the search engine; run `menukaart reindex`"
        return
    for name, held in build.stored(server, version):
        lost, extra = sorted(checksums.keys() - held.keys()), sorted(held.keys() - checksums.keys())
        yield from (f"index: {slug} is missing in {name}; run `menukaart reindex`" for slug in lost)
        yield from (f"index: {slug} is in {name}, but not in the database; run `menukaart reindex`" for slug in extra)
        differing = sorted(slug for slug in held.keys() & checksums.keys() if held[slug] != checksums[slug])
        yield from (f"index: {slug} in {name} is not what the database has; run `menukaart reindex`" for slug in differing)
