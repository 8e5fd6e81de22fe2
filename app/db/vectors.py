"""Vectors of texts, kept by model and checksum. Functions over a Session; none commits."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.models import VectorRow

AT_ONCE = 500


def known(session: Session, model: str, checksums: Collection[str]) -> dict[str, bytes]:
    """The vectors that are kept, by checksum of their text."""
    found: dict[str, bytes] = {}
    for part in _parts(sorted(checksums)):
        query = select(VectorRow.checksum, VectorRow.data).where(VectorRow.model == model, VectorRow.checksum.in_(part))
        found.update(session.execute(query).all())
    return found


def save(session: Session, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep new vectors."""
    for checksum, data in vectors.items():
        session.merge(VectorRow(model=model, checksum=checksum, data=data))


def forget_others(session: Session, model: str, used: Collection[str]) -> None:
    """Drop the vectors of other models and of texts that are no longer published."""
    session.execute(delete(VectorRow).where(VectorRow.model != model))
    kept = set(session.scalars(select(VectorRow.checksum)))
    for part in _parts(sorted(kept - set(used))):
        session.execute(delete(VectorRow).where(VectorRow.checksum.in_(part)))


def _parts(checksums: Sequence[str]) -> Iterator[Sequence[str]]:
    """A database takes only so many values in one query."""
    for start in range(0, len(checksums), AT_ONCE):
        yield checksums[start : start + AT_ONCE]
