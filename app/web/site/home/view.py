"""The first page beside its search box: ways in by school type, by what it is about, and for municipalities. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.domain.queries import FACET_FIELDS, SearchQuery
from app.domain.vocabularies import Vocabulary
from app.web.site._shared.links import search_href

MOST_NARROWER = 4
PARTNERS = ("kinderopvang", "jeugdzorg", "sociaal-werk", "leerplicht", "bibliotheek", "sport")


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way into the catalogue, with the number of items there and narrower ways."""

    value: str
    label: str
    definition: str
    href: str
    count: int
    narrower: tuple["WayIn", ...] = ()


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that the first page shows."""

    total: int
    kinds: tuple[WayIn, ...]
    school_types: tuple[WayIn, ...]
    problem_areas: tuple[WayIn, ...]
    partners: tuple[WayIn, ...]


def home_page(snapshot: Snapshot) -> HomePage:
    """The first page of a catalogue."""
    return HomePage(
        total=snapshot.size,
        kinds=_entries("kind", snapshot),
        school_types=_entries("schoolType", snapshot),
        problem_areas=_entries("problemArea", snapshot),
        partners=tuple(entry for term in PARTNERS if (entry := _entry("partner", term, snapshot)).count),
    )


def _entries(facet: str, snapshot: Snapshot) -> tuple[WayIn, ...]:
    """The broadest terms of a facet that have items, with their fullest narrower ones."""
    vocabulary, counts = _vocabulary(facet, snapshot), snapshot.counts[facet]
    return tuple(_entry(facet, term, snapshot) for term in vocabulary.narrower.get(None, ()) if counts.get(term))


def _entry(facet: str, term: str, snapshot: Snapshot) -> WayIn:
    vocabulary, counts = _vocabulary(facet, snapshot), snapshot.counts[facet]
    narrower = sorted((below for below in vocabulary.narrower.get(term, ()) if counts.get(below)), key=lambda below: -counts[below])
    return WayIn(
        term,
        vocabulary.label_of(term),
        vocabulary.by_id[term].definition or "",
        search_href(SearchQuery(), **{FACET_FIELDS[facet]: (term,)}),
        counts.get(term, 0),
        tuple(_entry(facet, below, snapshot) for below in narrower[:MOST_NARROWER]),
    )


def _vocabulary(facet: str, snapshot: Snapshot) -> Vocabulary:
    vocabularies: Mapping[str, Vocabulary] = snapshot.vocabularies
    return vocabularies[FACET_BY_NAME[facet].vocabulary]
