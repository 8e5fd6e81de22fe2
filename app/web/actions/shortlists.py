"""Shortlists as the API and the site both read, make, change and delete them, each in a transaction of its own."""

import contextlib
import re
from collections.abc import Collection

from app.db import items, shortlists
from app.db.engine import reading, writing
from app.db.models import ShortlistRow
from app.db.runs import now
from app.db.shortlists import Choice, Loaded
from app.domain.errors import Moved, NotFound, Removed
from app.domain.shortlists import Draft, Entry
from app.web.actions.shortlist_input import Known
from app.web.actions.vocabularies import kept_vocabularies
from app.web.service import Service

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
# Sixty notes of a thousand characters of up to four bytes each, and what is around them.
MOST_BYTES = 262_144
# The address is the key: nobody keeps a copy under it, passes it on to other sites or lists it.
HEADERS = {"Cache-Control": "private, no-store", "Vary": "Accept", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def known(parts: Service, slugs: Collection[str]) -> Known:
    """The vocabularies and names that a list of these items is checked against, as the catalogue is now."""
    with reading(parts.sessions) as session:
        return Known(items.current_vocabularies(session, kept_vocabularies(parts)), shortlists.names(session, slugs))


def title_of(parts: Service, slug: str) -> str:
    """The title of an item that is in the catalogue now; empty for anything else."""
    if not re.fullmatch(SLUG, slug):  # a database refuses some characters
        return ""
    with reading(parts.sessions) as session, contextlib.suppress(Moved, Removed, NotFound):
        return items.get(session, slug).title
    return ""


def choose(parts: Service, entries: tuple[Entry, ...]) -> Choice:
    """The items of the catalogue that are meant by entries which are not kept here."""
    with reading(parts.sessions) as session:
        return shortlists.choose(session, entries, kept_vocabularies(parts))


def create(parts: Service, draft: Draft) -> tuple[Loaded, str]:
    """A new list and its edit token. Raises TooMany."""
    parts.new_shortlists.take()
    with writing(parts.sessions) as session:
        row, token = shortlists.create(session, draft, now=now(), days=parts.shortlist_days)
        return shortlists.load(session, row, kept_vocabularies(parts)), token


def load(parts: Service, list_id: str) -> Loaded:
    """A list as everybody with its address reads it. Raises NotFound."""
    with reading(parts.sessions) as session:
        return shortlists.load(session, shortlists.find(session, list_id, now()), kept_vocabularies(parts))


def load_to_change(parts: Service, list_id: str, token: str) -> Loaded:
    """A list as who may change it reads it. Raises NotFound and WrongToken."""
    with reading(parts.sessions) as session:
        return shortlists.load(session, shortlists.find_to_change(session, list_id, token, now()), kept_vocabularies(parts))


def unlock(parts: Service, list_id: str, token: str) -> ShortlistRow:
    """The list's row (title, dates, version), if the edit token fits. Raises NotFound and WrongToken."""
    with reading(parts.sessions) as session:
        return shortlists.find_to_change(session, list_id, token, now())


def replace(parts: Service, list_id: str, version: int, draft: Draft) -> Loaded:
    """The list as it is after a change. Raises NotFound and Outdated."""
    with writing(parts.sessions) as session:
        row = shortlists.replace(session, list_id, version, draft, now=now(), days=parts.shortlist_days)
        return shortlists.load(session, row, kept_vocabularies(parts))


def remove(parts: Service, list_id: str, version: int) -> None:
    """Delete a list for good. Raises NotFound and Outdated."""
    with writing(parts.sessions) as session:
        shortlists.remove(session, list_id, version, now())
