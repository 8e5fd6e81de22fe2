"""A search as the domain knows it: the question, and the answer. No engine and no HTTP in here."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic.alias_generators import to_camel

from app.domain.facets import FACET_BY_NAME, FACETS
from app.domain.unknown_names import UnknownName
from app.domain.vocabularies import Vocabularies

MAX_QUERY = 200
MAX_PAGE_SIZE = 100
MAX_PAGE = 10_000


class Sort(StrEnum):
    """Orders of results. Unknown values come last; the slug breaks ties."""

    RELEVANCE = "relevance"
    EFFECT = "effect"
    EVIDENCE = "evidence"
    COST = "cost"
    TITLE = "title"
    UPDATED = "updated"


def normalised(text: str) -> str:
    """NFKC, without control characters, white space collapsed."""
    if text.isascii() and text.isprintable():  # as nearly all are; ten times as fast
        return " ".join(text.split())
    composed = unicodedata.normalize("NFKC", text)
    return " ".join("".join(" " if unicodedata.category(char).startswith("C") else char for char in composed).split())


# The limit is on what was sent: compatibility forms of one character can be eighteen.
Typed = Annotated[str, Field(max_length=MAX_QUERY), AfterValidator(normalised)]
Terms = Annotated[tuple[str, ...], Field(max_length=50)]


def _existing_terms(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Ids without repetition. The facet is that of the field; the vocabularies come as the validation's context. Raises ValueError."""
    if not values:
        return values
    vocabularies: Vocabularies = info.context or {}
    facet = FACET_BY_NAME[to_camel(str(info.field_name))]
    terms = vocabularies[facet.vocabulary].by_id
    for value in values:
        if value not in terms:
            raise UnknownName(value, terms, facet.name)
    return tuple(dict.fromkeys(values))


FacetTerms = Annotated[Terms, AfterValidator(_existing_terms)]


class Filters(BaseModel):
    """Conditions that narrow a set of items. Values of one facet are alternatives; different facets must all hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)

    kind: FacetTerms = ()
    school_type: FacetTerms = ()
    problem_area: FacetTerms = ()
    partner: FacetTerms = ()
    required_partner: FacetTerms = ()
    goal: FacetTerms = ()
    setting: FacetTerms = ()
    recognition: FacetTerms = ()
    municipality: FacetTerms = ()
    min_effect: int | None = Field(None, ge=-12, le=12, description="at least this many months of extra progress")
    min_evidence: int | None = Field(None, ge=1, le=5, description="at least this step of evidence")
    max_cost: int | None = Field(None, ge=1, le=5, description="at most this step of cost")

    def selected(self, facet: str) -> tuple[str, ...]:
        """The term ids chosen in one facet."""
        chosen: tuple[str, ...] = getattr(self, FACET_FIELDS[facet])
        return chosen

    def without(self, *facets: str) -> "Filters":
        """These filters, with nothing chosen in some facets."""
        kept = {name: getattr(self, name) for name in Filters.model_fields}
        return Filters.model_construct(**kept | {FACET_FIELDS[facet]: () for facet in facets})

    def given(self) -> dict[str, Any]:
        """The filters that narrow anything, by the name of their parameter."""
        return {to_camel(name): getattr(self, name) for name in self.narrowing}

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The fields of the filters that narrow anything, in the order of a form."""
        return tuple(name for name, field in Filters.model_fields.items() if getattr(self, name) != field.default)


class QueryWords(BaseModel):
    """The words that were typed. A model of its own, so that it comes first in the description of a search."""

    q: Typed = Field("", description="words to search for")


class SearchQuery(Filters, QueryWords):
    """One search: words, filters, and which part of the result in which order."""

    page: int = Field(1, ge=1, le=MAX_PAGE, description="page number, from 1")
    page_size: int = Field(20, ge=1, le=MAX_PAGE_SIZE, description="items per page")
    sort: Sort = Field(Sort.RELEVANCE, description="order of the items")
    explain: bool = Field(False, description="true to be told of each item why it is a result")


FACET_FIELDS = {facet.name: facet.field for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Hit:
    """One found item; `highlights` holds escaped HTML by field, with `<mark>` around what matched."""

    slug: str
    highlights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer of the engine: one page of hits, the total, and for each facet the number of items per term id.

    When nothing was found, `without` has for each chosen facet the number of items that there would be without that choice.
    """

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int] = field(default_factory=dict)
