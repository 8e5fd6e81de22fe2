"""The Markdown below the front matter, parsed once: its blocks, links and anchors, its plain text and its safe HTML."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

from app.content.runs import RunHashes, run_hashes

ITEM_LINK = re.compile(r"^(?:\.\./(?P<folder>[a-z-]+)/|\./)?(?P<slug>[a-z0-9-]+)\.md(?:#(?P<anchor>[^#]*))?$")
ALLOWED_TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br", "hr"}


@dataclass(frozen=True, slots=True)
class BodyRemark:
    """Something that is wrong in a body. `line` counts from the body's first line, which is 0."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one paragraph, list entry or heading, on one line, with the line that it starts on."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link, with the line that it stands on."""

    line: int
    href: str


@dataclass(frozen=True, slots=True)
class ItemLink:
    """A link to another item of the catalogue. `folder` is None for one in the same folder, `anchor` for its top."""

    line: int
    slug: str
    folder: str | None
    anchor: str | None


@dataclass(frozen=True)
class MarkdownBody:
    """A text in Markdown. It is parsed when something is first asked of it, and never again."""

    text: str

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The blocks as the parser gives them; the inline ones hang below theirs."""
        return _parser().parse(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every paragraph, list entry and heading."""
        return tuple(Block(first_line(token), _words(token)) for token in self.tokens if token.type == "inline")

    @cached_property
    def links(self) -> tuple[BodyLink, ...]:
        """Every link, wherever it leads."""
        return tuple(
            BodyLink(line, str(child.attrGet("href")))
            for token in self.tokens
            for line, child in children(token)
            if child.type == "link_open"
        )

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every anchor that a link can end in."""
        return frozenset(str(token.attrGet("id")) for token in self.tokens if token.type == "heading_open" and token.attrGet("id"))

    @property
    def item_links(self) -> Iterator[ItemLink]:
        """Every link to another item."""
        for link in self.links:
            match = ITEM_LINK.match(link.href)
            if match:
                yield ItemLink(link.line, match["slug"], match["folder"], unquote(match["anchor"]) if match["anchor"] else None)

    @cached_property
    def plain_text(self) -> str:
        """The words, one block per line: the text that is searched."""
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def run_hashes(self) -> RunHashes:
        """The runs of six words as numbers, by which pages that say the same are found."""
        return run_hashes(self.plain_text)

    @cached_property
    def html(self) -> str:
        """Safe HTML. Links to other items become `/item/<slug>`."""
        parser = _parser()
        return nh3.clean(
            parser.renderer.render(self.tokens, parser.options, {}),
            tags=ALLOWED_TAGS,
            attributes={"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}},
            url_schemes={"https", "http", "mailto"},
            link_rel="noopener",
        )


def first_line(token: Token) -> int:
    """The line that a block starts on; the first line of a body is 0."""
    return token.map[0] if token.map else 0


def children(token: Token) -> Iterator[tuple[int, Token]]:
    """The inline tokens of a block with the line that each stands on."""
    line = first_line(token)
    for child in token.children or ():
        yield line, child
        line += 1 if child.type in {"softbreak", "hardbreak"} else child.content.count("\n")


def _words(token: Token) -> str:
    text = "".join(child.content if child.type in {"text", "code_inline"} else " " for child in token.children or ())
    return " ".join(text.split())


@cache
def _parser() -> MarkdownIt:
    """HTML and every address are let through here, so that the checker can name them; `MarkdownBody.html` lets only safe ones out."""
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - the library's way to set it
    parser.add_render_rule("link_open", _link_to_page)
    return parser.use(anchors_plugin, min_level=1, max_level=4, slug_func=_anchor_of)


def _anchor_of(heading: str) -> str:
    """The anchor of a heading: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", heading.lower()))


def _link_to_page(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """The opening tag of a link; one to a file of another item leads to the page of that item."""
    match = ITEM_LINK.match(str(tokens[index].attrGet("href")))
    if not match:
        return renderer.renderToken(tokens, index, options, env)
    anchor = f"#{match['anchor']}" if match["anchor"] else ""
    link = tokens[index].copy(attrs={**tokens[index].attrs, "href": f"/item/{match['slug']}{anchor}"})
    return renderer.renderToken([link], 0, options, env)
