"""The tables. What a publish changes, it changes in one transaction, so a reader sees one catalogue or the next."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so they are put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's form
        """A moment on its way to the database, in UTC. Raises ValueError without a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's form
        """A moment from the database, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of the tables; the naming makes constraints the same on SQLite and PostgreSQL."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, datetime: Moment}  # noqa: RUF012 - SQLAlchemy reads it from the class


class PublishRun(Base):
    """One run of publish. `status`: running, succeeded, failed, or interrupted when the process ended before it could say."""

    __tablename__ = "publish_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    message: Mapped[str | None] = mapped_column(Text)


class ItemRow(Base):
    """One published item. `data` is the item as validated, `html` its body, made safe."""

    __tablename__ = "items"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    title: Mapped[str] = mapped_column(String(300))
    checksum: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    modified_at: Mapped[datetime] = mapped_column(index=True)


class AliasRow(Base):
    """A slug that an item had before."""

    __tablename__ = "aliases"

    alias: Mapped[str] = mapped_column(String(80), primary_key=True)
    slug: Mapped[str] = mapped_column(ForeignKey("items.slug", ondelete="CASCADE"), index=True)


class RelationRow(Base):
    """One relation as written in the file of `source`; the inverse is read from the same row."""

    __tablename__ = "relations"
    __table_args__ = (UniqueConstraint("source", "type", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("items.slug", ondelete="CASCADE"), index=True)
    type: Mapped[str] = mapped_column(String(30))
    target: Mapped[str] = mapped_column(ForeignKey("items.slug", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)


class RevisionRow(Base):
    """The change that one publish made in one item: added, changed or removed, and the fields with their old and new values."""

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("publish_runs.id"), index=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(10))
    checksum_before: Mapped[str | None] = mapped_column(String(64))
    checksum_after: Mapped[str | None] = mapped_column(String(64))
    changes: Mapped[dict[str, Any]]


class TombstoneRow(Base):
    """An item that was taken out. Its slug answers 410, not 404."""

    __tablename__ = "tombstones"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    removed_at: Mapped[datetime]
    run_id: Mapped[int] = mapped_column(ForeignKey("publish_runs.id"))


class VocabularyRow(Base):
    """One published vocabulary."""

    __tablename__ = "vocabularies"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    checksum: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]


class IndexState(Base):
    """Which version of which index of the search engine belongs to the catalogue in this database, and which model's vectors. One row.

    `fingerprint` is that of the whole catalogue, `structure` of what every document depends on.
    """

    __tablename__ = "index_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    index: Mapped[str] = mapped_column(String(120))
    generation: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(String(64))
    structure: Mapped[str] = mapped_column(String(64), default="")
    documents: Mapped[int]
    model: Mapped[str | None] = mapped_column(String(200))
    updated_at: Mapped[datetime]


class StatisticsRow(Base):
    """Sums over the published catalogue, as search keeps them. One row, which changes with the pointer."""

    __tablename__ = "catalogue_statistics"

    id: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class LanguageRow(Base):
    """Words that editors taught the search about Dutch, as published. One row."""

    __tablename__ = "language"

    id: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]


class VectorRow(Base):
    """The vector of one text by one model: float32, little-endian. The text's checksum is its name, so it is never stale."""

    __tablename__ = "vectors"

    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    checksum: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class WordVectorsRow(Base):
    """The vectors of the catalogue's words by one model: a word per line, and in that order float16, little-endian."""

    __tablename__ = "word_vectors"

    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))


class SearchCount(Base):
    """How often one query was searched on one day. Nothing in it says who searched, when on that day, or within which facets."""

    __tablename__ = "search_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(200), primary_key=True)
    searches: Mapped[int] = mapped_column(default=0)
    without_results: Mapped[int] = mapped_column(default=0)
    clicks: Mapped[int] = mapped_column(default=0)


class ShortlistRow(Base):
    """A school's choice. `id` is the secret of its readers; of the secret of its editors there is only a hash, in hexadecimal digits."""

    __tablename__ = "shortlists"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    school_types: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ShortlistItemRow(Base):
    """An item on a shortlist. The slug refers to nothing, so that an item that is taken out stays on the list as removed."""

    __tablename__ = "shortlist_items"

    shortlist_id: Mapped[str] = mapped_column(ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
