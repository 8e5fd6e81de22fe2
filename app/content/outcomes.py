"""The outcome of looking at one file by itself, and the form in which it is kept and passed between processes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zlib import compress, decompress

import numpy as np
import orjson

from app.content import files
from app.content.body import BodyLink, MarkdownBody
from app.content.rules import readability
from app.content.rules.item import check_item
from app.content.rules.shape import ItemFile, item_in
from app.content.runs import RunHashes
from app.content.yaml import Document, YamlFields
from app.domain.errors import ContentProblem
from app.domain.facets import FieldPath
from app.domain.items import ITEM, Item
from app.domain.vocabularies import Vocabulary

QUICK = 1


@dataclass(frozen=True, slots=True)
class ItemRules:
    """All that the rules on one item depend on. `explained` are abbreviations that need no explanation; None leaves readability out."""

    vocabularies: Mapping[str, Vocabulary]
    explained: tuple[str, ...] | None

    def problems(self, file: ItemFile) -> Iterator[ContentProblem]:
        """Everything that is wrong with one item by itself."""
        yield from check_item(file, self.vocabularies)
        if self.explained is not None:
            yield from readability.check(file, self.explained)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """Every problem of a file by itself, and the item in it when it could be read. `key` is set on one that a cache knows."""

    problems: tuple[ContentProblem, ...]
    file: ItemFile | None = None
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as bytes, with what was worked out of its body.

    `head` is all that the rules between items need, `runs` the numbers of its word runs, `page` its plain text and HTML, compressed.
    """

    head: bytes
    runs: bytes
    page: bytes


@dataclass(frozen=True)
class StoredBody(MarkdownBody):
    """A body that was parsed before. Its plain text, HTML and runs are fetched when they are asked for, and not held.

    The functions give None when their bytes are gone; the text is parsed again then.
    """

    fetch_runs: Callable[[], bytes | None]
    fetch_page: Callable[[], bytes | None]

    @property
    def plain_text(self) -> str:
        """As for every body."""
        page = self.fetch_page()
        return MarkdownBody(self.text).plain_text if page is None else _unpacked(page)[0]

    @property
    def html(self) -> str:
        """As for every body."""
        page = self.fetch_page()
        return MarkdownBody(self.text).html if page is None else _unpacked(page)[1]

    @property
    def run_hashes(self) -> RunHashes:
        """As for every body."""
        runs = self.fetch_runs()
        return MarkdownBody(self.text).run_hashes if runs is None else np.frombuffer(runs, np.uint32)


def examine(path: Path, root: Path, rules: ItemRules | None) -> FileOutcome:
    """The outcome for one file; without rules, it is read only."""
    file = files.read(path, root, ".md")
    return FileOutcome((file,)) if isinstance(file, ContentProblem) else outcome_of(file, rules)


def outcome_of(file: files.TextFile, rules: ItemRules | None) -> FileOutcome:
    """The outcome for a text that was read from a file."""
    result = item_in(file)
    if not isinstance(result, ItemFile):
        return FileOutcome(tuple(result))
    return FileOutcome(tuple(rules.problems(result)) if rules else (), result)


def stored(file: ItemFile) -> StoredItem:
    """An item with its body in the form in which it is kept."""
    body, document = file.body, file.document
    needed = {"aliases", *file.item.relations()}
    traits: dict[str, Any] = {
        "checksum": file.checksum,
        "body_line": document.body_line,
        "text_line": document.text_line,
        "text": None if body.text == file.item.body else body.text,
        "lines": [(path, line) for path, line in document.front.lines.items() if path and path[0] in needed],
        "links": [(link.line, link.href) for link in body.links],
        "anchors": sorted(body.anchors),
    }
    head = orjson.dumps(traits) + b"\n" + file.item.model_dump_json().encode()
    return StoredItem(head, body.run_hashes.tobytes(), compress(orjson.dumps([body.plain_text, body.html]), QUICK))


def restored(
    name: str,
    head: bytes,
    fetch_runs: Callable[[], bytes | None],
    fetch_page: Callable[[], bytes | None],
) -> ItemFile:
    """The file called `name` as it was when its item was stored. Of its lines it has those that rules between items ask for."""
    first, _, data = head.partition(b"\n")
    traits = orjson.loads(first)
    item: Item = ITEM.validate_json(data)
    body = StoredBody(item.body if traits["text"] is None else traits["text"], fetch_runs, fetch_page)
    # What rules between items ask of every body is filled in, as if it had been asked for.
    vars(body)["links"] = tuple(BodyLink(line, href) for line, href in traits["links"])
    vars(body)["anchors"] = frozenset(traits["anchors"])
    lines: dict[FieldPath, int] = {tuple(path): line for path, line in traits["lines"]}
    document = Document(YamlFields({}, lines), body, traits["body_line"], traits["text_line"])
    return ItemFile(name, document, item, traits["checksum"])


def restored_from(name: str, item: StoredItem) -> ItemFile:
    """The file of a stored item that is held in memory."""
    return restored(name, item.head, partial(_same, item.runs), partial(_same, item.page))


def _same(data: bytes) -> bytes:
    return data


def _unpacked(page: bytes) -> Sequence[str]:
    """The plain text and the HTML of a body."""
    texts: Sequence[str] = orjson.loads(decompress(page))
    return texts
