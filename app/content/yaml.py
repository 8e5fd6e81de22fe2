"""YAML with line numbers, and without the parts of YAML that surprise or attack.

Refused: anchors and aliases (they hide repetition and can explode), tags, duplicate keys, several documents, deep nesting.
Scalars follow YAML 1.2: `no` is a text and a date stays a text.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 12
MAX_DIGITS = 15
FENCE = "---"
QUOTED = ("'", '"', "|", ">")
_NULL = re.compile(r"(null|Null|NULL|~)?")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+")

# What the parser finds, said as what to do.
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

Place = tuple[str | int, ...]
Value = Any  # a text, number, truth value, None, or lists and mappings of those


class YamlFault(Exception):
    """YAML that is refused, with the line where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Parsed:
    """A YAML mapping as plain data, with the line of every key and list entry by its place, such as ("sources", 0, "url")."""

    data: dict[str, Value]
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """The line of the nearest enclosing thing that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A content file in its two parts. `body_line` is the line on which the body starts."""

    front: Parsed
    body: str
    body_line: int


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
    """A content file's front matter and body. Raises YamlFault."""
    front, body, body_line = split(text)
    return Document(parse_yaml(front, first_line=2), body, body_line)


def parse_yaml(text: str, first_line: int = 1) -> Parsed:
    """One YAML mapping. `first_line` is the line of the file on which `text` starts. Raises YamlFault."""
    offset = first_line
    try:
        _refuse_dangers(text, offset)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, offset) from None
    except yaml.YAMLError as error:
        raise YamlFault(offset, f"is not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(root, yaml.MappingNode):
        raise YamlFault(offset, "must hold YAML fields, each as `name: value`")
    lines: dict[Place, int] = {(): offset}
    data = _mapping(root, (), lines, offset)
    return Parsed(data, lines)


def _explained(error: yaml.MarkedYAMLError, offset: int) -> YamlFault:
    """What is never closed is reported where it opens."""
    unclosed = any(text in (error.context or "") for text in ("quoted scalar", "flow sequence", "flow mapping"))
    mark = (error.context_mark if unclosed else error.problem_mark) or error.problem_mark or error.context_mark
    advice = next((advice for found, advice in _ADVICE.items() if found in (error.problem or "")), f"is not valid YAML: {error.problem}")
    return YamlFault((mark.line if mark else 0) + offset, advice)


def _refuse_dangers(text: str, offset: int) -> None:
    """Look at the stream of events only, so that nothing is built before it is known to be harmless."""
    for number, text_line in enumerate(text.split("\n"), start=offset):
        if text_line.lstrip(" ").startswith("\t"):
            raise YamlFault(number, "is indented with a tab; use spaces")
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = (event.start_mark.line if event.start_mark else 0) + offset
        if isinstance(event, yaml.AliasEvent):
            raise YamlFault(line, "uses a YAML alias (*name); write the value out instead")
        if getattr(event, "anchor", None):
            raise YamlFault(line, "uses a YAML anchor (&name); write the value out instead")
        tag = getattr(event, "tag", None)
        if tag:
            raise YamlFault(line, f"uses a YAML tag ({tag}); plain values only")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlFault(line, "holds more than one YAML document; keep one")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise YamlFault(line, f"is nested deeper than {MAX_DEPTH} levels")


def _value(node: yaml.Node, place: Place, lines: dict[Place, int], offset: int) -> Value:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, offset)
    if isinstance(node, yaml.SequenceNode):
        return [_entry(child, (*place, index), lines, offset) for index, child in enumerate(node.value)]
    return _scalar(str(node.value), quoted=getattr(node, "style", None) in QUOTED)


def _entry(node: yaml.Node, place: Place, lines: dict[Place, int], offset: int) -> Value:
    lines[place] = node.start_mark.line + offset
    return _value(node, place, lines, offset)


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], offset: int) -> dict[str, Value]:
    data: dict[str, Value] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + offset
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlFault(line, "has a field whose name is not a word")
        key = str(key_node.value)
        if key in data:
            raise YamlFault(line, f"has the field `{key}` twice; keep one")
        lines[(*place, key)] = line
        data[key] = _value(value_node, (*place, key), lines, offset)
    return data


def _scalar(text: str, *, quoted: bool) -> Value:
    if quoted:
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text) and len(text) <= MAX_DIGITS:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
