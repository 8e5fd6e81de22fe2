"""Compare content, database and index, and say in which way they differ."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from app.catalogue import corpus
from app.catalogue.vectors import missing_vectors
from app.content import load
from app.content.cache import CheckCache
from app.db import items, runs
from app.db.engine import reading, sessions
from app.db.lock import exclusive
from app.domain.errors import PublishBusy
from app.search.index import build
from app.search.index.build import IndexServer


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
            plan = items.plan(session, content.content.items)
            yield from (f"content: {item.slug} is not published; run `menukaart publish`" for item in plan.added)
            yield from (f"content: {item.slug} differs from what is published; run `menukaart publish`" for item in plan.changed)
            yield from (f"content: {slug} is published but has no file; run `menukaart publish`" for slug in plan.removed)
            if items.all_vocabularies(session) != content.content.vocabularies:
                yield "content: the vocabularies differ from what is published; run `menukaart publish`"
            if items.language(session) != content.content.language:
                yield "content: the words in language/ differ from what is published; run `menukaart publish`"
        _, ready = corpus.published(session)
        wanted = ready.plan(state.model).fingerprint
        missing = missing_vectors(session, ready, state.model) if state.model else 0
        if missing:
            yield f"database: {missing} texts have no vector by {state.model}, so search goes by words alone; run `menukaart publish`"
    yield from _run_differences(database)
    yield from _index_differences(server, state.index, state.fingerprint, {str(known["id"]) for known in ready.documents}, wanted)


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


def _index_differences(server: IndexServer, name: str, known: str, slugs: set[str], wanted: str) -> Iterator[str]:
    if build.documents_in(server, name) is None:
        yield f"index: {name} is not on the search engine; run `menukaart reindex`"
        return
    held = set(build.stored(server, name))
    yield from (f"index: {slug} is missing in {name}; run `menukaart reindex`" for slug in sorted(slugs - held))
    yield from (f"index: {slug} is in {name}, but not in the database; run `menukaart reindex`" for slug in sorted(held - slugs))
    if known != wanted:
        yield f"index: {name} was made by another version of Menukaart or from other texts; run `menukaart reindex`"
