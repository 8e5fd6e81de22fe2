"""Rules for every request and every answer, errors too: HEAD is GET without a body, and the headers that all answers carry."""

from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import __version__

HEADERS: Mapping[str, str] = {
    "API-Version": __version__,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Link, Location, Retry-After",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_RAW = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in HEADERS.items()]
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Content-Length": "0",
}


def with_common(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those that all answers carry, except what is among them already."""
    own = list(headers)
    present = {name for name, _ in own}
    return [*own, *(pair for pair in _RAW if pair[0] not in present)]


class Envelope:
    """ASGI middleware. A header that the application set itself stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def enveloped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = with_common(message["headers"])
            elif head:
                message = {**message, "body": b""}
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            headers = MutableHeaders(PREFLIGHT)
            await enveloped({"type": "http.response.start", "status": 204, "headers": headers.raw})
            await enveloped({"type": "http.response.body"})
            return
        await self.app({**scope, "method": "GET"} if head else scope, receive, enveloped)
