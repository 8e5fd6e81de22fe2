"""The pages of a result, as links: the first, the last, those around this one, and gaps."""

from dataclasses import dataclass

from app.domain.queries import SearchQuery
from app.web.site._shared.links import search_href

AROUND = 1


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page by its number. `gap`: pages before it are left out."""

    number: int
    href: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Links to pages; none when there is but one. `beyond`: this page has a number after the last."""

    links: tuple[PageLink, ...]
    prev: str | None
    next: str | None
    number: int
    last: int
    beyond: bool


def pages(query: SearchQuery, total: int) -> Pages:
    """The pages of a search that found `total` items."""
    last = max(1, -(-total // query.page_size))
    number = query.page
    wanted = sorted({1, last, *range(max(1, number - AROUND), min(last, number + AROUND) + 1)}) if last > 1 else []
    links, before = [], 0
    for page in wanted:
        links.append(PageLink(page, search_href(query, page=page), page == number, page > before + 1))
        before = page
    return Pages(
        links=tuple(links),
        prev=search_href(query, page=min(number - 1, last)) if number > 1 else None,
        next=search_href(query, page=number + 1) if number < last else None,
        number=number,
        last=last,
        beyond=number > last,
    )
