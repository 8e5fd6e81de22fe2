"""`/lijst/{id}`: a list that was saved, to read with its address and to delete with its key. The same lists as `/v1/shortlists`."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from app.db.runs import now
from app.db.shortlists import Loaded
from app.domain.errors import Outdated
from app.web.actions import shortlists
from app.web.actions.shortlist_overview import shortlist_overview
from app.web.actions.tables import shortlist_table
from app.web.http.accept import CSV, negotiate
from app.web.http.csv import CSV_TYPE
from app.web.service import service
from app.web.site.lists.cookies import forget, remembered
from app.web.site.lists.forms import read_form
from app.web.site.lists.keys import key_of
from app.web.site.lists.requests import Form, ListId, private, see_other
from app.web.site.lists.view import edit_href, kept_view, list_view

router = APIRouter(include_in_schema=False)


@router.get("/lijst/{id}.csv")  # noqa: FAST003 - ListId reads it
def shared_list_as_table(request: Request, list_id: ListId) -> Response:
    """The list for a spreadsheet, as the API makes it."""
    negotiate(request.headers.get("accept"), (CSV, "text/html"))  # browsers do not ask for CSV
    parts = service(request)
    headers = {**shortlists.HEADERS, "Content-Disposition": 'attachment; filename="menukaart-lijst.csv"'}
    overview = shortlist_overview(shortlists.load(parts, list_id).choice)
    return Response(shortlist_table(overview, parts.public_url), headers=headers, media_type=CSV_TYPE)


@router.get("/lijst/{id}")  # noqa: FAST003 - ListId reads it
def shared_list(request: Request, list_id: ListId) -> Response:
    """The list of a school, for its municipality."""
    negotiate(request.headers.get("accept"), ("text/html",))
    parts = service(request)
    loaded = shortlists.load(parts, list_id)
    here = remembered(request).key
    return private(
        request,
        "lists/shared-list.html",
        list=list_view(shortlist_overview(loaded.choice), parts.catalogue.snapshot.partner_guides),
        kept=kept_view(loaded.row, loaded.choice.vocabularies["school-types"], now()),
        edit_href=edit_href(list_id) if here and here.list_id == list_id else None,
    )


@router.get("/lijst/{id}/wissen")  # noqa: FAST003 - ListId reads it
def delete_page(request: Request, list_id: ListId) -> Response:
    """Whether the list is really to be deleted."""
    negotiate(request.headers.get("accept"), ("text/html",))
    key = key_of(request, list_id)
    return _delete_page(request, shortlists.load_to_change(service(request), list_id, key.token))


@router.post("/lijst/{id}/wissen")  # noqa: FAST003 - ListId reads it
def delete(request: Request, list_id: ListId, sent: Form) -> Response:
    """Delete the list for good, unless somebody changed it since the visitor was asked."""
    parts, key = service(request), key_of(request, list_id)
    shortlists.unlock(parts, list_id, key.token)
    try:
        shortlists.remove(parts, list_id, read_form(sent).version)
    except Outdated:
        return _delete_page(request, shortlists.load_to_change(parts, list_id, key.token), HTTPStatus.CONFLICT)
    response = see_other("/mijn-lijst", {"gedaan": "gewist"}, headers=shortlists.HEADERS)
    here = remembered(request).key
    if here and here.list_id == list_id:
        forget(request, response)
    return response


def _delete_page(request: Request, loaded: Loaded, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return private(
        request,
        "lists/delete-list.html",
        status,
        kept=kept_view(loaded.row, loaded.choice.vocabularies["school-types"], now()),
        count=len(loaded.choice.entries),
        version=loaded.row.version,
        edit_href=f"{edit_href(loaded.row.id)}{_query(request)}",
        action=f"{request.url.path}{_query(request)}",
        changed=status is HTTPStatus.CONFLICT,
    )


def _query(request: Request) -> str:
    return f"?{request.url.query}" if request.url.query else ""
