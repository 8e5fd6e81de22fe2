"""Answers that a client may keep: as JSON, with an ETag from the catalogue, and 304 when the client has it already."""

from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response

from app.web.http.accept import JSON
from app.web.service import service


class NotModified(Exception):
    """The client has the answer already; `response` says so. For dependencies, which can only raise."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def unchanged(request: Request, etag: str) -> Response | None:
    """304 when the client's copy is still true, else None."""
    kept_by_client = request.headers.get("if-none-match")
    if kept_by_client is None:
        return None
    candidates = {candidate.strip().removeprefix("W/") for candidate in kept_by_client.split(",")}
    if etag in candidates or "*" in candidates:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=cache_headers(request, etag))
    return None


def cache_headers(request: Request, etag: str) -> dict[str, str]:
    """The headers of an answer that may be kept."""
    return {"ETag": etag, "Cache-Control": f"public, max-age={service(request).cache_seconds}", "Vary": "Accept"}


def keepable(request: Request, content: Any, etag: str, media_type: str = JSON) -> Response:
    """An answer that may be kept. Bytes are sent as they are, anything else as JSON."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return Response(body, headers=cache_headers(request, etag), media_type=media_type)


def passing(content: Any) -> Response:
    """A partial answer: true now, and not to be kept."""
    return Response(orjson.dumps(content), headers={"Cache-Control": "no-store", "Vary": "Accept"}, media_type=JSON)
