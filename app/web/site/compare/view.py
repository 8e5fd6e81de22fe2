"""The view of the page that puts items side by side. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.catalogue.snapshot import Snapshot
from app.web.site._shared.cards import CardView, item_card
from app.web.site._shared.lenient import Ignored
from app.web.site._shared.links import LEAST_COMPARED, MOST_COMPARED, compare_href
from app.web.site.compare.rows import ComparedRow, compared
from app.web.site.item.view import ItemPage

MOST_OFFERS = 6


@dataclass(frozen=True, slots=True)
class CompareChoice:
    """The choice in an address: words to look for another item, and the items themselves by their present slugs."""

    q: str
    slugs: tuple[str, ...]
    only_differences: bool
    left_out: tuple[Ignored, ...]


@dataclass(frozen=True, slots=True)
class FoundToAdd:
    """The items that the words of a choice gave. `perhaps`: nothing has the words, but these may be meant; `failed`: the search is away."""

    slugs: tuple[str, ...] = ()
    perhaps: bool = False
    failed: bool = False
    degraded: bool = False


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """One item, and the address without it."""

    card: CardView
    href_without: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that can be added, and the address with it."""

    card: CardView
    href: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Items to add, under a heading that says why these."""

    heading: str
    items: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything that the page shows. `rows` is empty until there are two items; `equal` rows are left out of it."""

    heading: str
    columns: tuple[ComparedColumn, ...]
    rows: tuple[ComparedRow, ...]
    equal: int
    only_differences: bool
    all_href: str
    differences_href: str
    full: bool
    q: str
    failed: bool
    offers: Offers | None
    left_out: tuple[Ignored, ...]


def compare_page(choice: CompareChoice, pages: Sequence[ItemPage], found: FoundToAdd, snapshot: Snapshot) -> ComparePage:
    """The page of a choice; `pages` are those of its slugs, in the same order."""
    rows = compared(pages) if len(pages) >= LEAST_COMPARED else ()
    shown = tuple(row for row in rows if row.tells_apart or not choice.only_differences)
    return ComparePage(
        heading=_heading([str(page.card.title) for page in pages]),
        columns=tuple(
            ComparedColumn(page.card, _href(choice, (slug for slug in choice.slugs if slug != page.card.slug))) for page in pages
        ),
        rows=shown,
        equal=len(rows) - len(shown),
        only_differences=choice.only_differences,
        all_href=compare_href(choice.slugs),
        differences_href=compare_href(choice.slugs, only_differences=True),
        full=len(pages) >= MOST_COMPARED,
        q=choice.q,
        failed=found.failed,
        offers=_offers(choice, found, snapshot) if len(pages) < MOST_COMPARED else None,
        left_out=choice.left_out,
    )


def _heading(titles: Sequence[str]) -> str:
    if not titles:
        return "Vergelijk wat bij uw school past"
    if len(titles) == 1:
        return f"Waarmee wilt u ‘{titles[0]}’ vergelijken?"
    return f"{', '.join(titles[:-1])} en {titles[-1]} naast elkaar"


def _offers(choice: CompareChoice, found: FoundToAdd, snapshot: Snapshot) -> Offers | None:
    """Items that the words gave; without words those like the first item."""
    if choice.q:
        slugs = [slug for slug in found.slugs if slug not in choice.slugs and slug in snapshot.items][:MOST_OFFERS]
        return None if found.failed else Offers(_found_heading(choice.q, slugs, perhaps=found.perhaps), _cards(choice, slugs, snapshot))
    if not choice.slugs or choice.slugs[0] not in snapshot.items:
        return None
    near = [one.slug for one in snapshot.neighbours.of(choice.slugs[0], MOST_OFFERS) if one.slug not in choice.slugs]
    return Offers(f"Lijkt op ‘{snapshot.items[choice.slugs[0]].title}’", _cards(choice, near, snapshot))


def _found_heading(q: str, slugs: Sequence[str], *, perhaps: bool) -> str:
    if not slugs:
        return f"Niets anders gevonden voor ‘{q}’"
    return f"Niets gevonden voor ‘{q}’. Misschien bedoelt u:" if perhaps else f"Gevonden voor ‘{q}’"


def _cards(choice: CompareChoice, slugs: Iterable[str], snapshot: Snapshot) -> tuple[Offer, ...]:
    return tuple(Offer(item_card(slug, snapshot), _href(choice, (*choice.slugs, slug))) for slug in slugs)


def _href(choice: CompareChoice, slugs: Iterable[str]) -> str:
    return compare_href(slugs, only_differences=choice.only_differences)
