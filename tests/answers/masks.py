"""What differs between two recordings by nature is replaced by its name, so that only what matters is left to compare."""

import hashlib
import re
from collections.abc import Mapping

MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
LARGE = 200_000
NOT_RECORDED = {"date", "content-length", "connection", "keep-alive", "transfer-encoding"}
# By the start of the address: what in the text is of the moment.
OF_THE_MOMENT = {
    "/v1/shortlists": [(re.compile(r'("(?:createdAt|updatedAt|expiresAt)":)"[^"]+"'), r'\1"MOMENT"')],
    "/v1/insights": [(re.compile(r'("(?:from|to)":)"\d{4}-\d\d-\d\d"'), r'\1"DAY"')],
    "/.well-known": [(re.compile(r"Expires: \S+"), "Expires: MOMENT")],
    "/lijst": [(re.compile(rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}"), "DAY"), (re.compile(r'datetime="[^"]+"'), 'datetime="MOMENT"')],
}
ANYWHERE = [(re.compile(r"\?v=[0-9a-f]{12}\b"), "?v=FILE")]
HEADERS = {
    "etag": [
        (re.compile(r'^"[0-9a-f]{32}"$'), '"FILE"'),
        (re.compile(r'^"[0-9a-f]{16}-'), '"INDEX-'),
        (re.compile(r'-[0-9a-f]{12}"$'), '-CODE"'),
        (re.compile(r"-[0-9a-f]{8}-CODE"), "-CONTEXT-CODE"),
    ],
    "last-modified": [(re.compile(".+"), "MOMENT")],
    "set-cookie": [(re.compile(r"expires=[^;,]+,[^;]+"), "expires=MOMENT"), (re.compile(r"Max-Age=\d{8}"), "Max-Age=LONG")],
}


def masked(text: str, path: str, own: Mapping[str, str]) -> str:
    """A text of the answer of an address; `own` has the name of each value that this service made up."""
    for value in sorted(own, key=len, reverse=True):
        text = text.replace(value, own[value])
    rules = [rule for start, rules in OF_THE_MOMENT.items() if path.startswith(start) for rule in rules]
    return _replaced(text, [*rules, *ANYWHERE])


def masked_headers(headers: list[tuple[str, str]], path: str, own: Mapping[str, str]) -> dict[str, str]:
    """The headers, several of one name joined by lines."""
    kept: dict[str, str] = {}
    for name, value in headers:
        if name not in NOT_RECORDED:
            shown = _replaced(masked(value, path, own), HEADERS.get(name, []))
            kept[name] = f"{kept[name]}\n{shown}" if name in kept else shown
    return dict(sorted(kept.items()))


def masked_body(content: bytes, path: str, own: Mapping[str, str]) -> str:
    """The body as text; of what is large or no text, its digest."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if (content and not text) or (path.startswith("/static") and len(content) > LARGE):
        return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"
    return masked(text, path, own)


def _replaced(text: str, rules: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, name in rules:
        text = pattern.sub(name, text)
    return text
