"""The page of an item as a template writes it. Pure: from an item, its row and what the catalogue says of it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.db.models import ItemRow
from app.domain.items import ITEM, Basis, Item, Partner, Programme, Source
from app.domain.vocabularies import Vocabularies
from app.dutch.dates import date_in_words
from app.web.site._shared.cards import CardView, card_view
from app.web.site._shared.links import guide_href, item_href
from app.web.site.item.facts import Fact, item_facts
from app.web.site.item.ratings import ScaleView, scale_views, sentence

ROLE_WORDS = {
    "required": "Nodig: zonder deze partner lukt het niet",
    "helpful": "Helpt: met deze partner gaat het beter",
    "involved": "Deed mee in dit voorbeeld",
}
# In the order in which a reader needs them.
RELATION_LABELS = {
    "parent": "Hoort bij",
    "parts": "Bestaat uit",
    "instance_of": "Is een uitwerking van",
    "programmes": "Programma’s die dit uitwerken",
    "applies": "Laat deze interventies in de praktijk zien",
    "examples": "Goede voorbeelden",
    "supplements": "Vult deze interventies aan",
    "supplemented_by": "Wat de gemeente kan toevoegen",
    "shows": "Voorbeeld bij deze maatregelen",
    "related": "Lees ook",
}


@dataclass(frozen=True, slots=True)
class RecognitionView:
    """The judgement of an assessing body, and what that means."""

    level: str
    meaning: str
    said: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Involved:
    """A partner: how it is involved, what it does, who says so, and where to read about it."""

    label: str
    role: str
    role_words: str
    task: str | None
    by_editors: bool
    guide: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """A link to another item."""

    title: str
    href: str
    kind_label: str


@dataclass(frozen=True, slots=True)
class Relation:
    """The items that have one relation to this one."""

    label: str
    items: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, with when it dates from and when it was last looked at."""

    title: str
    publisher: str
    url: str | None
    details: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A similar item and why it is."""

    card: CardView
    why: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything that the page of an item shows."""

    card: CardView
    body: Markup
    facts: tuple[Fact, ...]
    scales: tuple[ScaleView, ...]
    recognition: RecognitionView | None
    partners: tuple[Involved, ...]
    relations: tuple[Relation, ...]
    similar: tuple[Alike, ...]
    sources: tuple[SourceView, ...]
    reviewed: str
    reviewed_on: str


def item_page(
    row: ItemRow,
    relations: Mapping[str, Sequence[ItemRow]],
    similar: Iterable[Alike],
    vocabularies: Vocabularies,
    guides: Container[str],
) -> ItemPage:
    """The page of an item. `guides` are the slugs of those to a partner, which are linked."""
    item = ITEM.validate_python(row.data)
    return ItemPage(
        card=card_view(item, vocabularies),
        body=Markup(row.html),  # noqa: S704 - made safe when it was published
        facts=item_facts(item, vocabularies),
        scales=tuple(scale_views(item)),
        recognition=_recognition(item, vocabularies),
        partners=tuple(_partner(partner, vocabularies, guides) for partner in item.partners),
        relations=tuple(_relations(relations, vocabularies)),
        similar=tuple(similar),
        sources=tuple(map(_source, item.sources)),
        reviewed=date_in_words(item.last_reviewed),
        reviewed_on=item.last_reviewed,
    )


def _recognition(item: Item, vocabularies: Vocabularies) -> RecognitionView | None:
    if not isinstance(item, Programme):
        return None
    recognition = item.recognition
    levels = vocabularies["recognition-levels"]
    term = levels.by_id.get(recognition.level)
    date = date_in_words(recognition.date) if recognition.date else None
    said = ", ".join(text for text in (recognition.body, date) if text)
    return RecognitionView(levels.label_of(recognition.level), (term.definition or "") if term else "", said, recognition.note)


def _partner(partner: Partner, vocabularies: Vocabularies, guides: Container[str]) -> Involved:
    return Involved(
        vocabularies["partners"].label_of(partner.partner),
        partner.role.value,
        ROLE_WORDS[partner.role.value],
        partner.task,
        partner.basis is Basis.EDITORIAL,
        guide_href(partner.partner, guides),
    )


def _relations(relations: Mapping[str, Sequence[ItemRow]], vocabularies: Vocabularies) -> Iterator[Relation]:
    kinds = vocabularies["kinds"]
    for name, label in RELATION_LABELS.items():
        rows = relations.get(name, ())
        if rows:
            yield Relation(label, tuple(Related(row.title, item_href(row.slug), kinds.label_of(row.kind)) for row in rows))


def _source(source: Source) -> SourceView:
    details = (
        source.version,
        date_in_words(source.date) if source.date else None,
        f"bekeken op {date_in_words(source.seen)}" if source.seen else None,
        "kopie op de site van een ander" if source.copy_on_third_party_site else None,
    )
    text = "; ".join(detail for detail in details if detail)
    return SourceView(source.title, source.publisher, source.url, sentence(text) if text else "")
