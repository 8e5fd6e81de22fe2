"""A search without words: everything under the filters, sorted, counted and paged by the engine."""

from app.domain.facets import FACETS
from app.domain.queries import Hit, SearchQuery, SearchResult
from app.search.retrieval import payloads
from app.search.retrieval.records import Record
from app.search.search_data import SearchData


async def browse(query: SearchQuery, data: SearchData) -> tuple[list[Record], SearchResult]:
    """The records of the page, and the result. Raises IndexMissing and SearchUnavailable."""
    facets, numbers = payloads.facet_filters(query), payloads.number_filters(query)
    uncounted = [facet.name for facet in FACETS if facet.name not in facets]
    first = payloads.counted(data.version, None, [*facets.values(), *numbers], uncounted, query.page_size) | {"page": query.page}
    others = [
        payloads.counted(data.version, None, [*(text for name, text in facets.items() if name != facet), *numbers], [facet], 0)
        for facet in facets
    ]
    answer, *per_facet = (await data.meili.multi_search({"queries": [payloads.in_order(first, query.sort), *others]}))["results"]
    counts = answer["facetDistribution"] | {
        facet: counted["facetDistribution"].get(facet, {}) for facet, counted in zip(facets, per_facet, strict=True)
    }
    records = list((await data.records.get(data.version, payloads.ids(answer))).values())
    without = {facet: counted["totalHits"] for facet, counted in zip(facets, per_facet, strict=True)}
    total = answer["totalHits"]
    hits = tuple(Hit(kept.slug, {}) for kept in records)
    return records, SearchResult(hits, total, counts, {} if total else without)
