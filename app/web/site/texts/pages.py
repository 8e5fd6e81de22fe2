"""Pages of text alone, and what programs look for at fixed addresses."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from app import __version__
from app.db import items
from app.db.engine import Sessions, reading
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
# A site map has at most 50,000 addresses (sitemaps.org); a database is asked for fewer at once.
LISTED_AT_ONCE = 10_000
SITE_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = "application/xml"
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
    context = {"total": snapshot.size, "version": __version__, "counting": parts.insights.counting, "contact": parts.contact}
    context |= {"draft_days": DRAFT_DAYS, "list_days": parts.shortlist_days}
    # A page of text says what is set, so it changes with that.
    tag = etag(f"{snapshot.etag}-{sha256(repr(context).encode()).hexdigest()[:8]}")
    return unchanged(request, tag) or keepable(request, f"texts/{name}.html", tag, **context)


@router.get("/sitemap.xml")
async def sitemap(request: Request, parts: Parts, snapshot: Fresh) -> Response:
    """The pages that search engines may list."""
    own = [*OTHERS, *(f"/{name}" for name in TEXTS)]
    if snapshot.size <= LISTED_AT_ONCE:
        paths = [*own, *map(item_href, await run_in_threadpool(_slugs, parts.sessions, 0))]
        return etags.keepable(request, _site_map("urlset", "url", parts.public_url, paths), snapshot.etag, XML)
    files = [f"/sitemap-{number}.xml" for number in range(-(-snapshot.size // LISTED_AT_ONCE) + 1)]
    return etags.keepable(request, _site_map("sitemapindex", "sitemap", parts.public_url, files), snapshot.etag, XML)


@router.get("/sitemap-{number}.xml")
async def part_of_sitemap(request: Request, parts: Parts, number: Annotated[int, Path(ge=0)], snapshot: Fresh) -> Response:
    """A part of a site map that is too long for one file: 0 has the pages that are no items."""
    own = [*OTHERS, *(f"/{name}" for name in TEXTS)]
    offset = (number - 1) * LISTED_AT_ONCE
    paths = own if number == 0 else [*map(item_href, await run_in_threadpool(_slugs, parts.sessions, offset))]
    if not paths:
        raise NotFound("The site map has no such part.")
    return etags.keepable(request, _site_map("urlset", "url", parts.public_url, paths), snapshot.etag, XML)


def _slugs(sessions: Sessions, offset: int) -> Sequence[str]:
    with reading(sessions) as session:
        return items.slugs(session, offset, LISTED_AT_ONCE)


def _site_map(root: str, entry: str, public_url: str, paths: Iterable[str]) -> bytes:
    lines = "".join(f"<{entry}><loc>{public_url}{path}</loc></{entry}>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SITE_MAPS}">\n{lines}</{root}>\n'.encode()


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
