"""Rules on the Markdown of a body: headings in order, text only, and links that can be followed."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from markdown_it.token import Token

from app.content.body import ITEM_LINK, BodyRemark, MarkdownBody, children, first_line

_WEB_LINK = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#].*)?|mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)


def check_body(body: MarkdownBody) -> Iterator[BodyRemark]:
    """Everything in a body that a page may not hold, whatever the front matter is like."""
    if not body.text.strip():
        yield BodyRemark(0, "needs a text below the front matter")
        return
    yield from _headings_descend(body.tokens)
    for token in body.tokens:
        yield from _is_text(token)
    for link in body.links:
        fault = _link_fault(link.href, body.anchors)
        if fault:
            yield BodyRemark(link.line, fault)


def _headings_descend(tokens: Sequence[Token]) -> Iterator[BodyRemark]:
    level = 1
    for token in tokens:
        if token.type == "heading_open":
            new_level = int(token.tag[1])
            if new_level == 1:
                yield BodyRemark(first_line(token), "has a heading of level 1 (#); the title is that heading, start with ##")
            elif new_level > level + 1:
                message = f"has a heading of level {new_level} below one of level {level}; do not skip a level"
                yield BodyRemark(first_line(token), message)
            level = new_level


def _is_text(token: Token) -> Iterator[BodyRemark]:
    """Blocks and words that are no plain text, with the line of each."""
    if token.type == "html_block":
        yield BodyRemark(first_line(token), "has HTML; write Markdown instead")
    if token.type in {"fence", "code_block"}:
        yield BodyRemark(first_line(token), "has a code block; indent less, or write it as a paragraph")
    for line, child in children(token):
        if child.type == "html_inline" and not child.content.startswith("</"):
            yield BodyRemark(line, f"has HTML ({' '.join(child.content.split())[:40]}); write Markdown instead")
        if child.type == "image":
            yield BodyRemark(line, "has an image; items hold text only")
        if child.type == "text" and "](" in child.content:
            yield BodyRemark(line, "has a link that cannot be read; write [text](address), with no space in the address")


def _link_fault(href: str, anchors: AbstractSet[str]) -> str | None:
    if href.startswith("#"):
        anchor = unquote(href[1:])
        return None if anchor in anchors else f"links to #{anchor}, but this page has no such heading"
    if ITEM_LINK.match(href) or _WEB_LINK.fullmatch(href):
        return None
    return f"links to {href!r}; a link is https://..., #heading, or ../interventions/some-slug.md"
