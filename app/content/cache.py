"""Outcomes of earlier checks, in one SQLite file that may be deleted at any time: it saves time and holds nothing else.

Only sound items are kept, by a checksum of their file and of all that its rules depend on. What cannot be read, was written by something
else or is damaged counts as absent. Several processes may use the file at once.
"""

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from app.content.keys import KEY_BYTES
from app.content.outcomes import StoredItem, restored
from app.content.rules.shape import ItemFile

FILE_NAME = "checked.db"
SEAL_BYTES = 8
BUSY_SECONDS = 5
MOST_AT_ONCE = 500
MEMORY = ":memory:"
# Faults of the moment or of the place, by their primary code. With any other the file is damaged or was made by something else.
_PRIMARY = 0xFF
_NO_DAMAGE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOMEM,
}
# Names and messages from a damaged file may be no text.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
_TABLES = (
    "CREATE TABLE IF NOT EXISTS outcomes (key BLOB PRIMARY KEY, day TEXT, runs BLOB, head BLOB, page BLOB)",
    "CREATE TABLE IF NOT EXISTS apart (id INTEGER PRIMARY KEY CHECK (id = 0), keys BLOB)",
)
_LOOK = "SELECT key, day, runs, head, page FROM outcomes LIMIT 1"


def cache_in(folder: Path) -> "CheckCache":
    """The cache in a folder, such as that of the database."""
    return CheckCache(folder / FILE_NAME)


class CheckCache:
    """What is known of files that were checked before. Nothing here raises: without a usable file, it is kept in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = self._connected()

    def items(self, names: Mapping[bytes, str]) -> dict[bytes, ItemFile]:
        """The items that are known, by key. `names` are how messages call their files."""
        today = date.today().isoformat()
        found: dict[bytes, ItemFile] = {}
        keys = list(names)
        for start in range(0, len(keys), MOST_AT_ONCE):
            some = keys[start : start + MOST_AT_ONCE]
            marks = ",".join("?" * len(some))
            # An outcome holds from the day that it was found on: dates that lay in the past then still do.
            rows = self._rows(f"SELECT key, head FROM outcomes WHERE day <= ? AND key IN ({marks})", [today, *some])  # noqa: S608 - marks only
            for key, sealed in rows:
                head = _unsealed(sealed)
                if head is not None:
                    found[key] = self.kept(names[key], key, head)
        return found

    def kept(self, name: str, key: bytes, head: bytes) -> ItemFile:
        """The file of an item whose head is at hand; its runs and its page are read when they are asked for."""
        return restored(name, head, partial(self._part, "runs", key), partial(self._part, "page", key))

    def keep(self, items: Mapping[bytes, StoredItem]) -> None:
        """Keep items in which nothing is wrong, by key."""
        today = date.today().isoformat()
        rows = [(key, today, *map(_sealed, (item.runs, item.head, item.page))) for key, item in items.items()]
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO outcomes (key, day, runs, head, page) VALUES (?, ?, ?, ?, ?)", rows)

    def apart(self) -> frozenset[bytes]:
        """The keys of items of which no two say nearly the same."""
        for (sealed,) in self._rows("SELECT keys FROM apart"):
            keys = _unsealed(sealed) or b""
            return frozenset(keys[start : start + KEY_BYTES] for start in range(0, len(keys), KEY_BYTES))
        return frozenset()

    def keep_apart(self, keys: Iterable[bytes]) -> None:
        """Keep which items are known to say different things, in place of those known until now."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO apart (id, keys) VALUES (0, ?)", [_sealed(b"".join(sorted(keys)))])

    def forget_others(self, keys: Sequence[bytes]) -> None:
        """Drop what belongs to none of these, once that is more than half of all: a branch of a moment ago may come back."""
        counted = self._rows("SELECT count(*) FROM outcomes")
        if not counted or counted[0][0] <= 2 * len(keys):
            return
        with self._writing() as connection:
            connection.execute("CREATE TEMP TABLE present (key BLOB PRIMARY KEY)")
            connection.executemany("INSERT OR IGNORE INTO present VALUES (?)", [(key,) for key in keys])
            connection.execute("DELETE FROM outcomes WHERE key NOT IN (SELECT key FROM present)")
            connection.execute("DROP TABLE present")

    def settle(self) -> None:
        """Write what was kept in memory for want of a folder. Content with problems makes none, so that nothing is written for it."""
        if self._path.parent.is_dir():
            return
        try:
            self._path.parent.mkdir(parents=True)
            connection = self._prepared(str(self._path))
            self._connection.backup(connection)
            self._connection = connection
        except (*_FAULTS, OSError):  # then it stays in memory, and the next check does all again
            return

    def _part(self, column: str, key: bytes) -> bytes | None:
        """The runs or the page of an item, or None when it is kept no longer."""
        for (sealed,) in self._rows(f"SELECT {column} FROM outcomes WHERE key = ?", [key]):  # noqa: S608 - a name of this module
            return _unsealed(sealed)
        return None

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except _FAULTS as error:
            self._recover(error)
            return []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, all or nothing."""
        try:
            with self._connection as connection:
                yield connection
        except _FAULTS as error:
            self._recover(error)

    def _recover(self, error: Exception) -> None:
        """Begin anew when the file is damaged. Anything else, such as a full disk or a busy file, passes or happens again."""
        if _is_damage(error):
            self._connection.close()
            self._connection = self._connected(anew=True)

    def _connected(self, *, anew: bool = False) -> sqlite3.Connection:
        """A connection to the file, made anew when it is of no use, or to memory when there can be no file."""
        try:
            if anew:
                self._path.unlink(missing_ok=True)
            return self._prepared(str(self._path) if self._path.parent.is_dir() else MEMORY)
        except _FAULTS as error:
            return self._connected(anew=True) if _is_damage(error) and not anew else self._prepared(MEMORY)
        except OSError:
            return self._prepared(MEMORY)

    def _prepared(self, place: str) -> sqlite3.Connection:
        """A connection with the tables of this version. Raises sqlite3.Error."""
        connection = sqlite3.connect(place, timeout=BUSY_SECONDS, check_same_thread=False)
        weakref.finalize(self, connection.close)
        with connection:
            for table in _TABLES:
                connection.execute(table)
        connection.execute(_LOOK).fetchall()
        return connection


def _is_damage(error: Exception) -> bool:
    """Whether an error says that the file itself is of no use."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & _PRIMARY not in _NO_DAMAGE


def _sealed(data: bytes) -> bytes:
    """Bytes behind a checksum of theirs: SQLite does not notice when a byte changed on the disk."""
    return blake2b(data, digest_size=SEAL_BYTES).digest() + data


def _unsealed(data: object) -> bytes | None:
    """The bytes behind a checksum, or None when they are others than were sealed."""
    return data[SEAL_BYTES:] if isinstance(data, bytes) and _sealed(data[SEAL_BYTES:]) == data else None
