"""The one table from what went wrong to what HTTP says about it. Every error is a problem document (RFC 9457)."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.domain import errors
from app.domain.errors import Fault, InvalidInput, MenukaartError, Moved
from app.web.http.etags import NotModified
from app.web.http.headers import HEADERS
from app.web.http.versions import version_etag

MEDIA_TYPE = "application/problem+json"
NO_STORE = {"Cache-Control": "no-store"}
RETRY_SECONDS = "2"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NO_DATABASE = "The database gives no answer; searches go on."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its status and its name, which is also the last part of its type; `headers` come with each of them."""

    status: HTTPStatus
    name: str
    title: str
    headers: Mapping[str, str] = field(default_factory=dict)


INVALID = ProblemKind(HTTPStatus.BAD_REQUEST, "invalid-input", "The request has faults")
NOT_FOUND = ProblemKind(HTTPStatus.NOT_FOUND, "not-found", "There is nothing here")
BROKEN = ProblemKind(HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong on our side")
UNAVAILABLE = ProblemKind(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "The service cannot answer just now")
KINDS: Mapping[type[MenukaartError], ProblemKind] = {
    errors.InvalidInput: INVALID,
    errors.TokenRefused: ProblemKind(HTTPStatus.UNAUTHORIZED, "token-refused", "This needs a token", {"WWW-Authenticate": "Bearer"}),
    errors.NotFound: NOT_FOUND,
    errors.Removed: ProblemKind(HTTPStatus.GONE, "removed", "This item was taken out"),
    errors.NotAcceptable: ProblemKind(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", "No such representation"),
    errors.UnreadableMedia: ProblemKind(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unreadable-media", "This media type is not read here"),
    errors.WrongToken: ProblemKind(HTTPStatus.FORBIDDEN, "wrong-token", "This token does not fit"),
    errors.ForeignSender: ProblemKind(HTTPStatus.FORBIDDEN, "foreign-sender", "Another site sent this"),
    errors.Outdated: ProblemKind(HTTPStatus.PRECONDITION_FAILED, "outdated", "Somebody was first"),
    errors.VersionMissing: ProblemKind(HTTPStatus.PRECONDITION_REQUIRED, "version-missing", "This needs If-Match"),
    errors.TooMany: ProblemKind(HTTPStatus.TOO_MANY_REQUESTS, "too-many", "Too many in a short time"),
    errors.NothingPublished: UNAVAILABLE,
    errors.SearchUnavailable: UNAVAILABLE,
    errors.IndexMissing: UNAVAILABLE,
    errors.DatabaseUnavailable: UNAVAILABLE,
}
BY_STATUS: Mapping[int, ProblemKind] = {
    404: NOT_FOUND,
    405: ProblemKind(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "This method does not work here"),
}


def problem(
    kind: ProblemKind,
    detail: str,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> Response:
    """A problem document as a response; `more` members come at its end."""
    content: dict[str, Any] = {
        "type": f"https://menukaart.example/problems/{kind.name}",
        "status": int(kind.status),
        "title": kind.title,
        "detail": detail,
        "message": detail,
    }
    if faults:
        content["invalidParams"] = [{"name": fault.name, "reason": fault.reason} for fault in faults]
    content |= more or {}
    return Response(orjson.dumps(content), int(kind.status), {**NO_STORE, **kind.headers, **(headers or {})}, MEDIA_TYPE)


def install(app: FastAPI, shown: Callable[[Request, Exception, Response], Response]) -> None:
    """Answer every error of this application with a problem document, or with what `shown` makes of it."""

    def handles(error: type[Exception], handler: Callable[[Request, Any], Awaitable[Response]]) -> None:
        async def answer(request: Request, raised: Exception) -> Response:
            return shown(request, raised, await handler(request, raised))

        app.exception_handler(error)(answer)

    handles(MenukaartError, _menukaart)
    handles(HTTPException, _http)
    handles(RequestValidationError, _validation)
    handles(Exception, _unknown)
    app.exception_handler(NotModified)(_not_modified)


async def _not_modified(_: Request, raised: NotModified) -> Response:
    return raised.response


async def _menukaart(request: Request, error: MenukaartError) -> Response:
    if isinstance(error, Moved):
        target = request.scope["route"].path_format.format(slug=error.slug)
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": target + query})
    kind = KINDS.get(type(error), BROKEN)
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s %s: %s", request.method, request.url.path, error)
    if kind is UNAVAILABLE:
        # What the database says may name hosts and files; that is for the log.
        detail = NO_DATABASE if isinstance(error, errors.DatabaseUnavailable) else str(error)
        return problem(kind, detail, headers={"Retry-After": RETRY_SECONDS})
    if isinstance(error, InvalidInput):
        count = len(error.faults)
        return problem(kind, f"{count} parameter{'s are' if count > 1 else ' is'} not right: {error}.", error.faults)
    if isinstance(error, errors.Outdated):
        present = version_etag(error.version)
        return problem(kind, str(error), headers={"ETag": present}, more={"etag": present})
    if isinstance(error, errors.TooMany):
        return problem(kind, str(error), headers={"Retry-After": str(error.seconds)})
    return problem(kind, str(error))


async def _http(request: Request, error: HTTPException) -> Response:
    kind = BY_STATUS.get(error.status_code, ProblemKind(HTTPStatus(error.status_code), "http-error", HTTPStatus(error.status_code).phrase))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = _allowed(request) if error.headers else ["GET", "HEAD"]  # static files say nothing
        detail = f"{request.method} does not work on {request.url.path}; use {' or '.join(allowed)}."
        return problem(kind, detail, headers={"Allow": ", ".join(allowed)})
    return problem(kind, f"There is nothing at {request.url.path}; /v1/openapi.json lists what there is.", headers=error.headers)


def _allowed(request: Request) -> list[str]:
    """Every method of this address; the router by itself names those of the first route alone."""
    matches = {
        method: any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.router.routes)
        for method in METHODS
    }
    allowed = {method for method, fits in matches.items() if fits}
    return sorted(allowed | {"HEAD"} if "GET" in allowed else allowed)


async def _validation(_: Request, error: RequestValidationError) -> Response:
    faults = [Fault(str(details["loc"][-1]), details["msg"]) for details in error.errors()]
    return problem(INVALID, f"{len(faults)} parameters are not right.", faults)


async def _unknown(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    # This answer is made outside the middleware that adds these.
    return problem(BROKEN, "This is a fault of the service, not of your request. It has been logged.", headers=HEADERS)
