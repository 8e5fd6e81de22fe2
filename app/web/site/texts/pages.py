"""Pages of text alone, and what programs look for at fixed addresses."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from fastapi import APIRouter, Request, Response

from app import __version__
from app.catalogue.snapshot import Snapshot
from app.domain.errors import NotFound
from app.web.http import etags
from app.web.http.dependencies import Current, Fresh, Parts
from app.web.site._shared.dependencies import ReadsPages
from app.web.site._shared.links import item_href
from app.web.site._shared.rendering import etag, keepable, unchanged
from app.web.site.lists.cookies import DRAFT_DAYS

router = APIRouter(include_in_schema=False)
TEXTS = ("over", "toegankelijkheid", "privacy", "open-data")
OTHERS = ("/", "/overzicht", "/keuzehulp", "/keuzehulp/uitleg", "/gemeenten", "/dekking")
SECURITY_DAYS = 180
NOT_FOR_ROBOTS = (
    "/zoeken?", "/vergelijk?", "/overzicht?", "/keuzehulp?", "/dekking?", "/dekking.csv", "/mijn-lijst", "/lijst/",
    "/v1/search", "/v1/suggestions",
)  # fmt: skip


@router.get("/over", dependencies=[ReadsPages])
@router.get("/toegankelijkheid", dependencies=[ReadsPages])
@router.get("/privacy", dependencies=[ReadsPages])
@router.get("/open-data", dependencies=[ReadsPages])
async def text(request: Request, parts: Parts, snapshot: Current) -> Response:
    """A page of text. Numbers in it are those of the catalogue that is served."""
    name = request.url.path.removeprefix("/")
    context = {"total": len(snapshot.items), "version": __version__, "counting": parts.insights.counting, "contact": parts.contact}
    context |= {"draft_days": DRAFT_DAYS, "list_days": parts.shortlist_days}
    # A page of text says what is set, so it changes with that.
    tag = etag(f"{snapshot.etag}-{sha256(repr(context).encode()).hexdigest()[:8]}")
    return unchanged(request, tag) or keepable(request, f"texts/{name}.html", tag, **context)


@router.get("/sitemap.xml")
async def sitemap(request: Request, parts: Parts, snapshot: Fresh) -> Response:
    """The pages that search engines may list."""
    paths = snapshot.derived(_listed_paths)
    pages = "".join(f"<url><loc>{parts.public_url}{path}</loc></url>\n" for path in paths)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'
    return etags.keepable(request, body.encode(), snapshot.etag, "application/xml")


def _listed_paths(snapshot: Snapshot) -> tuple[str, ...]:
    return (*OTHERS, *(f"/{name}" for name in TEXTS), *(item_href(slug) for slug in snapshot.items))


@router.get("/robots.txt")
async def robots(parts: Parts) -> Response:
    """Rules for robots. Search results are endless; the pages that they lead to are in the site map."""
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), f"Sitemap: {parts.public_url}/sitemap.xml")
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/.well-known/security.txt")
async def security(parts: Parts) -> Response:
    """The address to report a weakness to (RFC 9116). It must say until when it holds; half a year from now, at midnight."""
    if not parts.contact:
        raise NotFound("This service names no contact.")
    until = (datetime.now(UTC) + timedelta(days=SECURITY_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {parts.contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {parts.public_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", media_type="text/plain")
