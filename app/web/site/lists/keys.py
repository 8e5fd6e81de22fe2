"""Lists that were saved, for who has their key: on this computer, or in the address."""

from fastapi import Request, Response

from app.db.runs import now
from app.db.shortlists import Loaded
from app.domain.errors import NotFound, Outdated, WrongToken
from app.domain.shortlists import MOST_ITEMS
from app.web.actions import shortlists
from app.web.service import Service
from app.web.site.lists.cookies import Key, remember_saved, remembered


def key_of(request: Request, list_id: str) -> Key:
    """The key to a list that came with the address, else the one that this computer has. Raises WrongToken when there is none."""
    given = request.query_params.get("sleutel")
    if given:
        return Key(list_id, given)
    here = remembered(request).key
    if here is None or here.list_id != list_id:
        raise WrongToken("Changing this list takes its key.")
    return here


def saved_list(parts: Service, key: Key | None) -> Loaded | None:
    """The list that a key opens, if it still does."""
    if key is None:
        return None
    try:
        return shortlists.load_to_change(parts, key.list_id, key.token)
    except (NotFound, WrongToken):
        return None


def present_slugs(parts: Service, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Items under the names that they have now, each once, without what the catalogue does not know."""
    names = shortlists.known(parts, slugs).names
    return tuple(dict.fromkeys(names[slug] for slug in slugs if slug in names))


def put_on_saved(parts: Service, key: Key, slugs: tuple[str, ...], tries: int = 2) -> Loaded | None:
    """A saved list with these items behind its own; None when there is no room. Goes again when somebody was first."""
    loaded = shortlists.load_to_change(parts, key.list_id, key.token)
    after = loaded.draft
    for slug in slugs:
        after = after.with_item(slug)
    if after == loaded.draft:
        return loaded
    if len(after.entries) > MOST_ITEMS:
        return None
    try:
        return shortlists.replace(parts, key.list_id, loaded.row.version, after)
    except Outdated:
        if tries == 1:
            raise
        return put_on_saved(parts, key, slugs, tries - 1)


def remember_list(request: Request, response: Response, loaded: Loaded, key: Key) -> None:
    """Let this computer go on with a saved list."""
    seconds = int((loaded.row.expires_at - now()).total_seconds())
    remember_saved(request, response, loaded.draft.slugs, key, seconds)
