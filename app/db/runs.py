"""Publish runs and the pointer to the index. Functions over a Session; none commits."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.db.items import CatalogueChanges
from app.db.models import IndexState, PublishRun, StatisticsRow
from app.domain.errors import PublishBusy

STATE_ID = 1

Pointer = tuple[str, int]


@dataclass(frozen=True, slots=True)
class PublishedIndex:
    """A version of an index that can be pointed to. The generation is the id of the run that made it."""

    index: str
    generation: int
    fingerprint: str
    structure: str
    documents: int
    model: str | None


def pointer(state: IndexState) -> Pointer:
    """The index and the generation in it that are searched."""
    return state.index, state.generation


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


def pointer_now(session: Session) -> Pointer | None:
    """The index and the generation that are searched; None before the first publish."""
    found = state(session)
    return pointer(found) if found else None


def refuse_overtaken(session: Session, before: Pointer | None) -> None:
    """Raise PublishBusy when the pointer no longer is what this run began with: a lock can be lost with its connection."""
    found = session.get(IndexState, STATE_ID, with_for_update=True, populate_existing=True)
    if (pointer(found) if found else None) != before:
        raise PublishBusy("Another publish came first, so this one has changed nothing; try again.")


def point_to(session: Session, to: PublishedIndex, statistics: bytes) -> None:
    """Make this version of an index the one that is searched, from the commit on, with the sums over its items."""
    session.merge(
        IndexState(
            id=STATE_ID,
            index=to.index,
            generation=to.generation,
            fingerprint=to.fingerprint,
            structure=to.structure,
            documents=to.documents,
            model=to.model,
            updated_at=now(),
        )
    )
    session.merge(StatisticsRow(id=STATE_ID, data=statistics))


def statistics(session: Session) -> bytes | None:
    """The sums over the published catalogue; None when it was published by a version that kept none."""
    row = session.get(StatisticsRow, STATE_ID)
    return row.data if row else None


def replaced_before(session: Session, moment: datetime) -> int:
    """The newest generation that had come into use by then: older ones are served by nobody who has looked at the pointer since."""
    done = select(func.max(PublishRun.id)).where(PublishRun.status == "succeeded", PublishRun.finished_at < moment)
    return session.scalar(done) or 0


def last(session: Session) -> PublishRun | None:
    """The newest run."""
    return session.scalar(select(PublishRun).order_by(PublishRun.id.desc()).limit(1))
