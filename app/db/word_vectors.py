"""The vectors of a catalogue's words, kept together as one. Functions over a Session; none commits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.models import WordVectorsRow


@dataclass(frozen=True, slots=True)
class KeptWords:
    """The words that have vectors, in the order of the rows. `digest` is another for other words or vectors."""

    words: tuple[str, ...]
    digest: str


def kept_words(session: Session, model: str) -> KeptWords | None:
    """The words that have vectors by a model; None when there are none."""
    query = select(WordVectorsRow.words, WordVectorsRow.digest).where(WordVectorsRow.model == model)
    found = session.execute(query).one_or_none()
    return KeptWords(tuple(found.words.split("\n")), found.digest) if found else None


def rows(session: Session, model: str) -> bytes:
    """The vectors of a model's words, one after the other: float16, little-endian. Empty when there are none."""
    return session.scalar(select(WordVectorsRow.data).where(WordVectorsRow.model == model)) or b""


def save(session: Session, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep these vectors, as `rows` gives them, by word; at least one, all of one length. Those of other models are dropped."""
    words, data = "\n".join(vectors), b"".join(vectors.values())
    digest = hashlib.sha256(f"{model}\n{words}\n".encode() + data).hexdigest()
    session.execute(delete(WordVectorsRow))
    session.add(WordVectorsRow(model=model, words=words, data=data, digest=digest))
