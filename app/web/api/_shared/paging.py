"""Pages and the links between them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode


def page_object(number: int, size: int, total: int) -> dict[str, int]:
    """The `page` of an answer."""
    return {"number": number, "size": size, "totalItems": total, "totalPages": -(-total // size)}


def page_links(path: str, parameters: Iterable[tuple[str, str]], number: int, pages: int) -> dict[str, Any]:
    """The `_links` of an answer: the same request with another page number, as paths from the root."""
    base = urlencode([(name, value) for name, value in parameters if name != "page" and value.strip()])

    def link(page: int) -> dict[str, str]:
        query = "&".join(part for part in (base, f"page={page}" if page > 1 else "") if part)
        return {"href": f"{path}?{query}" if query else path}

    links = {"self": link(number), "first": link(1), "last": link(max(pages, 1))}
    if number > 1:
        links["prev"] = link(max(1, min(number - 1, pages)))
    if number < pages:
        links["next"] = link(number + 1)
    return links
