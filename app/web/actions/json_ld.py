"""Items in the words of schema.org."""

from typing import Any

from app.db.models import ItemRow
from app.domain.items import Item
from app.domain.vocabularies import Vocabularies


def json_ld(item: Item, row: ItemRow, vocabularies: Vocabularies, public_url: str) -> dict[str, Any]:
    """One item as an Article. Addresses are absolute."""
    about = [vocabularies["problem-areas"].label_of(term) for term in item.problem_areas]
    schools = [vocabularies["school-types"].label_of(term) for term in item.school_types]
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"{public_url}/v1/items/{item.slug}",
        "identifier": item.slug,
        "name": item.title,
        "description": item.summary,
        "inLanguage": "nl",
        "url": f"{public_url}/item/{item.slug}",
        "keywords": [*about, *schools],
        "dateModified": row.modified_at.isoformat(),
        "spatialCoverage": [place.name for place in item.places],
    }
