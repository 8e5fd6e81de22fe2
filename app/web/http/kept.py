"""Answers that this process has given before, given again: the same bytes, counted as one more search, without asking anybody.

An answer is kept when any proxy might keep it: it says `public`, has an ETag, and sets no cookie. So what an error, a partial answer or a
page of one visitor says stays out of here, and an answer depends on its address and `Accept` alone.
"""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from app.catalogue.snapshot import Snapshot
from app.domain.errors import NothingPublished
from app.web.http.headers import with_common
from app.web.kept_answers import Asked, KeptAnswer, Shelf
from app.web.service import Service, service

# Where a request has the catalogue that was the current one when it came.
CATALOGUE = "menukaart.catalogue"


class AnswersAgain(FastAPI):
    """An application that gives what it kept before its middleware and routes begin: they take ten times as long as sending does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. A client that has an answer already is left to the route, which knows whether that is still true."""
        answer = _kept(scope, self.state.service) if scope["type"] == "http" else None
        if answer is None:
            await super().__call__(scope, receive, send)
            return
        if answer.count:
            answer.count()
        await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


def _kept(scope: Scope, parts: Service) -> KeptAnswer | None:
    try:
        scope[CATALOGUE] = snapshot = parts.catalogue.snapshot
    except NothingPublished:
        return None
    if scope["method"] != "GET":
        return None
    accept = None
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            return None
        if name == b"accept" and accept is None:
            accept = value
    return parts.answers.of(snapshot).asked_before(Asked(scope["path"], scope["query_string"], accept))


def given_before(request: Request, snapshot: Snapshot, address: str) -> Response | None:
    """The answer that this catalogue gave to a request that means the same address, counted; else None."""
    answer = _shelf(request, snapshot).meant_before(_asked(request), address)
    if answer is None:
        return None
    if answer.count:
        answer.count()
    response = Response(answer.body)
    response.raw_headers = list(answer.headers)
    return response


def keep(
    request: Request, response: Response, snapshot: Snapshot, address: str | None = None, count: Callable[[], None] | None = None
) -> Response:
    """The response, kept for as long as this catalogue is the current one if any proxy might keep it.

    Not when a new catalogue came while it was made, since it may have been read with one and answered from the other. It must follow
    from the catalogue, the address and `Accept` alone. Under `address`, the same for all requests that mean the same, others find it
    too. `count` is called whenever it is given again.
    """
    one_catalogue = request.scope.get(CATALOGUE) is service(request).catalogue.snapshot is snapshot
    if one_catalogue and _is_for_anybody(response):
        headers = tuple(with_common(response.raw_headers))
        _shelf(request, snapshot).keep(_asked(request), address, KeptAnswer(headers, bytes(response.body), count))
    return response


def _is_for_anybody(response: Response) -> bool:
    headers = response.headers
    public = headers.get("cache-control", "").startswith("public")
    return response.status_code == HTTPStatus.OK and public and "etag" in headers and "set-cookie" not in headers


def _shelf(request: Request, snapshot: Snapshot) -> Shelf:
    return service(request).answers.of(snapshot)


def _asked(request: Request) -> Asked:
    accept = request.headers.get("accept")
    return Asked(request.scope["path"], request.scope["query_string"], None if accept is None else accept.encode("latin-1"))
