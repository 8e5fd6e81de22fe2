"""YAML with line numbers, and without the parts of YAML that surprise or attack.

Refused: anchors and aliases (they hide repetition and can explode), tags, duplicate keys, several documents, deep nesting.
Scalars follow YAML 1.2: `no` is a text and a date stays a text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from app.content.body import MarkdownBody
from app.domain.facets import FieldPath

MAX_DEPTH = 12
MAX_DIGITS = 15
FENCE = "---"
QUOTED = ("'", '"', "|", ">")
STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_NULL = re.compile(r"(null|Null|NULL|~)?")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+")

# The parser's findings, each with what to do about it.
_ADVICE = {
    "mapping values are not allowed": "has a colon where no field can start; put a text with a colon in it between double quotes",
    "did not find expected key": "has text after the end of a value, or is indented wrongly; put the whole text between double quotes",
    "found unexpected end of stream": "opens a quote that is never closed; close it",
    "expected ',' or ']'": "has a list in brackets that is not closed or lacks a comma; write [one, two], other texts in quotes",
    "expected ',' or '}'": "has braces that are not closed or lack a comma; write {name: value, name: value}, other texts in quotes",
    "cannot start any token": "has a text that starts with a character of YAML's own; put the text between double quotes",
    "unknown escape character": "has a backslash between double quotes; use single quotes there",
    "block sequence entries are not allowed": "has a hyphen where no list can start; start the list on a line of its own",
    "could not find expected ':'": "has a line that is no field; write each as `name: value`, and longer texts indented",
    "expected '-' indicator": "has a field among the entries of a list; indent it, or put it above the list",
    "expected <document start>": "is indented wrongly; fields start at the beginning of the line",
}

Value = Any  # a text, number, truth value, None, or lists and mappings of those


class YamlFault(Exception):
    """YAML that is refused, with the line where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class YamlFields:
    """A YAML mapping as plain data, with the line of every key and list entry by its path, such as ("sources", 0, "url")."""

    data: dict[str, Value]
    lines: Mapping[FieldPath, int]

    def line_of(self, path: FieldPath) -> int:
        """The line of the nearest enclosing thing that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A content file in its two parts. `body_line` is the line below the front matter, `text_line` the first one that is not blank."""

    front: YamlFields
    body: MarkdownBody
    body_line: int
    text_line: int


def split(text: str) -> tuple[str, str, int]:
    """The YAML between the two `---` lines, the body after it, and the body's first line. Raises YamlFault."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise YamlFault(1, "must start with a line --- and YAML front matter")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise YamlFault(1, "has front matter without an end; close it with a line ---")


def parse_document(text: str) -> Document:
    """The front matter and the body of a content file. Raises YamlFault."""
    front, body, body_line = split(text)
    lines = body.rstrip().split("\n")
    blank = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return Document(parse_yaml(front, first_line=2), MarkdownBody("\n".join(lines[blank:])), body_line, body_line + blank)


def parse_yaml(text: str, first_line: int = 1) -> YamlFields:
    """The fields of one YAML mapping. `first_line` is the line of the file on which `text` starts. Raises YamlFault."""
    _refuse_tabs(text, first_line)
    try:
        events = list(_harmless_events(text, first_line))
    except yaml.MarkedYAMLError as error:
        raise _explained(error, first_line) from None
    except yaml.YAMLError as error:
        raise YamlFault(first_line, f"is not valid YAML: {' '.join(str(error).split())}") from None
    # The first two begin the stream and the document.
    if not isinstance(next(iter(events[2:]), None), yaml.MappingStartEvent):
        raise YamlFault(first_line, "must hold YAML fields, each as `name: value`")
    builder = _Builder(iter(events[3:]), first_line)
    return YamlFields(builder.mapping(()), builder.lines)


def _refuse_tabs(text: str, first_line: int) -> None:
    for number, line in enumerate(text.split("\n"), start=first_line):
        if line.lstrip(" ").startswith("\t"):
            raise YamlFault(number, "is indented with a tab; use spaces")


def _harmless_events(text: str, first_line: int) -> Iterator[yaml.Event]:
    """The events of the parser. All are looked at before anything is built of them."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        kind = type(event)
        depth += (kind in STARTS) - (kind in ENDS)
        documents += kind is yaml.DocumentStartEvent
        danger = _danger(event, depth, documents)
        if danger:
            raise YamlFault(_line(event) + first_line, danger)
        yield event


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _danger(event: yaml.Event, depth: int, documents: int) -> str | None:
    if isinstance(event, yaml.AliasEvent):
        return "uses a YAML alias (*name); write the value out instead"
    if getattr(event, "anchor", None):
        return "uses a YAML anchor (&name); write the value out instead"
    tag = getattr(event, "tag", None)
    if tag:
        return f"uses a YAML tag ({tag}); plain values only"
    if documents > 1:
        return "holds more than one YAML document; keep one"
    if depth > MAX_DEPTH:
        return f"is nested deeper than {MAX_DEPTH} levels"
    return None


def _explained(error: yaml.MarkedYAMLError, first_line: int) -> YamlFault:
    """The fault of YAML that cannot be parsed. What is never closed is reported where it opens."""
    unclosed = any(text in (error.context or "") for text in ("quoted scalar", "flow sequence", "flow mapping"))
    mark = (error.context_mark if unclosed else error.problem_mark) or error.problem_mark or error.context_mark
    advice = next(
        (advice for finding, advice in _ADVICE.items() if finding in (error.problem or "")), f"is not valid YAML: {error.problem}"
    )
    return YamlFault((mark.line if mark else 0) + first_line, advice)


class _Builder:
    """Plain data from events, with the line of every key and list entry. One pass: the parser is the slowest part of a check."""

    def __init__(self, events: Iterator[yaml.Event], first_line: int) -> None:
        self.events = events
        self.first_line = first_line
        self.lines: dict[FieldPath, int] = {(): first_line}

    def mapping(self, path: FieldPath) -> dict[str, Value]:
        """The fields up to the end of the mapping that has just begun. Raises YamlFault."""
        data: dict[str, Value] = {}
        while type(key := next(self.events)) is not yaml.MappingEndEvent:
            line = _line(key) + self.first_line
            if type(key) is not yaml.ScalarEvent:
                raise YamlFault(line, "has a field whose name is not a word")
            name = key.value
            if name in data:
                raise YamlFault(line, f"has the field `{name}` twice; keep one")
            inner = (*path, name)
            self.lines[inner] = line
            data[name] = self.value(next(self.events), inner)
        return data

    def value(self, event: yaml.Event, path: FieldPath) -> Value:
        """The value that begins with an event."""
        if type(event) is yaml.ScalarEvent:
            return event.value if event.style in QUOTED else _scalar(event.value)
        return self.mapping(path) if type(event) is yaml.MappingStartEvent else self.sequence(path)

    def sequence(self, path: FieldPath) -> list[Value]:
        """The entries up to the end of the list that has just begun."""
        entries: list[Value] = []
        while type(event := next(self.events)) is not yaml.SequenceEndEvent:
            inner = (*path, len(entries))
            self.lines[inner] = _line(event) + self.first_line
            entries.append(self.value(event, inner))
        return entries


def _scalar(text: str) -> Value:
    """A value without quotes: null, a truth value, a number or a text."""
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text) and len(text) <= MAX_DIGITS:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
