"""The two cookies of the site, made only when a visitor puts something on a list.

One holds the slugs of the list that this computer works with, for the script to read: the list itself until it is saved, a copy of
it after that. The other, which no script can read, holds the key to the list that was saved.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request, Response

from app.domain.shortlists import MOST_ITEMS
from app.web.service import service

LIST, KEY = "mijn-lijst", "mijn-lijst-sleutel"
DRAFT_DAYS = 90
DAY = 86_400
# Browsers keep 4096 bytes of a cookie; the sixty longest slugs of the catalogue come to half of that.
MOST_BYTES = 3_000
SEPARATOR = "."
SLUG = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True, slots=True)
class Key:
    """The address of a list and its edit token."""

    list_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """The memory of this computer: the items of its list, and the key when that list was saved."""

    slugs: tuple[str, ...]
    key: Key | None


def remembered(request: Request) -> Remembered:
    """The memory in the cookies. Anything that is none of ours in them is left out."""
    slugs = (slug for slug in request.cookies.get(LIST, "").split(SEPARATOR) if SLUG.fullmatch(slug))
    list_id, _, token = request.cookies.get(KEY, "").partition(SEPARATOR)
    return Remembered(tuple(dict.fromkeys(slugs))[:MOST_ITEMS], Key(list_id, token) if list_id and token else None)


def fits(slugs: Iterable[str]) -> bool:
    """Whether a list of these can be remembered."""
    known = tuple(slugs)
    return len(known) <= MOST_ITEMS and len(SEPARATOR.join(known)) <= MOST_BYTES


def remember_draft(request: Request, response: Response, slugs: Iterable[str]) -> None:
    """Keep a list that was not saved. An empty one leaves no cookie."""
    text = SEPARATOR.join(slugs)
    if text:
        _set(request, response, LIST, text, DRAFT_DAYS * DAY)
    elif LIST in request.cookies:
        _drop(request, response, LIST)
    if KEY in request.cookies:
        _drop(request, response, KEY)


def remember_saved(request: Request, response: Response, slugs: tuple[str, ...], key: Key, seconds: int) -> None:
    """Keep the key of a saved list for as long as the list is kept, and which items it has as far as they fit."""
    while not fits(slugs):
        slugs = slugs[:-1]
    _set(request, response, LIST, SEPARATOR.join(slugs), seconds)
    _set(request, response, KEY, f"{key.list_id}{SEPARATOR}{key.token}", seconds)


def forget(request: Request, response: Response) -> None:
    """Leave nothing on this computer."""
    remember_draft(request, response, ())


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, secure=_secure(request), httponly=name == KEY, samesite="lax")


def _drop(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(name, secure=_secure(request), httponly=name == KEY, samesite="lax")


def _secure(request: Request) -> bool:
    return service(request).public_url.startswith("https://")
