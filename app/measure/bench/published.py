"""The published catalogue as the bench uses it: from the database and the files, one item at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from app.content import vectors
from app.db import items
from app.db.engine import Session
from app.db.models import ItemRow
from app.domain.items import ITEM, Item
from app.measure.bench.plain import Vector, plain_document

AT_ONCE = 1000
DIMENSIONS = 384


def all_items(session: Session) -> Iterator[Item]:
    """Every published item, by slug."""
    rows = select(ItemRow.data).order_by(ItemRow.slug).execution_options(yield_per=AT_ONCE)
    return (ITEM.validate_python(data) for data in session.scalars(rows))


def some_items(session: Session, count: int) -> list[Item]:
    """So many of the items, spread over the catalogue."""
    slugs = session.scalars(select(ItemRow.slug).order_by(ItemRow.slug)).all()
    chosen = slugs[:: max(1, len(slugs) // count)][:count]
    found: list[Item] = []
    for start in range(0, len(chosen), AT_ONCE // 2):
        rows = select(ItemRow.data).where(ItemRow.slug.in_(chosen[start : start + AT_ONCE // 2]))
        found += [ITEM.validate_python(data) for data in session.scalars(rows)]
    return sorted(found, key=lambda item: item.slug)


def plain_documents(session: Session, content: Path, model: str | None) -> Iterator[dict[str, Any]]:
    """Every item as a document of a plain index, with the vector that came with the content; none where none came."""
    vocabularies = items.all_vocabularies(session)
    folder = vectors.folder(content, model) / "items" if model else None
    for item in all_items(session):
        yield plain_document(item, vocabularies, _vector(folder / f"{item.slug}.npy") if folder else None)


def _vector(path: Path) -> Vector | None:
    """One of the vectors of an item's texts, or None."""
    try:
        numbers: list[float] = np.load(path, allow_pickle=False)["vector"][0].astype(float).tolist()
    except (OSError, ValueError, EOFError, IndexError):
        return None
    return numbers
