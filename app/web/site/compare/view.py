"""The view of the page that puts items side by side. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.web.site._shared.cards import CardView
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
    """Items that can be added. `perhaps`: nothing has the words, but these may be meant; `failed`: the search is away."""

    cards: tuple[CardView, ...] = ()
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


def compare_page(choice: CompareChoice, pages: Sequence[ItemPage], found: FoundToAdd) -> ComparePage:
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
        offers=_offers(choice, found, pages) if len(pages) < MOST_COMPARED else None,
        left_out=choice.left_out,
    )


def _heading(titles: Sequence[str]) -> str:
    if not titles:
        return "Vergelijk wat bij uw school past"
    if len(titles) == 1:
        return f"Waarmee wilt u ‘{titles[0]}’ vergelijken?"
    return f"{', '.join(titles[:-1])} en {titles[-1]} naast elkaar"


def _offers(choice: CompareChoice, found: FoundToAdd, pages: Sequence[ItemPage]) -> Offers | None:
    """Items that the words gave; without words those like the first item."""
    cards = [card for card in found.cards if card.slug not in choice.slugs][:MOST_OFFERS]
    if choice.q:
        return None if found.failed else Offers(_found_heading(choice.q, cards, perhaps=found.perhaps), _added(choice, cards))
    return Offers(f"Lijkt op ‘{pages[0].card.title}’", _added(choice, cards)) if pages and not found.failed else None


def _found_heading(q: str, cards: Sequence[CardView], *, perhaps: bool) -> str:
    if not cards:
        return f"Niets anders gevonden voor ‘{q}’"
    return f"Niets gevonden voor ‘{q}’. Misschien bedoelt u:" if perhaps else f"Gevonden voor ‘{q}’"


def _added(choice: CompareChoice, cards: Iterable[CardView]) -> tuple[Offer, ...]:
    return tuple(Offer(card, _href(choice, (*choice.slugs, card.slug))) for card in cards)


def _href(choice: CompareChoice, slugs: Iterable[str]) -> str:
    return compare_href(slugs, only_differences=choice.only_differences)
