"""Answers as they were sent, kept in memory for whoever asks the same again: those of one catalogue, in no more bytes than were set."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cachetools import LRUCache

from app.catalogue.snapshot import Snapshot

# Of one entry beside its texts and body, rounded up from what tracemalloc has: objects, tables, and the headers that are its own.
ENTRY_BYTES = 1_200
# One entry may take this part of the room, so that a few large ones do not push out all others.
LARGEST_PART = 8


class Asked(NamedTuple):
    """A request as it was sent: whatever of it an answer may depend on."""

    path: str
    query: bytes
    accept: bytes | None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer to send as it is: its headers with those that all answers carry, its body, and what counts it as one more search."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    count: Callable[[], None] | None


class KeptAnswers:
    """The kept answers of each catalogue: a new catalogue begins without any, and an old one takes its own along."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes

    def of(self, snapshot: Snapshot) -> "Shelf":
        """The answers that were given from this catalogue."""
        return snapshot.derived(self._empty)

    def _empty(self, _: Snapshot) -> "Shelf":
        return Shelf(self._most_bytes)


class Shelf:
    """The kept answers of one catalogue, in about `most_bytes` of memory; the least recently used go first.

    An answer lies under a request, or under an address that many requests mean; each of those then leads to the address. For use on
    the event loop alone, so it needs no lock.
    """

    def __init__(self, most_bytes: int) -> None:
        self._largest = most_bytes // LARGEST_PART
        self._entries: LRUCache[Asked | str, _Entry] = LRUCache(most_bytes, getsizeof=lambda entry: entry.size)

    @property
    def size(self) -> int:
        """The bytes of memory that are taken, about."""
        return int(self._entries.currsize)

    def asked_before(self, asked: Asked) -> KeptAnswer | None:
        """The answer to this very request."""
        entry = self._entries.get(asked)
        if entry is None:
            return None
        return self._under(entry.answer) if isinstance(entry.answer, str) else entry.answer

    def meant_before(self, asked: Asked, address: str) -> KeptAnswer | None:
        """The answer under the address that this request means; from now on the request leads to it."""
        answer = self._under(address)
        if answer:
            self._put(asked, address, len(asked.query))
        return answer

    def keep(self, asked: Asked, address: str | None, answer: KeptAnswer) -> None:
        """Keep an answer under an address, and lead the request to it; without an address, under the request."""
        if self._put(address or asked, answer, len(address or asked.query) + len(answer.body)) and address:
            self._put(asked, address, len(asked.query))

    def _under(self, address: str) -> KeptAnswer | None:
        entry = self._entries.get(address)
        return entry.answer if entry and isinstance(entry.answer, KeptAnswer) else None

    def _put(self, key: Asked | str, answer: KeptAnswer | str, size: int) -> bool:
        """Whether it fits."""
        fits = ENTRY_BYTES + size <= self._largest
        if fits:
            self._entries[key] = _Entry(answer, ENTRY_BYTES + size)
        return fits


class _Entry(NamedTuple):
    """An answer, or the address under which it lies; and the bytes that this takes with its key."""

    answer: KeptAnswer | str
    size: int
