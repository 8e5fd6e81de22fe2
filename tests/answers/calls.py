"""A request, and short ways to write one down.

`$name$` in an address, header or body stands for something that an earlier answer gave (see `keep`), or for `$url$`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

TESTS = Path(__file__).parents[1]
CONTENT = TESTS.parent / "content"
JSON, CSV, JSON_LD, HTML = "application/json", "text/csv", "application/ld+json", "text/html,application/xhtml+xml,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"
SEVERAL_FAULTS = "page=0&pageSize=1000&sort=beste&schoolType=hogwarts&minEvidence=9&minEffect=veel&kleur=rood&page=2&explain=misschien"
# Where to find, in an answer, what later requests send.
ETAG, BODY, COOKIE = "etag", "body", "set-cookie"


@dataclass(frozen=True)
class Call:
    """A request. `jar` names the computer whose cookies it sends and keeps; without one it has none."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    jar: str = ""
    keep: Mapping[str, tuple[str, re.Pattern[str]]] = field(default_factory=dict)
    about: str = ""

    @property
    def name(self) -> str:
        shown = {"Accept": "", "Authorization": "token ", "If-Match": "if-match ", "If-None-Match": "if-none-match "}
        told = [shown[name] + value for name, value in self.headers.items() if name in shown and value != HTML]
        return " ".join(part for part in (self.method, self.path, *told, self.jar and f"({self.jar})", self.about) if part)


def get(path: str, accept: str = "", **more) -> Call:
    headers = ({"Accept": accept} if accept else {}) | more.pop("headers", {})
    return Call("GET", path, headers, **more)


def page(path: str, **more) -> Call:
    return get(path, HTML, **more)


def whole(header: str) -> tuple[str, re.Pattern[str]]:
    return (header, re.compile("(.+)", re.DOTALL))


def send(method: str, path: str, content: object, **more) -> Call:
    headers = {"Content-Type": JSON} | more.pop("headers", {})
    return Call(method, path, headers, json.dumps(content), **more)


def form(path: str, jar: str, *fields: tuple[str, str], **more) -> Call:
    """A form as a browser sends it from a page of this site."""
    from_here = {"Origin": "$url$", "Sec-Fetch-Site": "same-origin", "Referer": "$url$/item/feedback?a=1"}
    headers = {"Accept": HTML, "Content-Type": FORM} | from_here | more.pop("headers", {})
    told = " ".join(f"{name}={value[:20]}" for name, value in fields)
    return Call("POST", path, headers, urlencode(fields, safe="$"), jar, more.pop("keep", {}), f"{told} {more.pop('about', '')}".strip())
