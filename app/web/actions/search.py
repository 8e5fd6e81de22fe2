"""A search as the API and the site both ask it."""

from app.catalogue.snapshot import Snapshot
from app.domain.errors import IndexMissing
from app.domain.queries import SearchQuery
from app.search import search
from app.search.search import Found
from app.web.service import Service


async def find(parts: Service, query: SearchQuery) -> tuple[Found, Snapshot]:
    """The result and the catalogue that it comes from. An index that was replaced meanwhile is looked up once more."""
    snapshot = parts.catalogue.snapshot
    try:
        return await search.find(query, snapshot.catalogue, parts.meili, parts.meaning), snapshot
    except IndexMissing:
        await parts.catalogue.refresh()
        snapshot = parts.catalogue.snapshot
        return await search.find(query, snapshot.catalogue, parts.meili, parts.meaning), snapshot
