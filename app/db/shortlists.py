"""Shortlists, read and written. Functions over a Session; none commits.

Who changes a list says which version was read. The database compares that in the very statement that writes, so of two writers at
once exactly one finds its version still there, on SQLite and on PostgreSQL.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import items
from app.db.items import KeptVocabularies
from app.db.models import AliasRow, ItemRow, RelationRow, ShortlistItemRow, ShortlistRow, TombstoneRow
from app.domain.errors import NotFound, Outdated, WrongToken
from app.domain.shortlists import Draft, Entry
from app.domain.vocabularies import Vocabulary

ID_BYTES, TOKEN_BYTES = 16, 32
# A name that is none may be one that begins as it does: so many letters, and so many such names are looked at.
ALIKE_LETTERS, MOST_ALIKE = 2, 200
ID = re.compile(r"[A-Za-z0-9_-]{22}")
# The same for one that was deleted, has expired or never was: who guesses addresses learns nothing.
NOTHING = "There is no shortlist at this address. It may have been deleted or have expired."


@dataclass(frozen=True, slots=True)
class Listed:
    """One item on a list as the catalogue has it now: the item, or its gravestone. Neither when the catalogue was started anew."""

    slug: str
    note: str
    item: ItemRow | None
    removed: TombstoneRow | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Some items with all that an answer about them needs, of one moment. `titles` are those of the items that the measures supplement."""

    entries: tuple[Listed, ...]
    measures: Sequence[ItemRow]
    titles: Mapping[str, str]
    vocabularies: Mapping[str, Vocabulary]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A list as it is kept, with what it is a choice of."""

    row: ShortlistRow
    choice: Choice

    @property
    def draft(self) -> Draft:
        """The list in the words of its editors, with the present names of its items."""
        entries = tuple(Entry(entry.slug, entry.note) for entry in self.choice.entries)
        return Draft(self.row.title, tuple(self.row.school_types), entries)


def create(session: Session, draft: Draft, *, now: datetime, days: int) -> tuple[ShortlistRow, str]:
    """A new list that is kept for so many days, and its edit token, which cannot be found again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = ShortlistRow(
        id=secrets.token_urlsafe(ID_BYTES), token_sha256=_digest(token), version=1, created_at=now, **_columns(draft, now, days)
    )
    session.add(row)
    session.flush()
    _add_entries(session, row.id, draft)
    return row, token


def find(session: Session, list_id: str, now: datetime) -> ShortlistRow:
    """A list that has not expired. Raises NotFound."""
    row = session.scalar(select(ShortlistRow).where(_alive(list_id, now))) if ID.fullmatch(list_id) else None
    if row is None:
        raise NotFound(NOTHING)
    return row


def admits(row: ShortlistRow, token: str) -> bool:
    """Whether this is the list's edit token; how long that takes tells nothing of it."""
    return secrets.compare_digest(_digest(token), row.token_sha256)


def find_to_change(session: Session, list_id: str, token: str, now: datetime) -> ShortlistRow:
    """A list that has not expired, for who may change it. Raises NotFound and WrongToken."""
    row = find(session, list_id, now)
    if not admits(row, token):
        raise WrongToken("This is not the edit token of this shortlist.")
    return row


def replace(session: Session, list_id: str, version: int, draft: Draft, *, now: datetime, days: int) -> ShortlistRow:
    """The list as it is now, if that version was still the present one. Raises NotFound and Outdated."""
    new = update(ShortlistRow).values(version=version + 1, **_columns(draft, now, days))
    if session.scalar(new.where(_alive(list_id, now), ShortlistRow.version == version).returning(ShortlistRow.id)) is None:
        raise Outdated(find(session, list_id, now).version)
    session.execute(delete(ShortlistItemRow).where(ShortlistItemRow.shortlist_id == list_id))
    _add_entries(session, list_id, draft)
    return find(session, list_id, now)


def remove(session: Session, list_id: str, version: int, now: datetime) -> None:
    """Delete the list and its items for good, if that version was still the present one. Raises NotFound and Outdated."""
    gone = delete(ShortlistRow).where(_alive(list_id, now), ShortlistRow.version == version).returning(ShortlistRow.id)
    if session.scalar(gone) is None:
        raise Outdated(find(session, list_id, now).version)


def any_expired(session: Session, now: datetime) -> bool:
    """Whether there is anything to delete; asking takes no write lock."""
    return bool(session.scalar(select(exists().where(ShortlistRow.expires_at <= now))))


def delete_expired(session: Session, now: datetime) -> int:
    """Delete what has expired, with its items. How many lists."""
    return len(session.scalars(delete(ShortlistRow).where(ShortlistRow.expires_at <= now).returning(ShortlistRow.id)).all())


