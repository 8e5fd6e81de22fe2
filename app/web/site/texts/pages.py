"""Pages of text alone, and what programs look for at fixed addresses."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from fastapi import APIRouter, Request, Response

from app import __version__
from app.domain.errors import NotFound
from app.web.http import etags
from app.web.http.accept import negotiate
from app.web.service import service
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


@router.get("/over")
@router.get("/toegankelijkheid")
@router.get("/privacy")
@router.get("/open-data")
async def text(request: Request) -> Response:
    """A page of text. Numbers in it are those of the catalogue that is served."""
    negotiate(request.headers.get("accept"), ("text/html",))
    parts = service(request)
    snapshot = parts.catalogue.snapshot
    name = request.url.path.removeprefix("/")
    context = {"total": len(snapshot.items), "version": __version__, "counting": parts.insights.counting, "contact": parts.contact}
    context |= {"draft_days": DRAFT_DAYS, "list_days": parts.shortlist_days}
    # A page of text says what is set, so it changes with that.
    tag = etag(f"{snapshot.etag}-{sha256(repr(context).encode()).hexdigest()[:8]}")
    return unchanged(request, tag) or keepable(request, f"texts/{name}.html", tag, **context)


@router.get("/sitemap.xml")
async def sitemap(request: Request) -> Response:
    """Every page that search engines may list."""
    parts = service(request)
    snapshot = parts.catalogue.snapshot
    known = etags.unchanged(request, snapshot.etag)
    if known:
        return known
    paths = (*OTHERS, *(f"/{name}" for name in TEXTS), *(item_href(slug) for slug in snapshot.items))
    pages = "".join(f"<url><loc>{parts.public_url}{path}</loc></url>\n" for path in paths)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'
    return etags.keepable(request, body.encode(), snapshot.etag, "application/xml")


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """Search results are endless; the pages that they lead to are in the site map."""
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), f"Sitemap: {service(request).public_url}/sitemap.xml")
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/.well-known/security.txt")
async def security(request: Request) -> Response:
    """Where to report a weakness (RFC 9116). It must say until when it holds; half a year from now, at midnight."""
    parts = service(request)
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
