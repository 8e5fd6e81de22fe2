"""Published items, read and written. Functions over a Session; none commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.db.models import AliasRow, ItemRow, LanguageRow, RelationRow, RevisionRow, TombstoneRow, VocabularyRow
from app.domain.checksums import checksum, dump
from app.domain.errors import Moved, NotFound, Removed
from app.domain.items import INVERSE, ITEM, Item
from app.domain.language import NO_LANGUAGE, Language
from app.domain.unknown_names import did_you_mean
from app.domain.vocabularies import Vocabularies, Vocabulary

LANGUAGE_ID = 1
NOTHING_KNOWN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class CatalogueChanges:
    """The changes that a publish would make: the items to add, to change and the slugs to remove, with their checksums."""

    added: tuple[Item, ...]
    changed: tuple[Item, ...]
    removed: tuple[str, ...]
    checksums: dict[str, str]


def plan(session: Session, items: Sequence[Item], known: Mapping[str, str] = NOTHING_KNOWN) -> CatalogueChanges:
    """Compare a catalogue with what is published; `known` has checksums of items that need not be made again."""
    published = checksums(session)
    wanted = {item.slug: known.get(item.slug) or checksum(dump(item)) for item in items}
    return CatalogueChanges(
        added=tuple(item for item in items if item.slug not in published),
        changed=tuple(item for item in items if published.get(item.slug, wanted[item.slug]) != wanted[item.slug]),
        removed=tuple(sorted(published.keys() - wanted.keys())),
        checksums=wanted,
    )


def save(session: Session, changes: CatalogueChanges, html: dict[str, str], run_id: int, at: datetime) -> None:
    """Write a plan: rows, aliases, relations, revisions and tombstones. `html` has the body of each new or changed item."""
    touched = (*changes.added, *changes.changed)
    for item in touched:
        _record(session, item, item.slug, run_id, at)
        _write_item(session, item, changes.checksums[item.slug], html[item.slug], at)
    for slug in changes.removed:
        _record(session, None, slug, run_id, at)
        _remove_item(session, slug, run_id, at)
    session.flush()
    slugs = [item.slug for item in touched]
    session.execute(delete(AliasRow).where(AliasRow.slug.in_(slugs)))
    session.execute(delete(RelationRow).where(RelationRow.source.in_(slugs)))
    for item in touched:
        session.add_all(AliasRow(alias=alias, slug=item.slug) for alias in item.aliases)
        session.add_all(_relation_rows(item))
    session.flush()


def _write_item(session: Session, item: Item, known_checksum: str, html: str, at: datetime) -> None:
    row = session.get(ItemRow, item.slug)
    if row is None:
        row = ItemRow(slug=item.slug, published_at=at)
        session.add(row)
    row.kind, row.title, row.checksum = item.kind, item.title, known_checksum
    row.data, row.html, row.modified_at = dump(item), html, at
    session.execute(delete(TombstoneRow).where(TombstoneRow.slug == item.slug))


def _remove_item(session: Session, slug: str, run_id: int, at: datetime) -> None:
    row = session.get_one(ItemRow, slug)
    session.merge(TombstoneRow(slug=slug, kind=row.kind, title=row.title, removed_at=at, run_id=run_id))
    session.delete(row)


def _record(session: Session, item: Item | None, slug: str, run_id: int, at: datetime) -> None:
    """A revision of what stands in the database against the item as it will be; None when it will be gone."""
    row = session.get(ItemRow, slug)
    before, after = (row.data if row else None), (dump(item) if item else None)
    changes = {}
    if before and after:
        fields = sorted(before.keys() | after.keys())
        changes = {name: {"from": before.get(name), "to": after.get(name)} for name in fields if before.get(name) != after.get(name)}
    session.add(
        RevisionRow(
            slug=slug,
            run_id=run_id,
            at=at,
            action="added" if before is None else "changed" if after else "removed",
            checksum_before=row.checksum if row else None,
            checksum_after=checksum(after) if after else None,
            changes=changes,
        )
    )


def _relation_rows(item: Item) -> Iterable[RelationRow]:
    for kind, targets in item.relations().items():
        for position, target in enumerate(dict.fromkeys(targets)):
            yield RelationRow(source=item.slug, type=kind, target=target, position=position)


def checksums(session: Session) -> dict[str, str]:
    """The checksum of each published item, by slug."""
    return {row.slug: row.checksum for row in session.execute(select(ItemRow.slug, ItemRow.checksum))}


def all_items(session: Session) -> list[Item]:
    """The whole published catalogue, by slug."""
    return [ITEM.validate_python(data) for data in session.scalars(select(ItemRow.data).order_by(ItemRow.slug))]


def rows(session: Session) -> Sequence[ItemRow]:
    """The whole published catalogue with its dates, by slug."""
    return session.scalars(select(ItemRow).order_by(ItemRow.slug)).all()


def save_vocabularies(session: Session, vocabularies: Vocabularies) -> None:
    """Replace the published vocabularies."""
    session.execute(delete(VocabularyRow).where(VocabularyRow.name.not_in(list(vocabularies))))
    for name, vocabulary in vocabularies.items():
        data = vocabulary.model_dump(mode="json")
        session.merge(VocabularyRow(name=name, checksum=checksum(data), data=data))


def all_vocabularies(session: Session) -> dict[str, Vocabulary]:
    """The published vocabularies by name."""
    rows = session.scalars(select(VocabularyRow).order_by(VocabularyRow.name))
    return {row.name: Vocabulary.model_validate(row.data) for row in rows}


@dataclass(frozen=True, slots=True)
class KeptVocabularies:
    """Vocabularies that somebody has in memory, with the checksum that the database had of each."""

    vocabularies: Vocabularies
    checksums: dict[str, str]

    @classmethod
    def of(cls, vocabularies: Vocabularies) -> "KeptVocabularies":
        """These vocabularies with their checksums."""
        return cls(vocabularies, {name: checksum(vocabulary.model_dump(mode="json")) for name, vocabulary in vocabularies.items()})


def current_vocabularies(session: Session, kept: KeptVocabularies | None) -> Vocabularies:
    """The published vocabularies by name: those in memory when they are the same, because to read them anew takes long.

    They are compared by checksum and not by the pointer to the index, which is switched only some time after the rows were written.
    """
    published = {row.name: row.checksum for row in session.execute(select(VocabularyRow.name, VocabularyRow.checksum))}
    return kept.vocabularies if kept and kept.checksums == published else all_vocabularies(session)


def save_language(session: Session, language: Language) -> None:
    """Replace what editors taught the search."""
    session.merge(LanguageRow(id=LANGUAGE_ID, data=language.model_dump(mode="json")))


def language(session: Session) -> Language:
    """The words for the search, as published."""
    row = session.get(LanguageRow, LANGUAGE_ID)
    return Language.model_validate(row.data) if row else NO_LANGUAGE


def get(session: Session, slug: str) -> ItemRow:
    """One published item. Raises Moved for an old slug, Removed for a removed item, NotFound otherwise."""
    row = session.get(ItemRow, slug)
    if row:
        return row
    alias = session.get(AliasRow, slug)
    if alias:
        raise Moved(alias.slug)
    tombstone = session.get(TombstoneRow, slug)
    if tombstone:
        raise Removed(f"The item {slug!r} was taken out of the catalogue on {tombstone.removed_at:%Y-%m-%d}.")
    raise NotFound(f"There is no item {slug!r}{did_you_mean(slug, session.scalars(select(ItemRow.slug)))}")


def present(session: Session, wanted: Collection[str]) -> dict[str, str]:
    """The present slug of each of these, old ones included. What is not published, or not any more, is left out."""
    moved = session.execute(select(AliasRow.alias, AliasRow.slug).where(AliasRow.alias.in_(wanted)))
    known = session.scalars(select(ItemRow.slug).where(ItemRow.slug.in_(wanted)))
    return {**{row.alias: row.slug for row in moved}, **{slug: slug for slug in known}}


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """The title of each of these items that is published."""
    return {row.slug: row.title for row in session.execute(select(ItemRow.slug, ItemRow.title).where(ItemRow.slug.in_(slugs)))}


def slugs(session: Session, offset: int, limit: int) -> Sequence[str]:
    """The slugs of a part of the catalogue, in order."""
    return session.scalars(select(ItemRow.slug).order_by(ItemRow.slug).offset(offset).limit(limit)).all()


def page(session: Session, kinds: Sequence[str], since: datetime | None, number: int, size: int) -> tuple[Sequence[ItemRow], int]:
    """One page of the catalogue by slug, and the total; `since` leaves out what did not change from then on."""
    query = select(ItemRow)
    if kinds:
        query = query.where(ItemRow.kind.in_(kinds))
    if since:
        query = query.where(ItemRow.modified_at >= since)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(ItemRow.slug).offset((number - 1) * size).limit(size))
    return rows.all(), total


def relations(session: Session, slug: str) -> dict[str, list[ItemRow]]:
    """The items that this one is related to, by type; inverses under their own names."""
    found: dict[str, list[ItemRow]] = {}
    outgoing = select(RelationRow.type, ItemRow).join(ItemRow, ItemRow.slug == RelationRow.target).where(RelationRow.source == slug)
    for kind, row in session.execute(outgoing.order_by(RelationRow.type, RelationRow.position)):
        found.setdefault(kind, []).append(row)
    incoming = select(RelationRow.type, ItemRow).join(ItemRow, ItemRow.slug == RelationRow.source).where(RelationRow.target == slug)
    for kind, row in session.execute(incoming.order_by(RelationRow.type, ItemRow.title, ItemRow.slug)):
        found.setdefault(INVERSE[kind], []).append(row)
    return found


def revisions(session: Session, slug: str) -> Sequence[RevisionRow]:
    """Every change of one item, newest first; of a removed one too. Raises Moved for an old slug and NotFound."""
    with suppress(Removed):
        get(session, slug)
    return session.scalars(select(RevisionRow).where(RevisionRow.slug == slug).order_by(RevisionRow.id.desc())).all()
