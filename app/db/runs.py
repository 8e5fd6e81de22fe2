"""Publish runs and the pointer to the index. Functions over a Session; none commits."""

from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db.items import CatalogueChanges
from app.db.models import IndexState, PublishRun
from app.domain.errors import PublishBusy

STATE_ID = 1


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def start(session: Session, actor: str) -> int:
    """Record that a run began; runs that never said how they ended were interrupted. The caller holds the publish lock."""
    session.execute(update(PublishRun).where(PublishRun.status == "running").values(status="interrupted", finished_at=now()))
    run = PublishRun(actor=actor, status="running", started_at=now())
    session.add(run)
    session.flush()
    return run.id


def succeed(session: Session, run_id: int, changes: CatalogueChanges) -> None:
    """Record that a run is done and what it changed."""
    run = session.get_one(PublishRun, run_id)
    run.status, run.finished_at = "succeeded", now()
    run.added, run.changed, run.removed = len(changes.added), len(changes.changed), len(changes.removed)


def fail(session: Session, run_id: int, message: str) -> None:
    """Record that a run failed and why. One that is done stays done: a commit can succeed and its answer get lost."""
    run = session.get_one(PublishRun, run_id)
    if run.status == "running":
        run.status, run.finished_at, run.message = "failed", now(), message[:2000]


def state(session: Session) -> IndexState | None:
    """Which index belongs to the published catalogue; None before the first publish."""
    return session.get(IndexState, STATE_ID)


def refuse_overtaken(session: Session, index: str | None) -> None:
    """Raise PublishBusy when the pointer no longer is what this run began with: a lock can be lost with its connection."""
    found = session.get(IndexState, STATE_ID, with_for_update=True, populate_existing=True)
    if (found.index if found else None) != index:
        raise PublishBusy("Another publish came first, so this one has changed nothing; try again.")


def point_to(session: Session, index: str, fingerprint: str, documents: int, model: str | None) -> None:
    """Make this index the one that is searched, from the commit on; `model` made the vectors that belong to it."""
    session.merge(IndexState(id=STATE_ID, index=index, fingerprint=fingerprint, documents=documents, model=model, updated_at=now()))


def last(session: Session) -> PublishRun | None:
    """The newest run."""
    return session.scalar(select(PublishRun).order_by(PublishRun.id.desc()).limit(1))
