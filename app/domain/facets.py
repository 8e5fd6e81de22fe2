"""The facets, declared once: filters, checks of content, index settings, forms, labels and docs derive from this table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_snake

from app.domain.items import Item, Partner, PartnerRole
from app.domain.vocabularies import Vocabularies

FieldPath = tuple[str | int, ...]  # a place in the front matter, such as ("partners", 0, "partner")


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search.

    `name` is the query parameter and the field in the index. `front_matter` is where an item's own term ids stand: a field, or a field
    and the name of it in every entry; `belongs` tells which of these entries belong to the facet.
    """

    name: str
    label: str
    description: str
    vocabulary: str
    front_matter: tuple[str, ...]
    belongs: Callable[[Any], bool] = bool

    @property
    def field(self) -> str:
        """The field of `Filters` with the chosen terms."""
        return to_snake(self.name)

    def terms(self, item: Item) -> Iterator[str]:
        """The item's own term ids, to which the vocabulary adds the broader ones."""
        return (term for _, term in terms_at(item, self.front_matter, self.belongs))


def _is_required(partner: Partner) -> bool:
    return partner.role is PartnerRole.REQUIRED


FACETS = (
    Facet("kind", "Soort", "Kind of item", "kinds", ("kind",)),
    Facet("schoolType", "Schooltype", "For which type of school", "school-types", ("school_types",)),
    Facet("problemArea", "Waar gaat het om?", "Which problem or need of pupils", "problem-areas", ("problem_areas",)),
    Facet("partner", "Partner", "Partner with any involvement", "partners", ("partners", "partner")),
    Facet(
        "requiredPartner",
        "Partner die nodig is",
        "Partner without whom it cannot be done",
        "partners",
        ("partners", "partner"),
        belongs=_is_required,
    ),
    Facet("goal", "Doelgebied", "Goal area A to F of the menukaart", "goals", ("goal",)),
    Facet("setting", "Waar", "Where it happens", "settings", ("settings",)),
    Facet("recognition", "Erkenning", "Level of recognition of a programme", "recognition-levels", ("recognition", "level")),
    Facet("municipality", "Gemeente", "Municipality of an example", "municipalities", ("places", "municipality")),
)
FACET_BY_NAME = {facet.name: facet for facet in FACETS}
# The vocabulary of every field with term ids. The kind is not among them: it decides which fields there are.
TERM_FIELDS: Mapping[tuple[str, ...], str] = {facet.front_matter: facet.vocabulary for facet in FACETS if facet.name != "kind"} | {
    ("spending_goal", "goal"): "spending-goals",
    ("steps", "step"): "year-steps",
}
VOCABULARY_NAMES = frozenset(facet.vocabulary for facet in FACETS) | frozenset(TERM_FIELDS.values())


def facet_terms(item: Item, facet: Facet, vocabularies: Vocabularies) -> tuple[str, ...]:
    """All term ids under which this facet finds the item, broader terms included."""
    return vocabularies[facet.vocabulary].closure(facet.terms(item))


def terms_at(item: Item, front_matter: tuple[str, ...], belongs: Callable[[Any], bool] = bool) -> Iterator[tuple[FieldPath, str]]:
    """Term ids that stand in a field of an item, each with its place. Nothing when the item's kind has no such field."""
    field, *inner = front_matter
    value = getattr(item, field, None)
    entries = enumerate(value) if isinstance(value, tuple) else () if value is None else ((None, value),)
    for index, entry in entries:
        term = getattr(entry, inner[0]) if inner else entry
        if term is not None and belongs(entry):
            yield ((field, *inner) if index is None else (field, index, *inner)), term
