"""Items in full as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic.alias_generators import to_camel

from app.db.models import ItemRow, RevisionRow
from app.domain.items import GoodPractice, Item, Measure, Programme
from app.domain.vocabularies import Vocabularies
from app.web.api._shared.cards import card_fields, rating_out, steps
from app.web.api._shared.item_schemas import (
    SpendingGoalOut,
)
from app.web.api._shared.schemas import Link, Ref
from app.web.api.items.schemas import Body, FieldChange, FullLinks, ItemFull, RelatedItem, Revision, SourceOut


def full(item: Item, row: ItemRow, relations: Mapping[str, Sequence[ItemRow]], vocabularies: Vocabularies) -> ItemFull:
    """The full form of an item."""
    data = item.model_dump(include={"questions", "target_group", "ages", "duration", "subjects", "figures", "abbreviations", "aliases"})
    return ItemFull(
        **card_fields(item, vocabularies) | {"links": _full_links(item)},
        **data,
        **_kind_fields(item, vocabularies),
        body=Body(html=row.html, markdown=item.body),
        settings=tuple(Ref.of(term, "settings", vocabularies) for term in item.settings),
        ratings=tuple(rating_out(rating, item) for rating in item.ratings),
        relations={to_camel(name): tuple(related(other) for other in rows) for name, rows in relations.items()},
        sources=tuple(SourceOut(**source.model_dump()) for source in item.sources),
        last_reviewed=item.last_reviewed,
        published_at=row.published_at,
        modified_at=row.modified_at,
    )


def _full_links(item: Item) -> FullLinks:
    address = f"/v1/items/{item.slug}"
    return FullLinks(self_=Link(href=address), similar=Link(href=f"{address}/similar"))


def _kind_fields(item: Item, vocabularies: Vocabularies) -> dict[str, Any]:
    match item:
        case Programme():
            return {"owner": item.owner}
        case GoodPractice():
            return {"organisation": item.organisation, "period": item.period, "programme_money": item.programme_money}
        case Measure():
            goal = Ref.of(item.spending_goal.goal, "spending-goals", vocabularies)
            return {"spending_goal": SpendingGoalOut(goal=goal, basis=item.spending_goal.basis), "steps": steps(item, vocabularies)}
        case _:
            return {}


def related(row: ItemRow) -> RelatedItem:
    """A related item in short."""
    return RelatedItem(slug=row.slug, kind=row.kind, title=row.title, href=f"/v1/items/{row.slug}")


def revision(row: RevisionRow) -> Revision:
    """The change by one publish, as the API shows it."""
    return Revision(
        at=row.at,
        action=row.action,
        checksum_before=row.checksum_before,
        checksum_after=row.checksum_after,
        changes={to_camel(name): FieldChange(from_=change["from"], to=change["to"]) for name, change in row.changes.items()},
    )
