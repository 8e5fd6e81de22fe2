"""Deletes the shortlists that have expired, once a day, by the process on duty. They answer 404 before that, so nothing waits for it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from app.db import runs, shortlists
from app.db.engine import Sessions, reading, writing
from app.domain.errors import DatabaseUnavailable
from app.web.background.duty import Duty

DAY, HOUR, SECOND = 86_400.0, 3_600.0, 1.0
log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def deleting_expired(sessions: Sessions, duty: Duty) -> AsyncIterator[None]:
    """Delete at the start of the block or of this process's duty, and every day after it, for as long as the block lasts."""
    stopping = asyncio.Event()
    task = asyncio.create_task(_every_day(sessions, duty, stopping), name="delete-expired-shortlists")
    try:
        yield
    finally:
        # Not cancelled: a delete_expired that is under way ends in order.
        stopping.set()
        await task


async def _every_day(sessions: Sessions, duty: Duty, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        pause = await _seconds_after_deleting(sessions) if duty.is_mine() else SECOND
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)


async def _seconds_after_deleting(sessions: Sessions) -> float:
    try:
        await asyncio.to_thread(delete_expired, sessions)
    except DatabaseUnavailable as error:
        log.warning("expired shortlists are deleted later: %s", error)
        return HOUR
    return DAY


def delete_expired(sessions: Sessions) -> None:
    """Delete what has expired. With nothing to delete it takes no lock, so no publish waits. Raises DatabaseUnavailable."""
    with reading(sessions) as session:
        anything = shortlists.any_expired(session, runs.now())
    if anything:
        with writing(sessions) as session:
            count = shortlists.delete_expired(session, runs.now())
        log.info("deleted %d expired shortlists", count)
