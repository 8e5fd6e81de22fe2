"""Shortlists as the API shows them."""

from collections.abc import Iterable

from app.db.models import ShortlistRow
from app.db.shortlists import Loaded
from app.domain.items import Measure
from app.domain.shortlists import Group, PartnerNeed
from app.dutch import ratings
from app.web.actions.shortlist_overview import OverviewEntry, ShortlistOverview, shortlist_overview
from app.web.api._shared.cards import card, steps
from app.web.api._shared.schemas import Link, Ref
from app.web.api.shortlists.schemas import (
    ListedItem,
    MeasureOut,
    NeedingItem,
    PartnerNeedOut,
    ShortlistLinks,
    ShortlistOut,
    SupplementedItem,
    TermOnList,
)


def present_shortlist(loaded: Loaded) -> ShortlistOut:
    """The list with what it comes to."""
    row, overview = loaded.row, shortlist_overview(loaded.choice)
    return ShortlistOut(
        id=row.id,
        title=row.title,
        school_type=tuple(Ref.of(term, "school-types", overview.vocabularies) for term in row.school_types),
        items=tuple(_listed(entry, overview) for entry in overview.entries),
        partners=tuple(_partner(need, overview) for need in overview.partners),
        measures=tuple(_measure(measure, overview) for measure in overview.measures),
        goals=_terms(overview.goals, "goals", overview),
        school_types=_terms(overview.school_types, "school-types", overview),
        created_at=row.created_at,
        updated_at=row.updated_at,
        expires_at=row.expires_at,
        links=ShortlistLinks(self_=Link(href=address(row))),
    )


def address(row: ShortlistRow) -> str:
    """The read link, within this service."""
    return f"/v1/shortlists/{row.id}"


def _listed(entry: OverviewEntry, overview: ShortlistOverview) -> ListedItem:
    return ListedItem(
        position=entry.position,
        slug=entry.slug,
        title=entry.title,
        note=entry.note,
        removed=entry.item is None,
        removed_at=entry.removed_at,
        item=card(entry.item, overview.vocabularies) if entry.item else None,
    )


def _named(slug: str, title: str) -> dict[str, str]:
    return {"slug": slug, "title": title, "href": f"/v1/items/{slug}"}


def _partner(need: PartnerNeed, overview: ShortlistOverview) -> PartnerNeedOut:
    return PartnerNeedOut(
        id=need.partner,
        label=overview.vocabularies["partners"].label_of(need.partner),
        role=need.role,
        role_label=ratings.ROLE_LABELS[need.role],
        items=tuple(NeedingItem(**_named(slug, overview.title_of(slug)), role=role) for slug, role in need.roles),
    )


def _measure(measure: Measure, overview: ShortlistOverview) -> MeasureOut:
    return MeasureOut(
        **_named(measure.slug, measure.title),
        summary=measure.summary,
        spending_goal=Ref.of(measure.spending_goal.goal, "spending-goals", overview.vocabularies),
        steps=steps(measure, overview.vocabularies),
        listed=measure.slug in overview.slugs,
        items=tuple(
            SupplementedItem(**_named(slug, overview.title_of(slug)), listed=slug in overview.slugs) for slug in measure.supplements
        ),
    )


def _terms(groups: Iterable[Group], vocabulary: str, overview: ShortlistOverview) -> tuple[TermOnList, ...]:
    labels = overview.vocabularies[vocabulary]
    return tuple(TermOnList(id=group.term, label=labels.label_of(group.term), items=group.slugs) for group in groups)
