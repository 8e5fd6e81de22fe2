"""An item as it stands in a list on any page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.catalogue.snapshot import Snapshot
from app.domain.items import Basis, Item, Measure, Programme
from app.domain.vocabularies import Vocabularies
from app.dutch.ratings import ROLE_LABELS
from app.search.retrieval.records import Record
from app.web.site._shared.links import item_href
from app.web.site._shared.ratings import RatingView, rating_views

MOST_PARTNERS = 4


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner and how it is involved, both in words."""

    label: str
    role: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the municipal year; `by_editors` when no source ties the measure to it."""

    label: str
    by_editors: bool


@dataclass(frozen=True, slots=True)
class CardView:
    """An item in a list. Texts with marked words are Markup; `passage` is other text of the item that answers the query.

    `plain` is the same item without marked words, when this one has some.
    """

    href: str
    slug: str
    kind: str
    kind_label: str
    title: str | Markup
    summary: str | Markup
    passage: Markup | None
    school_types: tuple[str, ...]
    partners: tuple[PartnerView, ...]
    more_partners: int
    ratings: tuple[RatingView, ...]
    recognition: str | None
    places: tuple[str, ...]
    plain: "CardView | None" = None


def item_card(kept: Record, snapshot: Snapshot) -> CardView:
    """The card of an item of the catalogue; made once while the catalogue is the same, and shown many times."""
    return snapshot.view(kept, card_view)


def marked_card(card: CardView, highlights: Mapping[str, str]) -> CardView:
    """The card with marked words; `highlights` is escaped HTML by field, as search makes it."""
    marked = {name: Markup(html) for name, html in highlights.items()}  # noqa: S704 - escaped where it is made
    return replace(
        card,
        title=marked.get("title", card.title),
        summary=marked.get("summary", card.summary),
        passage=marked.get("body") if "summary" not in marked else None,
        plain=card,
    )


def card_view(item: Item, vocabularies: Vocabularies) -> CardView:
    """The card of an item."""
    label = vocabularies["partners"].label_of
    return CardView(
        href=item_href(item.slug),
        slug=item.slug,
        kind=item.kind,
        kind_label=vocabularies["kinds"].label_of(item.kind),
        title=item.title,
        summary=item.summary,
        passage=None,
        school_types=tuple(vocabularies["school-types"].label_of(term) for term in item.school_types),
        partners=tuple(PartnerView(label(entry.partner), ROLE_LABELS[entry.role]) for entry in item.partners[:MOST_PARTNERS]),
        more_partners=max(0, len(item.partners) - MOST_PARTNERS),
        ratings=tuple(rating_views(item)),
        recognition=vocabularies["recognition-levels"].label_of(item.recognition.level) if isinstance(item, Programme) else None,
        places=tuple(place.name for place in item.places),
    )


def step_views(measure: Measure, vocabularies: Vocabularies) -> tuple[StepView, ...]:
    """The steps of the year in which a measure is taken; empty when nothing tells."""
    label = vocabularies["year-steps"].label_of
    return tuple(StepView(label(entry.step), entry.basis is Basis.EDITORIAL) for entry in measure.steps)
