"""From a loaded shortlist to its shapes: as JSON, and as a table for a spreadsheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.db.models import ShortlistRow
from app.db.shortlists import Choice, Listed, Loaded
from app.domain.items import ITEM, Item, Measure, PartnerRole
from app.domain.shortlists import Group, PartnerNeed, at_a_glance
from app.domain.vocabularies import Vocabularies
from app.dutch import ratings
from app.web.api.cards import card, steps
from app.web.api.schemas.base import Link, Ref
from app.web.api.schemas.items import ItemCard
from app.web.api.schemas.shortlists import (
    ListedItem,
    MeasureOut,
    NeedingItem,
    PartnerNeedOut,
    ShortlistLinks,
    ShortlistOut,
    SupplementedItem,
    TermOnList,
)
from app.web.http.csv import table

COLUMNS = (
    "position", "slug", "title", "note", "removed", "kind", "summary", "goal", "schoolTypes", "problemAreas", "requiredPartners",
    "helpfulPartners", "measures", "effectMonths", "evidence", "cost", "href",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """Items in their order, and what they come to together."""

    items: tuple[ListedItem, ...]
    partners: tuple[PartnerNeedOut, ...]
    measures: tuple[MeasureOut, ...]
    goals: tuple[TermOnList, ...]
    school_types: tuple[TermOnList, ...]


def chosen(choice: Choice) -> Chosen:
    """The items of a choice with what they come to, whether or not it is kept as a list."""
    vocabularies = choice.vocabularies
    items = {entry.slug: ITEM.validate_python(entry.item.data) for entry in choice.entries if entry.item}
    glance = at_a_glance(tuple(items.values()), _measures(choice), vocabularies)
    titles = {**choice.titles, **{slug: item.title for slug, item in items.items()}}
    return Chosen(
        items=tuple(_listed(position, entry, items, vocabularies) for position, entry in enumerate(choice.entries, 1)),
        partners=tuple(_partner(need, titles, vocabularies) for need in glance.partners),
        measures=tuple(_measure(measure, items, titles, vocabularies) for measure in glance.measures),
        goals=_terms(glance.goals, "goals", vocabularies),
        school_types=_terms(glance.school_types, "school-types", vocabularies),
    )


def present(loaded: Loaded) -> ShortlistOut:
    """The list with what it comes to."""
    row, found = loaded.row, chosen(loaded.choice)
    return ShortlistOut(
        id=row.id,
        title=row.title,
        school_type=tuple(Ref.of(term, "school-types", loaded.choice.vocabularies) for term in row.school_types),
        items=found.items,
        partners=found.partners,
        measures=found.measures,
        goals=found.goals,
        school_types=found.school_types,
        **_moments(row),
        links=ShortlistLinks(self_=Link(href=address(row))),
    )


def address(row: ShortlistRow) -> str:
    """The read link, within this service."""
    return f"/v1/shortlists/{row.id}"


def _moments(row: ShortlistRow) -> dict[str, Any]:
    return {"created_at": row.created_at, "updated_at": row.updated_at, "expires_at": row.expires_at}


def _measures(choice: Choice) -> tuple[Measure, ...]:
    found = (ITEM.validate_python(row.data) for row in choice.measures)
    return tuple(item for item in found if isinstance(item, Measure))


def _listed(position: int, entry: Listed, items: Mapping[str, Item], vocabularies: Vocabularies) -> ListedItem:
    item, removed = items.get(entry.slug), entry.removed
    return ListedItem(
        position=position,
        slug=entry.slug,
        title=item.title if item else removed.title if removed else entry.slug,
        note=entry.note,
        removed=item is None,
        removed_at=removed.removed_at if removed and not item else None,
        item=card(item, vocabularies) if item else None,
    )


def _named(slug: str, titles: Mapping[str, str]) -> dict[str, str]:
    return {"slug": slug, "title": titles.get(slug, slug), "href": f"/v1/items/{slug}"}


def _partner(need: PartnerNeed, titles: Mapping[str, str], vocabularies: Vocabularies) -> PartnerNeedOut:
    return PartnerNeedOut(
        id=need.partner,
        label=vocabularies["partners"].label_of(need.partner),
        role=need.role,
        role_label=ratings.ROLE_LABELS[need.role],
        items=tuple(NeedingItem(**_named(slug, titles), role=role) for slug, role in need.roles),
    )


def _measure(measure: Measure, items: Mapping[str, Item], titles: Mapping[str, str], vocabularies: Vocabularies) -> MeasureOut:
    return MeasureOut(
        **_named(measure.slug, {measure.slug: measure.title}),
        summary=measure.summary,
        spending_goal=Ref.of(measure.spending_goal.goal, "spending-goals", vocabularies),
        steps=steps(measure, vocabularies),
        listed=measure.slug in items,
        items=tuple(SupplementedItem(**_named(slug, titles), listed=slug in items) for slug in measure.supplements),
    )


def _terms(groups: Iterable[Group], vocabulary: str, vocabularies: Vocabularies) -> tuple[TermOnList, ...]:
    return tuple(TermOnList(id=group.term, label=vocabularies[vocabulary].label_of(group.term), items=group.slugs) for group in groups)


def as_table(shortlist: ShortlistOut, public_url: str) -> bytes:
    """The list as CSV: one row per item, several values in a cell joined by semicolons."""
    rows = (_row(entry, shortlist, public_url) for entry in shortlist.items)
    return table([COLUMNS, *([row.get(name) for name in COLUMNS] for row in rows)])


def _row(entry: ListedItem, shortlist: ShortlistOut, public_url: str) -> dict[str, object]:
    own: dict[str, object] = {
        "position": entry.position,
        "slug": entry.slug,
        "title": entry.title,
        "note": entry.note,
        "removed": "true" if entry.removed else "false",
        "href": f"{public_url}/v1/items/{entry.slug}",
    }
    if entry.item is None:
        return own
    measures = [one.slug for one in shortlist.measures if any(item.slug == entry.slug for item in one.items)]
    return own | _card_cells(entry.item) | {"measures": ";".join(measures)}


def _card_cells(item: ItemCard) -> dict[str, object]:
    current = item.current_ratings
    return {
        "kind": item.kind.id,
        "summary": item.summary,
        "goal": item.goal.id if item.goal else None,
        "schoolTypes": ";".join(term.id for term in item.school_types),
        "problemAreas": ";".join(term.id for term in item.problem_areas),
        "requiredPartners": ";".join(partner.id for partner in item.partners if partner.role is PartnerRole.REQUIRED),
        "helpfulPartners": ";".join(partner.id for partner in item.partners if partner.role is PartnerRole.HELPFUL),
        "effectMonths": current.effect.value if current.effect else None,
        "evidence": current.evidence.value if current.evidence else None,
        "cost": current.cost.value if current.cost else None,
    }
