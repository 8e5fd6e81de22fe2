"""Sockets for the search path: httpx2's connection pool over asyncio's own streams.

The pool ordinarily goes through anyio, which guards every read and write with a cancel scope of its own. A search has one
deadline for all of it, and without those scopes the call to the engine costs a third less (docs/performance.md).
"""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2


class AsyncioStream(httpcore2.AsyncNetworkStream):
    """One open connection. Deadlines are the caller's: `timeout` is not looked at."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._unsent: list[bytes] = []

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109, ARG002 - httpcore2's form
        """The bytes that have arrived, at most this many; none when the other side closed."""
        try:
            if self._unsent:
                unsent, self._unsent = self._unsent, []
                self._writer.writelines(unsent)
                await self._writer.drain()
            return await self._reader.read(max_bytes)
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109, ARG002 - httpcore2's form
        """Send all of it with the next read: head and body of a request then leave together, and the engine wakes up once."""
        self._unsent.append(buffer)

    async def aclose(self) -> None:
        """Close the connection."""
        self._writer.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - httpcore2's form
    ) -> httpcore2.AsyncNetworkStream:
        """Go on encrypted, for an engine behind https."""
        try:
            await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except (OSError, ssl.SSLError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        return self

    def get_extra_info(self, info: str) -> Any:
        """The pool asks whether an idle connection has something to read: then the other side has closed it."""
        return self._reader.at_eof() if info == "is_readable" else None


class AsyncioBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections for the pool."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - httpcore2's form
        local_address: str | None = None,  # noqa: ARG002 - httpcore2's form
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - httpcore2's form
    ) -> httpcore2.AsyncNetworkStream:
        """A new connection."""
        try:
            return AsyncioStream(*await asyncio.open_connection(host, port))
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error

    async def sleep(self, seconds: float) -> None:
        """Wait between tries."""
        await asyncio.sleep(seconds)
