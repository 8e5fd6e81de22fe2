"""`/vergelijk`: two to four items side by side, from the database as their own pages are. What can be added comes from the search."""

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter, ValidationError

from app.db import items, runs
from app.db.engine import reading
from app.db.models import ItemRow
from app.domain.errors import NotFound, NothingPublished, SearchUnavailable
from app.domain.items import Slug
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies
from app.search.related.similar import neighbours
from app.web.actions.search import ask, find
from app.web.actions.vocabularies import kept_vocabularies
from app.web.http.accept import negotiate
from app.web.service import Service, service
from app.web.site._shared.cards import item_card
from app.web.site._shared.lenient import Ignored, read_leniently
from app.web.site._shared.links import MOST_COMPARED
from app.web.site._shared.rendering import etag, keepable, passing, unchanged
from app.web.site.compare.view import MOST_OFFERS, CompareChoice, FoundToAdd, compare_page
from app.web.site.item.view import ItemPage, item_page

router = APIRouter(include_in_schema=False)
MOST_READ = 20  # items in an address that are looked up
SLUG: TypeAdapter[str] = TypeAdapter(Slug)
ONLY, DIFFERENCES = "alleen", "verschillen"


async def found_to_add(request: Request) -> FoundToAdd:
    """Items that can be added to those that are compared: what the words `q` find, without words what is like the first item.

    Without an engine the page does without.
    """
    parts = service(request)
    query, _ = _words(request)
    try:
        return await _searched(parts, query) if query.q else await _alike(parts, next(_slugs(request), None))
    except SearchUnavailable:
        return FoundToAdd(failed=True)


async def _searched(parts: Service, query: SearchQuery) -> FoundToAdd:
    found, snapshot = await find(parts, query)
    records = (*found.records.values(),) or found.perhaps
    return FoundToAdd(tuple(item_card(kept, snapshot) for kept in records), not found.records, degraded=found.degraded)


async def _alike(parts: Service, slug: str | None) -> FoundToAdd:
    if slug is None:
        return FoundToAdd()
    with suppress(NotFound):  # an old name of an item: then nothing is offered beside it
        found, snapshot = await ask(parts, lambda current: neighbours(slug, MOST_OFFERS, current.search_data, current.vocabularies))
        return FoundToAdd(tuple(item_card(neighbour.record, snapshot) for neighbour in found))
    return FoundToAdd()


def _words(request: Request) -> tuple[SearchQuery, tuple[Ignored, ...]]:
    """The query in an address, with as many results as can be shown when all that is chosen is among them."""
    given = ((name, value) for name, value in request.query_params.multi_items() if name == "q")
    query, ignored = read_leniently(given, {})
    return query.model_copy(update={"page_size": MOST_OFFERS + MOST_COMPARED}), ignored


@router.get("/vergelijk")
def compare(request: Request, found: Annotated[FoundToAdd, Depends(found_to_add)]) -> Response:
    """Items side by side. What the address asks in vain is left out and told."""
    negotiate(request.headers.get("accept"), ("text/html",))
    parts = service(request)
    snapshot = parts.catalogue.snapshot
    tag = etag(snapshot.etag)
    with reading(parts.sessions) as session:
        state = runs.state(session)
        if state is None:
            raise NothingPublished
        pointed_to = (snapshot.version.index, snapshot.version.generation) == runs.pointer(state)
        current = pointed_to and not (found.failed or found.degraded)
        known = unchanged(request, tag) if current else None
        if known:
            return known
        present = items.present(session, list(_slugs(request)))
        choice = _choice(request, present, items.titles(session, present.values()))
        found_items = [(items.get(session, slug), items.relations(session, slug)) for slug in choice.slugs]
        vocabularies = items.current_vocabularies(session, kept_vocabularies(parts))
    pages = [_page(row, relations, vocabularies, snapshot.partner_guides) for row, relations in found_items]
    page = compare_page(choice, pages, found)
    return keepable(request, "compare/page.html", tag, page=page) if current else passing(request, "compare/page.html", page=page)


def _page(row: ItemRow, relations: Mapping[str, Sequence[ItemRow]], vocabularies: Vocabularies, guides: Container[str]) -> ItemPage:
    return item_page(row, relations, (), vocabularies, guides)


def _wanted(request: Request) -> list[str]:
    return [one.strip() for one in request.query_params.getlist("item") if one.strip()]


def _slugs(request: Request) -> Iterator[str]:
    """Of what was asked for only what can be a slug: a database refuses some characters."""
    for one in _wanted(request)[:MOST_READ]:
        with suppress(ValidationError):
            yield SLUG.validate_python(one)


def _choice(request: Request, present: Mapping[str, str], titles: Mapping[str, str]) -> CompareChoice:
    """The choice in an address, as far as it can be had. `present` has the slug that each item has now, `titles` what it is called."""
    query, ignored = _words(request)
    only = [value for value in request.query_params.getlist(ONLY) if value.strip()]
    chosen: dict[str, None] = {}
    left_out = [*ignored, *(Ignored("Alleen", value) for value in only if value != DIFFERENCES)]
    for one in _wanted(request):
        slug = present.get(one)
        name = titles.get(slug, one) if slug else one
        if slug is None:
            left_out.append(Ignored("Niet gevonden", one))
        elif slug in chosen:
            left_out.append(Ignored("Staat er al", name))
        elif len(chosen) == MOST_COMPARED:
            left_out.append(Ignored(f"Past er niet bij, want u kunt er {MOST_COMPARED} vergelijken", name))
        else:
            chosen[slug] = None
    return CompareChoice(query.q, tuple(chosen), DIFFERENCES in only, tuple(dict.fromkeys(left_out)))
