"""Items in the words of schema.org."""

from datetime import datetime
from typing import Any

from app.domain.items import Item
from app.domain.vocabularies import Vocabularies


def json_ld(item: Item, modified_at: datetime, vocabularies: Vocabularies, public_url: str) -> dict[str, Any]:
    """An Article of schema.org that tells of one item. Addresses are absolute."""
    areas, schools = vocabularies["problem-areas"], vocabularies["school-types"]
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"{public_url}/v1/items/{item.slug}",
        "identifier": item.slug,
        "name": item.title,
        "description": item.summary,
        "inLanguage": "nl",
        "url": f"{public_url}/item/{item.slug}",
        "keywords": [*map(areas.label_of, item.problem_areas), *map(schools.label_of, item.school_types)],
        "dateModified": modified_at.isoformat(),
        "spatialCoverage": [place.name for place in item.places],
    }
