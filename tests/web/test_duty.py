"""What one process of a service does for all."""

import asyncio
import os
from threading import Event

from app.db.engine import Sessions
from app.web.background import delete_expired_shortlists
from app.web.background.duty import Duty


def test_who_makes_it_is_on_duty_until_another_is():
    duty = Duty()
    assert duty.is_mine()
    duty.give(os.getppid())
    assert not duty.is_mine()
    assert duty.holder == os.getppid()


def test_expired_shortlists_are_deleted_only_on_duty(monkeypatch):
    answers, left, deleted = iter([False, False, True]), [], Event()

    class Changing(Duty):
        def is_mine(self):
            return next(answers)

    def delete(_):
        left.extend(answers)
        deleted.set()

    async def serve():
        async with delete_expired_shortlists.deleting_expired(Sessions(), Changing()):
            assert await asyncio.to_thread(deleted.wait, 20)

    monkeypatch.setattr(delete_expired_shortlists, "SECOND", 0.01)
    monkeypatch.setattr(delete_expired_shortlists, "delete_expired", delete)
    asyncio.run(serve())
    assert left == []
