"""The shapes of search results and suggestions."""

from typing import Literal

from pydantic import Field

from app.search.embeddings.query_embeddings import MeaningBy
from app.web.api._shared.item_schemas import ItemCard
from app.web.api._shared.schemas import Page, PageLinks, Schema


class WhyOut(Schema):
    """One reason why an item is a result; `text` says it to visitors, in Dutch."""

    kind: Literal["name", "word", "term", "meaning", "filter"]
    text: str
    typed: str | None = Field(description="what was typed, where that says something")
    found: str | None = Field(description="what was found for it")


class FoundItem(ItemCard):
    """An item in search results. `highlights` holds escaped HTML by field, with `<mark>` around what matched."""

    highlights: dict[str, str]
    why: tuple[WhyOut, ...] | None = Field(default=None, description="the reasons, the weightiest first; only with explain=true")


class Correction(Schema):
    """What was searched for instead of what was typed, because the catalogue has no such word."""

    typed: str
    meant: str


class FacetValue(Schema):
    """A value of a facet. `count`: how many items it gives when chosen in place of the facet's other values."""

    value: str
    label: str
    count: int = Field(ge=0)
    selected: bool
    children: tuple["FacetValue", ...] | None = Field(default=None, description="narrower values that occur; absent when none do")


class FacetOut(Schema):
    """A facet with the values that occur in the results, the most frequent first."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


class SearchAnswer(Schema):
    """The answer to a search."""

    items: tuple[FoundItem, ...]
    facets: tuple[FacetOut, ...]
    page: Page
    links: PageLinks = Field(alias="_links")
    degraded: bool = Field(description="true when the model should have said what the query means, and could not in time")
    meaning_by: MeaningBy = Field(
        description="what said what the query means: the model, the vectors of its words in the model's stead, or none; the last also "
        "without words to search for, and where search goes by words alone"
    )
    correction: Correction | None = Field(description="present when a spelling was mended; tell the visitor")
    bounded: bool = Field(
        description="true when more items may be near in meaning than were looked at, which a catalogue of up to 1,000 items never has"
    )
    perhaps: tuple[ItemCard, ...] = Field(
        description="when nothing has the words and nothing is near enough to pass for a result: what may be meant, as a suggestion only"
    )
