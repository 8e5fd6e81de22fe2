"""What the page of an item shows. Pure: from the item's full shape to what a template writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from app.domain.facets import FACET_BY_NAME
from app.domain.items import Basis
from app.domain.queries import FACET_FIELDS, SearchQuery
from app.domain.vocabularies import Vocabularies
from app.dutch.dates import date_in_words
from app.web.api._shared.schemas import Ref
from app.web.api._shared.item_schemas import PartnerOut
from app.web.api.items.schemas import ItemFull, SourceOut
from app.web.site.addresses import guide_href, item_href, search_href
from app.web.site.item.rating_views import ScaleView, scale_views
from app.web.site.views import CardView, card_view, sentence, step_views

ROLE_WORDS = {
    "required": "Nodig: zonder deze partner lukt het niet",
    "helpful": "Helpt: met deze partner gaat het beter",
    "involved": "Deed mee in dit voorbeeld",
}
# In the order in which a reader needs them.
RELATION_LABELS = {
    "parent": "Hoort bij",
    "parts": "Bestaat uit",
    "instanceOf": "Is een uitwerking van",
    "programmes": "Programma’s die dit uitwerken",
    "applies": "Laat deze interventies in de praktijk zien",
    "examples": "Goede voorbeelden",
    "supplements": "Vult deze interventies aan",
    "supplementedBy": "Wat de gemeente kan toevoegen",
    "shows": "Voorbeeld bij deze maatregelen",
    "related": "Lees ook",
}
MONEY = {"yes": "Ja", "no": "Nee", "unknown": "Nog onbekend"}
AUDIENCE = {"school": "Scholen", "municipality": "Gemeenten"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in short: texts, each with a search for more of it where there is one. `note` says how sure it is."""

    label: str
    texts: tuple[tuple[str, str | None], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecognitionView:
    """What an assessing body said, and what that means."""

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
    item: ItemFull, audience: Iterable[str], similar: Iterable[Alike], vocabularies: Vocabularies, slugs: Iterable[str]
) -> ItemPage:
    """The page of an item. `slugs` are those of the catalogue: a partner's guide is linked where there is one."""
    known = frozenset(slugs)
    return ItemPage(
        card=card_view(item),
        body=Markup(item.body.html),  # noqa: S704 - made safe when it was published
        facts=tuple(_facts(item, audience)),
        scales=tuple(scale_views(item)),
        recognition=_recognition(item, vocabularies),
        partners=tuple(_partner(partner, known) for partner in item.partners),
        relations=tuple(_relations(item, vocabularies)),
        similar=tuple(similar),
        sources=tuple(_source(source) for source in item.sources),
        reviewed=date_in_words(item.last_reviewed),
        reviewed_on=item.last_reviewed,
    )


def _facts(item: ItemFull, audience: Iterable[str]) -> Iterator[Fact]:
    """The facts that this item has, those that help to choose first."""
    ages = item.ages
    facts = (
        Fact("Geschreven voor", _plain(AUDIENCE[one] for one in audience)),
        Fact("Schooltype", _terms("schoolType", item.school_types)),
        Fact("Waar gaat het om?", _terms("problemArea", item.problem_areas)),
        Fact(
            "Leeftijd",
            _plain([f"{ages.lowest} tot en met {ages.highest} jaar"] if ages else ()),
            "Schatting van de redactie" if ages and ages.unverified else "",
        ),
        Fact("Doelgroep", _plain([item.target_group])),
        Fact("Duur", _plain(item.duration)),
        Fact("Vakken", _plain(item.subjects)),
        Fact("Waar en wanneer", _terms("setting", item.settings)),
        Fact("Doelgebied", _terms("goal", [item.goal] if item.goal else ())),
        Fact("Plaats", _plain(place.name for place in item.places)),
        Fact("Organisatie", _plain([item.organisation])),
        Fact("Periode", _plain([item.period])),
        Fact("Geld van het Nationaal Programma Onderwijs", _plain([MONEY[item.programme_money]] if item.programme_money else ())),
        Fact("Eigenaar", _plain([item.owner])),
        Fact("Wanneer in het jaar", _steps(item)),
    )
    yield from (fact for fact in facts if fact.texts)
    if item.spending_goal:
        by_editors = item.spending_goal.basis is Basis.EDITORIAL
        yield Fact("Bestedingsdoel", _plain([item.spending_goal.goal.label]), "Indeling van de redactie" if by_editors else "")


def _steps(item: ItemFull) -> tuple[tuple[str, str | None], ...]:
    return _plain(f"{one.label} (volgens de redactie)" if one.by_editors else one.label for one in step_views(item.steps or ()))


def _plain(texts: Iterable[str | None]) -> tuple[tuple[str, str | None], ...]:
    return tuple((text, None) for text in texts if text)


def _terms(facet: str, terms: Iterable[Ref]) -> tuple[tuple[str, str | None], ...]:
    field = FACET_FIELDS[FACET_BY_NAME[facet].name]
    return tuple((term.label, search_href(SearchQuery(), **{field: (term.id,)})) for term in terms)


def _recognition(item: ItemFull, vocabularies: Vocabularies) -> RecognitionView | None:
    found = item.recognition
    if found is None:
        return None
    term = vocabularies["recognition-levels"].by_id.get(found.level.id)
    said = ", ".join(part for part in (found.body, date_in_words(found.date) if found.date else None) if part)
    return RecognitionView(found.level.label, (term.definition or "") if term else "", said, found.note)


def _partner(partner: PartnerOut, known: frozenset[str]) -> Involved:
    return Involved(
        partner.label,
        partner.role.value,
        ROLE_WORDS[partner.role.value],
        partner.task,
        partner.basis is Basis.EDITORIAL,
        guide_href(partner.id, known),
    )


def _relations(item: ItemFull, vocabularies: Vocabularies) -> Iterator[Relation]:
    kinds = vocabularies["kinds"]
    for name, label in RELATION_LABELS.items():
        found = item.relations.get(name, ())
        if found:
            yield Relation(label, tuple(Related(one.title, item_href(one.slug), kinds.label_of(one.kind)) for one in found))


def _source(source: SourceOut) -> SourceView:
    details = (
        source.version,
        date_in_words(source.date) if source.date else None,
        f"bekeken op {date_in_words(source.seen)}" if source.seen else None,
        "kopie op de site van een ander" if source.copy_on_third_party_site else None,
    )
    said = "; ".join(detail for detail in details if detail)
    return SourceView(source.title, source.publisher, source.url, sentence(said) if said else "")
