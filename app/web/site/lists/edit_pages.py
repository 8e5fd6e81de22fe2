"""`/lijst/{id}/bewerken`: a list that was saved, for who has its key. Every button saves what was typed as well."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from app.db.runs import now
from app.db.shortlists import Loaded
from app.domain.errors import Outdated
from app.domain.shortlists import Draft
from app.web.actions import shortlists
from app.web.actions.shortlist_overview import shortlist_overview
from app.web.http.accept import negotiate
from app.web.service import service
from app.web.site.lists.cookies import Key, remembered
from app.web.site.lists.form_views import FormView, collided, form_view
from app.web.site.lists.forms import Sent, Trouble, check, read_form
from app.web.site.lists.keys import key_of, present_slugs, put_on_saved, remember_list
from app.web.site.lists.requests import Form, ListId, Notice, Search, Searched, notice, place_after, private, see_other
from app.web.site.lists.view import HitView, Kept, ListView, delete_href, edit_href, hit_views, kept_view, list_view

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of the form: the list as typed, the version that it is made from, what is wrong, and what it collides with."""

    draft: Draft
    version: int
    troubles: tuple[Trouble, ...] = ()
    mine: Draft | None = None


@dataclass(frozen=True, slots=True)
class EditPage:
    """Everything that the page to change a list shows.

    `here` says whether this computer has the key, `waiting` how many items it has collected beside the list, and `other` whether it has
    the key to another list.
    """

    list: ListView
    kept: Kept
    form: FormView
    version: int
    action: str
    delete_href: str
    read_link: str
    edit_link: str
    here: bool
    waiting: int
    other: bool
    notice: Notice | None
    search: Searched
    hits: tuple[HitView, ...]


@router.get("/lijst/{id}/bewerken")  # noqa: FAST003 - ListId reads it
def edit_page(request: Request, list_id: ListId, search: Search) -> Response:
    """The list with fields and buttons."""
    negotiate(request.headers.get("accept"), ("text/html",))
    key = key_of(request, list_id)
    loaded = shortlists.load_to_change(service(request), list_id, key.token)
    response = _page(request, loaded, key, Fields(loaded.draft, loaded.row.version), search=search)
    _keep_in_step(request, response, loaded, key)
    return response


@router.post("/lijst/{id}/bewerken")  # noqa: FAST003 - ListId reads it
def change(request: Request, list_id: ListId, sent: Form) -> Response:
    """Save what was typed with what the button does. Nothing is written over what somebody else saved meanwhile."""
    parts, key, form = service(request), key_of(request, list_id), read_form(sent)
    loaded = shortlists.load_to_change(parts, list_id, key.token)
    if form.action == "onthoud":
        return _take_over(request, key)
    typed = form.after(form.draft)
    draft, troubles = check(typed, shortlists.known(parts, typed.slugs))
    if troubles:
        fields = Fields(draft, form.version, troubles)
        return _page(request, loaded, key, fields, search=Searched(form.q), status=HTTPStatus.BAD_REQUEST)
    if draft == loaded.draft and (form.action or form.version != loaded.row.version):
        return _changed(request, loaded, key, form)  # there is nothing to write
    try:
        return _changed(request, shortlists.replace(parts, list_id, form.version, draft), key, form)
    except Outdated:
        return _collision(request, key, draft, form)


def _changed(request: Request, loaded: Loaded, key: Key, form: Sent) -> Response:
    """Lead back to the page, to where the visitor was."""
    told, about = {"": ("bewaard", ""), "weg": ("weg", form.on), "erbij": ("gezet", form.on)}.get(form.action, ("", ""))
    searching = form.q and form.action in {"", "zoek", "erbij"}
    place = "toevoegen" if searching else place_after(form.action, form.on, loaded.draft.slugs)
    query = {"sleutel": request.query_params.get("sleutel"), "gedaan": told, "wat": about, "q": form.q}
    response = see_other(edit_href(key.list_id), query, place, shortlists.HEADERS)
    _keep_in_step(request, response, loaded, key)
    return response


def _keep_in_step(request: Request, response: Response, loaded: Loaded, key: Key) -> None:
    """On the computer that has the key, the buttons of other pages know what is on the list."""
    if remembered(request).key == key:
        remember_list(request, response, loaded, key)


def _collision(request: Request, key: Key, mine: Draft, form: Sent) -> Response:
    """The form once more with what was typed, beside what somebody else saved, and with the items of both."""
    loaded = shortlists.load_to_change(service(request), key.list_id, key.token)
    fields = Fields(mine.merged_with(loaded.draft), loaded.row.version, mine=mine)
    return _page(request, loaded, key, fields, search=Searched(form.q), status=HTTPStatus.CONFLICT)


def _take_over(request: Request, key: Key) -> Response:
    """Let this computer go on with the list. What it had collected itself comes with it."""
    here = remembered(request)
    parts = service(request)
    loaded = put_on_saved(parts, key, () if here.key else present_slugs(parts, here.slugs))
    if loaded is None:
        return see_other(edit_href(key.list_id), {"sleutel": key.token, "gedaan": "past-niet"}, headers=shortlists.HEADERS)
    response = see_other(edit_href(key.list_id), {"gedaan": "onthouden"}, headers=shortlists.HEADERS)
    remember_list(request, response, loaded, key)
    return response


def _page(request: Request, loaded: Loaded, key: Key, fields: Fields, *, search: Searched, status: HTTPStatus = HTTPStatus.OK) -> Response:
    parts, here = service(request), remembered(request)
    choice = loaded.choice if fields.draft == loaded.draft else shortlists.choose(parts, fields.draft.entries)
    overview, schools = shortlist_overview(choice), choice.vocabularies["school-types"]
    form = form_view(fields.draft, schools, fields.troubles)
    if fields.mine:
        form = collided(form, fields.mine, loaded.draft, schools, {entry.slug: entry.title for entry in overview.entries})
    given, own = f"?sleutel={key.token}", here.key == key
    page = EditPage(
        list=list_view(overview, parts.catalogue.snapshot.partner_guides),
        kept=kept_view(loaded.row, schools, now()),
        form=form,
        version=fields.version,
        action=f"{edit_href(key.list_id)}{'' if own else given}",
        delete_href=f"{delete_href(key.list_id)}{'' if own else given}",
        read_link=f"{parts.public_url}/lijst/{key.list_id}",
        edit_link=f"{parts.public_url}{edit_href(key.list_id)}{given}",
        here=own,
        waiting=0 if here.key else len([slug for slug in here.slugs if slug not in loaded.draft.slugs]),
        other=here.key is not None and here.key.list_id != key.list_id,
        notice=notice(request),
        search=search,
        hits=hit_views(search.cards, fields.draft.slugs),
    )
    return private(request, "lists/edit-list.html", status, page=page)
