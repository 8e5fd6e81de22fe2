"""The facets, declared once: index settings, facet requests, query parameters, labels and docs derive from this table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.items import Intervention, Item, PartnerRole, Programme
from app.domain.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search.

    `name` is the query parameter and the field in the index; `terms` gives an item's own term ids, to which the vocabulary adds
    the broader ones.
    """

    name: str
    label: str
    description: str
    vocabulary: str
    terms: Callable[[Item], Iterable[str]]


def _partners(item: Item) -> Iterable[str]:
    return (involved.partner for involved in item.partners)


def _required_partners(item: Item) -> Iterable[str]:
    return (involved.partner for involved in item.partners if involved.role is PartnerRole.REQUIRED)


def _goals(item: Item) -> Iterable[str]:
    return (item.goal,) if isinstance(item, Intervention) else ()


def _recognition(item: Item) -> Iterable[str]:
    return (item.recognition.level,) if isinstance(item, Programme) else ()


def _municipalities(item: Item) -> Iterable[str]:
    return (place.municipality for place in item.places if place.municipality)


FACETS = (
    Facet("kind", "Soort", "Kind of item", "kinds", lambda item: (item.kind,)),
    Facet("schoolType", "Schooltype", "For which type of school", "school-types", lambda item: item.school_types),
    Facet("problemArea", "Waar gaat het om?", "Which problem or need of pupils", "problem-areas", lambda item: item.problem_areas),
    Facet("partner", "Partner", "Partner with any involvement", "partners", _partners),
    Facet("requiredPartner", "Partner die nodig is", "Partner without whom it cannot be done", "partners", _required_partners),
    Facet("goal", "Doelgebied", "Goal area A to F of the menukaart", "goals", _goals),
    Facet("setting", "Waar", "Where it happens", "settings", lambda item: item.settings),
    Facet("recognition", "Erkenning", "Level of recognition of a programme", "recognition-levels", _recognition),
    Facet("municipality", "Gemeente", "Municipality of an example", "municipalities", _municipalities),
)
FACET_BY_NAME = {facet.name: facet for facet in FACETS}
VOCABULARY_NAMES = frozenset(facet.vocabulary for facet in FACETS) | {"spending-goals", "year-steps"}


def facet_terms(item: Item, facet: Facet, vocabularies: Vocabularies) -> tuple[str, ...]:
    """All term ids under which this facet finds the item, broader terms included."""
    return vocabularies[facet.vocabulary].closure(facet.terms(item))
