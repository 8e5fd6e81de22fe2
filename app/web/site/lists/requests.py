"""Parts that the pages of lists share: forms that come from this site, a small search, answers that lead on, and what they tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Path, Request, Response

from app.domain.errors import ForeignSender, SearchUnavailable
from app.domain.queries import MAX_QUERY, SearchQuery
from app.domain.shortlists import MOST_ITEMS
from app.web.actions import shortlists
from app.web.actions.search import find, is_in_catalogue
from app.web.actions.shortlists import HEADERS, MOST_BYTES
from app.web.http.body import form_pairs
from app.web.service import service
from app.web.site._shared.cards import CardView, item_card
from app.web.site._shared.links import local_path
from app.web.site._shared.rendering import passing

MOST_HITS = 6
# In a form a byte may take three signs.
MOST_FORM_BYTES = 3 * MOST_BYTES
SAME_SITE = {None, "same-origin", "none"}
NOTICES = {
    "gezet": "‘{title}’ staat op uw lijst.",
    "vol": f"‘{{title}}’ past er niet meer bij. Op een lijst passen {MOST_ITEMS} keuzes. Haal er eerst een weg.",
    "past-niet": f"Dat past niet: samen zijn het meer dan {MOST_ITEMS} keuzes. Haal er eerst een paar weg.",
    "onbekend": "Wat u wilde toevoegen, staat niet in Menukaart.",
    "weg": "‘{title}’ is van uw lijst gehaald.",
    "vergeten": "Dit apparaat weet niets meer van een lijst.",
    "gewist": "De lijst is gewist, met alle notities. De links werken niet meer.",
    "verlopen": "De lijst die u bewaarde, is er niet meer. Wat u had gekozen, staat hieronder. De notities zijn weg.",
    "nieuw": "Uw lijst is bewaard.",
    "bewaard": "Uw wijzigingen zijn bewaard.",
    "onthouden": "Dit apparaat werkt nu met deze lijst. Wat u op de site kiest, komt er meteen bij.",
}
WARNINGS = {"vol", "past-niet", "onbekend", "verlopen"}


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of what has just happened, whether it is a warning, which item can be put back, and where the visitor came from."""

    words: str
    warning: bool
    undo: str | None
    back: str | None


@dataclass(frozen=True, slots=True)
class Searched:
    """A small search inside a list: its words and results. `made` when they were searched for, `away` when search gave no answer."""

    q: str
    cards: tuple[CardView, ...] = ()
    made: bool = False
    away: bool = False


async def sent_form(request: Request) -> list[tuple[str, str]]:
    """The fields of a form. Raises ForeignSender when another site sent it: a list is filled here alone."""
    if _is_foreign(request):
        raise ForeignSender("A form of this site is sent from this site alone.")
    return await form_pairs(request, MOST_FORM_BYTES)


def _is_foreign(request: Request) -> bool:
    """By what browsers say of a form; old ones say only from where it comes, and from a page without referrer not even that."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    if site is not None or origin == "null":
        return site not in SAME_SITE
    return not origin.endswith((f"//{request.headers.get('host')}", f"//{service(request).public_url.rpartition('//')[2]}"))


async def searched(request: Request) -> Searched:
    """The search that the address asks for, made while no database is held."""
    q = request.query_params.get("q", "").strip()[:MAX_QUERY]
    if not q:
        return Searched("")
    try:
        found, snapshot = await find(service(request), SearchQuery(q=q, page_size=MOST_HITS))
    except SearchUnavailable:
        return Searched(q, made=True, away=True)
    return Searched(q, tuple(item_card(kept, snapshot) for kept in found.records.values()), made=True)


Form = Annotated[list[tuple[str, str]], Depends(sent_form)]
Search = Annotated[Searched, Depends(searched)]
ListId = Annotated[str, Path(alias="id")]


async def item_to_put(request: Request, sent: Form) -> str:
    """The slug that a button puts on the list; empty when it is none of the catalogue. Raises DatabaseUnavailable."""
    slug = dict(sent).get("zet", "")
    return slug if slug and await is_in_catalogue(service(request), slug) else ""


Put = Annotated[str, Depends(item_to_put)]


def private(request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any) -> Response:
    """A page of a list that is kept: with the headers that guard its address."""
    response = passing(request, template, status, **context)
    response.headers.update(HEADERS)
    return response


def see_other(path: str, query: Mapping[str, str | None], fragment: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Lead the browser on after a form, so that loading again sends nothing twice. What is empty in `query` is left out."""
    given = urlencode({name: value for name, value in query.items() if value})
    location = f"{path}{f'?{given}' if given else ''}{f'#{fragment}' if fragment else ''}"
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store", **(headers or {}), "Location": location})


def came_from(request: Request) -> str | None:
    """The page of this site on which the form stood, unless that is a list."""
    try:
        where = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    path = local_path(f"{where.path}{f'?{where.query}' if where.query else ''}")
    return None if path is None or path.startswith(("/mijn-lijst", "/lijst/")) else path


def notice(request: Request, what: str | None = None) -> Notice | None:
    """The notice of what the address, or `what`, says has just happened."""
    given = request.query_params
    name = what or given.get("gedaan", "")
    if name not in NOTICES:
        return None
    slug = given.get("wat", "")
    title = shortlists.title_of(service(request), slug)
    if not title and "{title}" in NOTICES[name]:
        return None
    undo = slug if name == "weg" else None
    return Notice(NOTICES[name].format(title=title), name in WARNINGS, undo, local_path(given.get("terug", "")))


def place_after(action: str, slug: str, slugs: tuple[str, ...]) -> str:
    """Where on the page to go on after a button: at what is told, or at the button itself as long as it is there."""
    if action not in {"omhoog", "omlaag"} or slug not in slugs:
        return "melding"
    if slug == slugs[0]:
        return f"omlaag-{slug}"
    return f"omhoog-{slug}" if slug == slugs[-1] else f"{action}-{slug}"
