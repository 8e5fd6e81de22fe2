"""Markdown bodies: what is allowed in them, and how they become safe HTML and plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

ITEM_LINK = re.compile(r"^(?:\.\./(?P<folder>[a-z-]+)/|\./)?(?P<slug>[a-z0-9-]+)\.md(?:#(?P<anchor>[^#]*))?$")
_WEB_LINK = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#].*)?|mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
ALLOWED_TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br", "hr"}


@dataclass(frozen=True, slots=True)
class BodyProblem:
    """Something that is wrong in a body. `line` counts from the body's first line, which is 0."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ItemLink:
    """A link to another item of the catalogue. `folder` is None for one in the same folder, `anchor` for its top."""

    line: int
    slug: str
    folder: str | None
    anchor: str | None


def anchor_of(heading: str) -> str:
    """The anchor of a heading: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", heading.lower()))


@cache
def _parser() -> MarkdownIt:
    """HTML and every address are let through here, so that `check` can name them; `render` lets only safe ones out."""
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - the library's way to set it
    return parser.use(anchors_plugin, min_level=1, max_level=4, slug_func=anchor_of)


def check(body: str) -> Iterator[BodyProblem]:
    """Everything in a body that a page may not hold."""
    if not body.strip():
        yield BodyProblem(0, "needs a text below the front matter")
        return
    tokens = _parser().parse(body)
    yield from _check_structure(tokens)
    known = _anchors(tokens)
    for line, href in _links(tokens):
        problem = _link_problem(href, known)
        if problem:
            yield BodyProblem(line, problem)


def anchors(body: str) -> set[str]:
    """Every anchor that a link can end in."""
    return _anchors(_parser().parse(body))


def _anchors(tokens: list[Token]) -> set[str]:
    return {str(token.attrGet("id")) for token in tokens if token.type == "heading_open" and token.attrGet("id")}


def item_links(body: str) -> Iterator[ItemLink]:
    """Every link to another item."""
    for line, href in _links(_parser().parse(body)):
        match = ITEM_LINK.match(href)
        if match:
            yield ItemLink(line, match["slug"], match["folder"], unquote(match["anchor"]) if match["anchor"] else None)


def _check_structure(tokens: list[Token]) -> Iterator[BodyProblem]:
    level = 1
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            yield BodyProblem(line, "has HTML; write Markdown instead")
        if token.type in {"fence", "code_block"}:
            yield BodyProblem(line, "has a code block; indent less, or write it as a paragraph")
        if token.type == "heading_open":
            new_level = int(token.tag[1])
            if new_level == 1:
                yield BodyProblem(line, "has a heading of level 1 (#); the title is that heading, start with ##")
            elif new_level > level + 1:
                yield BodyProblem(line, f"has a heading of level {new_level} below one of level {level}; do not skip a level")
            level = max(new_level, 1)
        yield from _check_words(token, line)


def _check_words(token: Token, first_line: int) -> Iterator[BodyProblem]:
    for line, child in _children(token, first_line):
        if child.type == "html_inline" and not child.content.startswith("</"):
            yield BodyProblem(line, f"has HTML ({' '.join(child.content.split())[:40]}); write Markdown instead")
        if child.type == "image":
            yield BodyProblem(line, "has an image; items hold text only")
        if child.type == "text" and "](" in child.content:
            yield BodyProblem(line, "has a link that cannot be read; write [text](address), with no space in the address")


def _children(token: Token, line: int) -> Iterator[tuple[int, Token]]:
    """A block's inline tokens with the line that each stands on."""
    for child in token.children or ():
        yield line, child
        line += 1 if child.type in {"softbreak", "hardbreak"} else child.content.count("\n")


def _links(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for token in tokens:
        for line, child in _children(token, token.map[0] if token.map else 0):
            if child.type == "link_open":
                yield line, str(child.attrGet("href"))


def _link_problem(href: str, known: set[str]) -> str | None:
    if href.startswith("#"):
        anchor = unquote(href[1:])
        return None if anchor in known else f"links to #{anchor}, but this page has no such heading"
    if ITEM_LINK.match(href) or _WEB_LINK.fullmatch(href):
        return None
    return f"links to {href!r}; a link is https://..., #heading, or ../interventions/some-slug.md"


def render(body: str) -> str:
    """Safe HTML. Links to other items become `/item/<slug>`."""
    tokens = _parser().parse(body)
    for token in tokens:
        for child in token.children or ():
            match = ITEM_LINK.match(str(child.attrGet("href"))) if child.type == "link_open" else None
            if match:
                anchor = f"#{match['anchor']}" if match["anchor"] else ""
                child.attrSet("href", f"/item/{match['slug']}{anchor}")
    html = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener",
    )


def blocks(body: str) -> Iterator[tuple[int, str]]:
    """The text of every paragraph, list entry and heading, with the line that it starts on; the first line is 0."""
    for token in _parser().parse(body):
        if token.type == "inline":
            text = "".join(child.content if child.type in {"text", "code_inline"} else " " for child in token.children or ())
            yield (token.map[0] if token.map else 0), " ".join(text.split())


def plain_text(body: str) -> str:
    """The words of a body, one block per line: what is searched."""
    return "\n".join(text for _, text in blocks(body))
