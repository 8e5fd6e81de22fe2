"""What a published catalogue has only after a while: an old slug, a removed item, a change, counted searches and a shortlist."""

import hashlib
import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

OLD_SLUG, REMOVED_SLUG = "feedback-geven-van-vroeger", "weggehaald-voorbeeld"
LIST_ID, LIST_TOKEN = "A" * 22, "B" * 43
LONG_AGO = "2026-01-15 10:00:00.000000"
SEARCHED = (("pesten", 9, 0, 4), ("zomerschool", 7, 0, 0), ("xqzvw", 6, 6, 0), ("lezen en taal", 5, 0, 1), ("m@zl", 3, 0, 3))


def seed(file: Path) -> None:
    """Add it to a database in SQLite."""
    database = sqlite3.connect(file)
    with database:
        database.execute("INSERT INTO aliases (alias, slug) VALUES (?, 'feedback')", (OLD_SLUG,))
        removed = (REMOVED_SLUG, LONG_AGO)
        database.execute(
            "INSERT INTO tombstones (slug, kind, title, removed_at, run_id) VALUES (?, 'programme', 'Weg ermee', ?, 1)", removed
        )
        changes = json.dumps({"title": {"from": "Terugkoppeling", "to": "Feedback"}, "school_types": {"from": ["po"], "to": ["po", "vo"]}})
        insert = "INSERT INTO revisions (slug, run_id, at, action, checksum_before, checksum_after, changes) VALUES (?, 1, ?, ?, ?, ?, ?)"
        database.execute(insert, ("feedback", "2199-01-01 00:00:00.000000", "changed", "a" * 64, "b" * 64, changes))
        database.execute(insert, (REMOVED_SLUG, LONG_AGO, "removed", "c" * 64, None, "{}"))
        for days in (1, 2, 40):
            rows = [(str(date.today() - timedelta(days=days)), *row) for row in SEARCHED]
            database.executemany("INSERT INTO search_counts (day, query, searches, without_results, clicks) VALUES (?, ?, ?, ?, ?)", rows)
        _shortlist(database)
    database.close()


def _shortlist(database: sqlite3.Connection) -> None:
    """A list with an item that was taken out, and one that has another name now."""
    until = f"{datetime.now(UTC) + timedelta(days=300):%Y-%m-%d %H:%M:%S.%f}"
    row = (LIST_ID, hashlib.sha256(LIST_TOKEN.encode()).hexdigest(), "Plan van vroeger", '["po"]', 3, LONG_AGO, LONG_AGO, until)
    database.execute(
        "INSERT INTO shortlists (id, token_sha256, title, school_types, version, created_at, updated_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    listed = enumerate((OLD_SLUG, REMOVED_SLUG, "verdwenen-zonder-spoor", "mazl-vo", "kiva"))
    database.executemany(
        "INSERT INTO shortlist_items (shortlist_id, position, slug, note) VALUES (?, ?, ?, ?)",
        [(LIST_ID, position, slug, f"notitie {position}") for position, slug in listed],
    )
