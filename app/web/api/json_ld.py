"""Items in the words of schema.org."""

from typing import Any

from app.db.models import ItemRow
from app.web.api.schemas.items import ItemCard


def json_ld(item: ItemCard, row: ItemRow, public_url: str) -> dict[str, Any]:
    """One item as an Article. Addresses are absolute."""
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"{public_url}/v1/items/{item.slug}",
        "identifier": item.slug,
        "name": item.title,
        "description": item.summary,
        "inLanguage": "nl",
        "url": f"{public_url}/item/{item.slug}",
        "keywords": [term.label for term in (*item.problem_areas, *item.school_types)],
        "dateModified": row.modified_at.isoformat(),
        "spatialCoverage": [place.name for place in item.places],
    }
