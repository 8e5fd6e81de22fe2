"""Tables for a spreadsheet: the catalogue, a shortlist, and the matrix of coverage. Several values in a cell are joined by semicolons."""

from collections.abc import Iterable

from app.db.models import ItemRow
from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.domain.items import Intervention, Item, PartnerRole, Programme, Scale
from app.search.coverage import Coverage
from app.web.actions.shortlist_overview import OverviewEntry, ShortlistOverview
from app.web.http.csv import table

ITEM_COLUMNS = (
    "slug", "kind", "title", "summary", "schoolTypes", "problemAreas", "requiredPartners", "otherPartners",
    "goal", "effectMonths", "evidence", "cost", "recognition", "municipalities", "modifiedAt", "href",
)  # fmt: skip
SHORTLIST_COLUMNS = (
    "position", "slug", "title", "note", "removed", "kind", "summary", "goal", "schoolTypes", "problemAreas", "requiredPartners",
    "helpfulPartners", "measures", "effectMonths", "evidence", "cost", "href",
)  # fmt: skip


def items_table(items: Iterable[tuple[Item, ItemRow]], public_url: str) -> bytes:
    """The catalogue as CSV: one row per item."""
    rows = (_item_cells(item, public_url) | {"modifiedAt": row.modified_at.isoformat()} for item, row in items)
    return _csv(ITEM_COLUMNS, rows)


def shortlist_table(overview: ShortlistOverview, public_url: str) -> bytes:
    """A list as CSV: one row per item. One that was taken out of the catalogue has few cells."""
    return _csv(SHORTLIST_COLUMNS, (_entry_cells(entry, overview, public_url) for entry in overview.entries))


def coverage_table(query: CoverageQuery, matrix: Coverage) -> bytes:
    """The matrix as people open it in a spreadsheet: labels above and in front, and per row its level and all its items."""
    header = [FACET_BY_NAME[query.rows].label, "Niveau", "Aantal", *(column.term.label for column in matrix.columns)]
    rows = zip(matrix.rows, matrix.counts, strict=True)
    return table([header, *([row.term.label, row.level, row.count, *counts] for row, counts in rows)])


def _csv(columns: tuple[str, ...], rows: Iterable[dict[str, object]]) -> bytes:
    return table([columns, *([row.get(name) for name in columns] for row in rows)])


def _entry_cells(entry: OverviewEntry, overview: ShortlistOverview, public_url: str) -> dict[str, object]:
    own: dict[str, object] = {
        "position": entry.position,
        "slug": entry.slug,
        "title": entry.title,
        "note": entry.note,
        "removed": "false" if entry.item else "true",
        "href": _href(entry.slug, public_url),
    }
    if entry.item is None:
        return own
    measures = _joined(measure.slug for measure in overview.measures_for(entry.slug))
    return _item_cells(entry.item, public_url) | own | {"measures": measures}


def _item_cells(item: Item, public_url: str) -> dict[str, object]:
    """Every cell that a table may have of an item, by the name of its column."""
    ratings = {scale: item.current_rating(scale) for scale in Scale}
    values = {scale: rating.value if rating else None for scale, rating in ratings.items()}
    return {
        "slug": item.slug,
        "kind": item.kind,
        "title": item.title,
        "summary": item.summary,
        "schoolTypes": _joined(item.school_types),
        "problemAreas": _joined(item.problem_areas),
        "requiredPartners": _partners(item, PartnerRole.REQUIRED),
        "helpfulPartners": _partners(item, PartnerRole.HELPFUL),
        "otherPartners": _partners(item, *(role for role in PartnerRole if role is not PartnerRole.REQUIRED)),
        "goal": item.goal if isinstance(item, Intervention) else None,
        "effectMonths": values[Scale.EFFECT],
        "evidence": values[Scale.EVIDENCE],
        "cost": values[Scale.COST],
        "recognition": item.recognition.level if isinstance(item, Programme) else None,
        "municipalities": _joined(place.municipality for place in item.places if place.municipality),
        "href": _href(item.slug, public_url),
    }


def _partners(item: Item, *roles: PartnerRole) -> str:
    return _joined(entry.partner for entry in item.partners if entry.role in roles)


def _href(slug: str, public_url: str) -> str:
    return f"{public_url}/v1/items/{slug}"


def _joined(values: Iterable[str]) -> str:
    return ";".join(values)
