"""A page as a test looks at it: its elements, flat, each with its attributes and the text inside it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

EMPTY = {"meta", "link", "input", "br", "hr", "img", "use", "rect", "path", "circle", "line", "polyline", "col", "wbr"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self):
        return " ".join("".join(self.parts).split())

    @property
    def classes(self):
        return self.attributes.get("class", "").split()


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements, self.open, self.faults = [], [], []

    def handle_starttag(self, name, attributes):
        element = Element(name, {key: value or "" for key, value in attributes})
        self.elements.append(element)
        if name not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, name, attributes):
        self.elements.append(Element(name, {key: value or "" for key, value in attributes}))

    def handle_endtag(self, name):
        if not self.open or self.open.pop().name != name:
            self.faults.append(name)

    def handle_data(self, data):
        for element in self.open:
            element.parts.append(data)


@dataclass
class Page:
    elements: list[Element]

    def all(self, name, **attributes):
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [one for one in self.elements if one.name == name and all(one.attributes.get(k) == v for k, v in wanted.items())]

    def one(self, name, **attributes):
        (found,) = self.all(name, **attributes)
        return found

    def with_class(self, name):
        return [one for one in self.elements if name in one.classes]


def read(html):
    """The page. Fails on tags that do not close in order."""
    parser = _Parser()
    parser.feed(html)
    assert parser.faults == []
    assert parser.open == []
    return Page(parser.elements)


def check_form(page):
    """What holds for every page: Dutch, one main heading, no level skipped, no id twice, labels and links lead somewhere."""
    assert page.one("html").attributes["lang"] == "nl"
    levels = [int(one.name[1]) for one in page.elements if one.name in {"h1", "h2", "h3", "h4"}]
    assert levels.count(1) == 1
    # Facets stand before the heading of the results, under a heading of their own.
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert {one.attributes["for"] for one in page.all("label")} <= set(ids)
    assert {one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"].startswith("#")} <= set(ids)
    assert [one.name for one in page.elements if "style" in one.attributes or one.name == "style"] == []
    assert [key for one in page.elements for key in one.attributes if key.startswith("on")] == []
    assert page.one("title").text
    assert [one for one in page.all("a") if not one.text] == []
