"""The views of lists. Pure: from the items of a list to what a template writes."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db.models import ShortlistRow
from app.domain.items import Measure, PartnerRole
from app.domain.shortlists import Group, PartnerNeed
from app.domain.vocabularies import Vocabularies, Vocabulary
from app.dutch.dates import date_in_words
from app.dutch.lists import in_a_sentence
from app.dutch.plurals import counted
from app.web.actions.shortlist_overview import OverviewEntry, ShortlistOverview
from app.web.site._shared.cards import CardView, StepView, card_view, step_views
from app.web.site._shared.links import compare_first_href, guide_href, item_href

SOON = timedelta(days=30)
ROLE_WORDS = {PartnerRole.REQUIRED: "nodig voor", PartnerRole.HELPFUL: "helpt bij"}


@dataclass(frozen=True, slots=True)
class ListedItemLink:
    """A link to an item by its title."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """A partner, its guide, and the items it is needed for or helps with, each role in words."""

    label: str
    guide: str | None
    roles: tuple[tuple[str, tuple[ListedItemLink, ...]], ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure that a municipality can add: for which items on the list, and from which goal of the grant."""

    title: str
    href: str
    summary: str
    goal: str
    steps: tuple[StepView, ...]
    listed: bool
    supplements: tuple[ListedItemLink, ...]


@dataclass(frozen=True, slots=True)
class GlanceView:
    """The needs and sums of a list. `goals` and `school_types` are labels with the number of items."""

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
    """The items of a list, their sums, and where the first of them are compared."""

    entries: tuple[EntryView, ...]
    count: str
    glance: GlanceView
    compare: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The facts of a list that is kept: whether it ends `soon`, too."""

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


def list_view(overview: ShortlistOverview, guides: Container[str]) -> ListView:
    """The view of a list; `guides` are the slugs of those to a partner."""
    count = len(overview.entries)
    return ListView(
        entries=tuple(_entry(entry, count, overview.vocabularies) for entry in overview.entries),
        count=counted(count, "keuze", "keuzes"),
        glance=_glance(overview, guides),
        compare=compare_first_href([entry.slug for entry in overview.entries if entry.item]),
    )


def _entry(entry: OverviewEntry, count: int, vocabularies: Vocabularies) -> EntryView:
    return EntryView(
        slug=entry.slug,
        title=entry.title,
        position=entry.position,
        first=entry.position == 1,
        last=entry.position == count,
        note=entry.note,
        card=card_view(entry.item, vocabularies) if entry.item else None,
        removed=_day(entry.removed_at) if entry.removed_at else "",
    )


def _day(moment: datetime) -> str:
    return date_in_words(moment.date().isoformat())


def _glance(overview: ShortlistOverview, guides: Container[str]) -> GlanceView:
    needs = [(need.role, _need(need, overview, guides)) for need in overview.partners]
    return GlanceView(
        needed=tuple(view for role, view in needs if role is PartnerRole.REQUIRED),
        helping=tuple(view for role, view in needs if role is not PartnerRole.REQUIRED),
        measures=tuple(_measure(measure, overview) for measure in overview.measures),
        goals=_sizes(overview.goals, overview.vocabularies["goals"]),
        school_types=_sizes(overview.school_types, overview.vocabularies["school-types"]),
    )


def _need(need: PartnerNeed, overview: ShortlistOverview, guides: Container[str]) -> NeedView:
    roles = (
        (words, tuple(_link(slug, overview) for slug, item_role in need.roles if item_role is role)) for role, words in ROLE_WORDS.items()
    )
    label = overview.vocabularies["partners"].label_of(need.partner)
    return NeedView(label, guide_href(need.partner, guides), tuple((words, links) for words, links in roles if links))


def _link(slug: str, overview: ShortlistOverview) -> ListedItemLink:
    return ListedItemLink(overview.title_of(slug), item_href(slug))


def _measure(measure: Measure, overview: ShortlistOverview) -> MeasureView:
    listed = overview.slugs
    return MeasureView(
        title=measure.title,
        href=item_href(measure.slug),
        summary=measure.summary,
        goal=overview.vocabularies["spending-goals"].label_of(measure.spending_goal.goal),
        steps=step_views(measure, overview.vocabularies),
        listed=measure.slug in listed,
        supplements=tuple(_link(slug, overview) for slug in measure.supplements if slug in listed),
    )


def _sizes(groups: Iterable[Group], vocabulary: Vocabulary) -> tuple[tuple[str, int], ...]:
    return tuple((vocabulary.label_of(group.term), len(group.slugs)) for group in groups)


def kept_view(row: ShortlistRow, schools: Vocabulary, now: datetime) -> Kept:
    """The facts of a list beside its items."""
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
