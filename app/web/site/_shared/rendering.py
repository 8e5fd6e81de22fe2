"""Templates to answers: strict about names, careful with text, and with the headers of a page that loads nothing from elsewhere."""

from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.web.http import etags
from app.web.http.problems import NO_STORE
from app.web.service import service
from app.web.site._shared.cards import CardView
from app.web.site._shared.choices import FacetChoice

SITE = Path(__file__).parents[1]
VENDOR = SITE.parent / "static" / "vendor"
QUOTE = '"'
HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    # The script asks this service for suggestions and results.
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def etag(known: str) -> str:
    """The ETag of a page: the catalogue's `known` one, with the templates and static files that this service has."""
    return f'"{known.replace(QUOTE, "")}-{fingerprint()}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """304 when the browser's copy is still true, else None. With the policy: a browser takes the headers of a 304 over into its copy."""
    known = etags.unchanged(request, tag)
    if known:
        known.headers["Content-Security-Policy"] = POLICY
    return known


def keepable(request: Request, template: str, tag: str, **context: Any) -> Response:
    """A page that may be kept for as long as the catalogue and the templates stay as they are."""
    return _response(request, template, HTTPStatus.OK, etags.cache_headers(request, tag), context)


def passing(request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any) -> Response:
    """A page that is true now, and not to be kept."""
    return _response(request, template, status, {**NO_STORE, "Vary": "Accept"}, context)


def _response(request: Request, template: str, status: HTTPStatus, headers: dict[str, str], context: dict[str, Any]) -> Response:
    html = environment().get_template(template).render(public_url=service(request).public_url, path=request.url.path, **context)
    return Response(html, int(status), {**headers, "Content-Security-Policy": POLICY}, HTML)


@cache
def environment() -> Environment:
    """Every name in a template must exist, and every text is escaped unless it is made as Markup."""
    known = Environment(loader=FileSystemLoader(SITE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    known.globals |= {"asset": asset, "choice": choice, "icon": icon, "unmarked_part": unmarked_part}
    return known


@lru_cache(maxsize=4096)
def unmarked_part(card: CardView, *, actions: bool) -> Markup:
    """What a card shows whatever was searched for: made once, because it is most of a page of results."""
    return _macro("rest_of_card", card, actions)


@lru_cache(maxsize=8192)
def choice(one: FacetChoice) -> Markup:
    """A value of a facet to choose; a page has a hundred of them, mostly the same as on the page before."""
    return _macro("choice_in_form", one)


def _macro(name: str, *given: object) -> Markup:
    return Markup(getattr(environment().get_template("_shared/parts.html").module, name)(*given))  # noqa: S704 - the template escapes


@cache
def icon(name: str) -> Markup:
    """A picture beside words; it says nothing that they do not."""
    use = Markup('<use href="{}#{}"/>').format(asset("icons.svg"), name)
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>').format(use)


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with the file: a browser never pairs a new page with an old style sheet."""
    return f"/static/vendor/{name}?v={sha256((VENDOR / name).read_bytes()).hexdigest()[:12]}"


@cache
def fingerprint() -> str:
    """The same for as long as the code of the pages, templates and static files are."""
    found = sha256()
    sources = (*SITE.rglob("*.html"), *SITE.rglob("*.py"))
    for file in sorted((*sources, *VENDOR.glob("*.css"), *VENDOR.glob("*.js"), VENDOR / "icons.svg")):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]
