"""`/v1/shortlists`: a school's choice to share with its municipality, without accounts.

Whoever has the address reads the list; whoever has its edit token changes it. The token is looked at before anything is said of what
was sent, and the version that was read is asked back (`If-Match`) before anything is written.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.db.models import ShortlistRow
from app.db.shortlists import Loaded
from app.domain.errors import TokenRefused
from app.domain.shortlists import Draft
from app.web.actions import shortlists
from app.web.actions.shortlist_input import ShortlistIn, slugs_in
from app.web.actions.shortlist_overview import shortlist_overview
from app.web.actions.tables import shortlist_table
from app.web.api.shortlists.present import address, present_shortlist
from app.web.api.shortlists.schemas import ID_EXAMPLE, NewShortlist, ShortlistOut
from app.web.http.accept import CSV, JSON, negotiate
from app.web.http.body import describe_body, json_bytes, parse
from app.web.http.csv import CSV_TYPE
from app.web.http.dependencies import Accepts, NoParameters, Parts
from app.web.http.parameters import Nothing, read
from app.web.http.versions import demand_version, version_etag
from app.web.service import Service

router = APIRouter(prefix="/v1", tags=["shortlists"])
BEARER = HTTPBearer(scheme_name="editToken", description="the `editToken` of the answer that made the list", auto_error=False)
IF_MATCH = {
    "parameters": [
        {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": "the `ETag` of the version that you change",
            "schema": {"type": "string"},
            "example": version_etag(1),
        }
    ]
}


async def edit_token(given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> str:
    """The token as it was sent. Raises TokenRefused without one."""
    if given is None or not given.credentials:
        raise TokenRefused("Changing a shortlist takes its edit token, as `Authorization: Bearer <token>`.")
    return given.credentials


async def sent_body(request: Request) -> bytes:
    """The body, read while the thread that works with the database is not held up by a slow sender."""
    return await json_bytes(request, shortlists.MOST_BYTES)


ListId = Annotated[str, Path(alias="id", description="the id of the list", examples=[ID_EXAMPLE])]
Token = Annotated[str, Depends(edit_token)]
Sent = Annotated[bytes, Depends(sent_body)]


@router.post(
    "/shortlists",
    operation_id="createShortlist",
    summary="Make a shortlist",
    status_code=HTTPStatus.CREATED,
    response_model=NewShortlist,
    response_description="The list, and the edit token that is shown this once",
    openapi_extra=describe_body(ShortlistIn),
)
def create_shortlist(request: Request, parts: Parts, sent: Sent) -> Response:
    """Keep a school's choice under an address that cannot be guessed. Ask no personal data; notes should hold no names of pupils."""
    _take_json(request)
    loaded, token = shortlists.create(parts, _draft(parts, sent))
    made = NewShortlist(**present_shortlist(loaded).model_dump(), edit_token=token)
    return _answer(made, loaded.row, HTTPStatus.CREATED, {"Location": address(loaded.row)})


@router.get("/shortlists/{id}", operation_id="getShortlist", summary="A shortlist", response_model=ShortlistOut)
def get_shortlist(
    list_id: ListId, parts: Parts, media_type: Annotated[str, Depends(Accepts(JSON, CSV))], _: Annotated[Nothing, NoParameters]
) -> Response:
    """The items with their notes, the partners they need, and what the municipality can add; as JSON, or as CSV by `Accept`."""
    loaded = shortlists.load(parts, list_id)
    if media_type == CSV:
        return Response(
            shortlist_table(shortlist_overview(loaded.choice), parts.public_url), headers=shortlists.HEADERS, media_type=CSV_TYPE
        )
    return _present(loaded)


@router.put(
    "/shortlists/{id}",  # noqa: FAST003 - ListId reads it
    operation_id="replaceShortlist",
    summary="Change a shortlist",
    response_model=ShortlistOut,
    openapi_extra=describe_body(ShortlistIn) | IF_MATCH,
)
def replace_shortlist(request: Request, parts: Parts, list_id: ListId, token: Token, sent: Sent) -> Response:
    """Put another list in its place. When somebody was first, nothing is written, and 412 holds the present `ETag`."""
    version = _may_change(request, shortlists.unlock(parts, list_id, token))
    _take_json(request)
    return _present(shortlists.replace(parts, list_id, version, _draft(parts, sent)))


@router.delete(
    "/shortlists/{id}",  # noqa: FAST003 - ListId reads it
    operation_id="deleteShortlist",
    summary="Delete a shortlist",
    status_code=HTTPStatus.NO_CONTENT,
    response_description="It is gone",
    openapi_extra=IF_MATCH,
)
def delete_shortlist(request: Request, parts: Parts, list_id: ListId, token: Token) -> Response:
    """Delete the list and its notes for good."""
    version = _may_change(request, shortlists.unlock(parts, list_id, token))
    read(request, Nothing)
    shortlists.remove(parts, list_id, version)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=shortlists.HEADERS)


def _take_json(request: Request) -> None:
    """Raises NotAcceptable and InvalidInput."""
    negotiate(request.headers.get("accept"), (JSON,))
    read(request, Nothing)


def _may_change(request: Request, row: ShortlistRow) -> int:
    """The version that is changed. Raises VersionMissing and Outdated."""
    demand_version(request, row.version)
    return row.version


def _draft(parts: Service, sent: bytes) -> Draft:
    """The list that was sent, checked against the catalogue as it is now. Raises InvalidInput."""
    return parse(sent, ShortlistIn, shortlists.known(parts, slugs_in(sent))).draft()


def _present(loaded: Loaded) -> Response:
    return _answer(present_shortlist(loaded), loaded.row)


def _answer(shape: ShortlistOut, row: ShortlistRow, status: HTTPStatus = HTTPStatus.OK, more: dict[str, str] | None = None) -> Response:
    headers = {**shortlists.HEADERS, "ETag": version_etag(row.version), **(more or {})}
    return Response(shape.model_dump_json(by_alias=True), status, headers, JSON)
