"""What the pages of lists show. Pure: from what was chosen to what a template writes."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db.models import ShortlistRow
from app.domain.items import PartnerRole
from app.domain.vocabularies import Vocabulary
from app.dutch.dates import date_in_words
from app.dutch.lists import in_a_sentence
from app.web.api.schemas.shortlists import ListedItem, MeasureOut, PartnerNeedOut, TermOnList
from app.web.api.shortlist_answers import Chosen
from app.web.site._shared.cards import CardView, StepView
from app.web.site._shared.links import compare_first_href, guide_href, item_href
from app.web.site.views import card_view, step_views

SOON = timedelta(days=30)
ROLE_WORDS = {PartnerRole.REQUIRED: "nodig voor", PartnerRole.HELPFUL: "helpt bij"}


@dataclass(frozen=True, slots=True)
class Named:
    """A link by its name."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """A partner, its guide, and the items it is needed for or helps with, each role in words."""

    label: str
    guide: str | None
    roles: tuple[tuple[str, tuple[Named, ...]], ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """What a municipality can add: for which items on the list, and from which goal of the grant."""

    title: str
    href: str
    summary: str
    goal: str
    steps: tuple[StepView, ...]
    listed: bool
    supplements: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class GlanceView:
    """What a list comes to. `goals` and `school_types` are labels with the number of items."""

    needed: tuple[NeedView, ...]
    helping: tuple[NeedView, ...]
    measures: tuple[MeasureView, ...]
    goals: tuple[tuple[str, int], ...]
    school_types: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """An item on a list. `card` is None when it was taken out of the catalogue, and `removed` says when."""

    slug: str
    title: str
    position: int
    first: bool
    last: bool
    note: str
    card: CardView | None
    removed: str


@dataclass(frozen=True, slots=True)
class ListView:
    """The items of a list, what they come to, and where the first of them are compared."""

    entries: tuple[EntryView, ...]
    count: str
    glance: GlanceView
    compare: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is told of a list that is kept: whether it ends `soon`, too."""

    title: str
    school_types: tuple[str, ...]
    changed: str
    ends: str
    soon: bool
    read_href: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A result of the small search inside a list, and whether it is on the list already."""

    card: CardView
    listed: bool


def list_view(chosen: Chosen, slugs: Container[str]) -> ListView:
    """A list; `slugs` are those of the catalogue."""
    present = [entry.slug for entry in chosen.items if not entry.removed]
    return ListView(
        entries=tuple(_entry(entry, len(chosen.items)) for entry in chosen.items),
        count=count_words(len(chosen.items)),
        glance=_glance(chosen, slugs),
        compare=compare_first_href(present),
    )


def count_words(count: int) -> str:
    """How many items there are."""
    return "1 keuze" if count == 1 else f"{count} keuzes"


def _entry(entry: ListedItem, count: int) -> EntryView:
    return EntryView(
        slug=entry.slug,
        title=entry.title,
        position=entry.position,
        first=entry.position == 1,
        last=entry.position == count,
        note=entry.note,
        card=card_view(entry.item) if entry.item else None,
        removed=_day(entry.removed_at) if entry.removed_at else "",
    )


def _day(moment: datetime) -> str:
    return date_in_words(moment.date().isoformat())


def _glance(chosen: Chosen, slugs: Container[str]) -> GlanceView:
    needs = [(need.role, _need(need, slugs)) for need in chosen.partners]
    return GlanceView(
        needed=tuple(view for role, view in needs if role is PartnerRole.REQUIRED),
        helping=tuple(view for role, view in needs if role is not PartnerRole.REQUIRED),
        measures=tuple(map(_measure, chosen.measures)),
        goals=_counted(chosen.goals),
        school_types=_counted(chosen.school_types),
    )


def _need(need: PartnerNeedOut, slugs: Container[str]) -> NeedView:
    roles = (
        (words, tuple(Named(one.title, item_href(one.slug)) for one in need.items if one.role is role))
        for role, words in ROLE_WORDS.items()
    )
    return NeedView(need.label, guide_href(need.id, slugs), tuple((words, items) for words, items in roles if items))


def _measure(measure: MeasureOut) -> MeasureView:
    return MeasureView(
        title=measure.title,
        href=item_href(measure.slug),
        summary=measure.summary,
        goal=measure.spending_goal.label,
        steps=step_views(measure.steps),
        listed=measure.listed,
        supplements=tuple(Named(one.title, item_href(one.slug)) for one in measure.items if one.listed),
    )


def _counted(terms: Iterable[TermOnList]) -> tuple[tuple[str, int], ...]:
    return tuple((term.label, len(term.items)) for term in terms)


def kept_view(row: ShortlistRow, schools: Vocabulary, now: datetime) -> Kept:
    """What is told of a list beside its items."""
    return Kept(
        title=row.title,
        school_types=tuple(in_a_sentence(schools.label_of(term)) for term in row.school_types),
        changed=_day(row.updated_at),
        ends=_day(row.expires_at),
        soon=row.expires_at - now < SOON,
        read_href=read_href(row.id),
    )


def read_href(list_id: str) -> str:
    """The address of a list for everybody who may read it."""
    return f"/lijst/{list_id}"


def edit_href(list_id: str) -> str:
    """The address where a list is changed, by who has its key."""
    return f"{read_href(list_id)}/bewerken"


def delete_href(list_id: str) -> str:
    """The address where a list is deleted, by who has its key."""
    return f"{read_href(list_id)}/wissen"


def hit_views(cards: Iterable[CardView], listed: Container[str]) -> tuple[HitView, ...]:
    """Results to add to a list."""
    return tuple(HitView(card, card.slug in listed) for card in cards)
