"""Shortlists: the items that a school chose, and the partners and measures that a municipality reads from them at a glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.items import Intervention, Item, Measure, PartnerRole
from app.domain.vocabularies import TermId, Vocabularies

TITLE_LENGTH = 120
NOTE_LENGTH = 1000
MOST_ITEMS = 60
# Partners that were involved in an example are told, not needed (decision 8).
NEEDED = (PartnerRole.REQUIRED, PartnerRole.HELPFUL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item on a list, by its slug."""

    slug: str
    note: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A list as somebody wants it to be; the entries in their order."""

    title: str
    school_types: tuple[TermId, ...]
    entries: tuple[Entry, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The items in their order."""
        return tuple(entry.slug for entry in self.entries)

    def with_item(self, slug: str) -> "Draft":
        """The list with an item at its end, unless it is there already."""
        return self if slug in self.slugs else replace(self, entries=(*self.entries, Entry(slug, "")))

    def without_item(self, slug: str) -> "Draft":
        """The list without an item and its note."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.slug != slug))

    def with_item_moved(self, slug: str, step: int) -> "Draft":
        """The list with an item some places further down, or up when `step` is negative, as far as the list goes."""
        if slug not in self.slugs:
            return self
        at = self.slugs.index(slug)
        others = [entry for entry in self.entries if entry.slug != slug]
        others.insert(max(0, at + step), self.entries[at])
        return replace(self, entries=tuple(others))

    def merged_with(self, other: "Draft") -> "Draft":
        """The list with the items of another one that it lacks behind its own: of neither an item is lost."""
        return replace(self, entries=(*self.entries, *(entry for entry in other.entries if entry.slug not in self.slugs)))


@dataclass(frozen=True, slots=True)
class Group:
    """A term, and the slugs of the items on the list that have it."""

    term: TermId
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerNeed:
    """A partner, the slugs of the items that need it with the role it has in each, and the weightiest of these roles."""

    partner: TermId
    role: PartnerRole
    roles: tuple[tuple[str, PartnerRole], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """A summary of a list. `measures` supplement an item on the list, or stand on it themselves."""

    partners: tuple[PartnerNeed, ...]
    measures: tuple[Measure, ...]
    goals: tuple[Group, ...]
    school_types: tuple[Group, ...]


def at_a_glance(listed: Sequence[Item], measures: Sequence[Measure], vocabularies: Vocabularies) -> Glance:
    """The partners, measures, goals and school types of the items on a list. Of `measures`, those that belong to it are kept."""
    items = tuple({item.slug: item for item in listed}.values())
    return Glance(
        partners=_partners(items, vocabularies["partners"].by_id),
        measures=tuple(measure for measure in measures if _belongs(measure, {item.slug for item in items})),
        goals=_groups(((item.goal, item.slug) for item in items if isinstance(item, Intervention)), vocabularies["goals"].by_id),
        school_types=_groups(((term, item.slug) for item in items for term in item.school_types), vocabularies["school-types"].by_id),
    )


def _partners(items: Sequence[Item], order: Iterable[TermId]) -> tuple[PartnerNeed, ...]:
    """Required ones first, then those that many items need, then as in the vocabulary."""
    roles: dict[TermId, list[tuple[str, PartnerRole]]] = {term: [] for term in order}
    for item in items:
        for entry in item.partners:
            if entry.role in NEEDED:
                roles.setdefault(entry.partner, []).append((item.slug, entry.role))
    needs = [PartnerNeed(partner, _weightiest(own), tuple(own)) for partner, own in roles.items() if own]
    return tuple(sorted(needs, key=lambda need: (NEEDED.index(need.role), -len(need.roles))))


def _weightiest(roles: Sequence[tuple[str, PartnerRole]]) -> PartnerRole:
    return min((role for _, role in roles), key=NEEDED.index)


def _belongs(measure: Measure, slugs: set[str]) -> bool:
    return not slugs.isdisjoint(measure.supplements) or (measure.slug in slugs and bool(measure.supplements))


def _groups(pairs: Iterable[tuple[TermId, str]], order: Iterable[TermId]) -> tuple[Group, ...]:
    slugs: dict[TermId, list[str]] = {term: [] for term in order}
    for term, slug in pairs:
        slugs.setdefault(term, []).append(slug)
    return tuple(Group(term, tuple(listed)) for term, listed in slugs.items() if listed)
