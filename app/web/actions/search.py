"""A search as the API and the site both ask it."""

from app.catalogue.snapshot import Snapshot
from app.domain.errors import IndexMissing
from app.domain.queries import SearchQuery
from app.search.search import SearchOutcome, search
from app.web.service import Service


async def find(parts: Service, query: SearchQuery) -> tuple[SearchOutcome, Snapshot]:
    """The outcome and the catalogue that it comes from. An index that was replaced meanwhile is looked up once more."""
    snapshot = parts.catalogue.snapshot
    try:
        return await search(query, snapshot.search_data, parts.meili, parts.meaning), snapshot
    except IndexMissing:
        await parts.catalogue.refresh()
        snapshot = parts.catalogue.snapshot
        return await search(query, snapshot.search_data, parts.meili, parts.meaning), snapshot
