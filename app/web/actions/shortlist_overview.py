"""A shortlist with what it comes to, in the words of the domain: for the API to present and for pages to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.db.shortlists import Choice, Listed
from app.domain.items import ITEM, Item, Measure
from app.domain.shortlists import Group, PartnerNeed, at_a_glance
from app.domain.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class OverviewEntry:
    """An item in its place on a list, from 1 on. `item` is None when it was taken out of the catalogue."""

    position: int
    slug: str
    title: str
    note: str
    item: Item | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShortlistOverview:
    """Items in their order, and what they come to together. `titles` are those of every item that is spoken of."""

    entries: tuple[OverviewEntry, ...]
    partners: tuple[PartnerNeed, ...]
    measures: tuple[Measure, ...]
    goals: tuple[Group, ...]
    school_types: tuple[Group, ...]
    titles: Mapping[str, str]
    vocabularies: Vocabularies

    @property
    def slugs(self) -> frozenset[str]:
        """The items on the list that the catalogue still has."""
        return frozenset(entry.slug for entry in self.entries if entry.item)

    def title_of(self, slug: str) -> str:
        """The title of an item, or its slug when nothing tells."""
        return self.titles.get(slug, slug)

    def measures_for(self, slug: str) -> tuple[Measure, ...]:
        """The measures that supplement an item."""
        return tuple(measure for measure in self.measures if slug in measure.supplements)


def shortlist_overview(choice: Choice) -> ShortlistOverview:
    """The items of a choice with what they come to, whether or not it is kept as a list."""
    items = {entry.slug: ITEM.validate_python(entry.item.data) for entry in choice.entries if entry.item}
    measures = (ITEM.validate_python(row.data) for row in choice.measures)
    glance = at_a_glance(tuple(items.values()), tuple(each for each in measures if isinstance(each, Measure)), choice.vocabularies)
    return ShortlistOverview(
        entries=tuple(_entry(position, listed, items.get(listed.slug)) for position, listed in enumerate(choice.entries, 1)),
        partners=glance.partners,
        measures=glance.measures,
        goals=glance.goals,
        school_types=glance.school_types,
        titles={**choice.titles, **{slug: item.title for slug, item in items.items()}},
        vocabularies=choice.vocabularies,
    )


def _entry(position: int, listed: Listed, item: Item | None) -> OverviewEntry:
    removed = listed.removed
    return OverviewEntry(
        position=position,
        slug=listed.slug,
        title=item.title if item else removed.title if removed else listed.slug,
        note=listed.note,
        item=item,
        removed_at=removed.removed_at if removed and not item else None,
    )
