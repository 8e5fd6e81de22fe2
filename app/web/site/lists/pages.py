"""`/mijn-lijst`: what a visitor collects. Until it is saved it is on the visitor's own computer alone, in a cookie."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from app.domain.errors import TooMany
from app.domain.shortlists import MOST_ITEMS, Draft, Entry
from app.web.actions import shortlists
from app.web.actions.shortlist_overview import shortlist_overview
from app.web.http.accept import negotiate
from app.web.service import Service, service
from app.web.site._shared.rendering import passing
from app.web.site.lists.cookies import DRAFT_DAYS, Key, fits, forget, remember_draft, remembered
from app.web.site.lists.form_views import FormView, form_view
from app.web.site.lists.forms import WHOLE, Trouble, check, read_form
from app.web.site.lists.keys import present_slugs, put_on_saved, remember_list, saved_list
from app.web.site.lists.requests import Form, Notice, Put, Search, came_from, notice, place_after, see_other
from app.web.site.lists.view import HitView, ListView, edit_href, hit_views, list_view

router = APIRouter(include_in_schema=False)
MINE = "/mijn-lijst"
TOO_MANY = "Er worden nu te veel lijsten tegelijk bewaard. Wacht een minuut en probeer het opnieuw. Wat u hebt ingevuld, staat er nog."
SAVED_ALREADY = "Dit apparaat heeft de lijst al bewaard. Ga naar ‘Mijn lijst’ om verder te gaan. Neem over wat u hier hebt ingevuld."


@dataclass(frozen=True, slots=True)
class MyList:
    """Everything that the page of a list that was not saved shows."""

    list: ListView
    days: int
    most: int
    notice: Notice | None
    q: str
    hits: tuple[HitView, ...]
    away: bool


@dataclass(frozen=True, slots=True)
class SavePage:
    """Everything that the page to save a list shows."""

    list: ListView
    form: FormView
    days: int


@router.get(MINE)
def my_list(request: Request, search: Search) -> Response:
    """The list of this computer. One that was saved has a page of its own."""
    negotiate(request.headers.get("accept"), ("text/html",))
    parts, here = service(request), remembered(request)
    saved = saved_list(parts, here.key)
    if saved and here.key:
        return see_other(edit_href(here.key.list_id), {"q": search.q})
    draft = _draft(parts, here.slugs)
    found = list_view(shortlist_overview(shortlists.choose(parts, draft.entries)), parts.catalogue.snapshot.partner_guides)
    told = notice(request, "verlopen" if here.key else None)
    page = MyList(found, DRAFT_DAYS, MOST_ITEMS, told, search.q, hit_views(search.cards, draft.slugs), search.away)
    response = passing(request, "lists/my-list.html", page=page)
    if here.key or draft.slugs != here.slugs:
        remember_draft(request, response, draft.slugs)
    return response


@router.post(MINE)
def change_my_list(request: Request, sent: Form, put: Put) -> Response:
    """Put an item on the list, move it, take it away, or forget all of it."""
    fields, form = dict(sent), read_form(sent)
    if form.action == "vergeet":
        response = see_other(MINE, {"gedaan": "vergeten"})
        forget(request, response)
        return response
    parts, here, slug = service(request), remembered(request), fields.get("zet", "")
    if here.key and saved_list(parts, here.key):
        return _put_on_saved(request, here.key, put) if slug else see_other(MINE, {})
    if slug:
        return _put(request, _as_remembered(here.slugs), put, form.q)
    draft = form.after(_as_remembered(here.slugs))
    told: dict[str, str | None] = {"gedaan": "weg", "wat": form.on} if form.action == "weg" else {}
    response = see_other(MINE, told, place_after(form.action, form.on, draft.slugs))
    remember_draft(request, response, draft.slugs)
    return response


def _as_remembered(slugs: tuple[str, ...]) -> Draft:
    """The list of this computer, for which no database is needed."""
    return Draft("", (), tuple(Entry(slug, "") for slug in slugs))


def _draft(parts: Service, slugs: tuple[str, ...]) -> Draft:
    """The list of this computer under the present names of its items, without what the catalogue does not know."""
    return _as_remembered(present_slugs(parts, slugs))


def _put(request: Request, draft: Draft, slug: str, q: str) -> Response:
    after = draft.with_item(slug) if slug else draft
    outcome = "onbekend" if not slug else "gezet" if fits(after.slugs) else "vol"
    told = {"gedaan": outcome, "wat": slug, "terug": came_from(request), "q": q}
    response = see_other(MINE, told, "toevoegen" if q else "melding")
    remember_draft(request, response, after.slugs if outcome == "gezet" else draft.slugs)
    return response


def _put_on_saved(request: Request, key: Key, slug: str) -> Response:
    parts = service(request)
    after = put_on_saved(parts, key, (slug,)) if slug else None
    outcome = "onbekend" if not slug else "gezet" if after else "vol"
    told = {"gedaan": outcome, "wat": slug, "terug": came_from(request)}
    response = see_other(edit_href(key.list_id), told, "melding", shortlists.HEADERS)
    if after:
        remember_list(request, response, after, key)
    return response


@router.get(f"{MINE}/bewaren")
def save_page(request: Request) -> Response:
    """A name, school types and notes, before the list is saved."""
    negotiate(request.headers.get("accept"), ("text/html",))
    parts, here = service(request), remembered(request)
    if here.key or not here.slugs:
        return see_other(MINE, {})
    return _save_page(request, _draft(parts, here.slugs))


@router.post(f"{MINE}/bewaren")
def save(request: Request, sent: Form) -> Response:
    """Make the list on the server, and let this computer hold its key. What another window has put on the list meanwhile comes along."""
    parts, here, typed = service(request), remembered(request), read_form(sent).draft
    if saved_list(parts, here.key):
        return _save_page(request, typed, (Trouble(WHOLE, SAVED_ALREADY),), HTTPStatus.CONFLICT)
    for slug in present_slugs(parts, here.slugs):
        typed = typed.with_item(slug)
    draft, troubles = check(typed, shortlists.known(parts, typed.slugs))
    if troubles:
        return _save_page(request, draft, troubles, HTTPStatus.BAD_REQUEST)
    try:
        loaded, token = shortlists.create(parts, draft)
    except TooMany:
        return _save_page(request, draft, (Trouble(WHOLE, TOO_MANY),), HTTPStatus.TOO_MANY_REQUESTS)
    response = see_other(edit_href(loaded.row.id), {"gedaan": "nieuw"}, headers=shortlists.HEADERS)
    remember_list(request, response, loaded, Key(loaded.row.id, token))
    return response


def _save_page(request: Request, draft: Draft, troubles: tuple[Trouble, ...] = (), status: HTTPStatus = HTTPStatus.OK) -> Response:
    parts = service(request)
    choice = shortlists.choose(parts, draft.entries)
    page = SavePage(
        list_view(shortlist_overview(choice), parts.catalogue.snapshot.partner_guides),
        form_view(draft, choice.vocabularies["school-types"], troubles),
        parts.shortlist_days,
    )
    return passing(request, "lists/save-list.html", status, page=page)
