"""The vocabularies in memory, for answers that read items from the database."""

import contextlib

from app.catalogue.snapshot import Snapshot
from app.db.items import KeptVocabularies
from app.domain.errors import NothingPublished
from app.web.service import Service


def kept_vocabularies(parts: Service) -> KeptVocabularies | None:
    """The vocabularies of the current catalogue with their checksums; None before the first publish."""
    with contextlib.suppress(NothingPublished):
        return parts.catalogue.snapshot.derived(_kept)
    return None


def _kept(snapshot: Snapshot) -> KeptVocabularies:
    return KeptVocabularies.of(snapshot.vocabularies)
