"""Facts of an item in short, those that help to choose first. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.facets import FACET_BY_NAME
from app.domain.items import Basis, GoodPractice, Guide, Intervention, Item, Measure, Programme
from app.domain.queries import FACET_FIELDS, SearchQuery
from app.domain.vocabularies import Vocabularies
from app.web.site._shared.cards import step_views
from app.web.site._shared.links import search_href

MONEY = {"yes": "Ja", "no": "Nee", "unknown": "Nog onbekend"}
AUDIENCE = {"school": "Scholen", "municipality": "Gemeenten"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in short: texts, each with a search for more of it where there is one. `note` says how sure it is."""

    label: str
    texts: tuple[tuple[str, str | None], ...]
    note: str = ""


def item_facts(item: Item, vocabularies: Vocabularies) -> tuple[Fact, ...]:
    """The facts that this item has."""
    facts = (*_for_whom(item, vocabularies), *_how(item, vocabularies), *_of_its_kind(item, vocabularies))
    return tuple(fact for fact in facts if fact.texts)


def _for_whom(item: Item, vocabularies: Vocabularies) -> Iterator[Fact]:
    ages = item.ages
    if isinstance(item, Guide):
        yield Fact("Geschreven voor", _plain(AUDIENCE[audience] for audience in item.audience))
    yield Fact("Schooltype", _terms("schoolType", item.school_types, vocabularies))
    yield Fact("Waar gaat het om?", _terms("problemArea", item.problem_areas, vocabularies))
    if ages:
        note = "Schatting van de redactie" if ages.unverified else ""
        yield Fact("Leeftijd", _plain([f"{ages.lowest} tot en met {ages.highest} jaar"]), note)
    yield Fact("Doelgroep", _plain([item.target_group]))


def _how(item: Item, vocabularies: Vocabularies) -> Iterator[Fact]:
    yield Fact("Duur", _plain(item.duration))
    yield Fact("Vakken", _plain(item.subjects))
    yield Fact("Waar en wanneer", _terms("setting", item.settings, vocabularies))
    if isinstance(item, Intervention):
        yield Fact("Doelgebied", _terms("goal", [item.goal], vocabularies))
    yield Fact("Plaats", _plain(place.name for place in item.places))


def _of_its_kind(item: Item, vocabularies: Vocabularies) -> Iterator[Fact]:
    match item:
        case GoodPractice():
            yield Fact("Organisatie", _plain([item.organisation]))
            yield Fact("Periode", _plain([item.period]))
            yield Fact("Geld van het Nationaal Programma Onderwijs", _plain([MONEY[item.programme_money]]))
        case Programme():
            yield Fact("Eigenaar", _plain([item.owner]))
        case Measure():
            yield Fact("Wanneer in het jaar", _steps(item, vocabularies))
            goal = vocabularies["spending-goals"].label_of(item.spending_goal.goal)
            by_editors = item.spending_goal.basis is Basis.EDITORIAL
            yield Fact("Bestedingsdoel", _plain([goal]), "Indeling van de redactie" if by_editors else "")


def _steps(measure: Measure, vocabularies: Vocabularies) -> tuple[tuple[str, str | None], ...]:
    steps = step_views(measure, vocabularies)
    return _plain(f"{step.label} (volgens de redactie)" if step.by_editors else step.label for step in steps)


def _plain(texts: Iterable[str | None]) -> tuple[tuple[str, str | None], ...]:
    return tuple((text, None) for text in texts if text)


def _terms(name: str, terms: Iterable[str], vocabularies: Vocabularies) -> tuple[tuple[str, str | None], ...]:
    label, field = vocabularies[FACET_BY_NAME[name].vocabulary].label_of, FACET_FIELDS[name]
    return tuple((label(term), search_href(SearchQuery(), **{field: (term,)})) for term in terms)
