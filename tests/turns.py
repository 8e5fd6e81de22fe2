"""Waiting in an event loop for what other threads bring about."""

import asyncio


async def until(there):
    """Turns of the loop until something is so; fails after ten seconds."""
    async with asyncio.timeout(10):
        while not there():
            await asyncio.to_thread(int)