def load(session: Session, row: ShortlistRow, kept: KeptVocabularies | None = None) -> Loaded:
    """The list with everything of the catalogue that it refers to; `kept` saves reading the vocabularies when they are current."""
    wanted = select(ShortlistItemRow).where(ShortlistItemRow.shortlist_id == row.id).order_by(ShortlistItemRow.position)
    return Loaded(row, choose(session, [Entry(entry.slug, entry.note) for entry in session.scalars(wanted)], kept))


def choose(session: Session, wanted: Sequence[Entry], kept: KeptVocabularies | None = None) -> Choice:
    """Everything of the catalogue that some entries refer to, whether or not they stand on a list that is kept."""
    entries = _listed(session, wanted)
    measures = _measures(session, [entry.slug for entry in entries if entry.item])
    titles = select(ItemRow.slug, ItemRow.title).where(
        ItemRow.slug.in_(slug for measure in measures for slug in measure.data["supplements"])
    )
    return Choice(entries, measures, _pairs(session, titles), items.current_vocabularies(session, kept))


def names(session: Session, wanted: Collection[str]) -> dict[str, str]:
    """The present slug of each of these that may stand on a list: an item under any name it has had, or one that was taken out.

    For one that is none of these, the mapping also has names that begin as it does, to tell which may be meant.
    """
    found = _names(session, lambda column: column.in_(wanted))
    for start in sorted({slug[:ALIKE_LETTERS] for slug in wanted if slug not in found}):
        found |= _names(session, partial(_starts, start))
    return found


def _starts(start: str, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return column.startswith(start, autoescape=True)


def _names(session: Session, condition: Callable[[InstrumentedAttribute[str]], ColumnElement[bool]]) -> dict[str, str]:
    """At most `MOST_ALIKE` of each kind of name for which a condition holds."""
    removed = session.scalars(select(TombstoneRow.slug).where(condition(TombstoneRow.slug)).limit(MOST_ALIKE))
    moved = _pairs(session, select(AliasRow.alias, AliasRow.slug).where(condition(AliasRow.alias)).limit(MOST_ALIKE))
    items = session.scalars(select(ItemRow.slug).where(condition(ItemRow.slug)).limit(MOST_ALIKE))
    return {slug: slug for slug in removed} | moved | {slug: slug for slug in items}


def _alive(list_id: str, now: datetime) -> ColumnElement[bool]:
    return and_(ShortlistRow.id == list_id, ShortlistRow.expires_at > now)


def _columns(draft: Draft, now: datetime, days: int) -> dict[str, Any]:
    """The columns that every change writes anew."""
    return {
        "title": draft.title,
        "school_types": list(draft.school_types),
        "updated_at": now,
        "expires_at": now + timedelta(days=days),
    }


def _add_entries(session: Session, list_id: str, draft: Draft) -> None:
    session.add_all(
        ShortlistItemRow(shortlist_id=list_id, position=position, slug=entry.slug, note=entry.note)
        for position, entry in enumerate(draft.entries, 1)
    )
    session.flush()


def _listed(session: Session, entries: Sequence[Entry]) -> tuple[Listed, ...]:
    """The entries under the present slugs of their items. What has become one item since is one entry, with the notes of both."""
    slugs = {entry.slug for entry in entries}
    moved = _pairs(session, select(AliasRow.alias, AliasRow.slug).where(AliasRow.alias.in_(slugs)))
    found = {row.slug: row for row in session.scalars(select(ItemRow).where(ItemRow.slug.in_(slugs | set(moved.values()))))}
    removed = {row.slug: row for row in session.scalars(select(TombstoneRow).where(TombstoneRow.slug.in_(slugs)))}
    notes: dict[str, list[str]] = {}
    for entry in entries:
        present = entry.slug if entry.slug in found else moved.get(entry.slug, entry.slug)
        notes.setdefault(present, []).append(entry.note)
    return tuple(Listed(slug, "\n".join(filter(None, several)), found.get(slug), removed.get(slug)) for slug, several in notes.items())


def _measures(session: Session, slugs: Sequence[str]) -> Sequence[ItemRow]:
    """The measures that supplement these items, and those among them that supplement anything."""
    relation = select(RelationRow.source).where(
        RelationRow.type == "supplements", or_(RelationRow.target.in_(slugs), RelationRow.source.in_(slugs))
    )
    return session.scalars(select(ItemRow).where(ItemRow.slug.in_(relation)).order_by(ItemRow.title, ItemRow.slug)).all()


def _pairs(session: Session, query: Select[str, str]) -> dict[str, str]:
    return {first: second for first, second in session.execute(query)}  # noqa: C416 - mypy knows no dict of rows


def _digest(token: str) -> str:
    """SHA-256 in hexadecimal digits. The token is random and long, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
